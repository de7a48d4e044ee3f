//! How many are admitted in a window: one that slides, or one of a grid that begins with the run.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::{Checked, Gate, micros};
use crate::trace::*;

/// At most `limit` items are admitted in every window `(now − span, now]`.
///
/// # Errors
/// [`Broken`](super::Broken) at the admission too many, with all that were admitted in its window.
pub fn admitted_in_any_window(
    trace: &Trace,
    gate: Gate<'_>,
    limit: u32,
    span: Duration,
) -> Checked {
    let mut window = Window::new(span);
    for decision in gate.admissions(trace) {
        window.slide(decision.at);
        window.inside.push_back((decision.at, decision.item));
        if window.inside.len() > limit as usize {
            return Err(decision.broken(window.inside.iter().map(|(_, item)| *item)));
        }
    }
    Ok(())
}

/// At most `limit` items are admitted in each window of the grid.
///
/// # Errors
/// [`Broken`](super::Broken) at the admission too many, with all that were admitted in its window.
pub fn admitted_in_aligned_windows(
    trace: &Trace,
    gate: Gate<'_>,
    limit: u32,
    span: Duration,
) -> Checked {
    let span = micros(span);
    let mut window = (0, Vec::new());
    for decision in gate.admissions(trace) {
        if window.0 != decision.at / span {
            window = (decision.at / span, Vec::new());
        }
        window.1.push(decision.item);
        if window.1.len() > limit as usize {
            return Err(decision.broken(window.1));
        }
    }
    Ok(())
}

/// Nobody is refused while fewer than `limit` were admitted in the window `(now − span, now]`: who
/// keeps asking gets in as soon as there is room.
///
/// # Errors
/// [`Broken`](super::Broken) at the refusal without cause.
pub fn refused_only_when_full(
    trace: &Trace,
    gate: Gate<'_>,
    limit: u32,
    span: Duration,
) -> Checked {
    let mut window = Window::new(span);
    for decision in gate.decisions(trace) {
        window.slide(decision.at);
        if decision.admitted {
            window.inside.push_back((decision.at, decision.item));
        } else if window.inside.len() < limit as usize {
            return Err(decision.broken([decision.item]));
        }
    }
    Ok(())
}

/// Nobody is refused in whose window of the grid fewer than `limit` items have been admitted by
/// then. Several may decide here: who was first at one instant is not in the trace, so all who were
/// admitted at it count as being ahead.
///
/// # Errors
/// [`Broken`](super::Broken) at the refusal without cause.
pub fn refused_only_in_full_windows(
    trace: &Trace,
    gate: Gate<'_>,
    limit: u32,
    span: Duration,
) -> Checked {
    let span = micros(span);
    let mut admitted = gate.admissions(trace).peekable();
    let mut counts: BTreeMap<Micros, u32> = BTreeMap::new();
    for refusal in gate.decisions(trace).filter(|decision| !decision.admitted) {
        while let Some(ahead) = admitted.next_if(|ahead| ahead.at <= refusal.at) {
            *counts.entry(ahead.at / span).or_default() += 1;
        }
        if counts.get(&(refusal.at / span)).copied().unwrap_or(0) < limit {
            return Err(refusal.broken([refusal.item]));
        }
    }
    Ok(())
}

/// What was admitted in the window that ends now.
struct Window {
    span: Micros,
    inside: VecDeque<(Micros, ItemId)>,
}

impl Window {
    fn new(span: Duration) -> Self {
        Window { span: micros(span), inside: VecDeque::new() }
    }

