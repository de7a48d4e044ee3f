//! A request on its way.

use super::books::{Ended, Entry};
use super::metrics::Refusal;
use std::time::Duration;

/// A request on its way through the queue.
///
/// Made by an [`Intake`](super::Intake) only. Dropped anywhere, it ends as refused.
#[derive(Debug)]
pub struct Request<Q> {
    /// Which one it is: how many were handed in before it.
    pub number: u64,
    /// What is asked for.
    pub body: Q,
    /// When it was meant to begin: what its latency is counted from.
    pub due: Duration,
    pub(super) entry: Entry,
}

impl<Q> Request<Q> {
    /// Ends it here, and takes out what was asked for.
    pub(super) fn refuse(self, why: Refusal) -> Q {
        self.entry.end(Ended::Refused(why), None);
        self.body
    }
}
