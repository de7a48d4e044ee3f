//! Reasons as sentences.

use lab::{ItemId, Outcome, ResourceId, State, TaskId, Wait};

use super::{Why, is_over, name};
use crate::card::{cause_of, thread_of};
use crate::diagram::contents;
use crate::index::stem;
use crate::labels::fill;
use crate::lane::{Phase, Stretch};
use crate::path::{Place, Stop};
use crate::store::Store;
use crate::text;
use crate::view::View;

/// A task that is not there yet.
pub(super) fn unborn(view: &View, task: TaskId, next: Option<usize>) -> String {
    let name = name(view.trace, task);
    match next.and_then(|event| view.trace.events.get(event)) {
        Some(event) => fill(view.labels.why_unborn, &[name, &text::seconds(event.at)]),
        None => fill(view.labels.why_never, &[name]),
    }
}

/// A task.
pub(super) fn say_task(view: &View, task: TaskId, stretch: &Stretch, why: &Why) -> String {
    let labels = view.labels;
    let name = name(view.trace, task);
    let since = text::seconds(why.since);
    let item = stretch.item.map(|item| fill(labels.item, &[&item.to_string()]));
    let with = item.as_ref().map_or(String::new(), |item| fill(labels.with, &[item]));
    match stretch.phase {
        Phase::Running | Phase::Computing { .. } => {
            let thread = thread_of(view, Some(task)).map_or(1, |thread| thread + 1).to_string();
            let many = view.index.threads.len() > 1;
            let said = if many { labels.why_running_on } else { labels.why_running };
            fill(said, &[name, &thread, &since, &with])
        }
        Phase::Sleeping { until } => {
            let left = text::left(until, view.cursor.at);
            fill(labels.why_waiting, &[name, &text::seconds(until), &left, &with])
        }
        Phase::Ready => say_ready(view, name, &since, &with),
        Phase::Blocked { how: Wait::Cancel, .. } | Phase::Idle { how: Wait::Cancel, .. } => {
            fill(labels.why_cancel, &[name, &since])
        }
        Phase::Blocked { how: Wait::Task(awaited), .. }
        | Phase::Idle { how: Wait::Task(awaited), .. } => {
            fill(labels.why_task, &[name, super::name(view.trace, awaited), &since])
        }
        Phase::Blocked { on: Some(on), how } if why.on.is_some() => {
            let full = contents(view, on);
            let said = match how {
                Wait::Send => {
                    let item = item.as_deref().unwrap_or(labels.an_item);
                    fill(labels.why_send, &[name, item, &full, &since])
                }
                Wait::Acquire => {
                    let wanted = wanted(view, task, on).to_string();
                    fill(labels.why_acquire, &[name, &wanted, &full, &since])
                }
                _ => fill(labels.why_receive, &[name, &full, &since]),
            };
            said + &say_freed(view, task, &why.freed_by, how)
        }
        Phase::Idle { on: Some(on), .. } if why.on.is_some() => {
            let said = fill(labels.why_idle, &[name, &contents(view, on), &since]);
            said + &say_freed(view, task, &why.freed_by, Wait::Receive)
        }
        Phase::Blocked { .. } | Phase::Idle { .. } => fill(labels.why_elsewhere, &[name, &since]),
        Phase::Finished => fill(labels.why_finished, &[name, &since]),
        Phase::Dropped => {
            let said = fill(labels.why_cancelled, &[name, &since]);
            match cause_of(view, Some(task)) {
                Some(cause) => format!("{said} {}", fill(labels.because, &[&cause])),
                None => said,
            }
        }
    }
}

/// Who has the threads that this one wants.
fn say_ready(view: &View, name_of: &str, since: &str, with: &str) -> String {
    let running = view.index.threads.iter().filter_map(|lane| lane.after(view.events())?.task);
    let names: Vec<String> = running.map(|task| name(view.trace, task).to_owned()).collect();
    if names.len() < view.index.threads.len() {
        return fill(view.labels.why_ready_free, &[name_of, since, with]);
    }
    let names = text::list(&names, view.labels.and);
    fill(view.labels.why_ready, &[name_of, since, with, &names])
}

