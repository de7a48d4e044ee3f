//! What must hold in every schedule, as functions over a trace.
//!
//! The scenarios check them live as their claims; the tests of the library check the same ones over
//! hundreds of schedules.

mod admitted;
mod circuits;
mod ends;
mod items;
mod limits;
mod losses;
mod rates;
mod scopes;
mod sequence;
mod shutdown;
mod steering;
mod windows;

pub use admitted::*;
pub use circuits::*;
pub use ends::*;
pub use items::*;
pub use limits::*;
pub use losses::*;
pub use rates::*;
pub use scopes::*;
pub use sequence::*;
pub use shutdown::*;
pub use steering::*;
pub use windows::*;

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
