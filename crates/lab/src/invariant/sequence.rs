//! In which order items travel.

use std::collections::{BTreeMap, VecDeque};

use super::{Checked, first, name};
use crate::trace::*;

/// Items come out of a resource in the order of their numbers.
///
/// # Errors
/// [`Broken`](super::Broken) at the first item that comes out after a later one.
pub fn in_order(trace: &Trace, resource: &str) -> Checked {
    let mut last = None;
    first(trace, |event| match event.kind {
        EventKind::Received { from: Some(from), item: Some(item) }
            if name(trace, from) == resource =>
        {
            last.replace(item).is_some_and(|last| item < last)
        }
        _ => false,
    })
}

/// Items come out of the channel of this name in the order in which they went in.
///
/// # Errors
/// [`Broken`](super::Broken) at the first item that overtook another.
pub fn first_in_first_out(trace: &Trace, resource: &str) -> Checked {
    let mut queue = VecDeque::new();
    first(trace, |event| match event.kind {
        EventKind::Sent { to: Some(to), item } if name(trace, to) == resource => {
            queue.push_back(item);
            false
        }
        EventKind::Received { from: Some(from), item } if name(trace, from) == resource => {
            queue.pop_front() != Some(item)
        }
        EventKind::Lost { from: Some(from), item, .. } if name(trace, from) == resource => {
            take(&mut queue, item);
            false
        }
        _ => false,
    })
}

/// Takes `item` out of a queue, wherever it stands. It is nearly always the first, and a queue may
/// be as long as the run.
pub(super) fn take(queue: &mut VecDeque<Option<ItemId>>, item: Option<ItemId>) {
    if queue.front() == Some(&item) {
        queue.pop_front();
    } else {
        queue.retain(|waiting| *waiting != item);
    }
}

/// Items are delivered in the order of `expected`, none left out; the last may be missing.
///
/// # Errors
/// [`Broken`](super::Broken) at the first that is not the next.
pub fn delivers_in_order(trace: &Trace, expected: impl IntoIterator<Item = ItemId>) -> Checked {
    let mut expected = expected.into_iter();
    first(trace, |event| match event.kind {
        EventKind::Sent { to: None, item: Some(item) } => expected.next() != Some(item),
        _ => false,
    })
}

/// Each task whose name begins with `peers` hands its items on in the order in which it took them;
/// it may leave some out.
///
/// # Errors
/// [`Broken`](super::Broken) at the first item that was overtaken.
pub fn keeps_order(trace: &Trace, peers: &str) -> Checked {
    let mut taken: BTreeMap<TaskId, VecDeque<ItemId>> = BTreeMap::new();
    first(trace, |event| {
        let Some(task) = event.task else { return false };
        if !trace.tasks[task as usize].name.starts_with(peers) {
            return false;
        }
        let taken = taken.entry(task).or_default();
        match event.kind {
            EventKind::Received { item: Some(item), .. } => taken.push_back(item),
            EventKind::Sent { item: Some(item), .. } => {
                let place = taken.iter().position(|taken| *taken == item);
                taken.drain(..place.map_or(0, |place| place + 1));
                return place.is_none();
            }
            _ => {}
        }
        false
    })
}
