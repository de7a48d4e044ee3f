//! What questions are asked of: short ways to find an event in a trace.

use lab::{Event, EventKind, ItemId, KeyLevel, Machine, Micros, Sample, State, Trace};

use crate::link::Cursor;

/// How many events have happened up to and with this instant, in milliseconds.
pub(crate) fn by(trace: &Trace, ms: Micros) -> usize {
    trace.events.partition_point(|event| event.at <= ms * 1_000)
}

/// Where the run stands after so many events.
pub(crate) fn stop_after(events: usize) -> Cursor {
    Cursor::Event(u32::try_from(events.saturating_sub(1)).unwrap_or(u32::MAX))
}

/// The place of the first event from this place on that is so.
pub(crate) fn next(trace: &Trace, from: usize, is: impl Fn(&Event) -> bool) -> Option<usize> {
    let rest = trace.events.get(from..)?;
    rest.iter().position(is).map(|place| from + place)
}

/// The place of the last event that is so.
pub(crate) fn last(trace: &Trace, is: impl Fn(&Event) -> bool) -> Option<usize> {
    trace.events.iter().rposition(is)
}

/// How many events from this place on are so.
pub(crate) fn count(trace: &Trace, from: usize, is: impl Fn(&Event) -> bool) -> usize {
    trace.events.iter().skip(from).filter(|event| is(event)).count()
}

/// Whether the event happened to the task of this name.
pub(crate) fn of(trace: &Trace, event: &Event, name: &str) -> bool {
    task(trace, event) == name
}

/// The name of the task that the event happened to; empty if it happened to nobody.
pub(crate) fn task<'a>(trace: &'a Trace, event: &Event) -> &'a str {
    let task = event.task.and_then(|task| trace.tasks.get(task as usize));
    task.map_or("", |task| task.name.as_str())
}

/// The name of what the event names; empty if it names nothing.
pub(crate) fn resource<'a>(trace: &'a Trace, event: &Event) -> &'a str {
    let id = event.kind.resource();
    let resource = id.and_then(|id| trace.resources.get(id as usize));
    resource.map_or("", |resource| resource.name.as_str())
}

/// The item that is delivered with the event.
pub(crate) fn delivered(event: &Event) -> Option<ItemId> {
    match event.kind {
        EventKind::Sent { to: None, item } => item,
        _ => None,
    }
}

/// Whether an item is taken out of something with the event.
pub(crate) fn takes(event: &Event) -> bool {
    matches!(event.kind, EventKind::Received { from: Some(_), .. })
}

/// Whether an item is put into something with the event.
pub(crate) fn puts(event: &Event) -> bool {
    matches!(event.kind, EventKind::Sent { to: Some(_), .. })
}

/// The item that a gate decides on with the event.
pub(crate) fn decided_on(event: &Event) -> Option<ItemId> {
    match event.kind {
        EventKind::Decided { item, .. } => Some(item),
        _ => None,
    }
}

/// Whether a gate lets an item in with the event.
pub(crate) fn admits(event: &Event) -> bool {
    matches!(event.kind, EventKind::Decided { admitted: true, .. })
}

/// Whether an item is lost with the event, or given up.
pub(crate) fn loses(event: &Event) -> bool {
    matches!(event.kind, EventKind::Lost { .. })
}

/// Whether the way of this item ends with the event: it is delivered or lost.
pub(crate) fn ends(event: &Event, item: ItemId) -> bool {
    event.kind.item() == Some(item) && (loses(event) || delivered(event).is_some())
}

/// Whether the user takes an action with the event.
pub(crate) fn acts(event: &Event) -> bool {
    matches!(event.kind, EventKind::Acted { .. })
}

/// The state that is shown with the event.
fn state(event: &Event) -> Option<&State> {
    match &event.kind {
        EventKind::Showed { state, .. } => Some(state),
        _ => None,
    }
}

/// The state machine that is shown with the event.
pub(crate) fn machine(event: &Event) -> Option<&Machine> {
    match state(event)? {
        State::Machine(machine) => Some(machine),
        _ => None,
    }
}

/// The sample that is shown with the event.
pub(crate) fn sample(event: &Event) -> Option<&Sample> {
    match state(event)? {
        State::Sample(sample) => Some(sample),
        _ => None,
    }
}

/// The buckets that are shown with the event.
pub(crate) fn buckets(event: &Event) -> Option<&[KeyLevel]> {
    match state(event)? {
        State::Levels { rows, .. } => Some(rows),
        _ => None,
    }
}

/// Of those who come next, all at one instant: how many a gate lets in, and the place of the event
/// that decides on the last of them.
pub(crate) fn next_crowd(trace: &Trace, from: usize) -> Option<(usize, usize)> {
    let first = next(trace, from, |event| decided_on(event).is_some())?;
    let at = trace.events[first].at;
    let now = |event: &Event| event.at == at && decided_on(event).is_some();
    let let_in = |event: &Event| now(event) && admits(event);
    Some((count(trace, from, let_in), last(trace, now)?))
}
