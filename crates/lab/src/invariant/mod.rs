//! What must hold in every schedule, as functions over a trace.
//!
//! The scenarios check them live as their claims. The tests of the library check the same ones: what
//! a pattern does, on any executor and under hundreds of schedules, is written down as a trace there.

mod circuits;
mod ends;
mod gate;
mod items;
mod limits;
mod losses;
mod rates;
mod scopes;
mod sequence;
mod shutdown;
mod steering;
mod weight;
mod windows;

pub use circuits::*;
pub use ends::*;
pub use gate::*;
pub use items::*;
pub use limits::*;
pub use losses::*;
pub use rates::*;
pub use scopes::*;
pub use sequence::*;
pub use shutdown::*;
pub use steering::*;
pub use weight::*;
pub use windows::*;

use std::time::Duration;

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

/// Whether more would come if the run were not cut, or were not still being written: then nothing is
/// missing yet. Only the reader's own arrivals are so many; whatever else reaches a bound of its run
/// goes on for ever.
fn goes_on(trace: &Trace) -> bool {
    match trace.outcome {
        Outcome::Running => true,
        Outcome::OutOfTime | Outcome::OutOfEvents => !trace.run.traffic.is_empty(),
        _ => false,
    }
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

/// In microseconds; none is shorter than one.
fn micros(span: Duration) -> Micros {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX).max(1)
}

/// Traces made by hand.
#[cfg(test)]
mod tests {
    use super::*;

    /// What the task `limiter`, before the channel `calls`, said of items 1, 2, 3, … and when.
    pub(super) fn said(decisions: &[(Micros, bool)]) -> Trace {
        let mut trace = limiter();
        for ((at, admitted), item) in decisions.iter().zip(1..) {
            trace.events.push(says(*at, item, *admitted));
        }
        trace
    }

    /// When each of items 1, 2, 3, … came, and when it was told what.
    pub(super) fn told(items: &[(Micros, Micros, bool)]) -> Trace {
        let mut trace = limiter();
        for ((came, at, admitted), item) in items.iter().zip(1..) {
            let kind = EventKind::Received { from: None, item: Some(item) };
            trace.events.push(Event { at: *came, task: Some(0), site: None, kind });
            trace.events.push(says(*at, item, *admitted));
        }
        trace.events.sort_by_key(|event| event.at);
        trace
    }

    fn limiter() -> Trace {
        let mut trace = Trace::new(Run::default());
        trace.tasks.push(Task { name: "limiter".to_owned(), parent: None, site: None });
        let kind = ResourceKind::Channel { capacity: None };
        trace.resources.push(Resource { name: "calls".to_owned(), kind });
        trace
    }

    fn says(at: Micros, item: ItemId, admitted: bool) -> Event {
        let item = Some(item);
        let kind = match admitted {
            true => EventKind::Sent { to: Some(0), item },
            false => EventKind::Lost { from: None, item, why: Loss::Refused },
        };
        Event { at, task: Some(0), site: None, kind }
    }

    /// The items of which the check says that they break it.
    pub(super) fn broken(checked: Checked) -> Option<Vec<ItemId>> {
        checked.err().map(|broken| broken.items)
    }
}
