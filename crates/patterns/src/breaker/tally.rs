//! Failures while closed.

use super::{Trip, Why};
use std::collections::VecDeque;

/// What is remembered of the calls since the circuit closed.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// In a row, or within the window.
    pub(super) failures: u32,
    /// The last calls, whether they failed; kept for a rate only.
    window: VecDeque<bool>,
}

impl Tally {
    /// Counts one call; says why the circuit opens, if that does it.
    pub(super) fn count(&mut self, failed: bool, trip: &Trip) -> Option<Why> {
        match *trip {
            Trip::InARow { failures } => {
                self.failures = if failed { self.failures + 1 } else { 0 };
                let why = Why::InARow { failures: self.failures };
                (self.failures >= failures).then_some(why)
            }
            Trip::Rate { percent, window, at_least } => {
                if self.calls() == window {
                    let oldest = self.window.pop_front();
                    self.failures -= u32::from(oldest == Some(true));
                }
                self.window.push_back(failed);
                self.failures += u32::from(failed);
                let (failures, calls) = (self.failures, self.calls());
                // A success only ever lowers the rate; but it may be the call that makes enough.
                let much = u64::from(failures) * 100 >= u64::from(percent) * u64::from(calls);
                (calls >= at_least && much).then_some(Why::Rate { failures, calls })
            }
        }
    }

    /// The calls that the rate is taken of, the oldest first: whether each failed.
    pub(super) fn outcomes(&self) -> Vec<bool> {
        self.window.iter().copied().collect()
    }

    /// How many calls the rate is taken of.
    pub(super) fn calls(&self) -> u32 {
        self.window.len() as u32
    }

    /// Whether one more success would change nothing.
    pub(super) fn is_clear(&self, trip: &Trip) -> bool {
        matches!(trip, Trip::InARow { .. }) && self.failures == 0
    }
}
