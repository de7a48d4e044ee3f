//! One axis of time for everything that has a past: a track under the other.

use lab::Micros;

use super::extent::Kind;
use super::parts::words;
use super::{Shown, Want, level_track, levels_track, sample, verdicts, window};
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;
use crate::view::View;

/// The instants, below the tracks.
pub(super) const LEGEND: f32 = 24.0;
/// The room for names at the left of tracks.
const NAMES: f32 = 176.0;
/// On a phone the names are above.
const ABOVE: f32 = 20.0;
/// From this width on names stand at the left.
const WIDE: f32 = 560.0;
/// A track that is lower than that has one line of words.
const LOW: f32 = 44.0;
/// The least height of one of several gates.
const SEVERAL: f32 = 34.0;
/// A run of more windows than this is not seen as a whole, but where the cursor is.
const SPANS: u64 = 8;
const FEW_SPANS: u64 = 5;

/// The part of the run that the tracks show.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// Where it begins, and which instant that is.
    pub(crate) left: f32,
    pub(crate) from: Micros,
    /// Where it ends.
    pub(crate) right: f32,
    pub(crate) to: Micros,
    /// The cursor.
    pub(crate) now: Micros,
    /// Whether names are above the tracks.
    pub(super) above: bool,
}

impl Frame {
    pub(super) fn of<'a, 'v: 'a>(
        view: &View<'v>,
        tracks: impl Iterator<Item = &'a Shown<'a, 'v>>,
        area: Area,
        each: f32,
    ) -> Self {
        // Where a track has so little height, its name takes none of that.
        let above = area.w < WIDE && (each >= LOW || area.w < NAMES * 2.0);
        let left = area.x + if above { 14.0 } else { NAMES };
        let span = tracks.map(|shown| shown.extent().span).max().unwrap_or(0);
        let end = view.end().max(view.until.unwrap_or(0)).max(1);
        let spans = if above { FEW_SPANS } else { SPANS };
        let now = view.cursor.at;
        let (from, to) = if span == 0 || end <= spans.saturating_mul(span) {
            (0, end + end * 3 / 100)
        } else {
            // In whole windows, so that it stands still while one goes by.
            let last = (now / span + 2).max(spans);
            ((last - spans) * span, last * span)
        };
        Frame { left, from, right: area.right() - 14.0, to, now, above }
    }

    /// Where an instant is, kept inside.
    pub(crate) fn x(&self, at: Micros) -> f32 {
        let (from, to) = (self.from as f32, self.to as f32);
        let part = within((at as f32 - from) / (to - from).max(1.0), 0.0, 1.0);
        self.left + part * (self.right - self.left)
    }

    /// How wide so much time is.
    pub(crate) fn wide(&self, span: Micros) -> f32 {
        span as f32 / (self.to - self.from).max(1) as f32 * (self.right - self.left)
    }

    /// Instants of the past that are `apart` pixels from each other, the cursor's own last.
    pub(crate) fn samples(&self, apart: f32) -> impl Iterator<Item = Micros> + '_ {
        let count = ((self.right - self.left) / apart).max(1.0) as u64;
        let (from, length) = (self.from, self.to - self.from);
        let past = (0..=count).map(move |n| from + length * n / count);
        past.take_while(|at| *at < self.now).chain([self.now])
    }
}

/// A track's height; its width is that of the axis. One that is alone may be higher.
#[inline(never)]
pub(super) fn wants(shown: &Shown, width: f32, alone: bool) -> Want {
    let above = if width < WIDE { ABOVE } else { 0.0 };
    let (least, best) = match shown.kind {
        Kind::Sample => (84.0, 128.0),
        Kind::Level | Kind::Levels if above > 0.0 => (44.0, 54.0),
        Kind::Level | Kind::Levels => (44.0, 62.0),
        _ if above > 0.0 => (48.0, 70.0),
        _ if alone => (48.0, 124.0),
        _ => (48.0, 78.0),
    };
    let marks = verdicts::room(shown, best);
    // Of several gates a name and the marks say enough, if need be.
    let least = if marks > 0.0 && !alone { SEVERAL } else { least + marks };
    Want { w: width, least: least + above, best: best + marks + above }
}

/// Every track, the instants below them, and the cursor through all.
#[inline(never)]
pub(super) fn draw(scene: &mut Scene, tracks: &[(Shown, Want)], frame: &Frame, area: Area) {
    let wanted: f32 = tracks.iter().map(|(_, want)| want.best).sum();
    let whole = (area.h - LEGEND).max(0.0);
    let each = whole / tracks.len().max(1) as f32;
    let mut y = area.y;
    for (place, (shown, want)) in tracks.iter().enumerate() {
        // Where there is little, each has as much.
        let high = if each < LOW { each } else { whole * want.best / wanted.max(1.0) };
        let row = Area::new(area.x, y, area.w, high);
        scene.target(row, Subject::Resource(shown.resource));
        if place > 0 {
            let line = Paint::line(Role::Line, 1.0);
            scene.segment(point(row.x, y), point(row.right(), y), line);
        }
        if high >= 12.5 {
            names(scene, shown, frame, row);
        }
        let pad = if high < LOW { 2.0 } else { 4.0 };
        let top = if frame.above { ABOVE } else { pad };
        let plot = Area::new(frame.left, y + top, frame.right - frame.left, high - top - pad);
        let marks = verdicts::room(shown, plot.h);
        let strip = Area { y: plot.bottom() - marks, h: marks, ..plot };
        let plot = Area { h: plot.h - marks, ..plot };
        if plot.h >= 6.0 {
            track(scene, shown, frame, plot);
        }
        if marks > 0.0 && plot.h >= 0.0 {
            verdicts::draw(scene, shown, frame, strip);
        }
        if plot.h >= 6.0 {
            cursor(scene, frame, plot, strip.bottom());
        }
        y += high;
    }
    instants(scene, tracks, frame, area, y);
}

