//! What a circuit breaker lets through, and what opens it.
//!
//! The breaker shows a [`Machine`]; what it stands before is a resource that shows a table whose
//! first row counts calls: under way, answered, in vain.

use std::collections::BTreeMap;

use super::ends::took;
use super::{Broken, Checked, broken_at, first, name};
use crate::state::*;
use crate::trace::*;

/// While the circuit is open no call is made.
///
/// # Errors
/// [`Broken`] at the call.
pub fn open_lets_nothing_through(trace: &Trace, server: &str) -> Checked {
    let mut calls = Calls::default();
    let mut at = Position::Closed;
    first(trace, |event| {
        if let Some(machine) = machine(event) {
            at = machine.at;
        }
        calls.step(trace, server, event) == Some(Step::Begun) && at == Position::Open
    })
}

/// While the circuit is open nothing is taken out of the bucket of this name.
///
/// # Errors
/// [`Broken`] at the token that is spent.
pub fn open_spends_nothing(trace: &Trace, bucket: &str) -> Checked {
    let (mut at, mut held) = (Position::Closed, 0);
    first(trace, |event| {
        if let Some(machine) = machine(event) {
            at = machine.at;
        }
        let EventKind::Showed { resource, state } = &event.kind else { return false };
        let State::Level(level) = &**state else { return false };
        if name(trace, *resource) != bucket {
            return false;
        }
        let before = std::mem::replace(&mut held, level.held);
        level.held < before && at == Position::Open
    })
}

/// While it is half open, never more probes are under way than are allowed.
///
/// # Errors
/// [`Broken`] at the probe too many, with all of them.
pub fn probes_within(trace: &Trace) -> Checked {
    for (event, of) in trace.events.iter().enumerate() {
        if let Some(machine) = machine(of)
            && machine.probes.len() > machine.quota as usize
        {
            let tasks = of.task.into_iter().collect();
            return Err(Broken { event, tasks, items: machine.probes.clone() });
        }
    }
    Ok(())
}

/// No probe holds its place for longer than `limit`.
///
/// # Errors
/// [`Broken`] at the first event after that, with the probe.
pub fn probes_come_back(trace: &Trace, limit: Micros) -> Checked {
    let mut out: BTreeMap<ItemId, Micros> = BTreeMap::new();
    for (event, of) in trace.events.iter().enumerate() {
        if let Some((item, _)) = out.iter().find(|(_, since)| of.at > *since + limit) {
            return Err(Broken { event, tasks: Vec::new(), items: vec![*item] });
        }
        if let Some(machine) = machine(of) {
            out.retain(|item, _| machine.probes.contains(item));
            for item in &machine.probes {
                out.entry(*item).or_insert(of.at);
            }
        }
    }
    Ok(())
}

/// A closed circuit opens when `opens` says so of the calls since it closed, and only then.
///
/// `opens` gets whether each failed, in the order in which they ended. A call that was begun before
/// the circuit changed says nothing. Without a circuit there is nothing to check. Once `cut` was taken, which drops calls, nothing is checked.
///
/// # Errors
/// [`Broken`] where it opens without reason, or where it should have and did not.
pub fn opens_when(
    trace: &Trace,
    server: &str,
    cut: &str,
    opens: impl Fn(&[bool]) -> bool,
) -> Checked {
    if !trace.events.iter().any(|event| machine(event).is_some()) {
        return Ok(());
    }
    let mut calls = Calls::default();
    let (mut at, mut generation) = (Position::Closed, 0_u32);
    let mut begun: BTreeMap<Option<TaskId>, u32> = BTreeMap::new();
    let mut failed = Vec::new();
    let mut due = None;
    for (index, event) in trace.events.iter().enumerate() {
        if took(event, &[cut]) {
            return Ok(());
        }
        if let Some(machine) = machine(event)
            && machine.at != at
        {
            if at == Position::Closed && due.take().is_none() {
                return Err(broken_at(trace, index));
            }
            (at, generation) = (machine.at, generation + 1);
            failed.clear();
        }
        let Some(step) = calls.step(trace, server, event) else { continue };
        if let Some(due) = due {
            return Err(broken_at(trace, due));
        }
        match step {
            Step::Begun => {
                begun.insert(event.task, generation);
            }
            Step::Ended { in_vain } => {
                let of_now = begun.remove(&event.task) == Some(generation);
                if of_now && at == Position::Closed {
                    failed.push(in_vain);
                    due = opens(&failed).then_some(index);
                }
            }
        }
    }
    due.map_or(Ok(()), |due| Err(broken_at(trace, due)))
}

/// No call is under way for longer than `limit`.
///
/// # Errors
/// [`Broken`] at the first event after that, with the task whose call it is.
pub fn calls_within(trace: &Trace, server: &str, limit: Micros) -> Checked {
    let mut calls = Calls::default();
    let mut begun: BTreeMap<Option<TaskId>, Micros> = BTreeMap::new();
    for (index, event) in trace.events.iter().enumerate() {
        if let Some((task, _)) = begun.iter().find(|(_, since)| event.at > *since + limit) {
            let tasks = task.iter().copied().collect();
            return Err(Broken { event: index, tasks, items: Vec::new() });
        }
        match calls.step(trace, server, event) {
            Some(Step::Begun) => {
                begun.insert(event.task, event.at);
            }
            Some(Step::Ended { .. }) => {
                begun.remove(&event.task);
            }
            None => {}
        }
    }
    Ok(())
}

fn machine(event: &Event) -> Option<&Machine> {
    let EventKind::Showed { state, .. } = &event.kind else { return None };
    let State::Machine(machine) = &**state else { return None };
    Some(machine)
}

/// What became of the calls of a server so far: under way, in vain.
#[derive(Default)]
struct Calls {
    under_way: i64,
    in_vain: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Begun,
    Ended { in_vain: bool },
}

impl Calls {
    /// What the event says of a call, if it does.
    fn step(&mut self, trace: &Trace, server: &str, event: &Event) -> Option<Step> {
        let EventKind::Showed { resource, state } = &event.kind else { return None };
        let State::Table { rows, .. } = &**state else { return None };
        if name(trace, *resource) != server {
            return None;
        }
        let &[under_way, _, in_vain] = &*rows.first()?.cells else { return None };
        let before = std::mem::replace(self, Calls { under_way, in_vain });
        match under_way - before.under_way {
            0 => None,
            1.. => Some(Step::Begun),
            _ => Some(Step::Ended { in_vain: in_vain > before.in_vain }),
        }
    }
}

#[cfg(test)]
mod tests;
