//! A number that is steered by what is measured.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{Broken, Checked, broken_at, first, name};
use crate::state::{Sample, State};
use crate::trace::*;

/// The samples that were shown, with the place of each.
fn samples(trace: &Trace) -> impl Iterator<Item = (usize, Sample)> {
    trace.events.iter().enumerate().filter_map(|(place, event)| match &event.kind {
        EventKind::Showed { state, .. } => match **state {
            State::Sample(sample) => Some((place, sample)),
            _ => None,
        },
        _ => None,
    })
}

/// The samples with which the number changed, with the number before.
fn changes(trace: &Trace) -> impl Iterator<Item = (usize, Sample, u32)> {
    let mut before = None;
    samples(trace).filter_map(move |(place, sample)| {
        let old = before.replace(sample.level)?;
        (old != sample.level).then_some((place, sample, old))
    })
}

/// The number that is steered stays within its bounds.
///
/// # Errors
/// [`Broken`] at the first sample outside of them.
pub fn steered_within(trace: &Trace) -> Checked {
    let outside = |sample: &Sample| !(sample.least..=sample.most).contains(&sample.level);
    let broken = samples(trace).find(|(_, sample)| outside(sample));
    broken.map_or(Ok(()), |(place, _)| Err(broken_at(trace, place)))
}

/// From one change of the number to the next it takes at least `span`.
///
/// # Errors
/// [`Broken`] at the first change that comes too soon.
pub fn changes_apart(trace: &Trace, span: Duration) -> Checked {
    let span = span.as_micros() as Micros;
    let mut last: Option<Micros> = None;
    for (place, ..) in changes(trace) {
        let at = trace.events[place].at;
        if last.replace(at).is_some_and(|last| at - last < span) {
            return Err(broken_at(trace, place));
        }
    }
    Ok(())
}

/// Between one change of the number and the next, at least `jobs` items are delivered.
///
/// # Errors
/// [`Broken`] at the first change that rests on fewer.
pub fn changes_rest_on(trace: &Trace, jobs: usize) -> Checked {
    let mut changes = changes(trace).peekable();
    let mut delivered = 0;
    first_place(trace, |place, event| {
        delivered += usize::from(matches!(event.kind, EventKind::Sent { to: None, .. }));
        changes.next_if(|change| change.0 == place).is_some()
            && std::mem::take(&mut delivered) < jobs
    })
}

/// The number rises only while items wait in the queue of this name.
///
/// An item that whoever decides took the moment before was waiting as well.
///
/// # Errors
/// [`Broken`] where it rises all the same.
pub fn rises_only_when_busy(trace: &Trace, queue: &str) -> Checked {
    let mut rises = changes(trace).filter(|(_, sample, old)| sample.level > *old).peekable();
    let (mut waiting, mut took) = (0_usize, None);
    first_place(trace, |place, event| {
        match event.kind {
            EventKind::Sent { to: Some(to), .. } if name(trace, to) == queue => waiting += 1,
            EventKind::Received { from: Some(from), .. } if name(trace, from) == queue => {
                waiting = waiting.saturating_sub(1);
                took = event.task;
            }
            EventKind::Showed { .. } => {}
            _ => took = None,
        }
        let rises = rises.next_if(|rise| rise.0 == place).is_some();
        rises && waiting == 0 && (took.is_none() || took != event.task)
    })
}

/// Never more than `limit` of the tasks whose name begins with `peers` are there at once.
///
/// # Errors
/// [`Broken`] where one too many comes, with all that are there.
pub fn at_most_alive(trace: &Trace, peers: &str, limit: usize) -> Checked {
    let mut alive = BTreeSet::new();
    for (index, event) in trace.events.iter().enumerate() {
        let Some(task) = event.task else { continue };
        match event.kind {
            EventKind::Spawned if trace.tasks[task as usize].name.starts_with(peers) => {
                alive.insert(task);
            }
            EventKind::Finished | EventKind::Dropped => {
                alive.remove(&task);
            }
            _ => {}
        }
        if alive.len() > limit {
            let tasks = alive.into_iter().collect();
            return Err(Broken { event: index, tasks, items: Vec::new() });
        }
    }
    Ok(())
}

/// As [`first`], for checks that look at the event's place.
fn first_place(trace: &Trace, mut breaks: impl FnMut(usize, &Event) -> bool) -> Checked {
    let mut places = 0..;
    first(trace, |event| places.next().is_some_and(|place| breaks(place, event)))
}
