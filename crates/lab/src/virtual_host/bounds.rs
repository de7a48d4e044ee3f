//! How far a run may go.

use crate::trace::Micros;

/// How far a run may go. Running out is an outcome, never a hang.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The most events a trace holds.
    pub events: usize,
    /// The longest a run takes, in virtual microseconds.
    pub time: Micros,
}

impl Default for Bounds {
    /// 200,000 events, 10 minutes.
    fn default() -> Self {
        Bounds { events: 200_000, time: 600_000_000 }
    }
}
