//! What several pictures have in common.

use super::Shown;
use super::say::{brief, say};
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
    Paint::fill(Fill::Mix(Role::Accent, 0.55, Role::Panel)).edged(Role::Accent, 1.4)
}

/// Words in the middle of a line whose baseline is at `y`.
pub(super) fn middle(scene: &mut Scene, words: &str, at: Point, room: f32, role: Role) {
    scene.words(words, at, room, Type::new(role).anchor(Anchor::Middle));
}
