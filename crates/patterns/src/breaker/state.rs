//! What a circuit holds, for pictures and figures.

use super::Mode;
use std::time::Duration;

/// What a circuit holds, for pictures and figures.
///
/// ```
/// use patterns::breaker::{Circuit, Settings, State, Trip, Verdict};
/// use std::time::Duration;
///
/// let settings = Settings { trip: Trip::InARow { failures: 2 }, ..Settings::default() };
/// let (open_for, now) = (settings.open_for, Duration::from_secs(1));
/// let mut circuit = Circuit::new(settings);
/// for failures in 1..=2 {
///     let (pass, _) = circuit.try_acquire(now).unwrap();
///     assert_eq!(circuit.state(now), State::Closed { failures: failures - 1, calls: 0 });
///     circuit.record(pass, Verdict::Failure, now);
/// }
/// assert_eq!(circuit.state(now), State::Open { until: now + open_for });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Calls pass.
    Closed {
        /// Failures counted: in a row, or within the window.
        failures: u32,
        /// The calls a rate is taken of; 0 where failures in a row count.
        calls: u32,
    },
    /// Nothing passes.
    Open {
        /// Until then.
        until: Duration,
    },
    /// Probes pass.
    HalfOpen {
        /// Probes that are out.
        in_flight: u32,
        /// Probes that succeeded.
        successes: u32,
    },
}

impl State {
    /// Which of the three it is.
    ///
    /// ```
    /// use patterns::breaker::{Mode, State};
    /// assert_eq!(State::Closed { failures: 2, calls: 0 }.mode(), Mode::Closed);
    /// ```
    pub fn mode(&self) -> Mode {
        match self {
            Self::Closed { .. } => Mode::Closed,
            Self::Open { .. } => Mode::Open,
            Self::HalfOpen { .. } => Mode::HalfOpen,
        }
    }
}
