//! What a handle keeps between two polls of its `Sink` or `Stream`.

use crate::slab::NONE;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// No index: a place was free at once, so there was no line to stand in.
const RESERVED: usize = NONE - 1;

/// A handle's stand in a line, if it has one.
///
/// Changed only by the handle's owner or under the channel's lock; atomic so that a shared handle
/// can give it up.
#[derive(Debug)]
pub(super) struct Ticket(AtomicUsize);

/// What a ticket says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// The handle waits, or was called, under this key.
    Line(usize),
    /// The handle owns a place it never had to wait for.
    Place,
}

impl Ticket {
    pub(super) fn none() -> Self {
        Self(AtomicUsize::new(NONE))
    }

    pub(super) fn get(&self) -> Option<Stand> {
        Self::read(self.0.load(Relaxed))
    }

    /// The key in line, when that is all a ticket can hold.
    pub(super) fn key(&self) -> Option<usize> {
        match self.get() {
            Some(Stand::Line(key)) => Some(key),
            _ => None,
        }
    }

    pub(super) fn set(&mut self, stand: Option<Stand>) {
        *self.0.get_mut() = match stand {
            None => NONE,
            Some(Stand::Place) => RESERVED,
            Some(Stand::Line(key)) => key,
        };
    }

    /// Whether the handle keeps nothing, as it nearly always does.
    #[inline]
    pub(super) fn is_none(&self) -> bool {
        self.0.load(Relaxed) == NONE
    }

    /// Takes the stand out. Of two who try, one gets it.
    pub(super) fn take(&self) -> Option<Stand> {
        Self::read(self.0.swap(NONE, Relaxed))
    }

    fn read(raw: usize) -> Option<Stand> {
        match raw {
            NONE => None,
            RESERVED => Some(Stand::Place),
            key => Some(Stand::Line(key)),
        }
    }
}
