//! Token bucket: so many at once, so many over time.

use super::nanos::{can_show, ceil, duration};
use super::{Limit, Quick, Rate, Rule};
use std::time::Duration;

pub(super) const A_SECOND: u64 = 1_000_000_000;

/// What is below this in words stays a word when an instant and two full buckets are added.
const WORD: u64 = 1 << 62;

/// A bucket of at most `burst` tokens, full at first, refilled at a rate; a unit costs a token.
///
/// Over any span it admits at most `burst + rate · span`. Nothing is lost to rounding: the state is
/// one integer, the instant at which the bucket is full again, in nanoseconds times the units of
/// the rate (the generic cell rate algorithm of ITU-T I.371, read as a bucket).
///
/// ```
/// use patterns::{Limiter, Rate, TokenBucket};
/// use std::time::Duration;
///
/// let mut bucket = TokenBucket::new(Rate::per_second(10), 2);
/// let mut asked = |ms| bucket.ask(Duration::from_millis(ms), 1).unwrap().is_admitted();
/// assert_eq!([asked(0), asked(0), asked(99), asked(100)], [true, true, false, true]);
/// ```
pub type TokenBucket = Limit<BucketRule>;

/// The rule of a [`TokenBucket`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BucketRule {
    /// What a nanosecond refills. Parts, not tokens: a token is worth as many parts as the span
    /// of the rate has nanoseconds, in lowest terms (at 1,000 a second, one part and 1,000,000).
    refill: u32,
    /// What a second refills.
    a_second: u64,
    /// What a token is worth.
    token: u128,
    /// What a full bucket is worth.
    room: u128,
    burst: u32,
    /// Before so many seconds of the clock, every sum fits a word.
    words_until: u64,
}

/// What a [`TokenBucket`] remembers.
///
/// Every product is below 2^126 (a duration has less than 2^94 nanoseconds), every sum of three
/// below 2^128.
///
/// Aligned as a word is, so that a key of a word beside it wastes none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(Rust, packed(8))]
pub struct BucketState {
    /// When the bucket is full again: nanoseconds since the origin, times the refill. The parts it
    /// lacks at an instant are what this is ahead of it.
    pub(super) full: u128,
}

impl BucketRule {
    pub(super) fn quick(&self) -> Quick {
        let until = if self.refill == 1 { self.words_until } else { 0 };
        Quick { until, token: self.token as u64, room: self.room as u64 }
    }

    /// The instant as the state counts it.
    #[inline]
    fn scaled(&self, now: Duration) -> u128 {
        // The nanoseconds times the refill, by two products of a word each instead of a long one.
        u128::from(now.as_secs()) * u128::from(self.a_second)
            + u128::from(u64::from(now.subsec_nanos()) * u64::from(self.refill))
    }

    /// What the bucket lacks once `units` are taken at `now`, which may be more than it holds.
    #[inline]
    fn lacking(&self, state: &BucketState, now: Duration, units: u32) -> u128 {
        state.full.saturating_sub(self.scaled(now)) + u128::from(units) * self.token
    }

    /// The instant as the state counts it, if it fits a word with whatever is added to it: for
    /// more than a century, if the rate is a whole number of nanoseconds a token, as most are.
    #[inline]
    pub(super) fn in_a_word(&self, now: Duration) -> Option<u64> {
        let (seconds, nanos) = (now.as_secs(), u64::from(now.subsec_nanos()));
        if seconds >= self.words_until {
            return None;
        }
        Some(match self.refill {
            // Nothing to load but the clock.
            1 => seconds * A_SECOND + nanos,
            refill => seconds * self.a_second + nanos * u64::from(refill),
        })
    }

    /// Takes `units` at an instant of a word from a bucket full again at `full`, which the same
    /// bucket was told at no later one: when it is full again then, or else when there is enough.
    #[inline]
    pub(super) fn take_in_a_word(&self, full: u64, at: u64, units: u32) -> Result<u64, u64> {
        // Both fit, or no instant fits a word. It is full again a full bucket's worth from an
        // instant at the latest: below 2^63.
        let (cost, room) = (u64::from(units) * self.token as u64, self.room as u64);
        let enough = (full + cost).saturating_sub(room);
        if enough <= at { Ok(full.max(at) + cost) } else { Err(enough) }
    }

    /// How long it is from `now` until an instant of a word that is to come.
    #[inline]
    pub(super) fn until(&self, instant: u64, now: Duration) -> Option<Duration> {
        let nanos = match self.refill {
            0 => return None,
            // Most rates are a whole number of nanoseconds a token: no need to divide.
            1 => instant,
            refill => instant.div_ceil(refill.into()),
        };
        Some(Duration::from_nanos(
            nanos - (now.as_secs() * A_SECOND + u64::from(now.subsec_nanos())),
        ))
    }

    /// What an instant of a word shows on the clock.
    pub(super) fn shown(&self, instant: u64) -> Duration {
        Duration::from_nanos(instant.checked_div(self.refill.into()).unwrap_or(0))
    }

    /// How long the refill of so many parts takes.
    #[inline]
    fn refilling(&self, parts: u128) -> Option<Duration> {
        match self.refill {
            0 => None,
            // Most rates are a whole number of nanoseconds a token: no need to divide.
            1 => duration(parts),
            refill => duration(ceil(parts, refill.into())),
        }
    }

