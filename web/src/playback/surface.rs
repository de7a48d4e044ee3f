//! A canvas that is painted, and what the page is told of it.

use std::rc::Rc;

use lab::Micros;
use stage::{Corner, Scene, Subject, View, free_corner};
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, HtmlElement};

use super::Look;
use super::figures::Room;
use crate::film::Film;
use crate::painter::Painter;

/// The button that begins a run, and how far it is from the edges of a stage (`embed.css`).
const BUTTON: f32 = 56.0;
const BUTTON_OFF: f32 = 10.0;
/// The figures begin so far from the edge (`stage.css`).
const FIGURES_OFF: f32 = 16.0;

/// A canvas, and what was last painted on it.
pub(super) struct Surface {
    pub(super) painter: Painter,
    pub(super) scene: Scene,
    /// The height it was given, or, of a stage, the one it asked for.
    height: i32,
    /// How much of a stage's upper right corner is taken.
    corner: i32,
    /// There is little height.
    is_low: bool,
    /// Where a button hides least of a stage.
    free: Corner,
    /// CSS pixels a unit of the scene: more than one on large surfaces.
    pub(super) step: f32,
    /// What the lanes kept as a picture were painted from.
    pub(super) lanes: Option<Lanes>,
}

/// What a timeline looks like without its cursor depends on this.
#[derive(Clone, PartialEq)]
pub(super) struct Lanes {
    film: Rc<Film>,
    events: usize,
    end: Micros,
    width: i32,
    look: Look,
    /// The run compared with.
    other: Option<Rc<Film>>,
}

impl Lanes {
    pub(super) fn of(film: &Rc<Film>, view: &View<'_>, look: &Look) -> Self {
        Lanes {
            film: Rc::clone(film),
            events: view.trace.events.len(),
            end: view.until.unwrap_or_else(|| film.end()),
            width: view.width as i32,
            look: look.clone(),
            other: None,
        }
    }

    /// With the run that it is compared with.
    pub(super) fn beside(self, other: &Rc<Film>) -> Self {
        Lanes { other: Some(Rc::clone(other)), ..self }
    }
}

impl Surface {
    pub(super) fn of(canvas: &HtmlCanvasElement) -> Option<Self> {
        let painter = Painter::new(canvas)?;
        let scene = Scene::default();
        let free = Corner::LowerRight;
        let (height, corner, is_low, step) = (0, 0, false, 1.0);
        Some(Surface { painter, scene, height, corner, is_low, free, step, lanes: None })
    }

    pub(super) fn take_height(&mut self, height: f32) {
        let height = (height * self.step).ceil() as i32;
        if self.height != height {
            self.height = height;
            let canvas = self.painter.canvas();
            let _ = canvas.style().set_property("height", &format!("{height}px"));
            // How few lanes the page may do with is up to the style sheet.
            let run = canvas.closest(".run").ok().flatten();
            if let Some(run) = run.and_then(|run| run.dyn_into::<HtmlElement>().ok()) {
                let _ = run.style().set_property("--tall", &format!("{height}px"));
            }
        }
    }

    /// Whether something else stands in its place.
    pub(super) fn is_hidden(&self) -> bool {
        self.painter.canvas().client_width() == 0
    }

    /// Its size in units of the scene.
    pub(super) fn size(&self) -> (f32, f32) {
        let canvas = self.painter.canvas();
        let units = |pixels: i32| pixels as f32 / self.step;
        (units(canvas.client_width()), units(canvas.client_height()))
    }

    pub(super) fn take_step(&mut self, step: f32) {
        if self.step != step {
            self.step = step;
            self.lanes = None;
            self.painter.set_step(step);
        }
    }

    /// Says how high a stage has to be, and how much of its corner is taken; what the page makes of it
    /// is up to the style sheet.
    pub(super) fn ask_for(&mut self, least: f32, corner: f32) {
        let (least, corner) = (least.ceil() as i32, corner as i32);
        if (self.height, self.corner) != (least, corner) {
            (self.height, self.corner) = (least, corner);
            let stage = self.painter.canvas().parent_element();
            if let Some(stage) = stage.and_then(|stage| stage.dyn_into::<HtmlElement>().ok()) {
                let _ = stage.style().set_property("--least", &least.to_string());
                let _ = stage.style().set_property("--corner", &format!("{corner}px"));
            }
        }
    }

    /// The figures are told that there is little height.
    pub(super) fn take_low(&mut self, is_low: bool) {
        if self.is_low != is_low {
            self.is_low = is_low;
            if let Some(stage) = self.painter.canvas().parent_element() {
                let _ = stage.toggle_attribute_with_force("data-low", is_low);
            }
        }
    }

    /// The button is told where it hides least, beside figures that are so wide.
    pub(super) fn place_button(&mut self, figures: f32) {
        let units = |pixels: f32| pixels / self.step;
        let figures = units(figures + FIGURES_OFF);
        let free = free_corner(&self.scene, units(BUTTON), units(BUTTON_OFF), figures);
        if self.free != free {
            self.free = free;
            let corner = match free {
                Corner::LowerRight => "",
                Corner::LowerLeft => "left",
                Corner::UpperRight => "top",
            };
            if let Some(stage) = self.painter.canvas().parent_element() {
                let _ = stage.set_attribute("data-free", corner);
            }
        }
    }

    /// The room for figures.
    pub(super) fn room(&self) -> Room {
        let free = self.painter.canvas().client_width() - self.corner;
        Room { width: free as f32 - 2.0 * FIGURES_OFF, is_low: self.is_low }
    }

    /// The slider over the rail grows too.
    pub(super) fn take_lanes_step(&mut self) {
        let canvas = self.painter.canvas();
        let step = lanes_step(canvas.client_width());
        if self.step != step {
            let quarters = format!("{}", (step * 4.0) as u32);
            let lanes = canvas.closest(".lanes").ok().flatten();
            if let Some(lanes) = lanes.and_then(|lanes| lanes.dyn_into::<HtmlElement>().ok()) {
                let _ = lanes.style().set_property("--quarters", &quarters);
            }
        }
        self.take_step(step);
    }

    /// What is under a point of the page.
    pub(super) fn hit(&self, x: f32, y: f32) -> Option<Subject> {
        self.scene.at(x / self.step, y / self.step)
    }
}

/// How many times larger than usual the lanes of a timeline are.
fn lanes_step(pixels: i32) -> f32 {
    match pixels {
        0..1_600 => 1.0,
        1_600..2_200 => 1.25,
        2_200..2_800 => 1.5,
        _ => 2.0,
    }
}
