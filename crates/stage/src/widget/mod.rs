//! What resources show besides permits and numbers: a file a picture, all with one signature.
//!
//! Each is compiled by itself, never into the shelf: a run fetches the pictures that it shows.
//!
//! Everything stands on a shelf below the flow. What has a past is drawn along one axis of time, a
//! track under the other; the rest stands side by side, each in a box of its own.

mod axis;
mod checklist;
mod extent;
mod groups;
mod level;
mod level_track;
mod levels;
mod levels_track;
mod machine;
mod now;
mod outcomes;
mod parts;
mod sample;
mod say;
mod shelf;
mod table;
mod tally;
mod tree;
mod verdicts;
mod window;
mod words;

use std::borrow::Cow;

use lab::{ResourceId, State};

pub(crate) use self::extent::Extent;
use self::extent::Kind;
pub(crate) use self::machine::{lever, row_of_pips, row_width};
pub(crate) use self::parts::check;
pub(crate) use self::say::{brief, cause, describe, detail, has_ended, say_scope};
pub(crate) use self::shelf::{Wish, draw};
pub use self::words::StateLabels;
use crate::scene::{Area, Scene};
use crate::store::Store;
use crate::text;
use crate::view::View;

/// What a picture is made of.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a, 'v> {
    pub(crate) view: &'a View<'v>,
    pub(crate) resource: ResourceId,
    pub(crate) kind: Kind,
    pub(crate) store: &'v Store,
    /// Whether there is no height for a table.
    pub(crate) is_tight: bool,
}

/// How much room a picture wants.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Want {
    /// The width at which all of it is seen.
    pub(crate) w: f32,
    /// The least height.
    pub(crate) least: f32,
    /// The height at which all of it is seen.
    pub(crate) best: f32,
}

/// How much room a picture wants in a box of at most this width, its title left out.
fn wants(shown: &Shown, width: f32) -> Want {
    match shown.kind {
        Kind::Level => level::wants(shown, width),
        Kind::Levels => levels::wants(shown, width),
        Kind::Machine => machine::wants(shown, width),
        Kind::Tree => tree::wants(shown, width),
        Kind::Checklist => checklist::wants(shown, width),
        Kind::Table if tally::is_so(shown) => tally::wants(shown, width),
        Kind::Table => table::wants(shown, width),
        Kind::Window | Kind::Sample => axis::wants(shown, width, true),
    }
}

/// Draws the state at the cursor into a box, its title left out.
fn paint(scene: &mut Scene, shown: &Shown, area: Area) {
    match shown.kind {
        Kind::Level => level::draw(scene, shown, area),
        Kind::Levels => levels::draw(scene, shown, area),
        Kind::Machine => machine::draw(scene, shown, area),
        Kind::Tree => tree::draw(scene, shown, area),
        Kind::Checklist => checklist::draw(scene, shown, area),
        Kind::Table if tally::is_so(shown) => tally::draw(scene, shown, area),
        Kind::Table => table::draw(scene, shown, area),
        // These have tracks.
        Kind::Window | Kind::Sample => {}
    }
}

impl<'a, 'v> Shown<'a, 'v> {
    /// `None` for what has no picture here.
    pub(crate) fn of(view: &'a View<'v>, resource: ResourceId) -> Option<Self> {
        let store = view.index.stores.get(resource as usize)?;
        Some(Shown { view, resource, kind: store.extent.kind?, store, is_tight: false })
    }

    /// What it is called.
    pub(crate) fn name(&self) -> Cow<'v, str> {
        self.view.terms.shown(&self.view.trace.resources[self.resource as usize].name)
    }

    /// What something in it is called: a row, a column, a scope, a cause.
    pub(crate) fn called<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.view.terms.shown(text)
    }

    /// A number of things.
    pub(crate) fn count(&self, count: impl ToString) -> String {
        self.view.labels.states.count(count)
    }

    /// The widest of these, as they are called, in pixels.
    pub(crate) fn widest(&self, texts: &[String]) -> f32 {
        let wide = |text: &String| text::width(&self.called(text), 12.0, 400);
        texts.iter().map(wide).fold(0.0, f32::max)
    }

    pub(crate) fn extent(&self) -> &'v Extent {
        &self.store.extent
    }

    /// What it shows at the cursor.
    pub(crate) fn state(&self) -> Option<&'v State> {
        self.store.shown(self.view.trace, self.view.events())
    }

    /// What it showed before that.
    pub(crate) fn before(&self) -> Option<&'v State> {
        let place = self.store.shows(self.view.events()).checked_sub(2)?;
        self.store.state(self.view.trace, place)
    }

    /// What it showed at an instant, which is not after the cursor.
    pub(crate) fn state_at(&self, at: lab::Micros) -> Option<&'v State> {
        let by = self.store.shows_by(self.view.trace, at);
        let place = by.min(self.store.shows(self.view.events())).checked_sub(1)?;
        self.store.state(self.view.trace, place)
    }

    /// How much of a flash is left since it showed something new, from 1 to 0.
    pub(crate) fn flash(&self) -> f32 {
        const FLASH: f32 = 500_000.0;
        let View { trace, index, cursor, speed, .. } = *self.view;
        let last = self.store.shows(self.view.events()).checked_sub(1);
        let Some(event) = last.and_then(|place| self.store.show_event(place)) else { return 0.0 };
        let since = cursor.since(trace, index, event, speed);
        if self.view.motion { (1.0 - since as f32 / FLASH).max(0.0) } else { 0.0 }
    }
}
