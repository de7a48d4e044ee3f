//! What is seen of a thread: whom it was with, each for long enough that an eye can follow. Whoever
//! only begins to wait has the thread for an instant, and several of those pass between two frames.

use lab::{Micros, TaskId};

use crate::lane::{Lane, Phase};
use crate::view::View;

/// For how long a thread is seen with somebody at least.
const LEAST: Micros = 120_000;
/// So many stretches of a thread are looked back at: long before that, what is seen has caught up.
const LOOKED_BACK: usize = 48;

/// A thread's stay with a task that computes; to be polled takes no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Visit {
    /// With whom.
    pub(crate) task: TaskId,
    /// From when on it is seen there: not before it was seen at the last one for long enough.
    pub(crate) from: Micros,
    /// Until when; `None` if it goes on.
    pub(crate) until: Option<Micros>,
}

/// The visits of a thread up to the cursor.
pub(crate) fn visits(view: &View, thread: &Lane) -> Vec<Visit> {
    let mut visits: Vec<Visit> = Vec::new();
    let Some(last) = thread.place_after(view.events()) else { return visits };
    for place in last.saturating_sub(LOOKED_BACK)..=last {
        let stretch = &thread.stretches[place];
        let (Phase::Computing { .. }, Some(task)) = (stretch.phase, stretch.task) else { continue };
        let over = (place < last).then(|| thread.end_of(place, stretch.at));
        let before = visits.last().and_then(|visit| visit.until).unwrap_or(0);
        match visits.last_mut() {
            // It is seen there still: it stays.
            Some(visit) if visit.task == task && stretch.at <= before => {
                visit.until = over.map(|over| over.max(before));
            }
            _ => {
                let from = stretch.at.max(before);
                let until = over.map(|over| over.max(from + LEAST));
                visits.push(Visit { task, from, until });
            }
        }
    }
    visits
}

/// The instant that is seen: the clock, and for how long it has been held.
pub(crate) fn seen(view: &View) -> Micros {
    view.cursor.at.saturating_add(view.cursor.held)
}

/// Whom the thread is seen with.
pub(crate) fn with(view: &View, thread: &Lane) -> Option<TaskId> {
    let now = seen(view);
    let is_there =
        |visit: &&Visit| visit.from <= now && visit.until.is_none_or(|until| now < until);
    visits(view, thread).iter().rev().find(is_there).map(|visit| visit.task)
}

/// Whether no thread is seen with `task` any more.
pub(crate) fn is_over(view: &View, task: TaskId) -> bool {
    let now = seen(view);
    let mut all = view.index.threads.iter().flat_map(|thread| visits(view, thread));
    all.all(|visit| visit.task != task || visit.until.is_some_and(|until| until <= now))
}
