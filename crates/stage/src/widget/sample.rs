//! A figure that is steered: its line against the target, and in steps what steers it.

use lab::{Micros, Sample, State};

use super::Shown;
use super::axis::Frame;
use super::parts::token;
use crate::labels::fill;
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;

/// From one look back to the next.
const APART: f32 = 3.0;
/// How far the sign of now stands out from the figure.
const SIGN: f32 = 4.5;
/// A line of words.
const LINE: f32 = 15.0;

/// The figure above, what steers it below; where nothing is changed, the ground is shaded.
#[inline(never)]
pub(super) fn draw(scene: &mut Scene, shown: &Shown, frame: &Frame, plot: Area) {
    let Some(State::Sample(sample)) = shown.state() else { return };
    let labels = &shown.view.labels.states;
    let taken: Vec<(Micros, Sample)> = frame
        .samples(APART)
        .filter_map(|at| match shown.state_at(at) {
            Some(State::Sample(sample)) => Some((at, *sample)),
            _ => None,
        })
        .collect();
    let upper = Area { h: plot.h * 0.5, ..plot };
    let lower = Area { y: plot.y + upper.h + LINE, h: plot.h - upper.h - LINE, ..plot };
    let band = shade(scene, frame, &taken, plot);
    line(scene, shown, frame, &taken, upper);
    let target = height(shown, sample.target, upper);
    let dashed = Paint::default().dashed(Role::Ink, 1.4);
    scene.segment(point(frame.left, target), point(frame.right, target), dashed);
    let words = fill(labels.target, &[&text::span(sample.target)]);
    let ground = beside(shown, frame, upper, target, text::width(&words, 12.0, 400));
    scene.rect(ground, 3.0, Paint::solid(Role::Panel).faded(0.85));
    let at = point(ground.x, ground.y + 11.0);
    scene.words(&words, at, ground.w + 1.0, Type::new(Role::Ink));
    steps(scene, frame, &taken, lower);
    let words = fill(labels.between, &[&labels.count(sample.least), &labels.count(sample.most)]);
    let at = point(frame.left, lower.y - 4.0);
    scene.words(&words, at, plot.w, Type::new(Role::Ink2));
    // What the first band is, in the same line, where it has room.
    let named = text::width(labels.cooldown, 12.0, 400) + 8.0;
    let begins = frame.left + text::width(&words, 12.0, 400) + 8.0;
    if let Some(band) = band.filter(|band| band.w >= named && band.x >= begins) {
        let middle = band.middle().x;
        let ground = Area::new(middle - named / 2.0, at.y - 11.0, named, 14.0);
        scene.rect(ground, 3.0, Paint::solid(Role::Panel).faded(0.85));
        let look = Type::new(Role::Ink2).anchor(Anchor::Middle);
        scene.words(labels.cooldown, point(middle, at.y), named, look);
    }
}

/// Where words stand at a line, at one of its ends: clear of the figure, as it will be too, so that
/// they stay where they are.
fn beside(shown: &Shown, frame: &Frame, upper: Area, line: f32, wide: f32) -> Area {
    let (above, below) = (line - LINE, line + 2.0);
    let has_room =
        |y: &f32| if *y == above { *y >= upper.y } else { y + 14.0 <= upper.bottom() + 2.0 };
    let places = [frame.right - wide, frame.left].into_iter().flat_map(|x| {
        let heights = [above, below].into_iter().filter(has_room);
        heights.map(move |y| Area::new(x, y, wide, 14.0))
    });
    let figure: Vec<Point> = whole(frame)
        .filter_map(|at| {
            let place = shown.store.shows_by(shown.view.trace, at).checked_sub(1)?;
            match shown.store.state(shown.view.trace, place)? {
                State::Sample(sample) => {
                    Some(point(frame.x(at), height(shown, sample.value?, upper)))
                }
                _ => None,
            }
        })
        .collect();
    let is_clear = |area: &Area| {
        let around = area.inset(-SIGN);
        !figure.iter().any(|at| around.contains(at.x, at.y))
    };
    let first = Area::new(frame.right - wide, above.max(upper.y), wide, 14.0);
    places.clone().find(is_clear).or_else(|| places.clone().next()).unwrap_or(first)
}

