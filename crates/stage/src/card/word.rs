//! What a task does, in a word or two.

use lab::{Micros, TaskId};

use crate::diagram::contents;
use crate::labels::fill;
use crate::lane::{Phase, Stretch};
use crate::text;
use crate::view::View;

/// Less than this after its time nobody is late: a host has to get round to it.
const LATE: Micros = 1_000;

/// The state in a word or two, and in fewer.
pub(crate) fn word(view: &View, stretch: Option<&Stretch>) -> (String, String) {
    let labels = view.labels;
    let same = |word: &str| (word.to_owned(), word.to_owned());
    let Some(stretch) = stretch else {
        let [long, short] = labels.unborn;
        return (long.to_owned(), short.to_owned());
    };
    match stretch.phase {
        Phase::Running | Phase::Computing { .. } => match thread_of(view, stretch.task) {
            Some(thread) if view.index.threads.len() > 1 => {
                let words = fill(labels.on_thread, &[&(thread + 1).to_string()]);
                (words, labels.running.to_owned())
            }
            _ => (labels.on_the_thread.to_owned(), labels.running.to_owned()),
        },
        // On the virtual clock nothing is ever late.
        Phase::Sleeping { until } if view.real && view.cursor.at.saturating_sub(until) >= LATE => {
            let late = text::span((view.cursor.at - until) / 1_000 * 1_000);
            let [long, short] = labels.late.map(|words| fill(words, &[&late]));
            (long, short)
        }
        Phase::Sleeping { until } => {
            let left = text::left(until, view.cursor.at);
            (fill(labels.waiting, &[&left]), left)
        }
        Phase::Ready => (labels.ready_short.to_owned(), labels.ready_word.to_owned()),
        Phase::Blocked { on: Some(on), .. } if (on as usize) < view.trace.resources.len() => {
            let contents = contents(view, on);
            (fill(labels.blocked, &[&contents]), contents)
        }
        Phase::Blocked { .. } => same(labels.blocked_elsewhere),
        Phase::Idle { .. } => same(labels.idle),
        Phase::Finished => same(labels.finished),
        Phase::Dropped => match cause_of(view, stretch.task) {
            Some(cause) => (format!("{}: {cause}", labels.cancelled), labels.cancelled.to_owned()),
            None => same(labels.cancelled),
        },
    }
}

/// Why a task was cancelled, if a scope of its name tells.
pub(crate) fn cause_of(view: &View, task: Option<TaskId>) -> Option<String> {
    let task = view.trace.tasks.get(task? as usize)?;
    crate::widget::cause(view, &task.name)
}

/// The thread `task` is on.
pub(crate) fn thread_of(view: &View, task: Option<TaskId>) -> Option<usize> {
    let on = |lane: &crate::lane::Lane| lane.after(view.events()).is_some_and(|s| s.task == task);
    task.and_then(|_| view.index.threads.iter().position(on))
}
