//! How much there is at once.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::{Broken, Checked, first, name};
use crate::state::*;
use crate::trace::*;

/// At most `limit` of the tasks whose name begins with `peers` have an item in their hands at once.
///
/// # Errors
/// [`Broken`] at the item too many, with everyone who holds one.
pub fn at_most_in_progress(trace: &Trace, peers: &str, limit: usize) -> Checked {
    let mut held: BTreeMap<TaskId, Vec<ItemId>> = BTreeMap::new();
    for (index, event) in trace.events.iter().enumerate() {
        let Some(task) = event.task else { continue };
        if !trace.tasks[task as usize].name.starts_with(peers) {
            continue;
        }
        match event.kind {
            EventKind::Received { item: Some(item), .. } => {
                held.entry(task).or_default().push(item);
                if held.len() > limit {
                    let items = held.values().flatten().copied().collect();
                    return Err(Broken { event: index, tasks: held.into_keys().collect(), items });
                }
            }
            EventKind::Sent { item: Some(item), .. } | EventKind::Lost { item: Some(item), .. } => {
                if let Some(hands) = held.get_mut(&task) {
                    hands.retain(|held| *held != item);
                    if hands.is_empty() {
                        held.remove(&task);
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Never more than `limit` items wait in the channel of this name.
///
/// An item does not wait if it is handed over in person: if somebody waited for it, or if its
/// receiving is the very next event.
///
/// # Errors
/// [`Broken`] at the item too many.
pub fn queue_within(trace: &Trace, resource: &str, limit: usize) -> Checked {
    let is = |id: ResourceId| name(trace, id) == resource;
    let mut length = 0_usize;
    let mut receivers = BTreeSet::new();
    let mut following = trace.events.iter().skip(1);
    first(trace, |event| {
        let next = following.next();
        match event.kind {
            EventKind::Sent { to: Some(to), item } if is(to) => {
                length += 1;
                let taken = EventKind::Received { from: Some(to), item };
                let at_once = next.is_some_and(|next| next.kind == taken);
                return !at_once && length > limit + receivers.len();
            }
            EventKind::Received { from: Some(from), .. }
            | EventKind::Lost { from: Some(from), .. }
                if is(from) =>
            {
                length = length.saturating_sub(1);
                receivers.retain(|receiver| Some(*receiver) != event.task);
            }
            EventKind::Blocked { on: Some(on), how: Wait::Receive } if is(on) => {
                receivers.extend(event.task);
            }
            EventKind::Blocked { .. }
            | EventKind::Sleeping { .. }
            | EventKind::Computing { .. }
            | EventKind::Finished
            | EventKind::Dropped => {
                receivers.retain(|receiver| Some(*receiver) != event.task);
            }
            _ => {}
        }
        false
    })
}

/// Never more than `limit` tasks are on a thread, computing included.
///
/// # Errors
/// [`Broken`] at the task too many, with everyone who is on a thread.
pub fn at_most_on_threads(trace: &Trace, limit: usize) -> Checked {
    let mut on_threads = BTreeSet::new();
    for (index, event) in trace.events.iter().enumerate() {
        let Some(task) = event.task else { continue };
        match event.kind {
            EventKind::Running { .. } => {
                on_threads.insert(task);
            }
            EventKind::Sleeping { .. }
            | EventKind::Blocked { .. }
            | EventKind::Finished
            | EventKind::Dropped => {
                on_threads.remove(&task);
            }
            _ => {}
        }
        if on_threads.len() > limit {
            let tasks = on_threads.into_iter().collect();
            return Err(Broken { event: index, tasks, items: Vec::new() });
        }
    }
    Ok(())
}

/// Nobody keeps a thread for longer than `limit` at a time.
///
/// # Errors
/// [`Broken`] where someone begins to.
pub fn turns_within(trace: &Trace, limit: Duration) -> Checked {
    let limit = limit.as_micros();
    first(trace, |event| match event.kind {
        EventKind::Computing { until } => u128::from(until - event.at) > limit,
        _ => false,
    })
}

/// A number that is shown with a limit never goes above it.
///
/// # Errors
/// [`Broken`] where it first does.
pub fn numbers_within(trace: &Trace) -> Checked {
    first(trace, |event| exceeds(event).is_some())
}

/// The number of this name never goes above the limit it is shown with.
///
/// # Errors
/// [`Broken`] where it first does.
pub fn number_within(trace: &Trace, shown: &str) -> Checked {
    first(trace, |event| exceeds(event).is_some_and(|resource| name(trace, resource) == shown))
}

/// The resource that shows a number above its limit.
fn exceeds(event: &Event) -> Option<ResourceId> {
    let EventKind::Showed { resource, state } = &event.kind else { return None };
    let State::Number { value, limit: Some(limit) } = **state else { return None };
    (value > limit).then_some(*resource)
}

/// In the table of this name the first cell of the first row is the sum of the first cells of the
/// `parts` rows after it.
///
/// # Errors
/// [`Broken`] where it first is not.
pub fn first_row_adds_up(trace: &Trace, table: &str, parts: usize) -> Checked {
    first(trace, |event| {
        let EventKind::Showed { resource, state } = &event.kind else { return false };
        let State::Table { rows, .. } = &**state else { return false };
        let mut cells = rows.iter().map(|row| row.cells.first().copied().unwrap_or(0));
        name(trace, *resource) == table && cells.next() != Some(cells.take(parts).sum())
    })
}

/// The permits of a resource that are held never add up to more than there are.
///
/// # Errors
/// [`Broken`] at the permit too many, with every holder.
pub fn slots_within(trace: &Trace, limit: u32) -> Checked {
    for (index, event) in trace.events.iter().enumerate() {
        if let EventKind::Showed { state, .. } = &event.kind
            && let State::Slots { held, .. } = &**state
            && held.iter().map(|share| share.count).sum::<u32>() > limit
        {
            let tasks = held.iter().map(|share| share.task).collect();
            return Err(Broken { event: index, tasks, items: Vec::new() });
        }
    }
    Ok(())
}

/// Nobody gets permits, of which there are `limit`, that someone ahead in the line still needs.
///
/// Someone further back may be seen to get theirs first when there are enough for both: who goes
/// first is then the schedule's doing. Those who want more than there is stand in nobody's way.
///
/// # Errors
/// [`Broken`] where someone overtakes, with who overtook and who was overtaken.
pub fn nobody_overtakes(trace: &Trace, limit: u32) -> Checked {
    let mut before = vec![(Vec::new(), Vec::new()); trace.resources.len()];
    for (index, event) in trace.events.iter().enumerate() {
        let EventKind::Showed { resource, state } = &event.kind else { continue };
        let State::Slots { held, waiting } = &**state else { continue };
        let (held_before, waited) = &before[*resource as usize];
        let in_use: u32 = held.iter().map(|share: &Share| share.count).sum();
        for got in held.iter().filter(|share| !held_before.contains(*share)) {
            let ahead = waited.iter().take_while(|share: &&Share| share.task != got.task);
            let ahead = ahead.filter(|share| share.count <= limit && waiting.contains(*share));
            let wanted: u32 = ahead.clone().map(|share| share.count).sum();
            if wanted > 0 && in_use + wanted > limit {
                let tasks = std::iter::once(got.task).chain(ahead.map(|share| share.task));
                return Err(Broken { event: index, tasks: tasks.collect(), items: Vec::new() });
            }
        }
        before[*resource as usize] = (held.clone(), waiting.clone());
    }
    Ok(())
}

/// Whoever holds permits is still there to give them back.
///
/// # Errors
/// [`Broken`] where permits are held by a task that has ended, with that task and who waits.
pub fn holders_are_there(trace: &Trace) -> Checked {
    let mut ended = BTreeSet::new();
    for (index, event) in trace.events.iter().enumerate() {
        match (&event.kind, event.task) {
            (EventKind::Finished | EventKind::Dropped, Some(task)) => {
                ended.insert(task);
            }
            (EventKind::Showed { state, .. }, _) => {
                let State::Slots { held, waiting } = &**state else { continue };
                if held.iter().any(|share| ended.contains(&share.task)) {
                    let gone = held.iter().filter(|share| ended.contains(&share.task));
                    let tasks = gone.chain(waiting).map(|share| share.task).collect();
                    return Err(Broken { event: index, tasks, items: Vec::new() });
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// No bucket that is shown holds more than it can, and there are never more of them than there
/// may be.
///
/// # Errors
/// [`Broken`] where that first happens.
pub fn levels_within(trace: &Trace) -> Checked {
    let fits = |level: &Level| level.held <= level.size;
    first(trace, |event| match &event.kind {
        EventKind::Showed { state, .. } => match &**state {
            State::Level(level) => !fits(level),
            State::Levels { rows, most } => {
                let kept = rows.iter().filter(|row| !row.evicted).count();
                most.is_some_and(|most| kept > most as usize)
                    || !rows.iter().all(|row| fits(&row.level))
            }
            _ => false,
        },
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table that shows these rows.
    fn shows(rows: &[&[i64]]) -> Trace {
        let mut trace = Trace::new(Run::default());
        trace.resources.push(Resource { name: "requests".to_owned(), kind: ResourceKind::Shown });
        let row = |cells: &&[i64]| Row { name: String::new(), cells: cells.to_vec(), fine: None };
        let state = State::Table { columns: Vec::new(), rows: rows.iter().map(row).collect() };
        let kind = EventKind::Showed { resource: 0, state: Box::new(state) };
        trace.events.push(Event { at: 0, task: None, site: None, kind });
        trace
    }

    #[test]
    fn the_first_row_is_the_sum_of_its_parts_and_of_nothing_else() {
        let adds_up = |rows, parts| first_row_adds_up(&shows(rows), "requests", parts).is_ok();
        assert!(adds_up(&[&[5, 9], &[2, 1], &[3]], 2));
        assert!(!adds_up(&[&[5], &[2], &[2]], 2), "one is missing");
        assert!(!adds_up(&[&[5], &[2], &[4]], 2), "one is counted twice");
        assert!(adds_up(&[&[5], &[2], &[3], &[7]], 2), "what comes after is no part");
        assert!(!adds_up(&[&[5], &[2], &[3]], 1));
        assert!(adds_up(&[&[0]], 2));
        assert!(first_row_adds_up(&shows(&[&[5], &[2]]), "another", 1).is_ok());
    }

    #[test]
    fn what_is_never_shown_adds_up_and_parts_that_are_missing_do_not() {
        let nothing = Trace::new(Run::default());
        assert_eq!(first_row_adds_up(&nothing, "requests", 9), Ok(()));
        assert!(first_row_adds_up(&shows(&[&[1]]), "requests", 9).is_err());
    }

    #[test]
    fn the_first_table_that_does_not_add_up_is_named() {
        let mut trace = shows(&[&[5], &[5]]);
        trace.events.extend(shows(&[&[6], &[5]]).events);
        trace.events.extend(shows(&[&[7], &[5]]).events);
        let checked = first_row_adds_up(&trace, "requests", 1);
        assert_eq!(checked.map_err(|broken| broken.event), Err(1));
    }
}
