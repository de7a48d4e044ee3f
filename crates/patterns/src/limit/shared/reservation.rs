//! A place in line.

use super::queue::Turn;
use super::{NotAdmitted, SharedLimiter};
use crate::sync::lock;
use crate::{Context, Limiter, Timer, until};
use std::fmt;
use std::future::poll_fn;
use std::task::{Poll, Waker};
use std::time::Duration;

/// A place in line for some units: made by [`SharedLimiter::reserve`].
///
/// Nothing is taken before [`admitted`](Self::admitted) says so, but nobody who comes later is
/// served before. Dropping it gives the place up, and everybody behind moves up.
#[must_use = "a reservation that is dropped is given up"]
pub struct Reservation<L, T> {
    shared: SharedLimiter<L, T>,
    ticket: u64,
    units: u32,
}

impl<L, T> Reservation<L, T> {
    pub(super) fn new(shared: SharedLimiter<L, T>, ticket: u64, units: u32) -> Self {
        Self { shared, ticket, units }
    }

    /// How many units it is for.
    ///
    /// ```
    /// use patterns::{ManualTimer, Rate, SharedLimiter, TokenBucket};
    ///
    /// let bucket = TokenBucket::new(Rate::per_second(1), 5);
    /// let shared = SharedLimiter::new(bucket, ManualTimer::new());
    /// assert_eq!(shared.reserve(3, None).unwrap().units(), 3);
    /// ```
    pub fn units(&self) -> u32 {
        self.units
    }
}

impl<L: Limiter + Clone, T: Timer> Reservation<L, T> {
    /// The instant at which it will be served if nobody ahead gives up or is late.
    ///
    /// ```
    /// use patterns::{ManualTimer, Rate, SharedLimiter, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let bucket = TokenBucket::new(Rate::per_second(1), 1);
    /// let shared = SharedLimiter::new(bucket, ManualTimer::new());
    /// let first = shared.reserve(1, None).unwrap();
    /// let second = shared.reserve(1, None).unwrap();
    /// assert_eq!(second.due(), Some(Duration::from_secs(1)));
    /// drop(first);
    /// assert_eq!(second.due(), Some(Duration::ZERO));
    /// ```
    pub fn due(&self) -> Option<Duration> {
        let now = self.shared.inner.timer.now();
        lock(&self.shared.inner.queue).due_of(now, self.ticket)
    }

    /// Waits until the units are admitted. A cancel beats the turn.
    ///
    /// # Errors
    /// [`NotAdmitted`] if the context ends first, or if it is found that the wait cannot end by
    /// the context's deadline. Nothing is taken then.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use patterns::{Context, ManualTimer, Rate, SharedLimiter, TokenBucket};
    ///
    /// let bucket = TokenBucket::new(Rate::per_second(1), 1);
    /// let shared = SharedLimiter::new(bucket, ManualTimer::new());
    /// let (context, _keep) = Context::root();
    /// let reservation = shared.reserve(1, None).unwrap();
    /// assert_eq!(block_on(reservation.admitted(&context)), Ok(()));
    /// ```
    pub async fn admitted(self, context: &Context) -> Result<(), NotAdmitted> {
        until(context, self.turn(context.deadline())).await?
    }

    async fn turn(&self, by: Option<Duration>) -> Result<(), NotAdmitted> {
        let inner = &*self.shared.inner;
        poll_fn(|task| {
            let (is_first, stale) = lock(&inner.queue).is_first(self.ticket, task.waker());
            drop(stale);
            if is_first { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        loop {
            let now = inner.timer.now();
            let turn = lock(&inner.queue).take(now, by, self.ticket)?;
            match turn {
                Turn::After(delay) => inner.timer.sleep(delay).await,
                Turn::Taken(next) => {
                    next.into_iter().for_each(Waker::wake);
                    return Ok(());
                }
            }
        }
    }
}

impl<L, T> Drop for Reservation<L, T> {
    fn drop(&mut self) {
        // Bound to names so that foreign code runs after the lock.
        let (_own, next) = lock(&self.shared.inner.queue).leave(self.ticket);
        next.into_iter().for_each(Waker::wake);
    }
}

impl<L, T> fmt::Debug for Reservation<L, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ticket, units, .. } = self;
        f.debug_struct("Reservation").field("ticket", ticket).field("units", units).finish()
    }
}
