//! What holds of the pictures of what resources show.
#![cfg(not(target_arch = "wasm32"))]

mod breaker;
mod every;
mod lists;
mod numbers;
mod shown;
mod states;
mod tracks;
mod tree;

use stage::*;

const WIDTHS: [f32; 6] = [1_440.0, 1_200.0, 960.0, 640.0, 390.0, 340.0];

/// As an embedded page has them, with the variants on one line and on two.
const LOW: [(f32, f32); 2] = [(612.0, 208.0), (612.0, 182.0)];

/// Every run at every width, in both languages, at several instants.
fn each(check: impl Fn(&str, &View, &Scene)) {
    for (name, trace) in shown::all() {
        let index = Index::new(&trace);
        for labels in [&Labels::EN, &Labels::VI] {
            for (width, height) in
                WIDTHS.map(|width| (width, None)).into_iter().chain(LOW.map(|(w, h)| (w, Some(h))))
            {
                for part in [0, 15, 45, 70, 100] {
                    let cursor = Cursor::at(&trace, trace.end() * part / 100);
                    let view = View { cursor, width, ..View::new(&trace, &index, labels) };
                    let high = height.unwrap_or(diagram_least_height(&view).max(250.0));
                    let view = View { height: high, ..view };
                    let at = format!("{name} at {width} × {high}, {part} %");
                    check(&at, &view, &diagram(&view));
                }
            }
        }
    }
}

/// The words of a scene with the room they take.
fn words(scene: &Scene) -> Vec<(Area, &str)> {
    let words = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Text { at, size, anchor, text, .. } => {
            // About as wide as letters are.
            let w = text.chars().count() as f32 * size * 0.46;
            let x = match anchor {
                Anchor::Start => at.x,
                Anchor::Middle => at.x - w / 2.0,
                Anchor::End => at.x - w,
            };
            let area = Area { x, y: at.y - size * 0.72, w, h: size * 0.8 };
            Some((area, text.as_str()))
        }
        _ => None,
    });
    words.collect()
}
