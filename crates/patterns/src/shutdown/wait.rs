//! Waiting for a tracker to be closed and empty.

use super::TaskTracker;
use crate::sync::lock;
use std::pin::Pin;
use std::task::{Context as Task, Poll};

/// Completes once a tracker is closed and empty: the future of [`TaskTracker::wait`].
#[derive(Debug)]
#[must_use = "futures do nothing unless awaited or polled"]
pub struct Wait {
    tracker: TaskTracker,
    /// Where it stands among those who wait.
    key: Option<usize>,
}

impl Wait {
    pub(super) fn new(tracker: TaskTracker) -> Self {
        Self { tracker, key: None }
    }
}

impl Future for Wait {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<()> {
        let this = &mut *self;
        let mut state = lock(&this.tracker.state);
        if state.is_over() {
            return Poll::Ready(());
        }
        let stale = state.waiters.wait(&mut this.key, task.waker());
        drop(state);
        drop(stale);
        Poll::Pending
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            // Bound to a name so that the waker is dropped after the lock.
            let _left = lock(&self.tracker.state).waiters.leave(key);
        }
    }
}
