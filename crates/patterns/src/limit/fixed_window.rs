//! Fixed window: a count that starts again.

use super::nanos::window_start;
use super::{Limit, Rule};
use std::time::Duration;

/// At most `limit` units in each window of a grid that begins at the clock's origin.
///
/// Around the edge of two windows up to twice the limit passes within one window's width.
///
/// ```
/// use patterns::{FixedWindow, Limiter};
/// use std::time::Duration;
///
/// let mut window = FixedWindow::new(100, Duration::from_secs(60));
/// let mut asked = |s| window.ask(Duration::from_secs(s), 100).unwrap().is_admitted();
/// assert_eq!([asked(59), asked(61)], [true, true]);
/// ```
pub type FixedWindow = Limit<FixedRule>;

/// The rule of a [`FixedWindow`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedRule {
    limit: u32,
    /// Never zero.
    width: Duration,
}

/// What a [`FixedWindow`] remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FixedState {
    /// When the window began that was last admitted in.
    start: Duration,
    /// Units admitted in it.
    count: u32,
}

impl FixedRule {
    /// The window of `now` and what was admitted in it.
    #[inline]
    fn at(&self, state: &FixedState, now: Duration) -> FixedState {
        if now.saturating_sub(state.start) < self.width {
            return state.clone();
        }
        FixedState { start: window_start(now, self.width), count: 0 }
    }
}

impl Rule for FixedRule {
    type State = FixedState;

    #[inline]
    fn limit(&self) -> u32 {
        self.limit
    }

    #[inline]
    fn take(&self, state: &mut FixedState, now: Duration, units: u32) -> bool {
        *state = self.at(state, now);
        let enough = units <= self.limit - state.count;
        if enough {
            state.count += units;
        }
        enough
    }

    fn delay(&self, state: &FixedState, now: Duration, units: u32) -> Option<Duration> {
        let state = self.at(state, now);
        if units <= self.limit - state.count {
            return Some(Duration::ZERO);
        }
        Some(state.start.checked_add(self.width)? - now)
    }

    fn fresh_at(&self, state: &FixedState) -> Option<Duration> {
        if state.count == 0 { Some(Duration::ZERO) } else { state.start.checked_add(self.width) }
    }
}

impl FixedWindow {
    /// At most `limit` units in each window of this width. A width of zero counts as a nanosecond.
    ///
    /// ```
    /// use patterns::{Decision, FixedWindow, Limiter};
    /// use std::time::Duration;
    ///
    /// let mut window = FixedWindow::new(1, Duration::from_secs(60));
    /// assert_eq!(window.ask(Duration::from_secs(59), 1), Ok(Decision::Admitted));
    /// let retry_after = Some(Duration::from_secs(1));
    /// assert_eq!(window.ask(Duration::from_secs(59), 1), Ok(Decision::Refused { retry_after }));
    /// ```
    pub fn new(limit: u32, width: Duration) -> Self {
        Limit::of(FixedRule { limit, width: width.max(Duration::from_nanos(1)) })
    }

    /// When the window of `now` began.
    ///
    /// ```
    /// use patterns::FixedWindow;
    /// use std::time::Duration;
    ///
    /// let window = FixedWindow::new(1, Duration::from_secs(60));
    /// assert_eq!(window.start(Duration::from_secs(119)), Duration::from_secs(60));
    /// ```
    pub fn start(&self, now: Duration) -> Duration {
        self.rule.at(&self.state, self.clock(now)).start
    }

    /// How many units were admitted in the window of `now`.
    ///
    /// ```
    /// use patterns::{FixedWindow, Limiter};
    /// use std::time::Duration;
    ///
    /// let mut window = FixedWindow::new(5, Duration::from_secs(60));
    /// let _ = window.ask(Duration::ZERO, 3);
    /// assert_eq!(window.count(Duration::from_secs(59)), 3);
    /// assert_eq!(window.count(Duration::from_secs(60)), 0);
    /// ```
    pub fn count(&self, now: Duration) -> u32 {
        self.rule.at(&self.state, self.clock(now)).count
    }

    /// How wide a window is.
    ///
    /// ```
    /// use patterns::FixedWindow;
    /// use std::time::Duration;
    /// assert_eq!(FixedWindow::new(5, Duration::from_secs(60)).width().as_secs(), 60);
    /// ```
    pub fn width(&self) -> Duration {
        self.rule.width
    }
}
