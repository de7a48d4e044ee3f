//! Why something is as it is: for every task, at every instant.

mod part;
mod say;

use lab::{ItemId, Micros, ResourceId, ResourceKind, Site, State, TaskId, Trace, Wait};

pub(crate) use self::say::items_in;
use self::say::{say_item, say_resource, say_task, unborn};
use crate::index::Index;
use crate::labels::{Labels, fill};
use crate::lane::{Lane, Phase, Stretch};
use crate::path::Place;
use crate::scene::Subject;
use crate::view::View;
use crate::widget;

/// Why something is as it is, as plain data.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// What was asked about.
    pub about: Subject,
    /// The task concerned, if there is one.
    pub task: Option<TaskId>,
    /// What it does; `None` before it is spawned.
    pub phase: Option<Phase>,
    /// What it waits on, or what was asked about.
    pub on: Option<Contents>,
    /// What it holds, or what was asked about.
    pub item: Option<ItemId>,
    /// Since when it is so.
    pub since: Micros,
    /// Who could free it, if it waits for others.
    pub freed_by: Vec<TaskId>,
    /// The event that made it so.
    pub event: Option<usize>,
    /// The line of code it is at.
    pub site: Option<Site>,
    /// The task's event before that one, or the last one before the cursor.
    pub previous: Option<usize>,
    /// The task's next event.
    pub next: Option<usize>,
    /// The name under which an action at the cursor reaches what was asked about, as in
    /// `cancel:NAME`; `None` if it is not there yet, or over.
    pub reached_as: Option<String>,
    said: String,
}

/// How full a resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The resource.
    pub resource: ResourceId,
    /// How much is in it, or held.
    pub len: usize,
    /// How much goes in, if there is a limit.
    pub capacity: Option<usize>,
}

/// Why `subject` is as it is at the cursor. `None` for what needs no reason.
pub fn why(view: &View, subject: Subject) -> Option<Why> {
    match subject {
        Subject::Task(task) => Some(of_task(view, subject, task)),
        Subject::Stretch(task, at) => {
            let cursor = crate::cursor::Cursor::at(view.trace, at);
            Some(of_task(&View { cursor, ..*view }, subject, task))
        }
        Subject::Item(item) => Some(of_item(view, subject, item)),
        Subject::Resource(resource) => Some(of_resource(view, subject, resource)),
        Subject::Part(resource, part) => part::why(view, subject, resource, part),
        Subject::Mark(event) => of_mark(view, subject, event as usize),
        Subject::Fold => None,
    }
}

impl Why {
    /// One or two sentences.
    pub fn say(&self) -> &str {
        &self.said
    }

    fn about(about: Subject) -> Self {
        Why {
            about,
            task: None,
            phase: None,
            on: None,
            item: None,
            since: 0,
            freed_by: Vec::new(),
            event: None,
            site: None,
            previous: None,
            next: None,
            reached_as: None,
            said: String::new(),
        }
    }
}

fn of_task(view: &View, about: Subject, task: TaskId) -> Why {
    let View { trace, index, .. } = *view;
    let lane = index.tasks.get(task as usize);
    let place = lane.and_then(|lane| lane.place_after(view.events()));
    let after = place.map_or(0, |place| place + 1);
    let neighbour = |place: Option<usize>| {
        place.and_then(|place| lane?.stretches.get(place)).map(|stretch| stretch.event as usize)
    };
    let mut why = Why { task: Some(task), next: neighbour(Some(after)), ..Why::about(about) };
    let Some(stretch) = place.and_then(|place| lane?.stretches.get(place)) else {
        why.said = unborn(view, task, why.next);
        return why;
    };
    why.phase = Some(stretch.phase);
    why.item = stretch.item;
    why.event = Some(stretch.event as usize);
    why.previous = neighbour(place.and_then(|place| place.checked_sub(1)));
    why.site = stretch.site.and_then(|site| trace.sites.get(site as usize)).cloned();
    // What was taken in hand later did not begin the waiting.
    why.since = since(lane, place, stretch);
    if let Phase::Blocked { on, how } | Phase::Idle { on, how } = stretch.phase {
        why.on = on.and_then(|on| contents_of(view, on));
        why.freed_by = freed_by(view, task, on, how);
    }
    why.said = say_task(view, task, stretch, &why);
    let name = name(trace, task);
    let is_over = stretch.phase.is_over() || widget::has_ended(view, name);
    why.reached_as = (!is_over).then(|| name.to_owned());
    why
}

/// When the phase began; a change in hand does not begin another.
fn since(lane: Option<&Lane>, place: Option<usize>, stretch: &Stretch) -> Micros {
    let earlier = lane.zip(place).map(|(lane, place)| &lane.stretches[..place]).unwrap_or_default();
    let same = earlier.iter().rev().take_while(|earlier| earlier.phase == stretch.phase);
    same.last().map_or(stretch.at, |first| first.at)
}

