//! What several pictures have in common.

use super::Shown;
use super::say::{brief, say};
use crate::labels::fill;
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;
use crate::view::View;

/// The box that a picture is in.
pub(super) fn ground(scene: &mut Scene, area: Area) {
    scene.rect(area.inset(0.5), 10.0, Paint::solid(Role::Panel).edged(Role::Line, 1.0));
}

/// The name of what is shown, and what it says now.
pub(super) fn title(scene: &mut Scene, shown: &Shown, area: Area) {
    const BOLD: Type = Type::new(Role::Ink).size(13.0).weight(650);
    let at = point(area.x, area.y + 18.0);
    let name = text::width(shown.name(), BOLD.size, BOLD.weight).min(area.w * 0.6);
    scene.words(shown.name(), at, name + 1.0, BOLD);
    let room = area.w - name - 10.0;
    scene.words(&words(shown, room), point(at.x + name + 10.0, at.y), room, Type::new(Role::Ink2));
}

/// What is shown, in as many words as there is room for.
pub(super) fn words(shown: &Shown, room: f32) -> String {
    let View { labels, cursor, .. } = *shown.view;
    let Some(state) = shown.state() else { return labels.states.nothing.to_owned() };
    let long = say(labels, state, cursor.at);
    if text::width(&long, 12.0, 400) <= room {
        return long;
    }
    let head = long.split([',', ':']).next().unwrap_or_default().to_owned();
    if text::width(&head, 12.0, 400) <= room {
        return head;
    }
    brief(state, cursor.at).unwrap_or(head)
}

/// An empty place for something that is counted.
pub(super) fn socket() -> Paint {
    Paint::solid(Role::Sunk).edged(Role::Pipe, 1.0)
}

/// Something that is counted.
pub(super) fn token() -> Paint {
    Paint::fill(Fill::Mix(Role::Accent, 0.5, Role::Panel)).edged(Role::Accent, 1.4)
}

/// A tick.
pub(super) fn check(scene: &mut Scene, at: Point, role: Role) {
    let from = point(at.x - 4.5, at.y + 0.5);
    let (low, high) = (point(at.x - 1.5, at.y + 3.8), point(at.x + 4.8, at.y - 4.0));
    let pieces = vec![[low, low, low], [high, high, high]];
    scene.shapes.push(Shape::Curve { from, pieces, paint: Paint::line(role, 2.2) });
}

/// The ground of what has just changed.
pub(super) fn flash(scene: &mut Scene, shown: &Shown, area: Area) {
    let left = shown.flash();
    if left > 0.0 {
        scene.rect(area, 5.0, Paint::solid(Role::AccentWeak).faded(left));
    }
}

/// So many that there was no room for.
pub(super) fn more(scene: &mut Scene, shown: &Shown, count: usize, at: Point, room: f32) {
    let words = fill(shown.view.labels.more, &[&count.to_string()]);
    scene.words(&words, at, room, Type::new(Role::Ink2));
}

/// How many rows of a height there is room for.
pub(super) fn rows_in(area: Area, row: f32) -> usize {
    // Below the last words there is nothing to miss.
    ((area.h + 6.0) / row).max(0.0) as usize
}

/// So many columns as have room, at most `most` and three.
pub(super) fn columns(area: Area, each: f32, most: usize) -> Vec<Area> {
    let gap = 16.0;
    let count = (((area.w + gap) / (each + gap)) as usize).clamp(1, 3).min(most.max(1));
    let w = (area.w - gap * (count - 1) as f32) / count as f32;
    (0..count).map(|n| Area { x: area.x + n as f32 * (w + gap), w, ..area }).collect()
}