    fn slide(&mut self, now: Micros) {
        while self.inside.front().is_some_and(|(at, _)| at.saturating_add(self.span) <= now) {
            self.inside.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{broken, said};
    use super::super::{admitted_by_weight, refused_only_by_weight};
    use super::*;

    const SPAN: Duration = Duration::from_micros(100);
    const TASK: Gate<'_> = Gate::Task("limiter");
    const CHANNEL: Gate<'_> = Gate::Channel("calls");

    #[test]
    fn a_run_in_which_nothing_comes_keeps_every_limit() {
        for gate in [TASK, CHANNEL] {
            let trace = said(&[]);
            assert_eq!(admitted_in_any_window(&trace, gate, 0, SPAN), Ok(()));
            assert_eq!(admitted_in_aligned_windows(&trace, gate, 0, SPAN), Ok(()));
            assert_eq!(admitted_by_weight(&trace, gate, 0, SPAN), Ok(()));
            assert_eq!(refused_only_when_full(&trace, gate, 1, SPAN), Ok(()));
            assert_eq!(refused_only_in_full_windows(&trace, gate, 1, SPAN), Ok(()));
            assert_eq!(refused_only_by_weight(&trace, gate, 1, SPAN), Ok(()));
        }
    }

    #[test]
    fn what_others_do_is_not_the_limiters() {
        let trace = said(&[(0, true), (0, true), (0, false)]);
        for gate in [Gate::Task("nobody"), Gate::Channel("nothing")] {
            assert_eq!(admitted_in_any_window(&trace, gate, 0, SPAN), Ok(()));
            assert_eq!(admitted_in_aligned_windows(&trace, gate, 0, SPAN), Ok(()));
        }
        assert_eq!(refused_only_when_full(&trace, Gate::Task("nobody"), 9, SPAN), Ok(()));
        // Whoever refuses, it is one that wanted to get into the channel.
        let refused = refused_only_when_full(&trace, Gate::Channel("nothing"), 1, SPAN);
        assert_eq!(broken(refused), Some(vec![3]));
    }

    #[test]
    fn a_window_ends_where_the_span_does() {
        for gate in [TASK, CHANNEL] {
            let check = |last| {
                let trace = said(&[(50, true), (60, true), (last, true)]);
                admitted_in_any_window(&trace, gate, 2, SPAN)
            };
            assert_eq!(broken(check(149)), Some(vec![1, 2, 3]));
            assert_eq!(check(150), Ok(()));
        }
    }

    #[test]
    fn twice_the_limit_around_an_edge_is_within_each_window_of_the_grid() {
        for gate in [TASK, CHANNEL] {
            let trace = said(&[(98, true), (99, true), (100, true), (101, true)]);
            assert_eq!(admitted_in_aligned_windows(&trace, gate, 2, SPAN), Ok(()));
            assert!(admitted_in_any_window(&trace, gate, 2, SPAN).is_err());
        }
    }

    #[test]
    fn a_window_of_the_grid_goes_from_its_edge_to_just_before_the_next() {
        let check = |at: [Micros; 3]| {
            let trace = said(&at.map(|at| (at, true)));
            broken(admitted_in_aligned_windows(&trace, CHANNEL, 2, SPAN))
        };
        assert_eq!(check([100, 101, 199]), Some(vec![1, 2, 3]));
        assert_eq!(check([100, 101, 200]), None);
        assert_eq!(check([99, 100, 199]), None);
        assert_eq!(check([100, 100, 100]), Some(vec![1, 2, 3]));
    }

    #[test]
    fn a_refusal_needs_a_full_window() {
        let check = |last| {
            let trace = said(&[(0, true), (10, true), (20, false), (last, false)]);
            refused_only_when_full(&trace, TASK, 2, SPAN)
        };
        assert_eq!(check(99), Ok(()));
        assert_eq!(broken(check(100)), Some(vec![4]));
    }

    #[test]
    fn a_refusal_needs_a_full_window_of_the_grid() {
        let check = |last| {
            let trace = said(&[(10, true), (90, true), (95, false), (last, false)]);
            broken(refused_only_in_full_windows(&trace, CHANNEL, 2, SPAN))
        };
        assert_eq!(check(99), None);
        // The next window begins empty, although the one that slides is still full.
        assert_eq!(check(100), Some(vec![4]));
        let early = said(&[(10, true), (20, false), (30, true)]);
        assert_eq!(broken(refused_only_in_full_windows(&early, CHANNEL, 2, SPAN)), Some(vec![2]));
    }

    #[test]
    fn whoever_is_admitted_at_the_same_instant_counts_as_being_ahead() {
        let check = |last| {
            let trace = said(&[(10, true), (20, false), (last, true)]);
            broken(refused_only_in_full_windows(&trace, CHANNEL, 2, SPAN))
        };
        assert_eq!(check(20), None);
        assert_eq!(check(21), Some(vec![2]));
    }

    #[test]
    fn a_limit_of_nothing_may_refuse_everyone_and_admit_no_one() {
        let refused = said(&[(0, false), (100, false)]);
        assert_eq!(refused_only_in_full_windows(&refused, CHANNEL, 0, SPAN), Ok(()));
        assert_eq!(refused_only_when_full(&refused, TASK, 0, SPAN), Ok(()));
        let admitted = said(&[(0, true)]);
        assert_eq!(broken(admitted_in_aligned_windows(&admitted, CHANNEL, 0, SPAN)), Some(vec![1]));
    }
}
