//! What a gate decided, along the axis: a bar for whoever was admitted, a cross for whoever was refused.
//! What is drawn adds up to what is counted: where there is no room for a mark each, one says how many.

use lab::Micros;

use super::Shown;
use super::axis::Frame;
use super::groups::{GAP, Group, Lane, PITCH, Side, groups, said};
use super::window::{self, Edges};
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;

/// The room below a track, for a line of bars and one of crosses; and where there is little.
const ROOM: f32 = 22.0;
const LITTLE: f32 = 8.0;

/// Whether what is shown ever decides.
pub(super) fn any(shown: &Shown) -> bool {
    [true, false].iter().any(|admitted| !shown.store.decided(*admitted, usize::MAX).is_empty())
}

/// The room that the marks want below a track of this height.
pub(super) fn room(shown: &Shown, high: f32) -> f32 {
    match any(shown) {
        true if high >= ROOM + window::LEGIBLE => ROOM,
        true => LITTLE.min(high / 2.0),
        false => 0.0,
    }
}

/// The marks of the past that is in the frame.
#[inline(never)]
pub(super) fn draw(scene: &mut Scene, shown: &Shown, frame: &Frame, area: Area) {
    let view = shown.view;
    let instant = |event: u32| view.trace.events.get(event as usize).map_or(0, |e| e.at);
    let of = |admitted: bool| {
        let all = shown.store.decided(admitted, view.events());
        let all = &all[all.partition_point(|event| instant(*event) < frame.from)..];
        &all[..all.partition_point(|event| instant(*event) <= frame.to)]
    };
    let all = [of(true), of(false)];
    let instants: [&dyn Fn(usize) -> Micros; 2] =
        [&|place| instant(all[0][place]), &|place| instant(all[1][place])];
    let lane = |kind: usize| Lane {
        admitted: kind == 0,
        next: 0,
        count: all[kind].len(),
        instant: instants[kind],
    };
    // A line for each, or one for both.
    let lines = match area.h >= ROOM {
        true => vec![(area.y + 6.0, vec![lane(0)]), (area.bottom() - 5.0, vec![lane(1)])],
        false => vec![(area.middle().y, vec![lane(0), lane(1)])],
    };
    let edges = Edges::of(shown, frame);
    for (y, mut lanes) in lines {
        for group in groups(&mut lanes, frame, &edges) {
            draw_group(scene, &lanes, &group, y, view.labels.states.thousands);
        }
    }
}

/// How many it admitted and refused so far, each with its mark; in so much room from the left.
pub(super) fn tally(scene: &mut Scene, shown: &Shown, at: Point) {
    let mut x = at.x;
    for admitted in [true, false] {
        let count = shown.store.decided(admitted, shown.view.events()).len();
        let count = shown.count(count);
        mark(scene, point(x + 3.0, at.y - 4.2), admitted);
        let wide = text::width(&count, 12.0, 400);
        scene.words(&count, point(x + 10.0, at.y), wide + 1.0, Type::new(Role::Ink));
        x += 24.0 + wide;
    }
}

/// How wide the tally ever is.
pub(super) fn tally_width(shown: &Shown) -> f32 {
    let of = |admitted| {
        let count = shown.store.decided(admitted, usize::MAX).len();
        let count = shown.count(count);
        10.0 + text::width(&count, 12.0, 400)
    };
    of(true) + 14.0 + of(false)
}

fn mark(scene: &mut Scene, at: Point, admitted: bool) {
    if admitted {
        let bar = Area::new(at.x - 1.5, at.y - 4.0, 3.0, 8.0);
        return scene.rect(bar, 0.5, Paint::solid(Role::Accent));
    }
    for side in [-2.6, 2.6] {
        let (from, to) = (point(at.x - 2.6, at.y - side), point(at.x + 2.6, at.y + side));
        scene.segment(from, to, Paint::line(Role::Bad, 1.5));
    }
}

/// Draws a group on a line.
fn draw_group(scene: &mut Scene, lanes: &[Lane], group: &Group, y: f32, by: &str) {
    let (mut x, mut words) = (group.x, f32::MIN);
    for (lane, count) in lanes.iter().zip(&group.counts).filter(|(_, count)| **count > 0) {
        let Some(side) = group.said else {
            for _ in 0..*count {
                mark(scene, point(x, y), lane.admitted);
                x += PITCH;
            }
            continue;
        };
        mark(scene, point(x, y), lane.admitted);
        let said = said(*count, by);
        let look = Type::new(if lane.admitted { Role::Ink } else { Role::Bad });
        let wide = text::width(&said, 12.0, 400);
        let (look, at) = match side {
            Side::Left => (look.anchor(Anchor::End), x - 5.0),
            Side::Right => (look, x + 5.0),
            Side::From(from) => (look, words.max(from).max(x + 5.0)),
        };
        scene.words(&said, point(at, y + 4.2), wide + 1.0, look);
        words = at + wide + GAP;
        x += if side == Side::Left { -1.0 } else { 1.0 } * (5.0 + wide + GAP);
    }
}
