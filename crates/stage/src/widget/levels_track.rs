//! Buckets beside windows: how many tokens each key held when, and holds now.

use lab::{Level, Micros, State};

use super::Shown;
use super::axis::Frame;
use super::level_track::stair;
use super::now::filled;
use crate::scene::*;

/// A bucket has a line of its own if that is at least so high.
const LINE: f32 = 6.0;

/// A stair a key, one below the other; or one of all tokens, if there are too many keys for that.
#[inline(never)]
pub(super) fn draw(scene: &mut Scene, shown: &Shown, frame: &Frame, plot: Area) {
    let floor = plot;
    let size = shown.extent().most.max(1) as f32;
    let keys = shown.extent().rows.max(1);
    let each = floor.h / keys as f32;
    if each < LINE {
        let all = size * keys as f32;
        let sum = |at| levels(shown, at).map(|level| level.held).sum();
        return stair(scene, frame, floor, all, sum);
    }
    for key in 0..keys {
        let line = Area { y: floor.y + key as f32 * each, h: each, ..floor };
        let inner = Area { y: line.y + 1.5, h: line.h - 1.5, ..line };
        let held = |at| levels(shown, at).nth(key).map_or(0, |level| level.held);
        stair(scene, frame, inner, size, held);
        let ground = Paint::line(Role::Line, 1.0);
        let y = line.bottom();
        scene.segment(Point { x: frame.left, y }, Point { x: frame.right, y }, ground);
    }
}

fn levels<'a>(shown: &Shown<'_, 'a>, at: Micros) -> impl Iterator<Item = Level> + use<'a> {
    let rows = match shown.state_at(at) {
        Some(State::Levels { rows, .. }) => rows.as_slice(),
        _ => &[],
    };
    rows.iter().map(move |row| filled(row.level, at))
}
