//! The time in figures, in room that stays as it is while it runs.

use lab::Micros;
use web_sys::Element;

use crate::{clock, dom};

/// Where the time stands.
pub(super) struct Time {
    /// As wide as the longest of what is said.
    room: Element,
    /// Lies in it, so that nothing else moves when it changes.
    said: Element,
    /// Letters that there is room for.
    letters: usize,
}

impl Time {
    pub(super) fn of(room: Element) -> Option<Self> {
        Some(Time { said: room.first_element_child()?, room, letters: 0 })
    }

    /// Says where the cursor is in a run that ends then.
    pub(super) fn write(&mut self, at: Micros, end: Micros) {
        let words = |at| format!("{} / {}", clock::seconds(at), clock::seconds(end));
        dom::say(&self.said, &words(at));
        let longest = words(end);
        if longest.len() != self.letters {
            self.letters = longest.len();
            let _ = self.room.set_attribute("data-room", &longest);
        }
    }
}
