//! How a program stops.

use std::collections::BTreeMap;
use std::time::Duration;

use super::ends::acted;
use super::{Broken, Checked, broken_at, first, goes_on};
use crate::state::State;
use crate::trace::*;

/// What is made after `action` was taken goes nowhere.
///
/// # Errors
/// [`Broken`] where some of it is handed on.
pub fn nothing_accepted_after(trace: &Trace, action: &str) -> Checked {
    let Some(told) = acted(trace, &[action]) else { return Ok(()) };
    let mut late = Vec::new();
    let mut place = 0;
    first(trace, |event| {
        place += 1;
        match event.kind {
            EventKind::Received { from: None, item: Some(item) } if place > told => {
                late.push(item);
                false
            }
            EventKind::Sent { item: Some(item), .. } => late.contains(&item),
            _ => false,
        }
    })
}

/// Every item that was made ends in one of three ways: delivered, refused at once, or given up.
///
/// # Errors
/// [`Broken`] where one gets lost otherwise, or is last seen in a run that came to an end of its own.
pub fn each_item_accounted_for(trace: &Trace) -> Checked {
    let mut left = BTreeMap::new();
    for (index, event) in trace.events.iter().enumerate() {
        let Some(item) = event.kind.item() else { continue };
        left.insert(item, index);
        match event.kind {
            EventKind::Sent { to: None, .. }
            | EventKind::Lost { why: Loss::Refused | Loss::Cancelled, .. } => {
                left.remove(&item);
            }
            EventKind::Lost { .. } => return Err(broken_at(trace, index)),
            _ => {}
        }
    }
    match left.into_values().min() {
        Some(index) if !goes_on(trace) => Err(broken_at(trace, index)),
        _ => Ok(()),
    }
}

/// The rows of a table are settled from the top to the bottom.
///
/// # Errors
/// [`Broken`] where one is settled before one above it.
pub fn settles_in_order(trace: &Trace) -> Checked {
    first(trace, |event| {
        let EventKind::Showed { state, .. } = &event.kind else { return false };
        let State::Table { rows, .. } = &**state else { return false };
        !rows.is_sorted_by_key(|row| row.fine.is_none())
    })
}

/// Nothing is lost because what it was meant for is closed.
///
/// # Errors
/// [`Broken`] where the first item meets a closed end.
pub fn nothing_meets_closed(trace: &Trace) -> Checked {
    first(trace, |event| matches!(event.kind, EventKind::Lost { why: Loss::Closed, .. }))
}

/// Nothing is given up before `span` has passed since `action` was taken.
///
/// # Errors
/// [`Broken`] where something is.
pub fn gives_up_only_after(trace: &Trace, action: &str, span: Duration) -> Checked {
    let told = acted(trace, &[action]);
    let from = told.map_or(Micros::MAX, |told| after(trace.events[told].at, span));
    first(trace, |event| {
        event.at < from && matches!(event.kind, EventKind::Lost { why: Loss::Cancelled, .. })
    })
}

/// The resource of this name is closed within `span` from when the task that closes it goes about
/// it, once `action` was taken. What that task waits for the thread is not counted.
///
/// # Errors
/// [`Broken`] at the first event after that.
pub fn closes_within(trace: &Trace, resource: &str, action: &str, span: Duration) -> Checked {
    let Some(told) = acted(trace, &[action]) else { return Ok(()) };
    let closed = trace.events.iter().position(|event| match event.kind {
        EventKind::Closed { resource: id } => trace.resources[id as usize].name == resource,
        _ => false,
    });
    // The first task, the scenario itself, is to blame where nobody closes it.
    let task = closed.map_or(Some(0), |closed| trace.events[closed].task);
    let own = |event: &&Event| event.task == task;
    let until = closed.unwrap_or(trace.events.len()).max(told);
    let way = &trace.events[told..until];
    let rests = |event: &&Event| {
        matches!(event.kind, EventKind::Blocked { .. } | EventKind::Sleeping { .. })
    };
    let Some(began) = way.iter().filter(own).find(rests) else { return Ok(()) };
    let deadline = after(began.at, span);
    let woken = way.iter().filter(own).rfind(|event| event.kind == EventKind::Ready);
    let late = closed.is_none() || woken.is_some_and(|woken| woken.at > deadline);
    // One that was cut before may still be in time.
    let early = goes_on(trace) && (trace.end() <= deadline || trace.outcome == Outcome::Running);
    if !late || early {
        return Ok(());
    }
    let event = trace.events.iter().position(|event| event.at > deadline);
    let event = event.unwrap_or(trace.events.len().saturating_sub(1));
    Err(Broken { event, tasks: task.into_iter().collect(), items: Vec::new() })
}

fn after(at: Micros, span: Duration) -> Micros {
    at.saturating_add(span.as_micros() as Micros)
}
