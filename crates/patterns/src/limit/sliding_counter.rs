//! Sliding window counter: two counts stand for the log.

use super::nanos::{duration, window_start};
use super::{Limit, Rule};
use std::time::Duration;

/// Two counts, of this window and the one before, which fades as this one passes.
///
/// `n` units are admitted if `previous · (width − elapsed) / width + current + n ≤ limit`, exactly:
/// in integers, with nothing rounded. The previous window is taken to have been used evenly, which
/// is what makes the counter an approximation of [`SlidingLog`](crate::SlidingLog), in constant
/// memory. (The method is known from Cloudflare's rate limiting.)
///
/// ```
/// use patterns::{Limiter, SlidingCounter};
/// use std::time::Duration;
///
/// let mut counter = SlidingCounter::new(100, Duration::from_secs(60));
/// let mut asked = |s, n| counter.ask(Duration::from_secs(s), n).unwrap().is_admitted();
/// assert_eq!([asked(59, 100), asked(61, 2), asked(75, 25)], [true, false, true]);
/// ```
pub type SlidingCounter = Limit<CounterRule>;

/// The rule of a [`SlidingCounter`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CounterRule {
    limit: u32,
    /// Never zero.
    width: Duration,
}

/// What a [`SlidingCounter`] remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CounterState {
    /// When the window began that was last admitted in.
    start: Duration,
    /// Units admitted in the window before it.
    previous: u32,
    /// Units admitted in it.
    current: u32,
}

impl CounterRule {
    /// The counts as they are at `now`.
    #[inline]
    fn at(&self, state: &CounterState, now: Duration) -> CounterState {
        let since = now.saturating_sub(state.start);
        if since < self.width {
            return state.clone();
        }
        let start = window_start(now, self.width);
        // After a gap of a whole window or more, the window before this one saw nothing.
        let next = start - state.start == self.width;
        CounterState { start, previous: if next { state.current } else { 0 }, current: 0 }
    }

    /// How far into a window the one before, with so many units, leaves `left` to be had.
    fn faded(&self, previous: u32, left: u32) -> Option<Duration> {
        if previous <= left {
            return Some(Duration::ZERO);
        }
        // The least elapsed for which previous · (width − elapsed) ≤ left · width.
        let width = self.width.as_nanos();
        duration(width - u128::from(left) * width / u128::from(previous))
    }

    /// Whether `units` more keep to the formula; both sides are multiplied by the width.
    #[inline]
    fn allows(&self, state: &CounterState, now: Duration, units: u32) -> bool {
        let Some(left) = (self.limit - units).checked_sub(state.current) else {
            return false;
        };
        // What has not faded at all leaves as much or more later: no need to multiply.
        state.previous <= left || {
            let to_go = self.width - (now - state.start);
            u128::from(state.previous) * to_go.as_nanos()
                <= u128::from(left) * self.width.as_nanos()
        }
    }
}

impl Rule for CounterRule {
    type State = CounterState;

    #[inline]
    fn limit(&self) -> u32 {
        self.limit
    }

    #[inline]
    fn take(&self, state: &mut CounterState, now: Duration, units: u32) -> bool {
        *state = self.at(state, now);
        let enough = self.allows(state, now, units);
        if enough {
            state.current += units;
        }
        enough
    }

    fn delay(&self, state: &CounterState, now: Duration, units: u32) -> Option<Duration> {
        let state = self.at(state, now);
        let left = self.limit - units;
        let at = match left.checked_sub(state.current) {
            Some(left) => state.start.checked_add(self.faded(state.previous, left)?)?,
            // There is too much in this window already: it has to become the previous one.
            None => {
                let next = state.start.checked_add(self.width)?;
                next.checked_add(self.faded(state.current, left)?)?
            }
        };
        Some(at.saturating_sub(now))
    }

    fn fresh_at(&self, state: &CounterState) -> Option<Duration> {
        match (state.previous, state.current) {
            (0, 0) => Some(Duration::ZERO),
            (_, 0) => state.start.checked_add(self.width),
            _ => state.start.checked_add(self.width)?.checked_add(self.width),
        }
    }
}

impl SlidingCounter {
    /// At most about `limit` units in every window of this width. A width of zero counts as a
    /// nanosecond.
    ///
    /// ```
    /// use patterns::{Decision, Limiter, SlidingCounter};
    /// use std::time::Duration;
    ///
    /// let mut counter = SlidingCounter::new(2, Duration::from_secs(60));
    /// assert_eq!(counter.ask(Duration::ZERO, 2), Ok(Decision::Admitted));
    /// // At the start of the next window both still count; half of it later, one of them.
    /// let retry_after = Some(Duration::from_secs(90));
    /// assert_eq!(counter.ask(Duration::ZERO, 1), Ok(Decision::Refused { retry_after }));
    /// ```
    pub fn new(limit: u32, width: Duration) -> Self {
        Limit::of(CounterRule { limit, width: width.max(Duration::from_nanos(1)) })
    }

    /// When the window of `now` began.
    ///
    /// ```
    /// use patterns::SlidingCounter;
    /// use std::time::Duration;
    ///
    /// let counter = SlidingCounter::new(1, Duration::from_secs(60));
    /// assert_eq!(counter.start(Duration::from_secs(119)), Duration::from_secs(60));
    /// ```
    pub fn start(&self, now: Duration) -> Duration {
        self.rule.at(&self.state, self.clock(now)).start
    }

    /// How many units were admitted in the window before that of `now`.
    ///
    /// ```
    /// use patterns::{Limiter, SlidingCounter};
    /// use std::time::Duration;
    ///
    /// let mut counter = SlidingCounter::new(5, Duration::from_secs(60));
    /// let _ = counter.ask(Duration::ZERO, 3);
    /// let at = |s| counter.previous(Duration::from_secs(s));
    /// assert_eq!([at(59), at(60), at(120)], [0, 3, 0]);
    /// ```
    pub fn previous(&self, now: Duration) -> u32 {
        self.rule.at(&self.state, self.clock(now)).previous
    }

    /// How many units were admitted in the window of `now`.
    ///
    /// ```
    /// use patterns::{Limiter, SlidingCounter};
    /// use std::time::Duration;
    ///
    /// let mut counter = SlidingCounter::new(5, Duration::from_secs(60));
    /// let _ = counter.ask(Duration::ZERO, 3);
    /// let at = |s| counter.current(Duration::from_secs(s));
    /// assert_eq!([at(59), at(60)], [3, 0]);
    /// ```
    pub fn current(&self, now: Duration) -> u32 {
        self.rule.at(&self.state, self.clock(now)).current
    }

    /// How wide a window is.
    ///
    /// ```
    /// use patterns::SlidingCounter;
    /// use std::time::Duration;
    /// assert_eq!(SlidingCounter::new(5, Duration::from_secs(60)).width().as_secs(), 60);
    /// ```
    pub fn width(&self) -> Duration {
        self.rule.width
    }
}
