//! Limits: how much may pass in how long.
//!
//! A limiter is a value that is told the time and decides; it holds no clock. Time goes forward
//! only: an instant before the latest seen counts as the latest seen. [`SharedTokenBucket`] and
//! [`SharedPerKey`] are asked by several threads; [`SharedLimiter`] puts a limiter and a clock
//! together, for tasks that share it and wait in line.

mod decision;
mod fixed_window;
mod nanos;
mod per_key;
mod rate;
mod rule;
mod shared;
mod shared_bucket;
mod shared_per_key;
mod sliding_counter;
mod sliding_log;
mod stamp;
mod token_bucket;

pub use self::decision::{Counts, Decision, Excessive};
pub use self::fixed_window::{FixedRule, FixedState, FixedWindow};
pub use self::per_key::PerKey;
pub use self::rate::Rate;
pub use self::rule::{Limit, Rule};
pub use self::shared::{NotAdmitted, Reservation, SharedLimiter};
pub use self::shared_bucket::SharedTokenBucket;
pub use self::shared_per_key::SharedPerKey;
pub use self::sliding_counter::{CounterRule, CounterState, SlidingCounter};
pub use self::sliding_log::{LogRule, LogState, SlidingLog};
pub use self::token_bucket::{BucketRule, BucketState, TokenBucket};

use self::shared_bucket::Quick;
use std::time::Duration;

/// Decides what may pass, and says when what may not will.
///
/// Instants are told as the time since the clock's origin ([`Clock::now`](crate::Clock::now)).
///
/// # Examples
/// Whatever the rule, whoever asks is told when to come back.
///
/// ```
/// use patterns::{Decision, FixedWindow, Limiter, Rate, SlidingLog, TokenBucket};
/// use std::time::Duration;
///
/// fn third_at_once(limiter: &mut impl Limiter) -> Option<Duration> {
///     let ask = |_| limiter.ask(Duration::ZERO, 1).unwrap();
///     match (0..3).map(ask).last().unwrap() {
///         Decision::Admitted => Some(Duration::ZERO),
///         Decision::Refused { retry_after } => retry_after,
///     }
/// }
///
/// let second = Duration::from_secs(1);
/// assert_eq!(third_at_once(&mut FixedWindow::new(2, second)), Some(second));
/// assert_eq!(third_at_once(&mut SlidingLog::new(2, second)), Some(second));
/// let mut bucket = TokenBucket::new(Rate::per_second(4), 2);
/// assert_eq!(third_at_once(&mut bucket), Some(second / 4));
/// ```
pub trait Limiter {
    /// Asks for `units` at `now`: all or nothing. Asking for none is always admitted.
    ///
    /// # Errors
    /// [`Excessive`] if so many can never be had at once.
    ///
    /// ```
    /// use patterns::{Decision, Limiter, Rate, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let mut bucket = TokenBucket::new(Rate::per_second(1), 1);
    /// assert_eq!(bucket.ask(Duration::ZERO, 1), Ok(Decision::Admitted));
    /// let retry_after = Some(Duration::from_secs(1));
    /// assert_eq!(bucket.ask(Duration::ZERO, 1), Ok(Decision::Refused { retry_after }));
    /// ```
    fn ask(&mut self, now: Duration, units: u32) -> Result<Decision, Excessive>;

    /// How long from `now` until asking for `units` would be admitted if nobody else asked: zero
    /// if it would be now, `None` if never. Takes nothing and counts nothing.
    ///
    /// # Errors
    /// [`Excessive`] if so many can never be had at once.
    ///
    /// ```
    /// use patterns::{Limiter, Rate, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let mut bucket = TokenBucket::new(Rate::per_second(1), 1);
    /// assert_eq!(bucket.delay(Duration::ZERO, 1), Ok(Some(Duration::ZERO)));
    /// let _ = bucket.ask(Duration::ZERO, 1);
    /// assert_eq!(bucket.delay(Duration::ZERO, 1), Ok(Some(Duration::from_secs(1))));
    /// ```
    fn delay(&self, now: Duration, units: u32) -> Result<Option<Duration>, Excessive>;

    /// The most units that can be had at once.
    ///
    /// ```
    /// use patterns::{Limiter, Rate, TokenBucket};
    /// assert_eq!(TokenBucket::new(Rate::per_second(1), 5).limit(), 5);
    /// ```
    fn limit(&self) -> u32;

    /// What it has decided so far.
    ///
    /// ```
    /// use patterns::{Counts, Limiter, Rate, TokenBucket};
    /// let bucket = TokenBucket::new(Rate::per_second(1), 5);
    /// assert_eq!(bucket.counts(), Counts { admitted: 0, refused: 0 });
    /// ```
    fn counts(&self) -> Counts;
}
