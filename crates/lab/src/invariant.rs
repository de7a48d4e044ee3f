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
/// [`Broken`] where the first of those still there at the end began to wait for good.
pub fn everyone_ends(trace: &Trace) -> Checked {
    let left = alive(trace);
    if left.is_empty() || matches!(trace.outcome, Outcome::Running) {
        return Ok(());
    }
    let event = left.iter().filter_map(|task| stuck_since(trace, *task)).min().unwrap_or(0);
    Err(Broken { event, tasks: left, items: Vec::new() })
}

/// The event at which the task began the wait it never came out of. Being woken to no avail is no
/// end of a wait.
fn stuck_since(trace: &Trace, task: TaskId) -> Option<usize> {
    let own = trace.events.iter().enumerate().rev().filter(|(_, event)| event.task == Some(task));
    let mut own = own.peekable();
    let last = own.peek().map(|(_, event)| event.kind.clone())?;
    let vain = |kind: &EventKind| {
        *kind == last || matches!(kind, EventKind::Ready | EventKind::Running { .. })
    };
    let wait = own.take_while(|(_, event)| vain(&event.kind));
    wait.filter(|(_, event)| event.kind == last).last().map(|(place, _)| place)
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

/// Where one of `actions` was first taken.
pub fn acted(trace: &Trace, actions: &[&str]) -> Option<usize> {
    trace.events.iter().position(|event| took(event, actions))
}

fn took(event: &Event, actions: &[&str]) -> bool {
    matches!(&event.kind, EventKind::Acted { press } if actions.contains(&&*press.action))
}

/// Once `action` was taken, the task of this name takes nothing more out of anything, and ends.
///
/// # Errors
/// [`Broken`] at what it takes all the same, or where it is last seen.
pub fn stops_on(trace: &Trace, action: &str, task: &str) -> Checked {
    let Some(told) = acted(trace, &[action]) else { return Ok(()) };
    let mut last = told;
    for (index, event) in trace.events.iter().enumerate() {
        let own = is(trace, event, task);
        match event.kind {
            EventKind::Finished | EventKind::Dropped if own => return Ok(()),
            EventKind::Received { from: Some(_), .. } if own && index > told => {
                return Err(broken_at(trace, index));
            }
            _ if own => last = last.max(index),
            _ => {}
        }
    }
    if matches!(trace.outcome, Outcome::Running) {
        return Ok(());
    }
    let tasks = (0..).zip(&trace.tasks).filter(|(_, of)| of.name == task).map(|(id, _)| id);
    Err(Broken { event: last, tasks: tasks.collect(), items: Vec::new() })
}

/// The task of this name ends only after one of `actions` was taken.
///
/// # Errors
/// [`Broken`] where it ends too early.
pub fn ends_only_after(trace: &Trace, task: &str, actions: &[&str]) -> Checked {
    let mut over = false;
    first(trace, |event| {
        over |= took(event, actions);
        matches!(event.kind, EventKind::Finished) && !over && is(trace, event, task)
    })
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

/// The channel `last` closes only after every channel whose name begins with `parts`, unless one
/// of `actions` was taken before.
///
/// # Errors
/// [`Broken`] where it closes too early.
pub fn closes_after(trace: &Trace, last: &str, parts: &str, actions: &[&str]) -> Checked {
    let is_part = |resource: &Resource| resource.name.starts_with(parts);
    let mut open = trace.resources.iter().filter(|resource| is_part(resource)).count();
    let mut over = false;
    first(trace, |event| {
        over |= took(event, actions);
        let EventKind::Closed { resource } = event.kind else { return false };
        open -= usize::from(is_part(&trace.resources[resource as usize]));
        name(trace, resource) == last && open > 0 && !over
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
    let event = trace.events.iter().position(breaks);
    event.map_or(Ok(()), |event| Err(broken_at(trace, event)))
}

/// Broken at this event, by its own task and item.
fn broken_at(trace: &Trace, event: usize) -> Broken {
    let Event { task, ref kind, .. } = trace.events[event];
    Broken { event, tasks: task.into_iter().collect(), items: kind.item().into_iter().collect() }
}

/// Whether the event is of the task of this name.
fn is(trace: &Trace, event: &Event, name: &str) -> bool {
    event.task.is_some_and(|task| trace.tasks[task as usize].name == name)
}

fn name(trace: &Trace, resource: ResourceId) -> &str {
    &trace.resources[resource as usize].name
}

/// Who waits for whom when nobody can go on.
pub(crate) fn deadlock(lab: &Lab) -> Outcome {
    lab.with_trace(|trace| {
        let links = Links::of(trace);
        let mut last = vec![None; trace.tasks.len()];
        let mut holders = vec![Vec::new(); trace.resources.len()];
        for event in &trace.events {
            match (event.task, &event.kind) {
                (Some(task), EventKind::Blocked { on, how }) => {
                    last[task as usize] = Some((*on, *how));
                }
                (_, EventKind::Showed { resource, state }) => {
                    if let State::Slots { held, .. } = &**state {
                        let held = held.iter().map(|share| share.task);
                        holders[*resource as usize] = held.collect();
                    }
                }
                _ => {}
            }
        }
        let left = alive(trace);
        let waits = left.iter().filter_map(|task| {
            let (on, how) = last[*task as usize]?;
            let mut freed_by = match (on, how) {
                (Some(on), Wait::Acquire) => holders[on as usize].clone(),
                (Some(on), _) => links.who_frees(on, how).to_vec(),
                (None, _) => Vec::new(),
            };
            freed_by.retain(|other| other != task && left.contains(other));
            Some(Waiting { task: *task, on, how, freed_by })
        });
        Outcome::Deadlocked { waits: waits.collect() }
    })
}