/// Instants of all that the frame shows.
fn whole(frame: &Frame) -> impl Iterator<Item = Micros> {
    let (from, length) = (frame.from, frame.to - frame.from);
    let count = ((frame.right - frame.left) / APART).max(1.0) as u64;
    (0..=count).map(move |n| from + length * n / count)
}

/// Where nothing is changed, up to the end of that. Gives the first such band.
fn shade(scene: &mut Scene, frame: &Frame, taken: &[(Micros, Sample)], plot: Area) -> Option<Area> {
    let (mut until, mut first) = (0, None);
    for (at, sample) in taken {
        let Some(quiet) = sample.quiet_until.filter(|quiet| quiet > at && *quiet != until) else {
            continue;
        };
        let x = frame.x((*at).max(until));
        let area = Area { x, w: (frame.x(quiet) - x).max(0.0), ..plot };
        scene.rect(area, 0.0, Paint::fill(Fill::Hatch(Role::Line, Role::Panel)));
        until = quiet;
        first = first.or(Some(area));
    }
    first
}

/// The height of a value, the largest there ever is a little below the top.
fn height(shown: &Shown, value: Micros, area: Area) -> f32 {
    let most = shown.extent().most.max(1) as f32 * 1.08;
    area.bottom() - area.h * (value as f32 / most).min(1.0)
}

fn line(scene: &mut Scene, shown: &Shown, frame: &Frame, taken: &[(Micros, Sample)], area: Area) {
    let mut before: Option<Point> = None;
    for (at, sample) in taken {
        let to = sample.value.map(|value| point(frame.x(*at), height(shown, value, area)));
        if let (Some(from), Some(to)) = (before, to) {
            scene.segment(from, to, Paint::line(Role::Accent, 2.2));
        }
        before = to;
    }
    let above = taken.last().is_some_and(|(_, s)| s.value.is_some_and(|v| v > s.target));
    if let Some(at) = before {
        // A square above the target, a disc below: not by colour alone.
        if above {
            let square = Area::new(at.x - 4.5, at.y - 4.5, 9.0, 9.0);
            scene.rect(square, 1.0, Paint::solid(Role::Bad).edged(Role::Panel, 1.2));
        } else {
            scene.circle(at, 4.5, Paint::solid(Role::Accent).edged(Role::Panel, 1.2));
        }
    }
}

fn steps(scene: &mut Scene, frame: &Frame, taken: &[(Micros, Sample)], area: Area) {
    let mut run: Option<(Micros, u32)> = None;
    let most = taken.iter().map(|(_, sample)| sample.most.max(sample.level)).max().unwrap_or(1);
    let mut bar = |from: Micros, to: Micros, level: u32| {
        let (x, h) = (frame.x(from), area.h.max(0.0) * level as f32 / most.max(1) as f32);
        let bar = Area::new(x, area.bottom() - h, (frame.x(to) - x).max(0.0), h);
        scene.rect(bar, 0.0, Paint { stroke: None, ..token() });
        let words = level.to_string();
        if bar.w > text::width(&words, 12.0, 560) + 6.0 && h > 13.0 {
            let at = point(bar.middle().x, area.bottom() - 3.0);
            let look = Type::new(Role::Ink).weight(560).anchor(Anchor::Middle);
            scene.words(&words, at, bar.w, look);
        }
    };
    for (at, sample) in taken {
        match run {
            Some((from, level)) if level != sample.level => {
                bar(from, *at, level);
                run = Some((*at, sample.level));
            }
            None => run = Some((*at, sample.level)),
            _ => {}
        }
    }
    if let (Some((from, level)), Some((last, _))) = (run, taken.last()) {
        bar(from, (*last).max(frame.now), level);
    }
}
