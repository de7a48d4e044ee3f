//! Which items are given up when there are too many, and whether that is known.

use std::collections::{BTreeSet, VecDeque};

use super::sequence::take;
use super::{Checked, broken_at, first, name};
use crate::state::State;
use crate::trace::*;

/// Whether an item was given up because there was too much, not because somebody stopped.
fn dropped(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Lost { why: Loss::Refused | Loss::Evicted | Loss::Dropped, .. })
}

/// No item is refused, evicted or dropped. One may be given up on cancel.
///
/// # Errors
/// [`Broken`](super::Broken) at the first that is.
pub fn nothing_dropped(trace: &Trace) -> Checked {
    first(trace, |event| dropped(&event.kind))
}

/// Whatever is dropped is the oldest of those that are in the queue or want to be.
///
/// # Errors
/// [`Broken`](super::Broken) where a newer one is dropped.
pub fn only_the_oldest_go(trace: &Trace, queue: &str) -> Checked {
    let is = |id: ResourceId| name(trace, id) == queue;
    let (mut waiting, mut entered) = (VecDeque::new(), BTreeSet::new());
    first(trace, |event| match event.kind {
        EventKind::Sent { to: Some(to), item } if is(to) => {
            waiting.push_back(item);
            entered.insert(item);
            false
        }
        EventKind::Received { from: Some(from), item } if is(from) => {
            take(&mut waiting, item);
            false
        }
        EventKind::Lost { from: Some(from), item, .. } if is(from) => {
            waiting.pop_front() != Some(item)
        }
        EventKind::Lost { from: None, item, .. } => {
            dropped(&event.kind) && !entered.contains(&item)
        }
        _ => false,
    })
}

/// What is in the queue stays; an item is dropped only at its door, and only while all its
/// `capacity` places are taken.
///
/// # Errors
/// [`Broken`](super::Broken) where one is dropped out of the queue, or in spite of a free place.
pub fn only_the_newest_go(trace: &Trace, queue: &str, capacity: usize) -> Checked {
    let is = |id: ResourceId| name(trace, id) == queue;
    let mut waiting = 0;
    first(trace, |event| match event.kind {
        EventKind::Sent { to: Some(to), .. } if is(to) => {
            waiting += 1;
            false
        }
        EventKind::Received { from: Some(from), .. } if is(from) => {
            waiting -= 1;
            false
        }
        EventKind::Lost { from, .. } => {
            dropped(&event.kind) && (from.is_some() || waiting < capacity)
        }
        _ => false,
    })
}

/// Of all that come to the queue, every `every`-th goes in, and the others are dropped at its door.
///
/// # Errors
/// [`Broken`](super::Broken) at the last event of a run that finished, if there are too many or too
/// few of them. A cancel may leave one out whose turn it was.
pub fn every_kth_goes_in(trace: &Trace, queue: &str, every: usize) -> Checked {
    let (mut queued, mut skipped, mut left) = (0, 0, 0);
    for event in &trace.events {
        match event.kind {
            EventKind::Sent { to: Some(to), .. } if name(trace, to) == queue => queued += 1,
            EventKind::Lost { from: None, .. } if dropped(&event.kind) => skipped += 1,
            EventKind::Lost { .. } => left += 1,
            _ => {}
        }
    }
    let turns = (queued + skipped) / every.max(1);
    if trace.outcome != Outcome::Finished || (queued..=queued + left).contains(&turns) {
        return Ok(());
    }
    Err(broken_at(trace, trace.events.len().saturating_sub(1)))
}

/// At the end, the number shown as `shown` is how many items were dropped.
///
/// # Errors
/// [`Broken`](super::Broken) at the first that was not counted, or where too many were.
pub fn losses_counted(trace: &Trace, shown: &str) -> Checked {
    let number = |(place, event): (usize, &Event)| match &event.kind {
        EventKind::Showed { resource, state } if name(trace, *resource) == shown => match **state {
            State::Number { value, .. } => Some((place, usize::try_from(value).unwrap_or(0))),
            _ => None,
        },
        _ => None,
    };
    let last = trace.events.iter().enumerate().rev().find_map(number);
    let (last, counted) = last.unwrap_or_default();
    let losses: Vec<usize> =
        (0..trace.events.len()).filter(|place| dropped(&trace.events[*place].kind)).collect();
    if trace.outcome == Outcome::Running || losses.len() == counted {
        return Ok(());
    }
    Err(broken_at(trace, losses.get(counted).copied().unwrap_or(last)))
}
