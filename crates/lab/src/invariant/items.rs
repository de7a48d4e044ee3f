//! What becomes of items.

use std::collections::{BTreeMap, BTreeSet};

use super::ends::acted;
use super::{Broken, Checked, first, is, name};
use crate::trace::*;

/// No item is lost.
///
/// # Errors
/// [`Broken`] at the first loss.
pub fn nothing_lost(trace: &Trace) -> Checked {
    first(trace, |event| matches!(event.kind, EventKind::Lost { .. }))
}

/// No task drops an item that it has taken: what is given up is said to be.
///
/// # Errors
/// [`Broken`] where the first one vanishes.
pub fn nothing_taken_vanishes(trace: &Trace) -> Checked {
    first(trace, |event| {
        matches!(event.kind, EventKind::Lost { from: None, why: Loss::Dropped, .. })
    })
}

/// Whoever's name begins with `peers` computes only while it has an item in its hands.
///
/// # Errors
/// [`Broken`] where one keeps a thread busy for nothing.
pub fn computes_only_with_items(trace: &Trace, peers: &str) -> Checked {
    let mut hands: BTreeMap<TaskId, BTreeSet<ItemId>> = BTreeMap::new();
    first(trace, |event| {
        let Some(task) = event.task else { return false };
        if !trace.tasks[task as usize].name.starts_with(peers) {
            return false;
        }
        let hands = hands.entry(task).or_default();
        match event.kind {
            EventKind::Received { item: Some(item), .. } => {
                hands.insert(item);
            }
            EventKind::Sent { item: Some(item), .. } | EventKind::Lost { item: Some(item), .. } => {
                hands.remove(&item);
            }
            EventKind::Computing { .. } => return hands.is_empty(),
            _ => {}
        }
        false
    })
}

/// No item comes out of any one resource twice.
///
/// # Errors
/// [`Broken`] at the second time.
pub fn no_item_twice(trace: &Trace) -> Checked {
    let mut seen = BTreeSet::new();
    first(trace, |event| match event.kind {
        EventKind::Received { from: Some(from), item: Some(item) } => !seen.insert((from, item)),
        _ => false,
    })
}

/// Every item that was made is delivered, exactly once, by the end of a run that finished.
///
/// # Errors
/// [`Broken`] at the second delivery, at the first loss, or at the making of one never delivered.
pub fn each_item_delivered_once(trace: &Trace) -> Checked {
    let mut made = BTreeMap::new();
    let mut delivered = BTreeSet::new();
    for (index, event) in trace.events.iter().enumerate() {
        let broken = |item| Broken {
            event: index,
            tasks: event.task.into_iter().collect(),
            items: vec![item],
        };
        match event.kind {
            EventKind::Received { from: None, item: Some(item) } => {
                made.entry(item).or_insert(index);
            }
            EventKind::Sent { to: None, item: Some(item) } if !delivered.insert(item) => {
                return Err(broken(item));
            }
            EventKind::Lost { item: Some(item), .. } => return Err(broken(item)),
            _ => {}
        }
    }
    if matches!(trace.outcome, Outcome::Running) {
        return Ok(());
    }
    match made.into_iter().find(|(item, _)| !delivered.contains(item)) {
        None => Ok(()),
        Some((item, index)) => {
            let last = trace.events.iter().rposition(|event| event.kind.item() == Some(item));
            let event = last.unwrap_or(index);
            let tasks = trace.events[event].task.into_iter().collect();
            Err(Broken { event, tasks, items: vec![item] })
        }
    }
}

/// Every item that was made is delivered exactly once; at most once if one of `actions`, which cut
/// a run short, was taken.
///
/// # Errors
/// [`Broken`] as in [`each_item_delivered_once`].
pub fn each_item_delivered_once_unless(trace: &Trace, actions: &[&str]) -> Checked {
    if acted(trace, actions).is_none() {
        return each_item_delivered_once(trace);
    }
    let mut delivered = BTreeSet::new();
    first(trace, |event| match event.kind {
        EventKind::Sent { to: None, item: Some(item) } => !delivered.insert(item),
        _ => false,
    })
}

