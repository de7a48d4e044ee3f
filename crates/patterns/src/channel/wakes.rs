//! Wakers on their way out of a lock.

use std::task::Waker;

/// Wakers gathered under a lock, to be woken without it.
///
/// Nearly every operation wakes one at most, so one costs no allocation.
#[derive(Debug, Default)]
#[must_use = "whoever was called must be woken"]
pub(super) struct Wakes {
    first: Option<Waker>,
    rest: Vec<Waker>,
}

impl Wakes {
    /// Adds one who was called.
    #[inline]
    pub(super) fn add(&mut self, waker: Option<Waker>) {
        if self.first.is_none() {
            self.first = waker;
        } else {
            self.rest.extend(waker);
        }
    }

    /// Wakes them in the order in which they were called.
    #[inline]
    pub(super) fn wake(self) {
        if let Some(waker) = self.first {
            waker.wake();
        }
        for waker in self.rest {
            waker.wake();
        }
    }
}
