//! In which order items travel.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Broken, Checked, first, name};
use crate::trace::*;

/// Items come out of a resource in the order of their numbers.
///
/// # Errors
/// [`Broken`] at the first item that comes out after a later one.
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

/// Nothing goes into the channel of this name while an item that came before, and has a lower
/// number, still waits.
///
/// # Errors
/// [`Broken`] at the first item that passes another, with both.
pub fn nobody_is_passed(trace: &Trace, channel: &str) -> Checked {
    let mut waiting = BTreeSet::new();
    for (index, event) in trace.events.iter().enumerate() {
        match event.kind {
            EventKind::Received { from: None, item: Some(item) } => {
                waiting.insert(item);
            }
            EventKind::Lost { item: Some(item), .. } => {
                waiting.remove(&item);
            }
            EventKind::Sent { to: Some(to), item: Some(item) } if name(trace, to) == channel => {
                waiting.remove(&item);
                if let Some(&passed) = waiting.range(..item).next() {
                    let tasks = event.task.into_iter().collect();
                    return Err(Broken { event: index, tasks, items: vec![item, passed] });
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Items come out of the channel of this name in the order in which they went in.
///
/// # Errors
/// [`Broken`] at the first item that overtook another.
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
/// [`Broken`] at the first that is not the next.
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
/// [`Broken`] at the first item that was overtaken.
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

#[cfg(test)]
mod tests {
    use super::super::tests::{broken, told};
    use super::*;

    #[test]
    fn who_came_first_goes_in_first_or_not_at_all() {
        let check = |items: &[_]| broken(nobody_is_passed(&told(items), "calls"));
        assert_eq!(check(&[]), None);
        assert_eq!(check(&[(0, 5, true), (0, 6, true), (1, 7, true)]), None);
        assert_eq!(check(&[(0, 7, true), (0, 6, true)]), Some(vec![2, 1]));
        // It is passed even if it is refused in the end.
        assert_eq!(check(&[(0, 7, false), (0, 6, true)]), Some(vec![2, 1]));
        assert_eq!(check(&[(0, 5, false), (0, 6, true)]), None);
    }

    #[test]
    fn who_is_not_there_yet_cannot_be_passed() {
        let check = |items: &[_]| broken(nobody_is_passed(&told(items), "calls"));
        assert_eq!(check(&[(9, 9, true), (0, 6, true)]), None);
        assert_eq!(nobody_is_passed(&told(&[(0, 7, true), (0, 6, true)]), "another"), Ok(()));
    }
}
