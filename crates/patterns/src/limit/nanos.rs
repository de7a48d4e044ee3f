//! Nanoseconds as one integer, where a rule multiplies.

use std::time::Duration;

const A_SECOND: u128 = 1_000_000_000;

/// The duration of so many nanoseconds, if there is one that long.
#[inline]
pub(super) fn duration(nanos: u128) -> Option<Duration> {
    match u64::try_from(nanos) {
        // What fits a word is divided by a constant.
        Ok(nanos) => Some(Duration::from_nanos(nanos)),
        Err(_) => long_duration(nanos),
    }
}

/// More than 584 years: rare, and kept out of the way of the rest.
#[cold]
fn long_duration(nanos: u128) -> Option<Duration> {
    let seconds = u64::try_from(nanos / A_SECOND).ok()?;
    Some(Duration::new(seconds, (nanos % A_SECOND) as u32))
}

/// Whether the clock gets to where it is `span` after `now`.
#[inline]
pub(super) fn can_show(now: Duration, span: Duration) -> bool {
    // Seconds alone settle it, but for the last two of the clock.
    span.as_secs() < u64::MAX - now.as_secs() || now.checked_add(span).is_some()
}

/// The least whole number that is no less than the quotient.
#[inline]
pub(super) fn ceil(dividend: u128, divisor: u128) -> u128 {
    match (u64::try_from(dividend), u64::try_from(divisor)) {
        (Ok(dividend), Ok(divisor)) => dividend.div_ceil(divisor).into(),
        _ => long_ceil(dividend, divisor),
    }
}

#[cold]
fn long_ceil(dividend: u128, divisor: u128) -> u128 {
    dividend.div_ceil(divisor)
}

/// The start of the window of this width in which `now` lies; windows begin at the origin.
pub(super) fn window_start(now: Duration, width: Duration) -> Duration {
    now - duration(now.as_nanos() % width.as_nanos()).unwrap_or_default()
}
