//! What was counted over a span of time, against a limit: in aligned boxes, under a moving frame, or
//! in two boxes of which the earlier one counts less and less.

mod edges;
mod log;
mod straddle;

use lab::{Counted, Micros, State};

pub(super) use self::edges::Edges;
use super::Shown;
use super::axis::Frame;
use super::now::{now, weighed};
use super::parts::{socket, token};
use crate::labels::fill;
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;

/// The line of words above what is counted.
const WORDS: f32 = 18.0;

/// What is lower than this has no room for them.
pub(super) const LEGIBLE: f32 = 2.0 * WORDS;

/// Less than that for one counted is not told apart.
const CELL: f32 = 5.0;

/// The windows of the part of the run that is in the frame, up to the cursor.
#[inline(never)]
pub(super) fn draw(scene: &mut Scene, shown: &Shown, frame: &Frame, plot: Area) {
    let Some(State::Window { span, limit, counted }) = shown.state() else { return };
    let State::Window { counted, .. } =
        now(&State::Window { span: *span, limit: *limit, counted: counted.clone() }, frame.now)
    else {
        return;
    };
    let words = shown.view.labels.states.limit;
    let floor = rule(scene, shown, frame, plot, (*limit, words));
    let of = Windows { shown, frame, floor, span: (*span).max(1), limit: *limit };
    match counted {
        Counted::Fixed { from, .. } => {
            of.boxes(scene, from, |_| 1.0);
            if let Some((sum, begin)) = of.straddled(from) {
                of.bracket(scene, sum, begin, plot);
            }
        }
        Counted::Log { ticks, count } => of.log(scene, &ticks, count),
        Counted::Counter { from, previous, count } => {
            let (sum, share) = weighed(from, of.span, previous, count, frame.now);
            let clip = |begin: Micros| match begin {
                begin if begin == from => 1.0,
                begin if begin.saturating_add(of.span) == from => share as f32 / 1_000.0,
                _ => 0.0,
            };
            of.boxes(scene, from, clip);
            of.frame_of_now(scene);
            of.sum(scene, sum);
        }
    }
}

/// The floor, and the line that nothing may rise above, with its words. Gives the room below it.
pub(super) fn rule(
    scene: &mut Scene,
    shown: &Shown,
    frame: &Frame,
    plot: Area,
    (limit, words): (u32, &str),
) -> Area {
    let floor = floor(plot);
    let (from, to) = (point(frame.left, floor.bottom()), point(frame.right, floor.bottom()));
    scene.segment(from, to, Paint::line(Role::Line, 1.0));
    let most = shown.extent().most.max(1) as f32;
    let y = floor.bottom() - floor.h * (limit as f32 / most).min(1.0);
    let line = Paint::default().dashed(Role::Ink2, 1.2);
    scene.segment(point(frame.left, y), point(frame.right, y), line);
    if floor.y > plot.y {
        let words = fill(words, &[&shown.count(limit)]);
        let wide = text::width(&words, 12.0, 400) + 1.0;
        scene.words(&words, point(frame.left, plot.y + 11.0), wide, Type::new(Role::Ink2));
    }
    floor
}

/// The room below the words; where there is hardly any, the words go first.
pub(super) fn floor(plot: Area) -> Area {
    let words = if plot.h < LEGIBLE { 0.0 } else { WORDS };
    Area { y: plot.y + words, h: (plot.h - words).max(1.0), ..plot }
}

struct Windows<'a, 's, 'v> {
    shown: &'a Shown<'s, 'v>,
    frame: &'a Frame,
    floor: Area,
    span: Micros,
    limit: u32,
}

impl Windows<'_, '_, '_> {
    fn unit(&self) -> f32 {
        self.floor.h / self.shown.extent().most.max(1) as f32
    }

    fn height_of(&self, count: f32) -> f32 {
        (self.floor.bottom() - count * self.unit()).max(self.floor.y)
    }

    /// How many were in the box that begins at `begin`, up to an instant in it.
    fn count(&self, begin: Micros, at: Micros) -> u32 {
        let Some(state) = self.shown.state_at(at) else { return 0 };
        match now(state, at) {
            State::Window { counted: Counted::Fixed { from, count }, .. }
            | State::Window { counted: Counted::Counter { from, count, .. }, .. }
                if from == begin =>
            {
                count
            }
            _ => 0,
        }
    }

    fn total(&self, begin: Micros) -> u32 {
        self.count(begin, begin.saturating_add(self.span - 1).min(self.frame.now))
    }

    /// The begin of every box in the frame, the latest first.
    fn begins(&self, from: Micros) -> impl Iterator<Item = Micros> + '_ {
        let span = self.span;
        let all = std::iter::successors(Some(from), move |begin| begin.checked_sub(span));
        let most = (self.frame.right - self.frame.left) as usize / 6;
        all.take_while(move |begin| begin.saturating_add(span) > self.frame.from).take(most)
    }

    /// Every box with what it counted; `clip` says how much of a box counts still, at its end.
    fn boxes(&self, scene: &mut Scene, from: Micros, clip: impl Fn(Micros) -> f32) {
        let next = from.saturating_add(self.span);
        for begin in std::iter::once(next).chain(self.begins(from)) {
            let x = self.frame.x(begin);
            let wide = self.frame.x(begin.saturating_add(self.span)) - x;
            let area = Area { x: x + 1.0, w: wide - 2.0, ..self.floor };
            if area.w < 2.0 {
                continue;
            }
            if begin == next {
                scene.rect(area, 3.0, Paint::default().dashed(Role::Line, 1.0));
                continue;
            }
            scene.rect(area, 3.0, Paint { fill: Fill::None, ..socket() });
            self.cells(scene, area.inset(1.5), self.total(begin), clip(begin));
        }
    }

    fn cells(&self, scene: &mut Scene, area: Area, count: u32, clip: f32) {
        let unit = self.unit();
        let (rows, high) =
            if unit < CELL { (u32::from(count > 0), unit * count as f32) } else { (count, unit) };
        for row in 0..rows {
            let y = self.floor.bottom() - (row + 1) as f32 * high;
            let cell = Area::new(area.x, y + 0.8, area.w, high - 1.6);
            let counts = Area { x: cell.x + cell.w * (1.0 - clip), w: cell.w * clip, ..cell };
            // What has gone by is an empty outline.
            let gone = Area { w: cell.w - counts.w, ..cell };
            if gone.w > 1.0 {
                scene.rect(gone, 2.0, Paint::line(Role::Pipe, 1.0));
            }
            if counts.w > 1.0 {
                scene.rect(counts, 2.0, token());
            }
        }
    }

    /// What is counted now: the span up to the cursor.
    fn frame_of_now(&self, scene: &mut Scene) {
        scene.rect(self.moving(), 3.0, Paint::line(Role::Ink2, 1.6));
    }

    fn moving(&self) -> Area {
        let x = self.frame.x(self.frame.now.saturating_sub(self.span));
        let w = (self.frame.x(self.frame.now) - x).max(1.0);
        Area { x, w, y: self.floor.y - 3.0, h: self.floor.h + 3.0 }
    }

    /// What the frame of now comes to, in thousandths, as a line against the limit.
    fn sum(&self, scene: &mut Scene, sum: u64) {
        if sum == 0 {
            return;
        }
        let moving = self.moving();
        let y = self.height_of(sum as f32 / 1_000.0);
        let (left, right) = (point(moving.x, y), point(moving.right(), y));
        scene.segment(left, right, Paint::line(Role::Panel, 5.0));
        scene.segment(left, right, Paint::line(Role::Ink, 2.4));
    }
}
