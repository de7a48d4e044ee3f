//! The fake beside the seam: a timer that moves when it is told to.

use crate::line::Line;
use crate::sync::lock;
use crate::{Clock, Timer};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context as Task, Poll, Waker};
use std::time::Duration;

/// A [`Timer`] moved by hand, for tests and examples; clones share one time.
///
/// ```
/// use futures::FutureExt;
/// use patterns::{ManualTimer, Timer};
/// use std::time::Duration;
///
/// let timer = ManualTimer::new();
/// let mut nap = Box::pin(timer.sleep(Duration::from_millis(10)));
/// assert_eq!(nap.as_mut().now_or_never(), None);
/// timer.advance(Duration::from_millis(10));
/// assert_eq!(nap.now_or_never(), Some(()));
/// ```
#[derive(Clone, Debug, Default)]
pub struct ManualTimer {
    /// What every clone reads and waits on.
    state: Arc<Mutex<State>>,
}

/// The instant, and who waits for a later one.
#[derive(Debug, Default)]
struct State {
    /// Since the timer was made.
    now: Duration,
    /// Everyone asleep; all look again whenever time moves.
    sleepers: Line<()>,
}

impl ManualTimer {
    /// A timer at its origin.
    ///
    /// ```
    /// use patterns::{Clock, ManualTimer};
    /// assert!(ManualTimer::new().now().is_zero());
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Moves time forward by `span` and wakes the sleepers.
    ///
    /// ```
    /// use patterns::{Clock, ManualTimer};
    /// use std::time::Duration;
    ///
    /// let timer = ManualTimer::new();
    /// timer.advance(Duration::from_secs(2));
    /// assert_eq!(timer.now().as_secs(), 2);
    /// ```
    pub fn advance(&self, span: Duration) {
        let mut woken = Vec::new();
        let mut state = lock(&self.state);
        state.now = state.now.saturating_add(span);
        state.sleepers.call_all(&mut woken);
        drop(state);
        woken.into_iter().for_each(Waker::wake);
    }
}

impl Clock for ManualTimer {
    fn now(&self) -> Duration {
        lock(&self.state).now
    }
}

impl Timer for ManualTimer {
    fn sleep(&self, span: Duration) -> impl Future<Output = ()> {
        let until = self.now().saturating_add(span);
        Sleep { timer: self.clone(), until, key: None }
    }
}

/// A wait for the hand to pass an instant.
struct Sleep {
    timer: ManualTimer,
    /// The instant at which this wait is over.
    until: Duration,
    /// The place among the sleepers, once polled.
    key: Option<usize>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<()> {
        let this = &mut *self;
        let mut state = lock(&this.timer.state);
        if state.now >= this.until {
            return Poll::Ready(());
        }
        let stale = state.sleepers.wait(&mut this.key, task.waker());
        drop(state);
        drop(stale);
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            // Bound to a name so that the waker is dropped after the lock.
            let _left = lock(&self.timer.state).sleepers.leave(key);
        }
    }
}
