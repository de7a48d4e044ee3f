//! What must hold in every schedule, as functions over a trace.
//!
//! The scenarios check them live as their claims; the tests of the library check the same ones over
//! hundreds of schedules.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use crate::lab::Lab;
use crate::links::Links;
use crate::trace::*;

/// Where an invariant broke, and who broke it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Broken {
    /// The event's place in the trace.
    pub event: usize,
    /// The tasks that broke it.
    pub tasks: Vec<TaskId>,
    /// The items concerned.
    pub items: Vec<ItemId>,
}

/// What a check of an invariant gives.
pub type Checked = Result<(), Broken>;

/// Every task came to its end.
///
/// # Errors
/// [`Broken`] where the first of those still there at the end got stuck for good.
pub fn everyone_ends(trace: &Trace) -> Checked {
    let left = alive(trace);
    if left.is_empty() || matches!(trace.outcome, Outcome::Running) {
        return Ok(());
    }
    let stuck = |task: TaskId| trace.events.iter().rposition(|event| event.task == Some(task));
    let event = left.iter().filter_map(|task| stuck(*task)).min().unwrap_or(0);
    Err(Broken { event, tasks: left, items: Vec::new() })
}

/// The tasks that have not ended when the trace does, except the scenario itself.
pub fn alive(trace: &Trace) -> Vec<TaskId> {
    let mut alive = vec![true; trace.tasks.len()];
    for event in &trace.events {
        if let (EventKind::Finished | EventKind::Dropped, Some(task)) = (&event.kind, event.task) {
            alive[task as usize] = false;
        }
    }
    (1..trace.tasks.len() as TaskId).filter(|task| alive[*task as usize]).collect()
}

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
/// An item that is handed over in person, its receiving the very next event, never waits.
///
/// # Errors
/// [`Broken`] at the item too many.
pub fn queue_within(trace: &Trace, resource: &str, limit: usize) -> Checked {
    let mut length = 0_usize;
    let mut following = trace.events.iter().skip(1);
    first(trace, |event| {
        let next = following.next();
        let Some(at) = event.kind.resource() else { return false };
        if name(trace, at) != resource {
            return false;
        }
        match event.kind {
            EventKind::Sent { item, .. } => {
                length += 1;
                let taken = EventKind::Received { from: Some(at), item };
                if next.is_some_and(|next| next.kind == taken) {
                    return false;
                }
            }
            EventKind::Received { .. } | EventKind::Lost { .. } => {
                length = length.saturating_sub(1);
            }
            _ => return false,
        }
        length > limit
    })
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
            queue.retain(|waiting| *waiting != item);
            false
        }
        _ => false,
    })
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
    first(trace, |event| match &event.kind {
        EventKind::Showed { state, .. } => match **state {
            State::Number { value, limit } => limit.is_some_and(|limit| value > limit),
            State::Slots { .. } => false,
        },
        _ => false,
    })
}

/// Nobody gets permits that someone ahead in the line still needs.
///
/// Someone further back may be seen to get theirs first when there are enough for both: who goes
/// first is then the schedule's doing. Those who want more than there is stand in nobody's way.
///
/// # Errors
/// [`Broken`] where someone overtakes, with who overtook and who was overtaken.
pub fn nobody_overtakes(trace: &Trace) -> Checked {
    let mut before = vec![(Vec::new(), Vec::new()); trace.resources.len()];
    for (index, event) in trace.events.iter().enumerate() {
        let EventKind::Showed { resource, state } = &event.kind else { continue };
        let State::Slots { held, waiting } = &**state else { continue };
        let ResourceKind::Slots { size } = trace.resources[*resource as usize].kind else {
            continue;
        };
        let (held_before, waited) = &before[*resource as usize];
        let in_use: u32 = held.iter().map(|share: &Share| share.count).sum();
        for got in held.iter().filter(|share| !held_before.contains(*share)) {
            let ahead = waited.iter().take_while(|share: &&Share| share.task != got.task);
            let ahead = ahead.filter(|share| share.count <= size && waiting.contains(*share));
            let wanted: u32 = ahead.clone().map(|share| share.count).sum();
            if wanted > 0 && in_use + wanted > size {
                let tasks = std::iter::once(got.task).chain(ahead.map(|share| share.task));
                return Err(Broken { event: index, tasks: tasks.collect(), items: Vec::new() });
            }
        }
        before[*resource as usize] = (held.clone(), waiting.clone());
    }
    Ok(())
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

/// What the scenario itself said of the claim of this slug.
///
/// # Errors
/// [`Broken`] where it first said that it does not hold.
pub fn claimed(trace: &Trace, slug: &str) -> Checked {
    first(
        trace,
        |event| matches!(&event.kind, EventKind::Claimed { claim, holds: false } if **claim == *slug),
    )
}

/// The first event of which `breaks` says so, with its own task and item as the culprits.
///
/// # Errors
/// [`Broken`] there.
pub fn first(trace: &Trace, breaks: impl FnMut(&Event) -> bool) -> Checked {
    let Some(event) = trace.events.iter().position(breaks) else { return Ok(()) };
    let Event { task, ref kind, .. } = trace.events[event];
    Err(Broken {
        event,
        tasks: task.into_iter().collect(),
        items: kind.item().into_iter().collect(),
    })
}

fn name(trace: &Trace, resource: ResourceId) -> &str {
    &trace.resources[resource as usize].name
}

/// Who waits for whom when nobody can go on.
pub(crate) fn deadlock(lab: &Lab) -> Outcome {
    lab.with_trace(|trace| {
        let links = Links::of(trace);
        let mut last = vec![None; trace.tasks.len()];
        for event in &trace.events {
            if let (Some(task), EventKind::Blocked { on, how }) = (event.task, &event.kind) {
                last[task as usize] = Some((*on, *how));
            }
        }
        let left = alive(trace);
        let waits = left.iter().filter_map(|task| {
            let (on, how) = last[*task as usize]?;
            let mut freed_by = on.map_or(Vec::new(), |on| links.who_frees(on, how).to_vec());
            freed_by.retain(|other| other != task && left.contains(other));
            Some(Waiting { task: *task, on, how, freed_by })
        });
        Outcome::Deadlocked { waits: waits.collect() }
    })
}
