//! What a limiter admits over time.
//!
//! The limiter is a task: an item that it hands on, or is done with, was admitted; one that it
//! gives up as refused was not. Or it is a gate that says what it decides.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::{Broken, Checked, is, name};
use crate::trace::*;

/// At most `limit` items are admitted in every window `(now − span, now]`.
///
/// # Errors
/// [`Broken`] at the admission too many, with all that were admitted in its window.
pub fn admitted_in_any_window(trace: &Trace, limiter: &str, limit: u32, span: Duration) -> Checked {
    let mut window = Window::new(span);
    for decision in decisions(trace, limiter).filter(|decision| decision.admitted) {
        window.slide(decision.at);
        window.inside.push_back((decision.at, decision.item));
        if window.inside.len() > limit as usize {
            return Err(decision.broken(window.inside.iter().map(|(_, item)| *item)));
        }
    }
    Ok(())
}

/// At most `limit` items are admitted in each window of a grid that begins at zero.
///
/// # Errors
/// [`Broken`] at the admission too many, with all that were admitted in its window.
pub fn admitted_in_aligned_windows(
    trace: &Trace,
    limiter: &str,
    limit: u32,
    span: Duration,
) -> Checked {
    let span = micros(span);
    let mut window = (0, Vec::new());
    for decision in decisions(trace, limiter).filter(|decision| decision.admitted) {
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

/// Over any stretch of time at most `burst` items are admitted, and `units` more for each `span`
/// that it lasts.
///
/// # Errors
/// [`Broken`] at the admission too many.
pub fn admitted_at_rate(
    trace: &Trace,
    limiter: &str,
    burst: u32,
    (units, span): (u32, Duration),
) -> Checked {
    admitted_at_rate_per_key(trace, limiter, burst, (units, span), |_| 0)
}

/// [`admitted_at_rate`] for the items of each key, whatever the others have.
///
/// # Errors
/// [`Broken`] at the admission too many.
pub fn admitted_at_rate_per_key(
    trace: &Trace,
    limiter: &str,
    burst: u32,
    (units, span): (u32, Duration),
    key: impl Fn(ItemId) -> u32,
) -> Checked {
    let token = u128::from(micros(span));
    // By key: what its bucket lacks, in parts of which a microsecond refills `units`, and when.
    let mut lacking: BTreeMap<u32, (u128, Micros)> = BTreeMap::new();
    for decision in decisions(trace, limiter).filter(|decision| decision.admitted) {
        let (lacks, at) = lacking.entry(key(decision.item)).or_default();
        let refilled = u128::from(decision.at - *at) * u128::from(units);
        *lacks = lacks.saturating_sub(refilled) + token;
        *at = decision.at;
        if *lacks > u128::from(burst) * token {
            return Err(decision.broken([decision.item]));
        }
    }
    Ok(())
}

/// Nobody is refused while fewer than `limit` were admitted in the window `(now − span, now]`: who
/// keeps asking gets in as soon as there is room.
///
/// # Errors
/// [`Broken`] at the refusal without cause.
pub fn refused_only_when_full(trace: &Trace, limiter: &str, limit: u32, span: Duration) -> Checked {
    let mut window = Window::new(span);
    for decision in decisions(trace, limiter) {
        window.slide(decision.at);
        if decision.admitted {
            window.inside.push_back((decision.at, decision.item));
        } else if window.inside.len() < limit as usize {
            return Err(decision.broken([decision.item]));
        }
    }
    Ok(())
}

/// What was admitted in a window of a grid that begins at zero, and what was in the window before
/// by the share of it that is still within `span`, add up to at most `limit`: in integers, exactly.
///
/// # Errors
/// [`Broken`] at the admission too many.
pub fn admitted_by_weight(trace: &Trace, limiter: &str, limit: u32, span: Duration) -> Checked {
    by_weight(trace, limiter, limit, span, |admitted, fits| admitted && !fits)
}

/// Nobody is refused for whom there is room by that same sum.
///
/// # Errors
/// [`Broken`] at the refusal without cause.
pub fn refused_only_by_weight(trace: &Trace, limiter: &str, limit: u32, span: Duration) -> Checked {
    by_weight(trace, limiter, limit, span, |admitted, fits| !admitted && fits)
}

/// Asks `breaks` of each decision whether it was to admit, and whether there was room.
fn by_weight(
    trace: &Trace,
    limiter: &str,
    limit: u32,
    span: Duration,
    breaks: impl Fn(bool, bool) -> bool,
) -> Checked {
    let span = micros(span);
    // Which window it is, how many were admitted in the one before, and in it.
    let (mut window, mut previous, mut current) = (0, 0_u64, 0_u64);
    for decision in decisions(trace, limiter) {
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

/// All these limiters decide on the same items in the same order; one may be ahead of another.
///
/// # Errors
/// [`Broken`] at the first item that is not the one that others decided on.
pub fn decide_on_the_same(trace: &Trace, limiters: &[&str]) -> Checked {
    let mut first: Vec<ItemId> = Vec::new();
    let mut places = vec![0; limiters.len()];
    for (index, event) in trace.events.iter().enumerate() {
        let says = |limiter: &&str| decided(trace, event, limiter);
        let mut all = limiters.iter().enumerate();
        let Some((limiter, (item, _))) = all.find_map(|(place, of)| Some((place, says(of)?)))
        else {
            continue;
        };
        let place = &mut places[limiter];
        if *place == first.len() {
            first.push(item);
        } else if first[*place] != item {
            let tasks = event.task.into_iter().collect();
            return Err(Broken { event: index, tasks, items: vec![item, first[*place]] });
        }
        *place += 1;
    }
    Ok(())
}

/// What a limiter said of an item.
struct Decision {
    event: usize,
    at: Micros,
    task: Option<TaskId>,
    item: ItemId,
    admitted: bool,
}

impl Decision {
    fn broken(&self, items: impl IntoIterator<Item = ItemId>) -> Broken {
        let (tasks, items) = (self.task.into_iter().collect(), items.into_iter().collect());
        Broken { event: self.event, tasks, items }
    }
}

/// Everything that this limiter decided, in order.
fn decisions(trace: &Trace, limiter: &str) -> impl Iterator<Item = Decision> {
    trace.events.iter().enumerate().filter_map(move |(index, event)| {
        let (item, admitted) = decided(trace, event, limiter)?;
        Some(Decision { event: index, at: event.at, task: event.task, item, admitted })
    })
}

/// The item that this limiter decides on, and whether it is admitted.
fn decided(trace: &Trace, event: &Event, limiter: &str) -> Option<(ItemId, bool)> {
    let (item, admitted) = match event.kind {
        EventKind::Decided { resource, item, admitted } => {
            return (name(trace, resource) == limiter).then_some((item, admitted));
        }
        EventKind::Sent { item, .. } => (item?, true),
        EventKind::Lost { from: None, item, why: Loss::Refused } => (item?, false),
        _ => return None,
    };
    is(trace, event, limiter).then_some((item, admitted))
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

/// No span is shorter than a microsecond.
fn micros(span: Duration) -> Micros {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPAN: Duration = Duration::from_micros(100);

    /// What one limiter said of items 1, 2, 3, … and when.
    fn said(decisions: &[(Micros, bool)]) -> Trace {
        let mut trace = Trace::new(Run::default());
        trace.tasks.push(Task { name: "limiter".to_owned(), parent: None, site: None });
        for ((at, admitted), item) in decisions.iter().zip(1..) {
            let item = Some(item);
            let kind = match admitted {
                true => EventKind::Sent { to: None, item },
                false => EventKind::Lost { from: None, item, why: Loss::Refused },
            };
            trace.events.push(Event { at: *at, task: Some(0), site: None, kind });
        }
        trace
    }

    /// The items of which the check says that they are too many.
    fn broken(checked: Checked) -> Option<Vec<ItemId>> {
        checked.err().map(|broken| broken.items)
    }

    #[test]
    fn a_window_ends_where_the_span_does() {
        let check = |last| {
            admitted_in_any_window(
                &said(&[(50, true), (60, true), (last, true)]),
                "limiter",
                2,
                SPAN,
            )
        };
        assert_eq!(broken(check(149)), Some(vec![1, 2, 3]));
        assert_eq!(check(150), Ok(()));
    }

    #[test]
    fn twice_the_limit_around_a_boundary_is_within_each_aligned_window() {
        let trace = said(&[(98, true), (99, true), (100, true), (101, true)]);
        assert_eq!(admitted_in_aligned_windows(&trace, "limiter", 2, SPAN), Ok(()));
        assert!(admitted_in_any_window(&trace, "limiter", 2, SPAN).is_err());
        let trace = said(&[(100, true), (101, true), (199, true)]);
        let checked = admitted_in_aligned_windows(&trace, "limiter", 2, SPAN);
        assert_eq!(broken(checked), Some(vec![1, 2, 3]));
    }

    #[test]
    fn a_rate_gives_a_burst_and_what_has_come_since() {
        let check = |last| {
            admitted_at_rate(
                &said(&[(0, true), (0, true), (33, false), (last, true)]),
                "limiter",
                2,
                (3, SPAN),
            )
        };
        assert_eq!(broken(check(33)), Some(vec![4]));
        assert_eq!(check(34), Ok(()));
    }

    #[test]
    fn each_key_has_a_rate_of_its_own() {
        let trace = said(&[(0, true), (0, true), (10, true)]);
        let of_key =
            |key: fn(ItemId) -> u32| admitted_at_rate_per_key(&trace, "limiter", 1, (0, SPAN), key);
        assert_eq!(of_key(|item| item), Ok(()));
        assert_eq!(broken(of_key(|item| item % 2)), Some(vec![3]));
    }

    #[test]
    fn a_refusal_needs_a_full_window() {
        let check = |last| {
            refused_only_when_full(
                &said(&[(0, true), (10, true), (20, false), (last, false)]),
                "limiter",
                2,
                SPAN,
            )
        };
        assert_eq!(check(99), Ok(()));
        assert_eq!(broken(check(100)), Some(vec![4]));
    }

    #[test]
    fn the_window_before_counts_by_its_share() {
        // Of three, 2.01 count at 133 and 1.98 at 134.
        let check = |at, last| {
            let trace = said(&[(0, true), (0, true), (0, true), (at, last)]);
            let admitted = admitted_by_weight(&trace, "limiter", 3, SPAN);
            (broken(admitted), broken(refused_only_by_weight(&trace, "limiter", 3, SPAN)))
        };
        assert_eq!(check(133, true), (Some(vec![4]), None));
        assert_eq!(check(133, false), (None, None));
        assert_eq!(check(134, true), (None, None));
        assert_eq!(check(134, false), (None, Some(vec![4])));
    }

    #[test]
    fn what_is_two_windows_past_counts_no_more() {
        let trace = said(&[(99, true), (99, true), (200, true), (200, true), (200, false)]);
        assert_eq!(admitted_by_weight(&trace, "limiter", 2, SPAN), Ok(()));
        assert_eq!(refused_only_by_weight(&trace, "limiter", 2, SPAN), Ok(()));
        let trace = said(&[(99, true), (99, true), (200, true), (200, false)]);
        assert_eq!(broken(refused_only_by_weight(&trace, "limiter", 2, SPAN)), Some(vec![4]));
    }

    #[test]
    fn a_gate_says_what_it_decides_whoever_asks_it() {
        let mut trace = said(&[(0, true), (10, true), (20, true)]);
        for gate in ["one", "other"] {
            let kind = ResourceKind::Shown;
            trace.resources.push(Resource { name: gate.to_owned(), kind });
        }
        for (place, event) in trace.events.iter_mut().enumerate() {
            let resource = ResourceId::from(place == 1);
            event.kind = EventKind::Decided { resource, item: place as ItemId, admitted: true };
        }
        assert_eq!(admitted_in_any_window(&trace, "other", 1, SPAN), Ok(()));
        assert_eq!(broken(admitted_in_any_window(&trace, "one", 1, SPAN)), Some(vec![0, 2]));
        assert_eq!(broken(decide_on_the_same(&trace, &["one", "other"])), Some(vec![1, 0]));
    }

    #[test]
    fn one_limiter_may_be_ahead_but_not_elsewhere() {
        let mut trace = said(&[(0, true), (0, true), (1, false), (1, true)]);
        trace.tasks.push(Task { name: "other".to_owned(), parent: None, site: None });
        let mut decided = |items: [ItemId; 4]| {
            for (place, (event, new)) in trace.events.iter_mut().zip(items).enumerate() {
                event.task = Some(TaskId::from(place % 2 == 1));
                let (EventKind::Sent { item, .. } | EventKind::Lost { item, .. }) = &mut event.kind
                else {
                    continue;
                };
                *item = Some(new);
            }
            broken(decide_on_the_same(&trace, &["limiter", "other"]))
        };
        assert_eq!(decided([1, 1, 2, 2]), None);
        assert_eq!(decided([1, 1, 2, 3]), Some(vec![3, 2]));
    }
}
