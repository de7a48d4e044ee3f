//! A rule, and a rule with what it has seen.

use super::{Counts, Decision, Excessive, Limiter};
use std::fmt::Debug;
use std::time::Duration;

/// A limit apart from what it has admitted: one rule serves any number of keys.
///
/// [`Limit`] and [`PerKey`](crate::PerKey) do what is the same for every rule: the clock that never
/// goes back, what is above the limit, the counts. So a rule may rely on this: for one state, `now`
/// never decreases, and `units` are between 1 and [`limit`](Self::limit).
///
/// # Examples
/// A rule of one's own: so many, ever.
///
/// ```
/// use patterns::{Decision, Limit, Limiter, Rule};
/// use std::time::Duration;
///
/// struct Ever(u32);
///
/// impl Rule for Ever {
///     type State = u32;
///
///     fn limit(&self) -> u32 {
///         self.0
///     }
///
///     fn take(&self, taken: &mut u32, _now: Duration, units: u32) -> bool {
///         let enough = units <= self.0 - *taken;
///         *taken += if enough { units } else { 0 };
///         enough
///     }
///
///     fn delay(&self, taken: &u32, _now: Duration, units: u32) -> Option<Duration> {
///         (units <= self.0 - *taken).then_some(Duration::ZERO)
///     }
///
///     fn fresh_at(&self, taken: &u32) -> Option<Duration> {
///         (*taken == 0).then_some(Duration::ZERO)
///     }
/// }
///
/// let mut limit = Limit::of(Ever(3));
/// assert_eq!(limit.ask(Duration::ZERO, 2), Ok(Decision::Admitted));
/// assert_eq!(limit.ask(Duration::MAX, 2), Ok(Decision::Refused { retry_after: None }));
/// assert!(limit.ask(Duration::MAX, 4).is_err(), "more than there ever were");
/// ```
pub trait Rule {
    /// What has to be remembered; the default admits whatever is within the limit.
    type State: Clone + Debug + Default;

    /// The most units that can be had at once.
    fn limit(&self) -> u32;

    /// Takes `units` if the rule allows it at `now`, and tells whether it did.
    fn take(&self, state: &mut Self::State, now: Duration, units: u32) -> bool;

    /// How long from `now` until [`take`](Self::take) would succeed if nobody else took anything:
    /// zero if it would now, `None` if it never will or the clock ends before.
    fn delay(&self, state: &Self::State, now: Duration, units: u32) -> Option<Duration>;

    /// [`take`](Self::take), and the [`delay`](Self::delay) if it does not succeed: both at once,
    /// for rules that get to the second on the way to the first.
    ///
    /// # Errors
    /// The delay.
    #[inline]
    fn try_take(
        &self,
        state: &mut Self::State,
        now: Duration,
        units: u32,
    ) -> Result<(), Option<Duration>> {
        if self.take(state, now, units) { Ok(()) } else { Err(self.delay(state, now, units)) }
    }

    /// The instant from which this state cannot be told from the default; `None` if never.
    /// Taking never makes it earlier.
    fn fresh_at(&self, state: &Self::State) -> Option<Duration>;
}

/// A limiter: a rule, what it remembers, the latest instant it has seen, and its counts.
///
/// [`TokenBucket`](crate::TokenBucket), [`FixedWindow`](crate::FixedWindow),
/// [`SlidingLog`](crate::SlidingLog) and [`SlidingCounter`](crate::SlidingCounter) are limits. What
/// each can be asked about its state is told for the instant `now`, or the latest seen if that is
/// later.
///
/// # Examples
/// It keeps the clock for its rule: who comes with an earlier instant gets nothing for it.
///
/// ```
/// use patterns::{Decision, Limiter, Rate, TokenBucket};
/// use std::time::Duration;
///
/// let mut bucket = TokenBucket::new(Rate::per_second(1), 1);
/// let later = Duration::from_secs(9);
/// assert_eq!(bucket.ask(later, 1), Ok(Decision::Admitted));
/// assert!(matches!(bucket.ask(Duration::ZERO, 1), Ok(Decision::Refused { .. })));
/// assert!(matches!(bucket.ask(later, 1), Ok(Decision::Refused { .. })), "and nothing was minted");
/// ```
#[derive(Clone, Debug)]
pub struct Limit<R: Rule> {
    pub(super) rule: R,
    pub(super) state: R::State,
    /// A stale caller must not take time back: it would mint tokens.
    pub(super) seen: Duration,
    counts: Counts,
}

