//! What has a line each, where there is no height for a picture.

use crate::scene::*;
use crate::widget::{Shown, parts};

/// What has one line only: its height, and its least width.
pub(super) const LINE: f32 = 24.0;
const LEAST_LINE: f32 = 140.0;

/// How many lines there are, and how many things stand in each.
pub(super) fn lines_of(shown: &[Shown]) -> (usize, usize) {
    let width = shown.first().map_or(0.0, |shown| shown.view.width - 40.0);
    let across = ((width / LEAST_LINE) as usize).clamp(1, shown.len().max(1));
    (shown.len().div_ceil(across), across)
}

/// A line each: the name, and what it says in short.
#[inline(never)]
pub(super) fn lines(scene: &mut Scene, all: &[Shown], area: Area) {
    let (_, across) = lines_of(all);
    let w = (area.w - 4.0 * (across - 1) as f32) / across as f32;
    for (place, shown) in all.iter().enumerate() {
        let x = area.x + (place % across) as f32 * (w + 4.0);
        let y = area.y + (place / across) as f32 * (LINE + 4.0);
        let card = Area::new(x, y, w, LINE);
        parts::ground(scene, card);
        scene.target(card, Subject::Resource(shown.resource));
        parts::line(scene, shown, Area::new(x + 8.0, y, w - 12.0, LINE));
    }
}