/// How many permits the task is in line for.
fn wanted(view: &View, task: TaskId, on: ResourceId) -> u32 {
    let store = &view.index.stores[on as usize];
    match store.shown(view.trace, view.events()) {
        Some(State::Slots { waiting, .. }) => {
            waiting.iter().find(|share| share.task == task).map_or(1, |share| share.count)
        }
        _ => 1,
    }
}

/// Who frees, peers taken together: `any worker receiving`.
fn say_freed(view: &View, task: TaskId, freed_by: &[TaskId], how: Wait) -> String {
    let labels = view.labels;
    if freed_by.is_empty() {
        let nobody = nobody_is_left(view, task);
        return if nobody { labels.freed_by_nobody.to_owned() } else { String::new() };
    }
    let mut stems: Vec<(&str, Vec<TaskId>)> = Vec::new();
    for task in freed_by {
        let stem = stem(name(view.trace, *task));
        match stems.iter_mut().find(|(known, _)| *known == stem) {
            Some((_, tasks)) => tasks.push(*task),
            None => stems.push((stem, vec![*task])),
        }
    }
    let words = stems.iter().map(|(stem, tasks)| match tasks.as_slice() {
        [task] => name(view.trace, *task).to_owned(),
        _ => fill(labels.any, &[stem]),
    });
    let words: Vec<String> = words.collect();
    let does = match how {
        Wait::Send => labels.receiving,
        Wait::Acquire => labels.releasing,
        _ => labels.sending,
    };
    fill(labels.freed_by, &[&fill(does, &[&text::list(&words, labels.or)])])
}

/// Whether nobody could free the task, whatever the trace has shown of others by now: who has put
/// nothing in yet still may.
fn nobody_is_left(view: &View, task: TaskId) -> bool {
    let View { trace, index, .. } = *view;
    let stuck = matches!(trace.outcome, Outcome::Deadlocked { .. });
    let mut others = (0..trace.tasks.len() as TaskId).filter(|other| *other != task);
    stuck && view.events() >= trace.events.len()
        || others.all(|other| is_over(index, other, view.events()))
}

/// The first items in a queue, as a list.
pub(crate) fn items_in(view: &View, resource: ResourceId) -> String {
    const MOST: usize = 12;
    let Some(store) = view.index.stores.get(resource as usize) else { return String::new() };
    let len = store.len_after(view.events());
    let items = store.after(view.events()).take(MOST).filter_map(|stay| stay.item);
    let mut items: Vec<String> = items.map(|item| item.to_string()).collect();
    if len > MOST && !items.is_empty() {
        items.push(fill(view.labels.more, &[&(len - MOST).to_string()]));
    }
    items.join(", ")
}

/// An item that came somewhere.
pub(super) fn say_item(view: &View, item: ItemId, stop: &Stop) -> String {
    let View { trace, labels, .. } = *view;
    let (number, at) = (item.to_string(), text::seconds(stop.at));
    match stop.place {
        Place::Hand(task) => fill(labels.why_item_hand, &[&number, name(trace, task), &at]),
        Place::In(resource) => {
            let listed = (resource as usize) < trace.resources.len();
            let full = if listed { contents(view, resource) } else { String::new() };
            fill(labels.why_item_in, &[&number, &full, &at])
        }
        Place::Delivered(task) => {
            fill(labels.why_item_delivered, &[&number, name(trace, task), &at])
        }
        Place::Lost(_) => {
            let kind = trace.events.get(stop.event as usize).map(|event| labels.loss(&event.kind));
            let (place, why) = kind.unwrap_or_default();
            fill(labels.why_item_lost[place], &[&number, why, &at])
        }
    }
}

/// What is in a resource.
pub(super) fn say_resource(view: &View, resource: ResourceId, store: &Store) -> String {
    let mut said = contents(view, resource);
    if store.is_closed(view.events()) {
        said = fill(view.labels.closed, &[&said]);
    }
    let items = items_in(view, resource);
    if items.is_empty() {
        return format!("{said}.");
    }
    fill(view.labels.why_resource, &[&said, &items])
}
