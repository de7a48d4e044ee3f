//! The picture in words: for screen readers, and for the table of events.

use std::borrow::Cow;

use lab::{EventKind, ItemId, ResourceId, State, Wait};

use crate::card;
use crate::cursor::Cursor;
use crate::diagram::{contents, is_over};
use crate::figures;
use crate::labels::fill;
use crate::lane::Phase;
use crate::text;
use crate::view::View;
use crate::why::{items_in, name, who};
use crate::widget;

/// More tasks than this are counted by what they do instead.
const MOST_TASKS: usize = 24;

/// The diagram at the cursor, in words.
pub fn describe(view: &View) -> String {
    let View { trace, index, labels, .. } = *view;
    let now = figures::now(view);
    let (at, end) = (text::seconds(view.cursor.at), text::seconds(trace.end()));
    let mut parts = vec![fill(labels.in_progress, &[&now.in_progress.to_string()])];
    let on: Vec<String> = now.on_threads.iter().map(|task| name(trace, *task).to_owned()).collect();
    let many = usize::from(index.threads.len() > 1);
    parts.push(match on.as_slice() {
        [] => labels.thread_is_free[many].to_owned(),
        [one] => fill(labels.has_thread[many], &[one]),
        several => fill(labels.have_threads, &[&text::list(several, labels.and)]),
    });
    let does = |task: &lab::TaskId| {
        let stretch = index.doing(*task, view.events());
        let on_thread = stretch.is_some_and(|stretch| stretch.phase.is_on_thread());
        if on_thread {
            return None;
        }
        let word = match stretch.map(|stretch| stretch.phase) {
            Some(Phase::Ready) if index.threads.len() > 1 => labels.ready_many.to_owned(),
            Some(Phase::Ready) => labels.ready.to_owned(),
            _ => card::word(view, stretch).0,
        };
        Some(fill(labels.does, &[name(trace, *task), &word]))
    };
    parts.extend(index.shown_tasks().filter_map(|task| does(&task)).take(MOST_TASKS));
    for (resource, store) in index.stores.iter().enumerate() {
        let resource = resource as ResourceId;
        if is_over(view, resource) {
            continue;
        }
        let full = contents(view, resource);
        if store.len_after(view.events()) > 0 {
            let items = items_in(view, resource);
            parts.push(if items.is_empty() { full } else { fill(labels.holds, &[&full, &items]) });
        } else if let Some(state) = store.shown(trace, view.events()) {
            // A picture says more than its count.
            let said = store.extent.kind.map(|_| widget::describe(view, state, view.cursor.at));
            let name = view.terms.shown(&trace.resources[resource as usize].name);
            parts.push(said.map_or(full, |said| fill(labels.shows, &[&name, &said])));
        }
    }
    let stuck = matches!(trace.outcome, lab::Outcome::Deadlocked { .. });
    if stuck && view.cursor.is_at_end(trace) {
        parts.push(labels.deadlocked.to_owned());
    }
    format!("{}: {}.", fill(labels.at_of, &[&at, &end]), parts.join("; "))
}

