//! Numbers that are only shown.

use lab::{ResourceId, State};

use super::{Picture, contents, is_over};
use crate::layout::{GAUGE, UPRIGHT, top};
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;
use crate::view::View;

/// The width of one, its height, and what is free at its sides.
const WIDE: f32 = 150.0;
const HIGH: f32 = 20.0;
const SIDE: f32 = 16.0;

/// From one to the next beside it.
pub(super) const PITCH: f32 = WIDE + SIDE;

impl Picture<'_, '_> {
    /// A number against its limit, in the upper right corner.
    pub(super) fn gauge(&mut self, gauge: ResourceId, place: usize) {
        let view = self.view;
        let state = view.index.stores[gauge as usize].shown(view.trace, view.events());
        let (value, limit) = match state {
            Some(State::Number { value, limit }) => (*value, *limit),
            Some(State::Wait { .. }) if !is_over(view, gauge) => (0, None),
            _ => return,
        };
        let Some(area @ Area { x, y, w, .. }) = place_of(view, place) else { return };
        // What cannot stand anywhere else than on a card is left out.
        if self.layout.boxes.iter().any(|boxed| boxed.is_seen() && boxed.area.meets(&area)) {
            return;
        }
        let right = x + w;
        let over = limit.is_some_and(|limit| value > limit);
        let role = if over { Role::Bad } else { Role::Ink2 };
        let look = Type::new(role).anchor(Anchor::End).weight(if over { 650 } else { 400 });
        let said = short(&contents(view, gauge), look, w + SIDE);
        self.scene.words(&said, point(right, y + 9.0), w + SIDE, look);
        if let Some(limit) = limit {
            let bar = Area::new(x, y + 15.0, w, 5.0);
            self.scene.rect(bar, 2.5, Paint::solid(Role::Line));
            let most = limit.max(value).max(1) as f32;
            let filled = Area { w: w * value.max(0) as f32 / most, ..bar };
            let paint = if over {
                Paint::fill(Fill::Hatch(Role::Bad, Role::Panel))
            } else {
                Paint::solid(Role::Ink2)
            };
            self.scene.rect(filled, 2.5, paint.edged(role, 0.8));
            if over {
                let x = bar.x + w * limit.max(0) as f32 / most;
                self.scene.rect(
                    Area::new(x - 1.0, y + 12.0, 2.0, 11.0),
                    0.0,
                    Paint::solid(Role::Ink),
                );
            }
        }
        self.scene.target(area, Subject::Resource(gauge));
    }
}

/// A name and its number, of which rather the name is cut.
fn short(said: &str, look: Type, room: f32) -> String {
    let wide = |words: &str| text::width(words, look.size, look.weight);
    match said.rsplit_once(' ').filter(|_| wide(said) > room) {
        Some((name, number)) => {
            let number = format!(" {number}");
            text::fit(name, look.size, look.weight, room - wide(&number)) + &number
        }
        None => said.to_owned(),
    }
}

/// Where the number at a place stands, if there is room.
fn place_of(view: &View, place: usize) -> Option<Area> {
    // On a phone the figures of now need the whole line: below them there is room.
    if view.width < UPRIGHT {
        let w = (view.width - 3.0 * SIDE) / 2.0;
        let right = view.width - SIDE - (place % 2) as f32 * (w + SIDE);
        let y = top(view) + (place / 2) as f32 * GAUGE;
        return Some(Area::new(right - w, y, w, HIGH));
    }
    let (column, row) = match place {
        // In a low frame the figures have one line: the second line is free.
        2 if view.is_low() => (1, 1),
        3 if view.is_low() => (1, 0),
        _ => (place / 2, place % 2),
    };
    let figures = match (view.is_low(), row) {
        (true, 0) => 390.0,
        (true, _) => 230.0,
        (false, _) => 300.0,
    };
    let x = view.width - SIDE - WIDE - column as f32 * (WIDE + SIDE);
    (x >= figures).then(|| Area::new(x, 12.0 + row as f32 * GAUGE, WIDE, HIGH))
}
