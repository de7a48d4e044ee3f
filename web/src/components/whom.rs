//! Whom an action is offered for while the reader has chosen nobody: the first who is there.

use lab::{TaskId, Trace};
use scenarios::in_scripts;
use stage::Index;

use crate::film::Film;
use crate::model::Model;

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

/// How many tasks have begun at the cursor, and how many of those are over, added up: while it is the
/// same number it is the same tasks. 0 where no action is done to a task.
pub(super) fn there(model: &Model) -> usize {
    let mut actions = model.link.setup.scenario.actions.iter();
    let acts = actions.any(|action| !action.argument.stems().is_empty());
    let Some(film) = model.film().filter(|_| acts) else { return 0 };
    let events = model.moment.cursor.events;
    film.with(|trace, index| {
        let tasks = 0..trace.tasks.len() as TaskId;
        let doing = tasks.filter_map(|task| index.doing(task, events));
        doing.map(|doing| 1 + usize::from(doing.phase.is_over())).sum()
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
