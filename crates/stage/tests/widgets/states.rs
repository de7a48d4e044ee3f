//! The least runs that show something.

use lab::{Event, EventKind, Resource, ResourceKind, Run, State, Task, Trace};

/// A run of one task that shows one thing.
pub(crate) fn one_state(state: State) -> Trace {
    states_over_time([(1_000, state)])
}

/// The same, of several things, each at its instant.
pub(crate) fn states_over_time(states: impl IntoIterator<Item = (u64, State)>) -> Trace {
    let mut trace = Trace::new(Run::default());
    trace.tasks.push(Task { name: "main".to_owned(), parent: None, site: None });
    trace.resources.push(Resource { name: "shown".to_owned(), kind: ResourceKind::Shown });
    let events = states.into_iter().map(|(at, state)| Event {
        at,
        task: Some(0),
        site: None,
        kind: EventKind::Showed { resource: 0, state: Box::new(state) },
    });
    trace.events = events.collect();
    trace
}
