//! What waiting for a limiter claims: in order, in time, or not at all.

mod forecast;
mod line;
mod schedules;
mod threads;

use patterns::{ManualTimer, Rate, SharedLimiter, TokenBucket};
use std::time::Duration;

fn s(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// One token a second, and how it is told the time.
fn bucket(burst: u32) -> (SharedLimiter<TokenBucket, ManualTimer>, ManualTimer) {
    let timer = ManualTimer::new();
    (SharedLimiter::new(TokenBucket::new(Rate::per_second(1), burst), timer.clone()), timer)
}
