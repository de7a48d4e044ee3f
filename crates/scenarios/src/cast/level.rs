//! What a bucket holds, to be shown.

use std::time::Duration;

use lab::{Level, Micros};
use patterns::{Limiter, TokenBucket};

/// What a bucket to which `rate` tokens come a second holds at `now`.
pub fn level(bucket: &TokenBucket, rate: u32, now: Duration) -> Level {
    let next = bucket.next_token(now).map(|to| {
        let to = to.as_nanos().div_ceil(1_000) as Micros;
        (to.saturating_sub(1_000_000 / u64::from(rate.max(1))), to)
    });
    Level { held: bucket.tokens(now), size: bucket.limit(), next }
}