/// Who is at the other end and still there.
fn freed_by(view: &View, task: TaskId, on: Option<ResourceId>, how: Wait) -> Vec<TaskId> {
    let links = &view.index.links;
    let is_there = |other: &TaskId| *other != task && !is_over(view.index, *other, view.events());
    let (on, side) = match (on, how) {
        (_, Wait::Task(awaited)) => return Some(awaited).filter(is_there).into_iter().collect(),
        (Some(on), Wait::Send) => (on, &links.receivers),
        (Some(on), Wait::Receive) => (on, &links.senders),
        (Some(on), Wait::Acquire) => return holders(view, on).filter(is_there).collect(),
        (None, _) | (_, Wait::Cancel | Wait::Other) => return Vec::new(),
    };
    let listed = side.get(on as usize).into_iter().flatten().copied();
    listed.filter(is_there).collect()
}

/// Whoever holds permits now, whether it is still there or not.
fn holders<'v>(view: &View<'v>, on: ResourceId) -> impl Iterator<Item = TaskId> + 'v {
    let store = view.index.stores.get(on as usize);
    let held = match store.and_then(|store| store.shown(view.trace, view.events())) {
        Some(State::Slots { held, .. }) => held.as_slice(),
        _ => &[],
    };
    held.iter().map(|share| share.task)
}

fn is_over(index: &Index, task: TaskId, events: usize) -> bool {
    index.doing(task, events).is_some_and(|stretch| stretch.phase.is_over())
}

fn contents_of(view: &View, resource: ResourceId) -> Option<Contents> {
    let listed = view.trace.resources.get(resource as usize)?;
    let store = view.index.stores.get(resource as usize)?;
    let held = match store.shown(view.trace, view.events()) {
        Some(State::Slots { held, .. }) => held.iter().map(|share| share.count as usize).sum(),
        Some(State::Number { value, .. }) => usize::try_from(*value).unwrap_or(0),
        _ => store.len_after(view.events()),
    };
    let (len, capacity) = match listed.kind {
        ResourceKind::Channel { capacity } => {
            (store.len_after(view.events()), capacity.map(|capacity| capacity as usize))
        }
        ResourceKind::Slots { size } => (held, Some(size as usize)),
        ResourceKind::Shown => (held, None),
    };
    Some(Contents { resource, len, capacity })
}

fn of_item(view: &View, about: Subject, item: ItemId) -> Why {
    let View { trace, index, labels, .. } = *view;
    let mut why = Why { item: Some(item), ..Why::about(about) };
    let path = index.items.get(&item);
    why.next = path.and_then(|path| {
        let place = path.stops.partition_point(|stop| (stop.event as usize) < view.events());
        path.stops.get(place).map(|stop| stop.event as usize)
    });
    let Some(stop) = path.and_then(|path| path.after(view.events())) else {
        why.said = fill(labels.why_item_unmade, &[&item.to_string()]);
        return why;
    };
    why.since = stop.at;
    why.event = Some(stop.event as usize);
    why.task = stop.task;
    why.site = site_of(trace, stop.event as usize);
    why.previous = path.and_then(|path| {
        let before = path.stops.iter().rev().find(|earlier| earlier.event < stop.event);
        before.map(|stop| stop.event as usize)
    });
    match stop.place {
        Place::Hand(task) => {
            why.phase = index.doing(task, view.events()).map(|stretch| stretch.phase);
        }
        Place::In(resource) => why.on = contents_of(view, resource),
        Place::Delivered(_) | Place::Lost(_) => {}
    }
    why.said = say_item(view, item, stop);
    why
}

fn of_resource(view: &View, about: Subject, resource: ResourceId) -> Why {
    let mut why = Why { on: contents_of(view, resource), ..Why::about(about) };
    let Some(store) = view.index.stores.get(resource as usize).filter(|_| why.on.is_some()) else {
        why.said = view.labels.nobody.to_owned();
        return why;
    };
    if store.extent.kind.is_some() {
        return part::of_shown(view, why, resource, store);
    }
    why.said = say_resource(view, resource, store);
    if store.is_closed(view.events()) {
        why.event = store.closed.map(|event| event as usize);
    }
    why.event = why.event.or(store.opened.map(|event| event as usize));
    why.since = why.event.and_then(|event| view.trace.events.get(event)).map_or(0, |e| e.at);
    why.site = why.event.and_then(|event| site_of(view.trace, event));
    why
}

fn of_mark(view: &View, about: Subject, event: usize) -> Option<Why> {
    let happened = view.trace.events.get(event)?;
    let claim = view.trace.claims.iter().find(|claim| claim.event == Some(event as u32));
    let said = match claim {
        Some(claim) => {
            fill(view.labels.claim_broke, &[&view.terms.claim(&claim.claim, view.trace)])
        }
        None => crate::describe::step_words(view, event),
    };
    Some(Why {
        task: happened.task,
        item: happened.kind.item(),
        since: happened.at,
        event: Some(event),
        site: site_of(view.trace, event),
        said,
        ..Why::about(about)
    })
}

fn site_of(trace: &Trace, event: usize) -> Option<Site> {
    trace.sites.get(trace.events.get(event)?.site? as usize).cloned()
}

pub(crate) fn name(trace: &Trace, task: TaskId) -> &str {
    trace.tasks.get(task as usize).map_or("?", |task| task.name.as_str())
}

/// A task as the subject of a sentence, or the world outside.
pub(crate) fn who<'a>(trace: &'a Trace, task: Option<TaskId>, labels: &'a Labels) -> &'a str {
    task.map_or(labels.outside, |task| name(trace, task))
}
