//! What a circuit is told once.

use std::time::Duration;

/// When a circuit opens, for how long, and what closes it again.
///
/// ```
/// use patterns::breaker::{Settings, Trip};
/// use std::time::Duration;
///
/// let settings = Settings::default();
/// assert_eq!(settings.trip, Trip::InARow { failures: 5 });
/// assert_eq!((settings.open_for, settings.probes), (Duration::from_secs(30), 3));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What opens it.
    pub trip: Trip,
    /// How long it stays open before probes may pass.
    pub open_for: Duration,
    /// How many probes may be out at once, and how many must succeed to close it.
    pub probes: u32,
    /// After how long a probe that has not come back no longer holds its place.
    pub probe_limit: Duration,
}

/// How many failures open a closed circuit.
///
/// ```
/// use patterns::breaker::Trip;
///
/// // Half of the last 20 calls, once there were 10.
/// let trip = Trip::Rate { percent: 50, window: 20, at_least: 10 };
/// # let _ = trip;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trip {
    /// So many in a row: a success starts the count again.
    InARow {
        /// The failure that opens it.
        failures: u32,
    },
    /// So large a part of the last calls.
    Rate {
        /// At least so many of a hundred, 1 to 100.
        percent: u32,
        /// How many calls back are looked at.
        window: u32,
        /// How many there must have been before the rate says anything.
        at_least: u32,
    },
}

/// Five failures in a row open it for 30 s, three probes close it.
impl Default for Settings {
    fn default() -> Self {
        Self {
            trip: Trip::InARow { failures: 5 },
            open_for: Duration::from_secs(30),
            probes: 3,
            probe_limit: Duration::from_secs(30),
        }
    }
}

impl Settings {
    /// Asserts that a circuit with these can open, and close again.
    pub(super) fn assert_usable(&self) {
        assert!(self.probes > 0, "a circuit that sends no probes never closes");
        assert!(!self.probe_limit.is_zero(), "a probe needs some time");
        match self.trip {
            Trip::InARow { failures } => assert!(failures > 0, "no failures cannot be in a row"),
            Trip::Rate { percent, window, at_least } => {
                assert!((1..=100).contains(&percent), "a rate is 1 to 100 percent");
                assert!((1..=window).contains(&at_least), "a rate is over at least one call");
            }
        }
    }
}
