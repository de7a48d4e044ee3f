//! Who comes to an end, and who is stuck.

use super::{Broken, Checked, broken_at, first, goes_on, is, name};
use crate::lab::Lab;
use crate::links::Links;
use crate::state::*;
use crate::trace::*;

/// Every task came to its end.
///
/// # Errors
/// [`Broken`] where the first of those still there at the end began to wait for good.
pub fn everyone_ends(trace: &Trace) -> Checked {
    let left = alive(trace);
    if left.is_empty() || goes_on(trace) {
        return Ok(());
    }
    let event = left.iter().filter_map(|task| stuck_since(trace, *task)).min().unwrap_or(0);
    Err(Broken { event, tasks: left, items: Vec::new() })
}

/// Every task came to its end. Nobody has to before `action` was taken and the task of this name,
/// whom it tells to stop, has ended, if it does.
///
/// # Errors
/// [`Broken`] as for [`everyone_ends`], but no sooner than that.
pub fn everyone_ends_on(trace: &Trace, action: &str, task: &str) -> Checked {
    let told = acted(trace, &[action]).unwrap_or(0);
    let ends = |event: &Event| {
        matches!(event.kind, EventKind::Finished | EventKind::Dropped) && is(trace, event, task)
    };
    let ended = trace.events.iter().skip(told).position(ends).unwrap_or(0);
    let due = told + ended;
    everyone_ends(trace).map_err(|broken| Broken { event: broken.event.max(due), ..broken })
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

/// Where one of `actions` was first taken.
pub fn acted(trace: &Trace, actions: &[&str]) -> Option<usize> {
    trace.events.iter().position(|event| took(event, actions))
}

pub(super) fn took(event: &Event, actions: &[&str]) -> bool {
    matches!(&event.kind, EventKind::Acted { press } if actions.contains(&&*press.action))
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
                (_, Wait::Task(awaited)) => vec![awaited],
                (Some(on), _) => links.who_frees(on, how).to_vec(),
                (None, _) => Vec::new(),
            };
            freed_by.retain(|other| other != task && left.contains(other));
            Some(Waiting { task: *task, on, how, freed_by })
        });
        Outcome::Deadlocked { waits: waits.collect() }
    })
}