impl<R: Rule> Limit<R> {
    /// A limiter that has admitted nothing.
    ///
    /// ```
    /// use patterns::{Limit, Rate, TokenBucket};
    ///
    /// let bucket = TokenBucket::new(Rate::per_second(1), 2);
    /// let twin = Limit::of(*bucket.rule());
    /// assert_eq!(twin.rule(), bucket.rule());
    /// ```
    pub fn of(rule: R) -> Self {
        Self::with(rule, R::State::default(), Duration::ZERO)
    }

    #[inline]
    pub(super) fn with(rule: R, state: R::State, seen: Duration) -> Self {
        Self { rule, state, seen, counts: Counts::default() }
    }

    /// The same, having decided so much.
    pub(super) fn counting(self, counts: Counts) -> Self {
        Self { counts, ..self }
    }

    /// Its rule.
    ///
    /// ```
    /// use patterns::{Rate, Rule, TokenBucket};
    /// assert_eq!(TokenBucket::new(Rate::per_second(1), 2).rule().limit(), 2);
    /// ```
    pub fn rule(&self) -> &R {
        &self.rule
    }

    pub(super) fn into_rule(self) -> R {
        self.rule
    }

    /// The instant from which this limiter cannot be told from a new one, apart from its counts;
    /// `None` if never.
    ///
    /// ```
    /// use patterns::{Limiter, Rate, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let mut bucket = TokenBucket::new(Rate::per_second(1), 5);
    /// let _ = bucket.ask(Duration::ZERO, 3);
    /// assert_eq!(bucket.fresh_at(), Some(Duration::from_secs(3)));
    /// ```
    pub fn fresh_at(&self) -> Option<Duration> {
        self.rule.fresh_at(&self.state)
    }

    /// The instant that counts for somebody who says it is `now`.
    #[inline]
    pub(super) fn clock(&self, now: Duration) -> Duration {
        self.seen.max(now)
    }
}

impl<R: Rule> Limiter for Limit<R> {
    // What is decided comes back in registers, not in memory.
    #[inline(always)]
    fn ask(&mut self, now: Duration, units: u32) -> Result<Decision, Excessive> {
        self.seen = self.clock(now);
        Excessive::check(units, self.rule.limit())?;
        if units == 0 {
            return Ok(self.counts.admit(units));
        }
        Ok(match self.rule.try_take(&mut self.state, self.seen, units) {
            Ok(()) => self.counts.admit(units),
            Err(delay) => self.counts.refuse(units, by_own_clock(delay, self.seen, now)),
        })
    }

    fn delay(&self, now: Duration, units: u32) -> Result<Option<Duration>, Excessive> {
        Excessive::check(units, self.rule.limit())?;
        if units == 0 {
            return Ok(Some(Duration::ZERO));
        }
        let seen = self.clock(now);
        Ok(by_own_clock(self.rule.delay(&self.state, seen, units), seen, now))
    }

    fn limit(&self) -> u32 {
        self.rule.limit()
    }

    fn counts(&self) -> Counts {
        self.counts
    }
}

/// A delay from `now` on by the asker's own clock, which may be behind: it shows `asked` plus this
/// when the time comes. The sum is below what the clock can show, because `now + delay` is.
#[inline]
pub(super) fn by_own_clock(
    delay: Option<Duration>,
    now: Duration,
    asked: Duration,
) -> Option<Duration> {
    let delay = delay?;
    Some(if now == asked || delay.is_zero() { delay } else { delay + (now - asked) })
}
