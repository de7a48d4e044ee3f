//! Whom an action is offered for while the reader has chosen nobody: the first who is there.

use lab::{TaskId, Trace};
use scenarios::in_scripts;
use stage::Index;

use crate::film::Film;

/// The place among these tasks, named as in scripts, of the first that is there after so many events;
/// else of the first that is yet to come. A run that goes on now is acted on at its edge.
pub(super) fn first_there(film: &Film, events: usize, tasks: &[String]) -> usize {
    film.with(|trace, index| {
        let events = if film.is_live() { trace.events.len() } else { events };
        place(trace, index, events, tasks)
    })
}

fn place(trace: &Trace, index: &Index, events: usize, tasks: &[String]) -> usize {
    let over = |name: &String| {
        let task = trace.tasks.iter().position(|task| in_scripts(task) == *name)?;
        Some(index.doing(task as TaskId, events)?.phase.is_over())
    };
    let first = |wanted: Option<bool>| tasks.iter().position(|name| over(name) == wanted);
    first(Some(false)).or_else(|| first(None)).unwrap_or(0)
}

/// How many tasks have begun after so many events, how many of those are over, how many actions were
/// taken, and whether that is the end, added up: while it is the same number, an action does the same.
/// Tasks count only where an action is done to one, and nothing does where there is no action.
pub(super) fn there(film: &Film, events: usize) -> usize {
    let actions = film.setup.scenario.actions;
    if actions.is_empty() {
        return 0;
    }
    let acts = actions.iter().any(|action| !action.argument.stems().is_empty());
    film.with(|trace, index| {
        let tasks = 0..if acts { trace.tasks.len() as TaskId } else { 0 };
        let doing = tasks.filter_map(|task| index.doing(task, events));
        let tasks: usize = doing.map(|doing| 1 + usize::from(doing.phase.is_over())).sum();
        let taken = index.acts.partition_point(|place| (*place as usize) < events);
        tasks + taken + usize::from(events >= trace.events.len())
    })
}

#[cfg(test)]
mod tests {
    use scenarios::Link;
    use stage::Cursor;

    use super::*;

    #[test]
    fn who_is_over_is_not_offered_first() {
        let trace = Link::parse("#/worker-pool").0.setup.finish();
        let index = Index::new(&trace);
        let tasks = ["worker-1", "worker-2", "worker-3", "worker-4"].map(str::to_owned);
        let at = |events| place(&trace, &index, events, &tasks);
        let over = |task: usize, events| {
            let task = trace.tasks.iter().position(|of| in_scripts(of) == tasks[task]);
            let doing = task.and_then(|task| index.doing(task as TaskId, events));
            doing.is_some_and(|doing| doing.phase.is_over())
        };
        let mut moved = false;
        for events in 0..=trace.events.len() {
            let first = (0..tasks.len()).find(|task| !over(*task, events)).unwrap_or(0);
            assert_eq!(at(events), first, "after {events} events");
            moved |= first > 0;
        }
        assert!(moved, "nobody ever ended before another did");
        assert_eq!(at(Cursor::start().events), 0);
    }
}
