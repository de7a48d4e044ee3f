//! What only the lesson draws: the page's heartbeat, and where bars went before.

use lab::Micros;
use stage::{Anchor, Area, Cursor, Paint, Palette, Point, Role, Scene, Shape, Stroke, View, x_of};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// The heartbeat shows so much of the past.
const BEATS_MS: f64 = 3_000.0;

/// The frames of late.
#[derive(Default)]
pub(super) struct Heart {
    pub(super) canvas: Option<HtmlCanvasElement>,
    pub(super) beats: Vec<f64>,
}

impl Heart {
    /// One stroke a frame: evenly dense while the page breathes, with gaps where it computes.
    pub(super) fn beat(&mut self, now_ms: f64, palette: &Palette) {
        self.beats.retain(|beat| now_ms - beat < BEATS_MS);
        self.beats.push(now_ms);
        let Some(canvas) = &self.canvas else { return };
        let Some(context) = canvas.get_context("2d").ok().flatten() else { return };
        let context: CanvasRenderingContext2d = context.unchecked_into();
        let (width, height) =
            (canvas.client_width().max(0) as u32, canvas.client_height().max(0) as u32);
        canvas.set_width(width);
        canvas.set_height(height);
        context.set_fill_style_str(palette.color(Role::Accent));
        for beat in &self.beats {
            let x = f64::from(width) * (1.0 - (now_ms - beat) / BEATS_MS);
            context.fill_rect(x - 1.0, 1.0, 1.5, f64::from(height) - 2.0);
        }
        crate::playback::mark_ready();
    }
}

/// Where the bars went before there were more threads.
pub(super) fn ghost(scene: &mut Scene, view: &View<'_>, took: Micros) {
    let [from, to] =
        [view.trace.end(), took].map(|at| x_of(view, Cursor { at, ..Cursor::default() }));
    if to - from < 24.0 {
        return;
    }
    let area = Area { x: from + 4.0, y: 40.0, w: to - from - 4.0, h: scene.height - 50.0 };
    let stroke = Some(Stroke { role: Role::Pipe, width: 1.5, dashed: true });
    scene.shapes.push(Shape::Rect {
        area,
        radius: 6.0,
        paint: Paint { stroke, ..Paint::default() },
    });
    scene.shapes.push(Shape::Text {
        at: Point { x: to - 10.0, y: 60.0 },
        size: 13.0,
        weight: 560,
        anchor: Anchor::End,
        role: Role::Ink2,
        alpha: 1.0,
        mono: false,
        text: crate::clock::span(took),
    });
}
