//! What the player paints on: a stage and a timeline a run, the rail, and the time in figures.

use std::rc::Rc;

use lab::Micros;
use stage::{
    Axis, Cursor, Subject, Target, View, diagram, diagram_corner, diagram_least_height,
    diagram_step, instant_at, lanes, playhead, timeline_height,
};
use web_sys::{Element, HtmlCanvasElement, HtmlInputElement};

use super::Look;
use super::figures::Figures;
use super::merged::{cursor_over, merged};
use super::ready::mark_ready;
use super::surface::{Lanes, Surface};
use super::time::Time;
use crate::compared::differ_at;
use crate::film::Film;
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
    /// The marks on the rail, and of which run they are.
    marks: Vec<(Side, Target)>,
    time: Option<Time>,
    rail: Option<HtmlInputElement>,
    painted: bool,
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
        let under = |target: &Target| target.area.contains(x_unit, y_unit);
        let mark = self.marks.iter().rev().find(|(_, target)| under(target));
        if let Some((side, target)) = mark {
            return Some((*side, target.subject));
        }
        let other = self.others.iter().rev().find(|target| under(target));
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
                view.ringed = look.ringed(side);
                if view.live && view.until.is_none() {
                    // Its clock goes on while nothing happens.
                    view.until = Some(film.end());
                }
                self.paint_stage(side, &mut view, look);
                if let (Some(figures), Some(stage)) =
                    (&mut self.figures[side], &mut self.stages[side])
                {
                    let width = figures.write(&view, text(look.language), stage.room());
                    if look.waits {
                        stage.place_button(width);
                    }
                }
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
            surface.take_low(view.is_low());
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
        let over = playhead(view);
        surface.painter.paint_over(&over, palette);
        self.marks.clear();
        self.marks.extend(over.targets.into_iter().map(|target| (0, target)));
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
        let kept = Lanes::of(film, view, look).beside(other);
        let live = view.live || other.is_live();
        other.with(|trace, index| {
            let mut second = look.view(trace, index, cursor, view.until);
            (second.width, second.ringed) = (view.width, look.ringed(1));
            if live || surface.lanes.as_ref() != Some(&kept) || !surface.painter.keeps() {
                let (scene, others) = merged(view, &second, differ_at(view.trace, trace));
                surface.take_height(scene.height);
                surface.painter.keep(&scene, look.palette());
                surface.scene = scene;
                surface.lanes = Some(kept);
                self.others = others;
            }
            let (over, marks) = cursor_over(view, &second, surface.scene.height);
            surface.painter.paint_over(&over, look.palette());
            self.marks.clear();
            self.marks.extend(over.targets.into_iter().map(|target| (0, target)));
            self.marks.extend(marks.into_iter().map(|target| (1, target)));
        });
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
        if self.painted {
            return;
        }
        let drawn = |surface: &Surface| surface.scene.width > 0.0;
        let mut stages = self.stages.iter().flatten().filter(|stage| !stage.is_hidden()).peekable();
        // A frame may show neither stage nor timeline, and a side panel takes the stage's place.
        let done = match stages.peek() {
            Some(_) => stages.any(drawn),
            None => self.timeline.as_ref().is_none_or(|surface| surface.lanes.is_some()),
        };
        if done {
            self.painted = true;
            mark_ready();
        }
    }
}

/// The end of the axis that two runs share.
pub(super) fn until(films: &[Option<Rc<Film>>; 2]) -> Option<Micros> {
    match films {
        [Some(a), Some(b)] => Some(a.end().max(b.end())),
        _ => None,
    }
}
