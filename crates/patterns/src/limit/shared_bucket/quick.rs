//! The arithmetic of most buckets, in words.

use crate::limit::token_bucket::A_SECOND;
use std::time::Duration;

/// What most questions can be answered with: a rate of a whole number of nanoseconds a token, and
/// an instant that fits a word.
#[derive(Clone, Copy, Debug)]
pub(in crate::limit) struct Quick {
    /// The seconds of the first instant that does not fit.
    pub(in crate::limit) until: u64,
    pub(in crate::limit) token: u64,
    pub(in crate::limit) room: u64,
}

impl Quick {
    /// The instant in nanoseconds, as the state counts it then.
    #[inline]
    pub(super) fn instant(&self, now: Duration) -> Option<u64> {
        let at = now.as_secs().wrapping_mul(A_SECOND).wrapping_add(now.subsec_nanos().into());
        if now.as_secs() < self.until { Some(at) } else { None }
    }

    /// What so many cost, if it is something and no more than there is room for.
    #[inline]
    pub(super) fn cost(&self, units: u32) -> Option<u64> {
        let cost = u64::from(units).checked_mul(self.token)?;
        // Nothing is less by one than most.
        if cost.wrapping_sub(1) < self.room { Some(cost) } else { None }
    }
}
