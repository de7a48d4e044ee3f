//! Wakers on their way out of a lock.

use std::task::Waker;

/// Wakes whoever an item on its way in or out has called: one at most.
#[inline]
pub(super) fn wake(called: Option<Waker>) {
    if let Some(waker) = called {
        waker.wake();
    }
}

/// Wakers gathered under a lock, to be woken without it: of those who leave the line, and of all
/// when the channel closes.
#[derive(Debug, Default)]
#[must_use = "whoever was called must be woken"]
pub(super) struct Wakes(Vec<Waker>);

impl Wakes {
    /// Adds one who was called.
    pub(super) fn add(&mut self, waker: Option<Waker>) {
        self.0.extend(waker);
    }

    /// Wakes them in the order in which they were called.
    pub(super) fn wake(self) {
        for waker in self.0 {
            waker.wake();
        }
    }
}