    /// As [`try_take`](Rule::try_take), for what is no word.
    #[cold]
    fn try_take_wide(
        &self,
        state: &mut BucketState,
        now: Duration,
        units: u32,
    ) -> Result<(), Option<Duration>> {
        let at = self.scaled(now);
        let lacking = state.full.saturating_sub(at) + u128::from(units) * self.token;
        match lacking.checked_sub(self.room) {
            None | Some(0) => {
                state.full = at + lacking;
                Ok(())
            }
            Some(parts) => Err(self.refilling(parts).filter(|delay| can_show(now, *delay))),
        }
    }

    /// What is in the bucket.
    fn level(&self, state: &BucketState, now: Duration) -> u128 {
        self.room - self.lacking(state, now, 0)
    }
}

impl Rule for BucketRule {
    type State = BucketState;

    #[inline]
    fn limit(&self) -> u32 {
        self.burst
    }

    #[inline]
    fn take(&self, state: &mut BucketState, now: Duration, units: u32) -> bool {
        let lacking = self.lacking(state, now, units);
        let enough = lacking <= self.room;
        if enough {
            state.full = self.scaled(now) + lacking;
        }
        enough
    }

    #[inline]
    fn delay(&self, state: &BucketState, now: Duration, units: u32) -> Option<Duration> {
        match self.lacking(state, now, units).saturating_sub(self.room) {
            0 => Some(Duration::ZERO),
            parts => self.refilling(parts).filter(|delay| can_show(now, *delay)),
        }
    }

    #[inline]
    fn try_take(
        &self,
        state: &mut BucketState,
        now: Duration,
        units: u32,
    ) -> Result<(), Option<Duration>> {
        if let Some(at) = self.in_a_word(now) {
            // Time does not go back: what was taken before was in words, too.
            return match self.take_in_a_word(state.full as u64, at, units) {
                Ok(full) => {
                    state.full = full.into();
                    Ok(())
                }
                Err(enough) => Err(self.until(enough, now)),
            };
        }
        self.try_take_wide(state, now, units)
    }

    fn fresh_at(&self, state: &BucketState) -> Option<Duration> {
        if state.full == 0 { Some(Duration::ZERO) } else { self.refilling(state.full) }
    }
}

/// The greatest divisor of both; the other one if one is zero.
fn gcd(a: u128, b: u128) -> u128 {
    if a == 0 { b } else { gcd(b % a, a) }
}

impl TokenBucket {
    /// A full bucket of `burst` tokens, refilled at `rate`. A rate of zero spends the burst and no
    /// more.
    ///
    /// ```
    /// use patterns::{Decision, Limiter, Rate, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let mut bucket = TokenBucket::new(Rate::per_second(0), 1);
    /// assert_eq!(bucket.ask(Duration::ZERO, 1), Ok(Decision::Admitted));
    /// let never = Decision::Refused { retry_after: None };
    /// assert_eq!(bucket.ask(Duration::MAX, 1), Ok(never));
    /// ```
    pub fn new(rate: Rate, burst: u32) -> Self {
        let span = rate.span().as_nanos();
        let common = gcd(rate.units().into(), span);
        // No more than the units, which fit.
        let (refill, token) = ((u128::from(rate.units()) / common) as u32, span / common);
        let room = u128::from(burst) * token;
        let a_second = u64::from(refill) * A_SECOND;
        // With no refill the clock does not count.
        let words_until = match WORD.checked_div(a_second) {
            seconds if room < WORD.into() => seconds.unwrap_or(u64::MAX),
            _ => 0,
        };
        Limit::of(BucketRule { refill, a_second, token, room, burst, words_until })
    }

    /// How many whole tokens there are.
    ///
    /// ```
    /// use patterns::{Limiter, Rate, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let mut bucket = TokenBucket::new(Rate::per_second(10), 20);
    /// let _ = bucket.ask(Duration::ZERO, 20);
    /// assert_eq!(bucket.tokens(Duration::from_millis(250)), 2);
    /// ```
    pub fn tokens(&self, now: Duration) -> u32 {
        // No more than the burst, which fits.
        (self.rule.level(&self.state, self.clock(now)) / self.rule.token) as u32
    }

    /// What is in the bucket in thousandths of a token, rounded down.
    ///
    /// ```
    /// use patterns::{Limiter, Rate, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let mut bucket = TokenBucket::new(Rate::per_second(10), 20);
    /// let _ = bucket.ask(Duration::ZERO, 20);
    /// assert_eq!(bucket.thousandths(Duration::from_millis(250)), 2_500);
    /// ```
    pub fn thousandths(&self, now: Duration) -> u64 {
        let (level, token) = (self.rule.level(&self.state, self.clock(now)), self.rule.token);
        (level / token * 1_000 + level % token * 1_000 / token) as u64
    }

    /// The instant at which the next whole token comes; `None` if the bucket is full, or if none
    /// ever comes.
    ///
    /// ```
    /// use patterns::{Limiter, Rate, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let mut bucket = TokenBucket::new(Rate::per_second(10), 20);
    /// assert_eq!(bucket.next_token(Duration::ZERO), None);
    /// let _ = bucket.ask(Duration::ZERO, 20);
    /// let at = bucket.next_token(Duration::from_millis(250));
    /// assert_eq!(at, Some(Duration::from_millis(300)));
    /// ```
    pub fn next_token(&self, now: Duration) -> Option<Duration> {
        let (rule, now) = (&self.rule, self.clock(now));
        let level = rule.level(&self.state, now);
        if level == rule.room {
            return None;
        }
        now.checked_add(rule.refilling(rule.token - level % rule.token)?)
    }
}
