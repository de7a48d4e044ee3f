//! A limiter and a clock together, shared by those who wait in line.

mod error;
mod queue;
mod reservation;

pub use self::error::NotAdmitted;
pub use self::reservation::Reservation;

use self::queue::Queue;
use crate::sync::lock;
use crate::{Clock, Context, Counts, Decision, Excessive, Limiter, Timer};
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A limiter that tasks share: it reads the clock itself, and lets who waits in, first come first
/// served. Cheap to clone.
///
/// A big waiter is not overtaken, neither by who comes later nor by who asks without waiting.
///
/// ```
/// use futures::executor::block_on;
/// use futures::future::join;
/// use patterns::{Clock, Context, ManualTimer, Rate, SharedLimiter, TokenBucket};
/// use std::time::Duration;
///
/// let timer = ManualTimer::new();
/// let shared = SharedLimiter::new(TokenBucket::new(Rate::per_second(1), 1), timer.clone());
/// let (context, _keep) = Context::root();
/// block_on(async {
///     shared.wait(&context, 1).await.unwrap();
///     let wait = shared.wait(&context, 1);
///     let advance = async { timer.advance(Duration::from_secs(1)) };
///     assert_eq!(join(wait, advance).await.0, Ok(()));
/// });
/// ```
pub struct SharedLimiter<L, T> {
    inner: Arc<Inner<L, T>>,
}

struct Inner<L, T> {
    timer: T,
    queue: Mutex<Queue<L>>,
}

impl<L, T> SharedLimiter<L, T> {
    /// Shares `limiter`, which is told the time by `timer`.
    ///
    /// ```
    /// use patterns::{ManualTimer, SharedLimiter, SlidingLog};
    /// use std::time::Duration;
    ///
    /// let log = SlidingLog::new(5, Duration::from_secs(1));
    /// assert_eq!(SharedLimiter::new(log, ManualTimer::new()).waiting(), 0);
    /// ```
    pub fn new(limiter: L, timer: T) -> Self {
        Self { inner: Arc::new(Inner { timer, queue: Mutex::new(Queue::new(limiter)) }) }
    }

    /// Reads the limiter, under its lock: `read` must not come back to this handle.
    ///
    /// ```
    /// use patterns::{Clock, ManualTimer, Rate, SharedLimiter, TokenBucket};
    ///
    /// let timer = ManualTimer::new();
    /// let shared = SharedLimiter::new(TokenBucket::new(Rate::per_second(1), 5), timer.clone());
    /// let _ = shared.ask(2);
    /// assert_eq!(shared.read(|bucket| bucket.tokens(timer.now())), 3);
    /// ```
    pub fn read<O>(&self, read: impl FnOnce(&L) -> O) -> O {
        read(&lock(&self.inner.queue).limiter)
    }

    /// How many stand in line.
    ///
    /// ```
    /// use patterns::{ManualTimer, Rate, SharedLimiter, TokenBucket};
    ///
    /// let bucket = TokenBucket::new(Rate::per_second(1), 1);
    /// let shared = SharedLimiter::new(bucket, ManualTimer::new());
    /// let reservation = shared.reserve(1, None).unwrap();
    /// assert_eq!(shared.waiting(), 1);
    /// drop(reservation);
    /// assert_eq!(shared.waiting(), 0);
    /// ```
    pub fn waiting(&self) -> usize {
        lock(&self.inner.queue).waiting()
    }
}

impl<L: Limiter + Clone, T: Clock> SharedLimiter<L, T> {
    /// Asks without waiting. Who stands in line comes first: refused if there is not enough for
    /// all of them and this one too.
    ///
    /// # Errors
    /// [`Excessive`] if so many can never be had at once.
    ///
    /// ```
    /// use patterns::{Decision, ManualTimer, Rate, SharedLimiter, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let timer = ManualTimer::new();
    /// let shared = SharedLimiter::new(TokenBucket::new(Rate::per_second(1), 2), timer.clone());
    /// let reservation = shared.reserve(2, None).unwrap();
    /// let retry_after = Some(Duration::from_secs(1));
    /// assert_eq!(shared.ask(1), Ok(Decision::Refused { retry_after }));
    /// drop(reservation);
    /// assert_eq!(shared.ask(1), Ok(Decision::Admitted));
    /// ```
    #[inline]
    pub fn ask(&self, units: u32) -> Result<Decision, Excessive> {
        let now = self.inner.timer.now();
        lock(&self.inner.queue).ask(now, units)
    }

