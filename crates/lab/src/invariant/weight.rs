//! How many are admitted in a window and, by the share of it that still counts, in the one before.

use std::time::Duration;

use super::{Checked, Gate, micros};
use crate::trace::*;

/// What was admitted in a window of the grid, and what was in the window before by the share of it
/// that is still within `span`, add up to at most `limit`: in integers, exactly.
///
/// # Errors
/// [`Broken`](super::Broken) at the admission too many.
pub fn admitted_by_weight(trace: &Trace, gate: Gate<'_>, limit: u32, span: Duration) -> Checked {
    by_weight(trace, gate, limit, span, |admitted, fits| admitted && !fits)
}

/// Nobody is refused for whom there is room by the sum of [`admitted_by_weight`].
///
/// # Errors
/// [`Broken`](super::Broken) at the refusal without cause.
pub fn refused_only_by_weight(
    trace: &Trace,
    gate: Gate<'_>,
    limit: u32,
    span: Duration,
) -> Checked {
    by_weight(trace, gate, limit, span, |admitted, fits| !admitted && fits)
}

/// Asks `breaks` of each decision whether it was to admit, and whether there was room.
fn by_weight(
    trace: &Trace,
    gate: Gate<'_>,
    limit: u32,
    span: Duration,
    breaks: impl Fn(bool, bool) -> bool,
) -> Checked {
    let span = micros(span);
    // Which window it is, how many were admitted in the one before, and in it.
    let (mut window, mut previous, mut current) = (0, 0_u64, 0_u64);
    for decision in gate.decisions(trace) {
        let now = decision.at / span;
        if now != window {
            (previous, current) = (if now == window + 1 { current } else { 0 }, 0);
            window = now;
        }
        let to_go = span - decision.at % span;
        let weight =
            u128::from(previous) * u128::from(to_go) + u128::from(current + 1) * u128::from(span);
        if breaks(decision.admitted, weight <= u128::from(limit) * u128::from(span)) {
            return Err(decision.broken([decision.item]));
        }
        current += u64::from(decision.admitted);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{broken, said};
    use super::*;

    const SPAN: Duration = Duration::from_micros(100);
    const TASK: Gate<'_> = Gate::Task("limiter");

    #[test]
    fn the_window_before_counts_by_its_share() {
        // Of three, 2.01 count at 133 and 1.98 at 134.
        let check = |at, last| {
            let trace = said(&[(0, true), (0, true), (0, true), (at, last)]);
            let admitted = admitted_by_weight(&trace, TASK, 3, SPAN);
            (broken(admitted), broken(refused_only_by_weight(&trace, TASK, 3, SPAN)))
        };
        assert_eq!(check(133, true), (Some(vec![4]), None));
        assert_eq!(check(133, false), (None, None));
        assert_eq!(check(134, true), (None, None));
        assert_eq!(check(134, false), (None, Some(vec![4])));
    }

    #[test]
    fn what_is_two_windows_past_counts_no_more() {
        let trace = said(&[(99, true), (99, true), (200, true), (200, true), (200, false)]);
        assert_eq!(admitted_by_weight(&trace, TASK, 2, SPAN), Ok(()));
        assert_eq!(refused_only_by_weight(&trace, TASK, 2, SPAN), Ok(()));
        let trace = said(&[(99, true), (99, true), (200, true), (200, false)]);
        assert_eq!(broken(refused_only_by_weight(&trace, TASK, 2, SPAN)), Some(vec![4]));
    }
}
