//! Being let through, or not.

use std::error::Error;
use std::fmt;
use std::time::Duration;

/// The right to one call; give it back with what became of the call.
#[derive(Debug)]
#[must_use = "a pass that never comes back holds the place of a probe until that is overdue"]
pub struct Pass {
    pub(super) generation: u64,
    /// Its name, if it is a probe.
    pub(super) probe: Option<u64>,
}

/// What a call says about the health of what was called.
///
/// # Examples
/// A request that was wrong in itself says nothing of the server, so it opens nothing.
///
/// ```
/// use patterns::breaker::{Circuit, Mode, Settings, Trip, Verdict};
/// use std::time::Duration;
///
/// fn verdict(status: u16) -> Verdict {
///     match status {
///         400..500 => Verdict::Neither,
///         500.. => Verdict::Failure,
///         _ => Verdict::Success,
///     }
/// }
///
/// let now = Duration::ZERO;
/// let trip = Trip::InARow { failures: 1 };
/// let mut circuit = Circuit::new(Settings { trip, ..Settings::default() });
/// for (status, mode) in [(404, Mode::Closed), (503, Mode::Open)] {
///     let (pass, _) = circuit.try_acquire(now).unwrap();
///     circuit.record(pass, verdict(status), now);
///     assert_eq!(circuit.state(now).mode(), mode);
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It answered.
    Success,
    /// It did not, or not in time.
    Failure,
    /// Nothing: the call was cancelled, or refused before it was made.
    Neither,
}

/// Nothing passes now.
///
/// ```
/// use patterns::breaker::Refused;
/// use std::time::Duration;
///
/// let refused = Refused { retry_after: Duration::from_secs(12) };
/// assert_eq!(refused.to_string(), "the circuit is open, try again in 12s");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// When it makes sense to ask again, from now: at the end of the open time, or when a probe
    /// that is out gives its place back at the latest.
    pub retry_after: Duration,
}

impl Pass {
    /// Whether it was let out to find out, rather than because all is well.
    ///
    /// ```
    /// use patterns::breaker::{Circuit, Settings};
    /// use std::time::Duration;
    ///
    /// let (pass, _) = Circuit::new(Settings::default()).try_acquire(Duration::ZERO).unwrap();
    /// assert!(!pass.is_probe());
    /// ```
    #[inline]
    pub fn is_probe(&self) -> bool {
        self.probe.is_some()
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the circuit is open, try again in {:?}", self.retry_after)
    }
}

impl Error for Refused {}
