//! The picture of this instant, to be taken along: stage and timeline, of both runs if two are
//! compared.

use stage::{Anchor, Palette, Point, Role, Scene, Shape, View, describe, picture, svg};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::merged::{cursor_over, merged};
use super::surfaces::until;
use super::{Player, State};
use crate::compared::differ_at;
use crate::dom;
use crate::painter::Painter;

/// As wide as the command line's.
const WIDTH: f32 = 960.0;
/// Dots a unit: sharp on paper and on fine screens.
const FINE: f64 = 2.0;
/// How high the line is that tells two runs apart.
const HEADING: f32 = 32.0;

/// A picture that can be taken along.
#[derive(PartialEq)]
pub(crate) struct Picture {
    /// One under the other.
    scenes: Vec<Scene>,
    palette: &'static Palette,
    /// What can be seen on it.
    pub(crate) words: String,
}

impl Player {
    /// The picture of this instant; `names` tell two runs apart. `None` before a run is there.
    pub(crate) fn picture(&self, names: &[String; 2]) -> Option<Picture> {
        self.0.state.borrow().picture(names)
    }
}

impl State {
    fn picture(&self, names: &[String; 2]) -> Option<Picture> {
        let [first, second] = &self.films;
        let first = first.as_ref()?;
        let (look, cursors, until) = (&self.look, self.shown(), until(&self.films));
        let palette = look.palette();
        first.with(|trace, index| {
            let mut view = look.view(trace, index, cursors[0], until);
            (view.width, view.ringed) = (WIDTH, look.ringed(0));
            view.live = first.is_live();
            if view.live && view.until.is_none() {
                view.until = Some(first.end());
            }
            let words = describe(&view);
            let [diagram, timeline] = picture(&view);
            let Some(second) = second else {
                return Some(Picture { scenes: vec![diagram, timeline], palette, words });
            };
            second.with(|other_trace, other_index| {
                let other = look.view(other_trace, other_index, cursors[1], until);
                let other = View { width: WIDTH, ringed: look.ringed(1), real: false, ..other };
                let (mut both, _) = merged(&view, &other, differ_at(trace, other_trace));
                both.shapes.extend(cursor_over(&view, &other, both.height).0.shapes);
                let [beside, _] = picture(&other);
                let scenes = vec![heading(&names[0]), diagram, heading(&names[1]), beside, both];
                let words = format!("{} {words} {} {}", names[0], names[1], describe(&other));
                Some(Picture { scenes, palette, words })
            })
        })
    }
}

impl Picture {
    /// As a document.
    pub(crate) fn svg(&self) -> String {
        let scenes: Vec<&Scene> = self.scenes.iter().collect();
        svg(&scenes, self.palette)
    }

    /// Paints it; the canvas takes its size.
    pub(crate) fn paint(&self, canvas: &HtmlCanvasElement) {
        let width = self.scenes.iter().map(|scene| scene.width).fold(0.0, f32::max);
        let height: f32 = self.scenes.iter().map(|scene| scene.height).sum();
        let dots = |length: f32| f64::from(length) * FINE;
        canvas.set_width(dots(width) as u32);
        canvas.set_height(dots(height) as u32);
        let context = canvas.get_context("2d").ok().flatten();
        let context = context.and_then(|found| found.dyn_into::<CanvasRenderingContext2d>().ok());
        let Some(context) = context else { return };
        context.set_fill_style_str(self.palette.color(Role::Panel));
        context.fill_rect(0.0, 0.0, dots(width), dots(height));
        let screen = dom::window().device_pixel_ratio().clamp(1.0, 4.0);
        let mut y = 0.0;
        for scene in &self.scenes {
            let sheet = dom::document().create_element("canvas").ok();
            let sheet = sheet.and_then(|sheet| sheet.dyn_into::<HtmlCanvasElement>().ok());
            let Some(sheet) = sheet else { return };
            let Some(mut painter) = Painter::new(&sheet) else { return };
            painter.set_step((FINE / screen) as f32);
            painter.paint(scene, self.palette);
            let _ = context.draw_image_with_html_canvas_element(&sheet, 0.0, y);
            y += dots(scene.height);
        }
    }
}

/// A line over the diagram of one of two runs.
fn heading(name: &str) -> Scene {
    let words = Shape::Text {
        at: Point { x: 12.0, y: HEADING - 10.0 },
        size: 14.0,
        weight: 650,
        anchor: Anchor::Start,
        role: Role::Ink,
        alpha: 1.0,
        mono: false,
        text: name.to_owned(),
    };
    Scene { width: WIDTH, height: HEADING, shapes: vec![words], targets: Vec::new() }
}