fn track(scene: &mut Scene, shown: &Shown, frame: &Frame, plot: Area) {
    match shown.kind {
        Kind::Sample => sample::draw(scene, shown, frame, plot),
        Kind::Level => level_track::draw(scene, shown, frame, plot),
        Kind::Levels => levels_track::draw(scene, shown, frame, plot),
        _ => window::draw(scene, shown, frame, plot),
    }
}

/// The name of a track and what it says now.
fn names(scene: &mut Scene, shown: &Shown, frame: &Frame, row: Area) {
    let bold = Type::new(Role::Ink).weight(650);
    let name = text::width(&shown.name(), 12.0, 650);
    if frame.above {
        let at = point(row.x, row.y + 15.0);
        let name = name.min(row.w * 0.5);
        scene.words(&shown.name(), at, name + 1.0, bold);
        let mut room = row.w - name - 8.0;
        if verdicts::any(shown) {
            let wide = verdicts::tally_width(shown);
            verdicts::tally(scene, shown, point(row.right() - wide, at.y));
            room -= wide + 10.0;
        }
        let look = Type::new(Role::Ink2);
        scene.words(&words(shown, room), point(at.x + name + 8.0, at.y), room, look);
        return;
    }
    let room = NAMES - 14.0;
    let low = row.h < LOW;
    let first = row.y + if low { row.h / 2.0 + 4.5 } else { 18.0 };
    let mut floor = row.bottom();
    // The tally stands before its marks; in a low row beside the name.
    let mut beside = 0.0;
    if verdicts::any(shown) {
        let wide = verdicts::tally_width(shown);
        if !low {
            floor -= 17.0;
        }
        let y = if low { first } else { row.bottom() - 7.0 };
        let x = if low { row.x + room - wide } else { row.x };
        beside = if low { wide + 8.0 } else { 0.0 };
        verdicts::tally(scene, shown, point(x, y));
    }
    scene.words(&shown.name(), point(row.x, first), room - beside, bold);
    let (mut y, look) = (first + 16.0, Type::new(Role::Ink2));
    let fit = ((floor - y + 13.0) / 15.0).max(0.0) as usize;
    let mut said = lines(&words(shown, 3.0 * room), room);
    if said.len() > fit {
        // Rather less than half a sentence.
        said = lines(&words(shown, room), room);
    }
    for line in said.into_iter().take(fit) {
        scene.words(&line, point(row.x, y), room, look);
        y += 15.0;
    }
}

/// Words in lines of so much room.
pub(super) fn lines(words: &str, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ') {
        match lines.last_mut() {
            Some(line) if text::width(&format!("{line} {word}"), 12.0, 400) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The cursor, below the words of a track.
fn cursor(scene: &mut Scene, frame: &Frame, plot: Area, to: f32) {
    let (x, floor) = (frame.x(frame.now), window::floor(plot));
    let to = point(x, to + 2.0);
    scene.segment(point(x, floor.y - 3.0), to, Paint::line(Role::Ink, 1.4));
}

/// The instants below.
fn instants(scene: &mut Scene, tracks: &[(Shown, Want)], frame: &Frame, area: Area, y: f32) {
    let Some((first, _)) = tracks.first() else { return };
    let labels = first.view.labels;
    let axis = Paint::line(Role::Line, 1.0);
    scene.segment(point(frame.left, y), point(frame.right, y), axis);
    let now = frame.x(frame.now);
    let flag = text::width(labels.states.now, 12.0, 650) / 2.0 + 6.0;
    // So that the flag has room too.
    let flag_at = within(now, area.x + flag, area.right() - flag);
    let step = step(frame);
    let mut at = frame.from.div_ceil(step) * step;
    while at <= frame.to {
        let (x, said) = (frame.x(at), text::tick(at, step));
        let half = text::width(&said, 12.0, 400) / 2.0;
        let inside = x - half >= area.x && x + half <= area.right();
        if inside && (x - flag_at).abs() > half + flag + 4.0 {
            scene.segment(point(x, y), point(x, y + 4.0), axis);
            let look = Type::new(Role::Ink2).anchor(Anchor::Middle);
            scene.words(&said, point(x, y + 18.0), 2.0 * half + 1.0, look);
        }
        at += step;
    }
    let look = Type::new(Role::Ink).weight(650).anchor(Anchor::Middle);
    scene.words(labels.states.now, point(flag_at, y + 18.0), 2.0 * flag, look);
}

/// The next of 1, 2, 5, 10 … milliseconds whose ticks have room.
fn step(frame: &Frame) -> Micros {
    let mut step = 1_000;
    loop {
        for times in [1, 2, 5] {
            let is_all = step * times > frame.to - frame.from;
            if is_all || frame.wide(step * times) >= 70.0 {
                return step * times;
            }
        }
        step *= 10;
    }
}
