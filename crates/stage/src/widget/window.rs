//! What was counted over a span of time, against a limit: in aligned boxes, under a moving frame, or
//! in two boxes of which the earlier one counts less and less.

use lab::{Counted, Micros, State};

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
/// In how many steps a span is moved over a border.
const STEPS: u64 = 24;
/// The width of a tick, and its height at most.
const TICK: f32 = 6.0;
const HIGHEST: f32 = 13.0;
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
                begin if begin + of.span == from => share as f32 / 1_000.0,
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

/// Where what is counted ends: at the edges of boxes, and at the end of the bracket.
pub(super) struct Edges {
    pub(super) from: Micros,
    /// 0 where there are no boxes.
    pub(super) span: Micros,
    pub(super) bracket: Option<Micros>,
}

impl Edges {
    pub(super) fn of(shown: &Shown, frame: &Frame) -> Self {
        let none = Edges { from: 0, span: 0, bracket: None };
        let Some(State::Window { span, limit, .. }) = shown.state() else { return none };
        let Some(state) = shown.state().map(|state| now(state, frame.now)) else { return none };
        let span = (*span).max(1);
        match state {
            State::Window { counted: Counted::Fixed { from, .. }, .. } => {
                let of = Windows { shown, frame, floor: Area::default(), span, limit: *limit };
                let bracket = of.straddled(from).map(|(_, begin)| begin + span);
                Edges { from: from % span, span, bracket }
            }
            State::Window { counted: Counted::Counter { from, .. }, .. } => {
                Edges { from: from % span, span, bracket: None }
            }
            _ => none,
        }
    }

