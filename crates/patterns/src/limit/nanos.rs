//! Nanoseconds as one integer, where a rule multiplies.

use std::time::Duration;

const A_SECOND: u128 = 1_000_000_000;

/// The duration of so many nanoseconds, if there is one that long.
#[inline]
pub(super) fn duration(nanos: u128) -> Option<Duration> {
    match u64::try_from(nanos) {
        // What fits a word is divided by a constant; more (584 years) is rare.
        Ok(nanos) => Some(Duration::from_nanos(nanos)),
        Err(_) => {
            let seconds = u64::try_from(nanos / A_SECOND).ok()?;
            Some(Duration::new(seconds, (nanos % A_SECOND) as u32))
        }
    }
}

/// The least whole number that is no less than the quotient.
#[inline]
pub(super) fn ceil(dividend: u128, divisor: u128) -> u128 {
    match (u64::try_from(dividend), u64::try_from(divisor)) {
        (Ok(dividend), Ok(divisor)) => dividend.div_ceil(divisor).into(),
        _ => dividend.div_ceil(divisor),
    }
}

/// The start of the window of this width in which `now` lies; windows begin at the origin.
pub(super) fn window_start(now: Duration, width: Duration) -> Duration {
    now - duration(now.as_nanos() % width.as_nanos()).unwrap_or_default()
}