/// One event in one sentence, wherever the cursor stands.
pub fn step_words(view: &View, event: usize) -> String {
    let View { trace, index, labels, .. } = *view;
    let Some(happened) = trace.events.get(event) else { return String::new() };
    let task = who(trace, happened.task, labels);
    let view = View { cursor: Cursor::after(trace, event + 1), ..*view };
    let resource = |resource: ResourceId| match trace.resources.get(resource as usize) {
        Some(_) => contents(&view, resource),
        None => String::new(),
    };
    let bare = |resource: ResourceId| {
        let listed = trace.resources.get(resource as usize);
        listed.map_or(Cow::from("?"), |listed| view.terms.shown(&listed.name))
    };
    let item = |item: Option<ItemId>| match item {
        Some(item) => fill(labels.item, &[&item.to_string()]),
        None => labels.an_item.to_owned(),
    };
    let span = |until: lab::Micros| match until {
        lab::Micros::MAX => text::seconds(until),
        _ => text::span(until.saturating_sub(happened.at)),
    };
    match &happened.kind {
        EventKind::Spawned => fill(labels.was_spawned, &[task]),
        EventKind::Finished => fill(labels.has_finished, &[task]),
        EventKind::Dropped => fill(labels.was_cancelled, &[task]),
        EventKind::Ready => fill(labels.became_ready, &[task]),
        EventKind::Running { .. } if index.threads.len() <= 1 => fill(labels.took_thread, &[task]),
        EventKind::Running { thread } => {
            fill(labels.took_thread_of, &[task, &(u64::from(*thread) + 1).to_string()])
        }
        EventKind::Sleeping { until } => fill(labels.slept, &[task, &span(*until)]),
        EventKind::Computing { until } => fill(labels.computed, &[task, &span(*until)]),
        EventKind::Blocked { how: Wait::Task(awaited), .. } => {
            fill(labels.blocked_joining, &[task, who(trace, Some(*awaited), labels)])
        }
        EventKind::Blocked { how: Wait::Cancel, .. } => fill(labels.blocked_till_cancel, &[task]),
        EventKind::Blocked { on: Some(on), how } => {
            let said = match how {
                Wait::Send => labels.blocked_sending,
                Wait::Receive => labels.blocked_receiving,
                Wait::Acquire => labels.blocked_acquiring,
                _ => labels.blocked_on,
            };
            fill(said, &[task, &resource(*on)])
        }
        EventKind::Blocked { on: None, .. } => fill(labels.blocked_otherwise, &[task]),
        EventKind::Sent { to: Some(to), item: sent } => {
            fill(labels.sent, &[task, &item(*sent), &resource(*to)])
        }
        EventKind::Sent { to: None, item: sent } => fill(labels.delivered, &[task, &item(*sent)]),
        EventKind::Received { from: Some(from), item: got } => {
            fill(labels.received, &[task, &item(*got), &resource(*from)])
        }
        EventKind::Received { from: None, item: got } => fill(labels.made, &[task, &item(*got)]),
        EventKind::Lost { from, item: lost, .. } => {
            let by = from.map_or(Cow::from(task), &bare);
            let (place, why) = labels.loss(&happened.kind);
            fill(labels.lost[place], &[&by, &item(*lost), why])
        }
        EventKind::Decided { resource, item: asked, admitted } => {
            let said = labels.decided[usize::from(!admitted)];
            fill(said, &[&bare(*resource), &item(Some(*asked))])
        }
        EventKind::StoodIn { item: for_it } => fill(labels.stood_in, &[task, &item(Some(*for_it))]),
        EventKind::Opened { resource } => fill(labels.opened, &[&bare(*resource)]),
        EventKind::Closed { resource } => fill(labels.was_closed, &[&bare(*resource)]),
        EventKind::Showed { resource, state } => match &**state {
            State::Number { value, .. } => {
                fill(labels.showed, &[&bare(*resource), &value.to_string()])
            }
            State::Slots { held, waiting } => {
                let sum = |shares: &[lab::Share]| {
                    shares.iter().map(|s| u64::from(s.count)).sum::<u64>().to_string()
                };
                fill(labels.showed_slots, &[&bare(*resource), &sum(held), &sum(waiting)])
            }
            state => {
                let said = widget::describe(&view, state, happened.at);
                fill(labels.showed, &[&bare(*resource), &said])
            }
        },
        EventKind::Claimed { claim, holds } => {
            let said = if *holds { labels.claim_holds } else { labels.claim_broke };
            fill(said, &[&view.terms.claim(claim, trace)])
        }
        EventKind::Acted { press } => {
            // As scripts name a task: `query-4`.
            let argument = press.argument.iter().map(|name| format!(" {}", name.replace('-', " ")));
            let action = view.terms.action(&press.action).to_owned();
            fill(labels.acted, &[&(action + &argument.collect::<String>())])
        }
    }
}
