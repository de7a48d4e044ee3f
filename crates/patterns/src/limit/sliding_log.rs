//! Sliding window log: every permit is remembered until it leaves the window.

use super::stamp::Stamp;
use super::{Limit, Rule};
use std::collections::VecDeque;
use std::time::Duration;

/// At most `limit` units in *every* window `(now − width, now]`: exact, at sixteen bytes a permit.
///
/// Units admitted at one instant share an entry; what is refused leaves no trace, so a client that
/// keeps asking does not starve itself.
///
/// ```
/// use patterns::{Limiter, SlidingLog};
/// use std::time::Duration;
///
/// let mut log = SlidingLog::new(2, Duration::from_secs(60));
/// let mut asked = |s| log.ask(Duration::from_secs(s), 1).unwrap().is_admitted();
/// assert_eq!([asked(0), asked(59), asked(59), asked(60)], [true, true, false, true]);
/// ```
pub type SlidingLog = Limit<LogRule>;

/// The rule of a [`SlidingLog`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogRule {
    limit: u32,
    /// Never zero.
    width: Duration,
}

/// What a [`SlidingLog`] remembers.
#[derive(Clone, Debug, Default)]
pub struct LogState {
    /// When units were admitted, and how many; the oldest first.
    entries: VecDeque<Stamp>,
    /// The sum of the units in the log.
    total: u32,
}

impl LogRule {
    /// When an entry leaves the window; `None` if the clock ends before.
    #[inline]
    fn leaves(&self, entry: &Stamp) -> Option<Duration> {
        entry.at()?.checked_add(self.width)
    }

    /// Forgets what has left the window.
    #[inline]
    fn forget(&self, state: &mut LogState, now: Duration) {
        while let Some(entry) = state.entries.front()
            && self.leaves(entry).is_some_and(|at| at <= now)
        {
            state.total -= entry.number;
            state.entries.pop_front();
        }
    }

    /// Writes down what was admitted; room is made for no more entries than there can be.
    #[inline]
    fn note(&self, state: &mut LogState, now: Duration, units: u32) {
        state.total += units;
        let entry = Stamp::new(Some(now), units);
        if let Some(last) = state.entries.back_mut()
            && last.at() == entry.at()
        {
            last.number += units;
            return;
        }
        let held = state.entries.len();
        if held == state.entries.capacity() {
            state.entries.reserve_exact(held.max(1).min(self.limit as usize - held));
        }
        state.entries.push_back(entry);
    }
}

impl Rule for LogRule {
    type State = LogState;

    #[inline]
    fn limit(&self) -> u32 {
        self.limit
    }

    #[inline]
    fn take(&self, state: &mut LogState, now: Duration, units: u32) -> bool {
        self.forget(state, now);
        let enough = units <= self.limit - state.total;
        if enough {
            self.note(state, now, units);
        }
        enough
    }

    fn delay(&self, state: &LogState, now: Duration, units: u32) -> Option<Duration> {
        // An entry holds a unit at least: no more are looked at than units are asked for, beside
        // those that have left already.
        let mut free = self.limit - state.total;
        let mut oldest = state.entries.iter();
        let mut delay = Duration::ZERO;
        while free < units {
            let entry = oldest.next()?;
            delay = self.leaves(entry)?.saturating_sub(now);
            free += entry.number;
        }
        Some(delay)
    }

    fn fresh_at(&self, state: &LogState) -> Option<Duration> {
        state.entries.back().map_or(Some(Duration::ZERO), |entry| self.leaves(entry))
    }
}

impl SlidingLog {
    /// At most `limit` units in every window of this width. A width of zero counts as a nanosecond.
    ///
    /// ```
    /// use patterns::{Decision, Limiter, SlidingLog};
    /// use std::time::Duration;
    ///
    /// let mut log = SlidingLog::new(1, Duration::from_secs(60));
    /// assert_eq!(log.ask(Duration::from_secs(59), 1), Ok(Decision::Admitted));
    /// let retry_after = Some(Duration::from_secs(60));
    /// assert_eq!(log.ask(Duration::from_secs(59), 1), Ok(Decision::Refused { retry_after }));
    /// ```
    pub fn new(limit: u32, width: Duration) -> Self {
        Limit::of(LogRule { limit, width: width.max(Duration::from_nanos(1)) })
    }

    /// What is in the window that ends at `now`: each instant and the units admitted then, the
    /// oldest first.
    ///
    /// ```
    /// use patterns::{Limiter, SlidingLog};
    /// use std::time::Duration;
    ///
    /// let mut log = SlidingLog::new(5, Duration::from_secs(60));
    /// let _ = log.ask(Duration::ZERO, 2);
    /// let _ = log.ask(Duration::from_secs(1), 1);
    /// let at = |s| log.entries(Duration::from_secs(s)).collect::<Vec<_>>();
    /// assert_eq!(at(59), [(Duration::ZERO, 2), (Duration::from_secs(1), 1)]);
    /// assert_eq!(at(60), [(Duration::from_secs(1), 1)]);
    /// ```
    pub fn entries(&self, now: Duration) -> impl Iterator<Item = (Duration, u32)> + '_ {
        let now = self.clock(now);
        let inside = move |entry: &&Stamp| self.rule.leaves(entry).is_none_or(|at| at > now);
        let entry = |entry: &Stamp| Some((entry.at()?, entry.number));
        self.state.entries.iter().filter(inside).filter_map(entry)
    }

    /// How many units were admitted in the window that ends at `now`.
    ///
    /// ```
    /// use patterns::{Limiter, SlidingLog};
    /// use std::time::Duration;
    ///
    /// let mut log = SlidingLog::new(5, Duration::from_secs(60));
    /// let _ = log.ask(Duration::ZERO, 2);
    /// assert_eq!(log.count(Duration::from_secs(59)), 2);
    /// ```
    pub fn count(&self, now: Duration) -> u32 {
        self.entries(now).map(|(_, units)| units).sum()
    }

    /// How many bytes the log has taken: at most sixteen for each unit of the limit.
    ///
    /// ```
    /// use patterns::{Limiter, SlidingLog};
    /// use std::time::Duration;
    ///
    /// let mut log = SlidingLog::new(1_000, Duration::from_secs(60));
    /// assert_eq!(log.memory(), 0);
    /// let _ = log.ask(Duration::ZERO, 1_000);
    /// assert_eq!(log.memory(), 16);
    /// ```
    pub fn memory(&self) -> usize {
        self.state.entries.capacity() * size_of::<Stamp>()
    }

    /// How wide the window is.
    ///
    /// ```
    /// use patterns::SlidingLog;
    /// use std::time::Duration;
    /// assert_eq!(SlidingLog::new(5, Duration::from_secs(60)).width().as_secs(), 60);
    /// ```
    pub fn width(&self) -> Duration {
        self.rule.width
    }
}
