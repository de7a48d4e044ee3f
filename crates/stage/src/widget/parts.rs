//! What several pictures have in common.

use lab::{Row, State};

use super::extent::Kind;
use super::say::{brief, say};
use super::{Shown, tally};
use crate::labels::fill;
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;

/// The box that a picture is in.
pub(super) fn ground(scene: &mut Scene, area: Area) {
    scene.rect(area.inset(0.5), 10.0, Paint::solid(Role::Panel).edged(Role::Line, 1.0));
}

/// The name of what is shown, and what it says now.
pub(super) fn title(scene: &mut Scene, shown: &Shown, area: Area) {
    const BOLD: Type = Type::new(Role::Ink).size(13.0).weight(650);
    let at = point(area.x, area.y + if shown.view.is_low() { 15.0 } else { 18.0 });
    let called = shown.name();
    let name = text::width(&called, BOLD.size, BOLD.weight).min(area.w * 0.6);
    scene.words(&called, at, name + 1.0, BOLD);
    let room = area.w - name - 10.0;
    let said = if shown.kind == Kind::Table && tally::is_so(shown) {
        tally::headings(shown)
    } else {
        words(shown, room)
    };
    scene.words(&said, point(at.x + name + 10.0, at.y), room, Type::new(Role::Ink2));
}

/// The same in one line, where that is all there is.
pub(super) fn line(scene: &mut Scene, shown: &Shown, area: Area) {
    const BOLD: Type = Type::new(Role::Ink).weight(650);
    let at = point(area.x, area.middle().y + 4.2);
    let called = shown.name();
    let name = text::width(&called, BOLD.size, BOLD.weight).min(area.w * 0.6);
    scene.words(&called, at, name + 1.0, BOLD);
    let room = area.w - name - 8.0;
    let look = Type::new(Role::Ink2);
    scene.words(&in_short(shown, room), point(at.x + name + 8.0, at.y), room, look);
}

/// What is shown in a line of its own: a table of one row says that row.
pub(super) fn in_short(shown: &Shown, room: f32) -> String {
    match shown.state() {
        Some(State::Table { rows, .. }) => match rows.as_slice() {
            [row] => format!("{} {}", shown.called(&row.name), tally::numbers(shown, row)),
            rows if shown.extent().columns == 1 => {
                let said = |row: &Row| {
                    format!("{} {}", shown.called(&row.name), tally::numbers(shown, row))
                };
                rows.iter().map(said).collect::<Vec<_>>().join(", ")
            }
            _ => words(shown, room),
        },
        _ => words(shown, room),
    }
}

/// What is shown, in as many words as there is room for.
pub(super) fn words(shown: &Shown, room: f32) -> String {
    let cursor = shown.view.cursor;
    let Some(state) = shown.state() else { return shown.view.labels.states.nothing.to_owned() };
    let long = say(shown.view, state, cursor.at);
    if text::width(&long, 12.0, 400) <= room {
        return long;
    }
    let head = long.split([',', ':']).next().unwrap_or_default().to_owned();
    if text::width(&head, 12.0, 400) <= room {
        return head;
    }
    brief(&shown.view.labels.states, state, cursor.at).unwrap_or(head)
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
pub(crate) fn check(scene: &mut Scene, at: Point, role: Role) {
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
    let words = fill(shown.view.labels.more, &[&shown.count(count)]);
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
