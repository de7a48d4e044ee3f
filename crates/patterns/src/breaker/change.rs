//! What happened to a circuit.

use std::fmt;
use std::time::Duration;

/// One change of a circuit: from what to what, when, and why.
///
/// ```
/// use patterns::breaker::{Change, Mode, Why};
/// use std::time::Duration;
///
/// let change = Change {
///     at: Duration::from_secs(7),
///     from: Mode::Closed,
///     to: Mode::Open,
///     why: Why::InARow { failures: 5 },
///     generation: 1,
/// };
/// assert_eq!(change.to_string(), "closed → open: 5 failures in a row");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// When it was noticed, by the clock the circuit is told.
    pub at: Duration,
    /// What it was.
    pub from: Mode,
    /// What it is since.
    pub to: Mode,
    /// What brought it about.
    pub why: Why,
    /// How many changes there have been, this one included.
    pub generation: u64,
}

/// The three things a circuit can be.
///
/// ```
/// assert_eq!(patterns::breaker::Mode::HalfOpen.to_string(), "half-open");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// Calls pass.
    Closed,
    /// Nothing passes.
    Open,
    /// Probes pass.
    HalfOpen,
}

/// What brought a change about.
///
/// ```
/// use patterns::breaker::Why;
/// assert_eq!(Why::Rate { failures: 6, calls: 10 }.to_string(), "6 of 10 calls failed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// So many failures in a row: opened.
    InARow {
        /// In number.
        failures: u32,
    },
    /// Too large a part of the calls failed: opened.
    Rate {
        /// Those that failed.
        failures: u32,
        /// Of so many.
        calls: u32,
    },
    /// It was open for as long as it should be: half-open.
    Waited,
    /// A probe failed: opened again.
    ProbeFailed,
    /// Enough probes succeeded: closed.
    Recovered {
        /// In number.
        successes: u32,
    },
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::HalfOpen => "half-open",
        })
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InARow { failures } => write!(f, "{failures} failures in a row"),
            Self::Rate { failures, calls } => write!(f, "{failures} of {calls} calls failed"),
            Self::Waited => f.write_str("open for long enough"),
            Self::ProbeFailed => f.write_str("a probe failed"),
            Self::Recovered { successes } => write!(f, "{successes} probes succeeded"),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to, why, .. } = self;
        write!(f, "{from} → {to}: {why}")
    }
}
