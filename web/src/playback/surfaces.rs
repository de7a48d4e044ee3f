//! What the player paints on: a stage and a timeline a run, the rail, and the time in figures.

use std::rc::Rc;

use lab::Micros;
use stage::{
    Axis, Cursor, Scene, Subject, Target, View, diagram, diagram_corner, diagram_least_height,
    diagram_step, instant_at, lanes, playhead, timeline_height,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement, HtmlInputElement};

use super::Look;
use super::figures::Figures;
use super::merged::{cursor_over, merged};
use super::time::Time;
use crate::compared::differ_at;
use crate::dom;
use crate::film::Film;
use crate::painter::Painter;
use crate::words::text;

/// The run (0), or the one it is compared with (1).
pub(crate) type Side = usize;

/// What the player paints on.
#[derive(Default)]
pub(crate) struct Surfaces {
    stages: [Option<Surface>; 2],
    figures: [Option<Figures>; 2],
    timeline: Option<Surface>,
    /// What of the second run can be pointed at on the timeline.
    others: Vec<Target>,
    time: Option<Time>,
    rail: Option<HtmlInputElement>,
    painted: bool,
}

/// A canvas, and what was last painted on it.
struct Surface {
    painter: Painter,
    scene: Scene,
    /// The height it was given, or, of a stage, the one it asked for.
    height: i32,
    /// How much of a stage's upper right corner is taken.
    corner: i32,
    /// CSS pixels a unit of the scene: more than one on large surfaces.
    step: f32,
    /// What the lanes kept as a picture were painted from.
    lanes: Option<Lanes>,
}

/// What a timeline looks like without its cursor depends on this.
#[derive(Clone, PartialEq)]
struct Lanes {
    film: Rc<Film>,
    events: usize,
    end: Micros,
    width: i32,
    look: Look,
    /// The run compared with.
    other: Option<Rc<Film>>,
}

impl Lanes {
    fn of(film: &Rc<Film>, view: &View<'_>, look: &Look) -> Self {
        Lanes {
            film: Rc::clone(film),
            events: view.trace.events.len(),
            end: view.until.unwrap_or_else(|| film.end()),
            width: view.width as i32,
            look: look.clone(),
            other: None,
        }
    }
}

impl Surface {
    fn of(canvas: &HtmlCanvasElement) -> Option<Self> {
        let painter = Painter::new(canvas)?;
        let scene = Scene::default();
        Some(Surface { painter, scene, height: 0, corner: 0, step: 1.0, lanes: None })
    }