    /// Units admitted, and units refused: those of waits that could not end in time are among
    /// these, those of waits that were cancelled in neither.
    ///
    /// ```
    /// use patterns::{Counts, ManualTimer, Rate, SharedLimiter, TokenBucket};
    ///
    /// let bucket = TokenBucket::new(Rate::per_second(1), 5);
    /// let shared = SharedLimiter::new(bucket, ManualTimer::new());
    /// let _ = (shared.ask(4), shared.ask(3));
    /// assert_eq!(shared.counts(), Counts { admitted: 4, refused: 3 });
    /// ```
    pub fn counts(&self) -> Counts {
        lock(&self.inner.queue).counts()
    }

    /// Reserves a place in line for `units`, to be served at the instant `by` at the latest if
    /// there is one.
    ///
    /// # Errors
    /// [`NotAdmitted`] if so many can never be had at once, or not by then. Nothing is taken.
    ///
    /// ```
    /// use patterns::{ManualTimer, NotAdmitted, Rate, SharedLimiter, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let timer = ManualTimer::new();
    /// let shared = SharedLimiter::new(TokenBucket::new(Rate::per_second(1), 2), timer.clone());
    /// let _first = shared.reserve(2, None).unwrap();
    /// let late = shared.reserve(2, Some(Duration::from_secs(1))).unwrap_err();
    /// let retry_after = Some(Duration::from_secs(2));
    /// assert_eq!(late, NotAdmitted::TooLate { retry_after });
    /// ```
    pub fn reserve(
        &self,
        units: u32,
        by: Option<Duration>,
    ) -> Result<Reservation<L, T>, NotAdmitted> {
        let now = self.inner.timer.now();
        let ticket = lock(&self.inner.queue).join(now, by, units)?;
        Ok(Reservation::new(self.clone(), ticket, units))
    }
}

impl<L: Limiter + Clone, T: Timer> SharedLimiter<L, T> {
    /// Waits in line until `units` are admitted. Dropped while pending, it has taken nothing, and
    /// everybody behind moves up.
    ///
    /// # Errors
    /// [`NotAdmitted`] if so many can never be had at once; at once, if the wait cannot end by the
    /// context's deadline (which is read by this limiter's clock) or can never end; or if the
    /// context ends first. Nothing is taken.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use patterns::{Context, ManualTimer, NotAdmitted, Rate, SharedLimiter, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let timer = ManualTimer::new();
    /// let shared = SharedLimiter::new(TokenBucket::new(Rate::per_second(1), 5), timer.clone());
    /// let (root, _keep) = Context::root();
    /// assert_eq!(block_on(shared.wait(&root, 5)), Ok(()));
    /// let (context, ..) = root.with_timeout(&timer, Duration::from_secs(2));
    /// let late = NotAdmitted::TooLate { retry_after: Some(Duration::from_secs(3)) };
    /// assert_eq!(block_on(shared.wait(&context, 3)), Err(late));
    /// ```
    pub async fn wait(&self, context: &Context, units: u32) -> Result<(), NotAdmitted> {
        if let Some(cause) = context.cause() {
            return Err(NotAdmitted::Cancelled(cause));
        }
        self.reserve(units, context.deadline())?.admitted(context).await
    }
}

impl<L, T> Clone for SharedLimiter<L, T> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone() }
    }
}

impl<L: fmt::Debug, T> fmt::Debug for SharedLimiter<L, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedLimiter").field("limiter", &lock(&self.inner.queue).limiter).finish()
    }
}