/// Each item comes to one end a making, delivered or lost; by the end of a run that finished, all
/// have. One that is made again, to be tried again, ends again.
///
/// # Errors
/// [`Broken`] at the end too many, or at the last that is seen of one without an end.
pub fn each_making_ends_once(trace: &Trace) -> Checked {
    let mut open: BTreeMap<ItemId, u32> = BTreeMap::new();
    for (index, event) in trace.events.iter().enumerate() {
        match event.kind {
            EventKind::Received { from: None, item: Some(item) } => {
                *open.entry(item).or_default() += 1;
            }
            EventKind::Sent { to: None, item: Some(item) }
            | EventKind::Lost { item: Some(item), .. } => {
                let left = open.entry(item).or_default();
                if *left == 0 {
                    return Err(super::broken_at(trace, index));
                }
                *left -= 1;
            }
            _ => {}
        }
    }
    let endless = open.into_iter().find(|(_, left)| *left > 0);
    match endless {
        Some((item, _)) if !super::goes_on(trace) => {
            let last = trace.events.iter().rposition(|event| event.kind.item() == Some(item));
            Err(super::broken_at(trace, last.unwrap_or_default()))
        }
        _ => Ok(()),
    }
}

/// An item that its sender gave up is never received.
///
/// # Errors
/// [`Broken`] where one is received all the same.
pub fn given_up_stays_out(trace: &Trace) -> Checked {
    let mut given_up = BTreeSet::new();
    first(trace, |event| match event.kind {
        EventKind::Lost { from: None, item: Some(item), why: Loss::Cancelled } => {
            given_up.insert(item);
            false
        }
        EventKind::Received { from: Some(_), item: Some(item) } => given_up.contains(&item),
        _ => false,
    })
}

/// What one of the two tasks has taken is the beginning of what the other has.
///
/// # Errors
/// [`Broken`] at the first item for which the other has taken another.
pub fn same_beginning(trace: &Trace, tasks: [&str; 2]) -> Checked {
    let mut seen: [Vec<ItemId>; 2] = Default::default();
    first(trace, |event| {
        let EventKind::Received { from: Some(_), item: Some(item) } = event.kind else {
            return false;
        };
        let Some(side) = tasks.iter().position(|task| is(trace, event, task)) else { return false };
        let place = seen[side].len();
        seen[side].push(item);
        seen[1 - side].get(place).is_some_and(|other| *other != item)
    })
}

/// As long as both channels are open, neither has been sent more than `most` items more than the
/// other.
///
/// # Errors
/// [`Broken`] at the item too many.
pub fn in_step(trace: &Trace, channels: [&str; 2], most: usize) -> Checked {
    let mut sent = [0_usize; 2];
    let mut closed = false;
    first(trace, |event| {
        let channel = event.kind.resource().map(|resource| name(trace, resource));
        let Some(side) = channels.iter().position(|side| Some(*side) == channel) else {
            return false;
        };
        closed |= matches!(event.kind, EventKind::Closed { .. });
        sent[side] += usize::from(matches!(event.kind, EventKind::Sent { .. }));
        !closed && sent[0].abs_diff(sent[1]) > most
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{broken, told};
    use super::*;

    /// The limiter computes at this instant, behind whatever else happens at it.
    fn computes(at: Micros) -> Checked {
        let mut trace = told(&[(10, 20, true), (30, 40, false)]);
        let place = trace.events.partition_point(|event| event.at <= at);
        let kind = EventKind::Computing { until: at + 1 };
        trace.events.insert(place, Event { at, task: Some(0), site: None, kind });
        computes_only_with_items(&trace, "limit")
    }

    #[test]
    fn who_has_nothing_in_its_hands_has_nothing_to_compute() {
        assert_eq!(broken(computes(9)), Some(vec![]));
        assert_eq!(broken(computes(10)), None);
        assert_eq!(broken(computes(20)), Some(vec![]));
        assert_eq!(broken(computes(30)), None);
        assert_eq!(broken(computes(40)), Some(vec![]));
        assert_eq!(computes_only_with_items(&told(&[]), "limit"), Ok(()));
    }
}