    fn take_height(&mut self, height: f32) {
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

    /// Its size in units of the scene.
    fn size(&self) -> (f32, f32) {
        let canvas = self.painter.canvas();
        let units = |pixels: i32| pixels as f32 / self.step;
        (units(canvas.client_width()), units(canvas.client_height()))
    }

    fn take_step(&mut self, step: f32) {
        if self.step != step {
            self.step = step;
            self.lanes = None;
            self.painter.set_step(step);
        }
    }

    /// Says how high a stage has to be, and how much of its corner is taken; what the page makes of it
    /// is up to the style sheet.
    fn ask_for(&mut self, least: f32, corner: f32) {
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

    /// The slider over the rail grows too.
    fn take_lanes_step(&mut self) {
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
    fn hit(&self, x: f32, y: f32) -> Option<Subject> {
        self.scene.at(x / self.step, y / self.step)
    }
}

impl Surfaces {
    /// Paints the stage of a run here from now on.
    pub(crate) fn set_stage(&mut self, side: Side, canvas: Option<&HtmlCanvasElement>) {
        self.stages[side] = canvas.and_then(Surface::of);
    }

    /// Writes the figures of a run here from now on.
    pub(crate) fn set_figures(&mut self, side: Side, element: Option<&Element>) {
        self.figures[side] = element.and_then(Figures::of);
    }

    /// Paints the timeline here from now on.
    pub(crate) fn set_timeline(&mut self, canvas: Option<&HtmlCanvasElement>) {
        self.timeline = canvas.and_then(Surface::of);
    }

    /// Writes the time here from now on.
    pub(crate) fn set_time(&mut self, time: Option<Element>) {
        self.time = time.and_then(Time::of);
    }

    /// Moves this rail from now on.
    pub(crate) fn set_rail(&mut self, rail: Option<HtmlInputElement>) {
        self.rail = rail;
    }

    /// What is under a point of a stage.
    pub(crate) fn on_stage(&self, side: Side, x: f32, y: f32) -> Option<Subject> {
        self.stages[side].as_ref()?.hit(x, y)
    }

    /// What is under a point of the timeline, and of which run.
    pub(crate) fn on_timeline(&self, x: f32, y: f32) -> Option<(Side, Subject)> {
        let surface = self.timeline.as_ref()?;
        let (x_unit, y_unit) = (x / surface.step, y / surface.step);
        let other = self.others.iter().rev().find(|target| target.area.contains(x_unit, y_unit));
        let own = || Some((0, surface.hit(x, y)?));
        other.map(|target| (1, target.subject)).or_else(own)
    }

    /// The cursor under a point of the timeline, in this run.
    pub(super) fn cursor_at(
        &self,
        x: f32,
        film: &Film,
        look: &Look,
        at: Cursor,
        until: Option<Micros>,
    ) -> Option<Cursor> {
        let surface = self.timeline.as_ref()?;
        let (width, x) = (surface.size().0, x / surface.step);
        Some(film.with(|trace, index| {
            let mut view = look.view(trace, index, at, until);
            view.width = width;
            instant_at(&view, x)
        }))
    }

    pub(super) fn paint(
        &mut self,
        films: &[Option<Rc<Film>>; 2],
        cursors: [Cursor; 2],
        look: &Look,
    ) {
        let until = until(films);
        for side in [0, 1] {
            let Some(film) = &films[side] else { continue };
            film.painted(|trace, index, begun| {
                let cursor = if begun { cursors[side] } else { Cursor::start() };
                let mut view = look.view(trace, index, cursor, until);
                view.secret |= !begun;
                view.live = film.is_live();
                view.real = look.real && side == 0;
                if side == 1 {
                    view.ringed = &[];
                }
                if view.live && view.until.is_none() {
                    // Its clock goes on while nothing happens.
                    view.until = Some(film.end());
                }
                if let Some(figures) = &mut self.figures[side] {
                    figures.write(&view, text(look.language));
                }
                self.paint_stage(side, &mut view, look);
                match &films[1] {
                    _ if side == 1 => {}
                    None => self.paint_timeline(&mut view, look, film),
                    Some(other) => self.paint_both(&mut view, look, [film, other], cursors[1]),
                }
                if side == 0 {
                    self.write(&view, until);
                }
            });
        }
        self.first_scene();
    }

    fn paint_stage(&mut self, side: Side, view: &mut View<'_>, look: &Look) {
        let Some(surface) = &mut self.stages[side] else { return };
        let canvas = surface.painter.canvas();
        (view.width, view.height) = (canvas.client_width() as f32, canvas.client_height() as f32);
        if view.width > 0.0 && view.height > 0.0 {
            surface.take_step(diagram_step(view));
            surface.ask_for(diagram_least_height(view), diagram_corner(view) * surface.step);
            (view.width, view.height) = surface.size();
            surface.scene = diagram(view);
            surface.painter.paint(&surface.scene, look.palette());
        }
    }

    fn paint_timeline(&mut self, view: &mut View<'_>, look: &Look, film: &Rc<Film>) {
        self.others.clear();
        let Some(surface) = &mut self.timeline else { return };
        surface.take_lanes_step();
        view.width = surface.size().0;
        if view.width <= 0.0 {
            return;
        }
        surface.take_height(timeline_height(view));
        let kept = Lanes::of(film, view, look);
        let palette = look.palette();
        if view.live || surface.lanes.as_ref() != Some(&kept) || !surface.painter.keeps() {
            let scene = lanes(view);
            surface.painter.keep(&scene, palette);
            surface.scene.targets = scene.targets;
            surface.lanes = Some(kept);
        }
        surface.painter.paint_over(&playhead(view), palette);
    }

    fn paint_both(
        &mut self,
        view: &mut View<'_>,
        look: &Look,
        [film, other]: [&Rc<Film>; 2],
        cursor: Cursor,
    ) {
        let Some(surface) = &mut self.timeline else { return };
        surface.take_lanes_step();
        view.width = surface.size().0;
        if view.width <= 0.0 {
            return;
        }
        let kept = Lanes { other: Some(Rc::clone(other)), ..Lanes::of(film, view, look) };
        let live = view.live || other.is_live();
        if live || surface.lanes.as_ref() != Some(&kept) || !surface.painter.keeps() {
            let (scene, others) = other.with(|trace, index| {
                let mut second = look.view(trace, index, cursor, view.until);
                second.width = view.width;
                second.ringed = &[];
                merged(view, &second, differ_at(view.trace, trace))
            });
            surface.take_height(scene.height);
            surface.painter.keep(&scene, look.palette());
            surface.scene = scene;
            surface.lanes = Some(kept);
            self.others = others;
        }
        let over = cursor_over(view, surface.scene.height);
        surface.painter.paint_over(&over, look.palette());
    }

    /// The time, and the rail.
    fn write(&mut self, view: &View<'_>, until: Option<Micros>) {
        let end = until.unwrap_or_else(|| view.trace.end()).max(view.cursor.at);
        if let Some(time) = &mut self.time {
            time.write(view.cursor.at, end);
        }
        if let Some(rail) = &self.rail {
            let value = match view.axis {
                Axis::Time => (view.cursor.at / 1_000) as f64,
                Axis::Order => view.cursor.events as f64,
            };
            if rail.value_as_number() != value {
                rail.set_value_as_number(value);
            }
        }
    }

    /// Tells whoever waits that there is something to see.
    fn first_scene(&mut self) {
        let drawn = |surface: &Surface| surface.scene.width > 0.0;
        let mut stages = self.stages.iter().flatten().peekable();
        // A frame may show neither stage nor timeline.
        let done = match stages.peek() {
            Some(_) => stages.any(drawn),
            None => self.timeline.as_ref().is_none_or(|surface| surface.lanes.is_some()),
        };
        if !self.painted && done {
            self.painted = true;
            mark_ready();
        }
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

/// There is something to see.
pub(crate) fn mark_ready() {
    // The lesson may have been first.
    if dom::root().has_attribute("data-ready") {
        return;
    }
    if let Some(performance) = dom::window().performance() {
        let _ = performance.mark("first-scene");
    }
    let _ = dom::root().set_attribute("data-ready", "");
}

/// The end of the axis that two runs share.
pub(super) fn until(films: &[Option<Rc<Film>>; 2]) -> Option<Micros> {
    match films {
        [Some(a), Some(b)] => Some(a.end().max(b.end())),
        _ => None,
    }
}