    /// The first edge after an instant.
    pub(super) fn after(&self, at: Micros) -> Micros {
        let passed = at.saturating_add(self.span).saturating_sub(self.from).checked_rem(self.span);
        let edge = passed.map_or(Micros::MAX, |passed| at.saturating_add(self.span - passed));
        self.bracket.filter(|bracket| *bracket >= at).map_or(edge, |bracket| bracket.min(edge))
    }
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
        self.count(begin, (begin + self.span - 1).min(self.frame.now))
    }

    /// The begin of every box in the frame, the latest first.
    fn begins(&self, from: Micros) -> impl Iterator<Item = Micros> + '_ {
        let span = self.span;
        let all = std::iter::successors(Some(from), move |begin| begin.checked_sub(span));
        let most = (self.frame.right - self.frame.left) as usize / 6;
        all.take_while(move |begin| begin + span > self.frame.from).take(most)
    }

    /// Every box with what it counted; `clip` says how much of a box counts still, at its end.
    fn boxes(&self, scene: &mut Scene, from: Micros, clip: impl Fn(Micros) -> f32) {
        let next = from + self.span;
        for begin in std::iter::once(next).chain(self.begins(from)) {
            let x = self.frame.x(begin);
            let wide = self.frame.x(begin + self.span) - x;
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

    /// The window's length over a border that holds the most, more than the limit: how many, since
    /// when.
    fn straddled(&self, from: Micros) -> Option<(u32, Micros)> {
        let mut found: Option<(u32, Micros)> = None;
        for border in self.begins(from).filter(|border| *border >= self.span) {
            let before = border - self.span;
            let total = self.total(before);
            if total + self.total(border) <= self.limit {
                continue;
            }
            for step in 1..STEPS {
                // The last step is up to the cursor.
                let passed = self.frame.now.saturating_sub(border);
                if self.span / STEPS * (step - 1) >= passed {
                    break;
                }
                let moved = (self.span / STEPS * step).min(passed);
                let early = self.count(before, before + moved);
                let sum = total.saturating_sub(early) + self.count(border, border + moved);
                if sum > found.map_or(self.limit, |(most, _)| most) {
                    found = Some((sum, before + moved));
                }
            }
        }
        found
    }

    /// So many within one window's length that begins here.
    fn bracket(&self, scene: &mut Scene, sum: u32, begin: Micros, plot: Area) {
        let (left, right) = (self.frame.x(begin), self.frame.x(begin + self.span));
        let paint = Paint::line(Role::Bad, 2.0);
        let y = self.floor.y - if self.floor.y > plot.y { 2.0 } else { 0.0 };
        scene.segment(point(left, y), point(right, y), paint);
        for x in [left, right] {
            scene.segment(point(x, y - 1.0), point(x, self.floor.bottom()), paint);
        }
        if self.floor.y <= plot.y {
            return;
        }
        let labels = self.shown.view.labels.states;
        let (count, limit) = (labels.count(sum), labels.count(self.limit));
        let twice = u64::from(sum) == 2 * u64::from(self.limit);
        let long = fill(labels.straddle[usize::from(twice)], &[&count, &limit]);
        let span = text::span(self.span);
        let [short, shortest] =
            labels.straddle_short.map(|words| fill(words, &[&count, &span, &limit]));
        let named = text::width(&fill(labels.limit, &[&limit]), 12.0, 400);
        let least = self.frame.left + f32::max(96.0, named + 12.0);
        let room = self.frame.right - least;
        let wide = |words: &str| text::width(words, 12.0, 650);
        let fits = |words: &String| wide(words) <= room;
        let words = [long, short].into_iter().find(fits).unwrap_or(shortest);
        let wide = wide(&words).min(room);
        let x = within((left + right - wide) / 2.0, least, self.frame.right - wide);
        let look = Type::new(Role::Bad).weight(650);
        scene.words(&words, point(x, plot.y + 11.0), wide + 1.0, look);
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

    fn log(&self, scene: &mut Scene, ticks: &[Micros], count: u32) {
        let moving = self.moving();
        scene.rect(moving, 3.0, Paint::solid(Role::Sunk));
        if ticks.is_empty() && count > 0 {
            // Too many to be told apart.
            let y = self.height_of(count as f32);
            let wide = (moving.w - 4.0).max(0.0);
            scene.rect(Area::new(moving.x + 2.0, y, wide, self.floor.bottom() - y), 2.0, token());
        }
        // Those that have left, span by span back, then those that count.
        let mut all: Vec<(Micros, bool)> = Vec::new();
        let mut at = self.frame.now.saturating_sub(self.span);
        let mut last = Micros::MAX;
        let most = (self.frame.right - self.frame.left) as usize / 4;
        for _ in 0..most {
            if at < self.frame.from || at == 0 {
                break;
            }
            if let Some(State::Window { counted: Counted::Log { ticks, .. }, .. }) =
                self.shown.state_at(at)
            {
                let gone = |tick: &&Micros| {
                    **tick < last && tick.saturating_add(self.span) <= self.frame.now
                };
                let gone = ticks.iter().rev().filter(gone).map(|tick| (*tick, false));
                all.extend(gone);
                last = all.last().map_or(last, |(tick, _)| *tick);
            }
            at = at.saturating_sub(self.span);
        }
        all.reverse();
        all.extend(ticks.iter().map(|tick| (*tick, true)));
        self.ticks(scene, &all);
        self.frame_of_now(scene);
        self.sum(scene, u64::from(count) * 1_000);
    }

    /// Ticks in order of time; those that come together stand on each other.
    fn ticks(&self, scene: &mut Scene, all: &[(Micros, bool)]) {
        let shown = all.iter().filter(|(at, _)| *at >= self.frame.from);
        let (mut placed, mut most) = (Vec::new(), 1);
        let (mut first, mut row) = (f32::MIN, 0);
        for (at, counts) in shown {
            let x = self.frame.x(*at);
            (first, row) = if x - first < TICK { (first, row + 1) } else { (x, 0) };
            most = most.max(row + 1);
            placed.push((first, row, *counts));
        }
        // One on the other, with a seam between them: two are not a longer one.
        let high = (self.floor.h * 0.75 / most as f32).min(HIGHEST);
        let seam = (high / 3.0).min(3.0);
        for (x, row, counts) in placed {
            let y = self.floor.bottom() - (row + 1) as f32 * high;
            let tick = Area::new(x - TICK / 2.0, y + seam - 1.0, TICK, (high - seam).max(1.0));
            let paint = if counts { token() } else { Paint::line(Role::Pipe, 1.0) };
            scene.rect(tick, 1.5, paint);
        }
    }
}
