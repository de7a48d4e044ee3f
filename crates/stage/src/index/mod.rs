//! The index of a trace: built once, searched on every frame.

mod carry;
mod link;
mod name;

use std::collections::{BTreeMap, BTreeSet};

use lab::{
    Event, EventKind, ItemId, Links, Micros, ResourceId, Setting, State, TaskId, Trace, Wait,
};

pub(crate) use self::name::{number, stem};
use crate::crowd::Crowd;
use crate::graph::Graph;
use crate::lane::{Lane, Phase, Stretch};
use crate::path::{Path, Stop};
use crate::playback::Holds;
use crate::store::Store;

/// Everything a frame looks up, so that its cost depends on what is in view and not on the length of
/// the trace. Made in one pass over the events; grows with the trace.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// How many events it has taken in.
    pub events: usize,
    /// What each task does.
    pub tasks: Vec<Lane>,
    /// What each thread does.
    pub threads: Vec<Lane>,
    /// What is in each resource.
    pub stores: Vec<Store>,
    /// Where each item has been.
    pub items: BTreeMap<ItemId, Path>,
    /// Who puts into and takes out of what.
    pub links: Links,
    /// The places of the events with which the user acted.
    pub acts: Vec<u32>,
    /// The places of the events with which an item was lost.
    pub losses: Vec<u32>,
    pub(crate) holds: Holds,
    pub(crate) graph: Graph,
    pub(crate) crowds: Vec<Crowd>,
    /// What is in each task's hands, the newest last.
    hands: Vec<Vec<ItemId>>,
    /// The thread each task is on.
    on: Vec<Option<usize>>,
    /// The crowd of each task.
    pub(crate) crowd_of: Vec<usize>,
    /// By resource: who shows it as a switch.
    switches: Vec<Vec<TaskId>>,
    /// Which tasks are worth a lane.
    shown: Vec<bool>,
    /// The shape the graph is of.
    drawn: [usize; 3],
    /// The links there are: side, resource, task.
    linked: BTreeSet<(u8, ResourceId, TaskId)>,
}

/// More threads than this share the last lane.
const MOST_THREADS: usize = 64;

/// A thread that has nothing to do.
const FREE: Stretch = Stretch {
    phase: Phase::Idle { on: None, how: Wait::Other },
    task: None,
    item: None,
    event: 0,
    at: 0,
    site: None,
};

impl Index {
    /// The index of `trace` as far as it goes.
    pub fn new(trace: &Trace) -> Self {
        let mut index = Index::default();
        index.extend(trace);
        index
    }

    /// Takes in what has been added to the trace.
    pub fn extend(&mut self, trace: &Trace) {
        while !self.advance(trace, usize::MAX) {}
    }

    /// Takes in so many events more, so that a long trace leaves time for other things in between.
    /// Returns whether that was all; before, nothing else can be asked.
    pub fn advance(&mut self, trace: &Trace, events: usize) -> bool {
        self.make_room(trace);
        for (place, event) in trace.events.iter().enumerate().skip(self.events).take(events) {
            self.take_in(place as u32, event);
            self.events = place + 1;
        }
        if self.events < trace.events.len() {
            return false;
        }
        if !self.holds.advance(trace, events) {
            return false;
        }
        if self.drawn != self.shape() {
            self.drawn = self.shape();
            self.graph = Graph::of(trace, &self.links, &self.switches, &self.shown);
        }
        true
    }

    /// What the diagram's layout depends on: how many tasks are shown, links and resources there are.
    fn shape(&self) -> [usize; 3] {
        let shown = self.shown.iter().filter(|shown| **shown).count();
        [shown, self.linked.len(), self.stores.len()]
    }

    /// How many threads the run has.
    pub fn threads(&self) -> usize {
        self.threads.len()
    }

    /// Whether the task is worth a lane and a card: it moves items, waits for time, or computes.
    pub fn is_shown(&self, task: TaskId) -> bool {
        self.shown.get(task as usize).copied().unwrap_or(false)
    }

    /// The tasks that are worth a lane, in order.
    pub fn shown_tasks(&self) -> impl Iterator<Item = TaskId> + '_ {
        (0..self.tasks.len() as TaskId).filter(|task| self.is_shown(*task))
    }

    /// What `task` does after so many events; `None` before it is spawned.
    pub fn doing(&self, task: TaskId, events: usize) -> Option<&Stretch> {
        self.tasks.get(task as usize)?.after(events)
    }

    /// Whether the run has an item of this number.
    pub fn has_item(&self, item: ItemId) -> bool {
        self.items.contains_key(&item)
    }

    /// Where `item` is after so many events.
    pub fn whereabouts(&self, item: ItemId, events: usize) -> Option<&Stop> {
        self.items.get(&item)?.after(events)
    }

    fn make_room(&mut self, trace: &Trace) {
        let threads = match trace.run.knobs.get("threads") {
            Some(Setting::Number(threads)) => (*threads).clamp(1, MOST_THREADS as i64) as usize,
            _ => 1,
        };
        while self.threads.len() < threads {
            self.add_thread();
        }
        for task in self.tasks.len()..trace.tasks.len() {
            let stem = stem(&trace.tasks[task].name);
            let crowd = self.crowds.iter().position(|crowd| crowd.stem == stem);
            let crowd = crowd.unwrap_or_else(|| {
                self.crowds.push(Crowd::new(stem));
                self.crowds.len() - 1
            });
            let tasks = &mut self.crowds[crowd].tasks;
            self.shown.push(tasks.first().is_some_and(|first| self.shown[*first as usize]));
            tasks.push(task as TaskId);
            self.crowd_of.push(crowd);
        }
        self.tasks.resize_with(trace.tasks.len(), Lane::default);
        self.hands.resize_with(trace.tasks.len(), Vec::new);
        self.on.resize(trace.tasks.len(), None);
        self.stores.resize_with(trace.resources.len(), Store::default);
        self.switches.resize_with(trace.resources.len(), Vec::new);
        for side in [&mut self.links.senders, &mut self.links.receivers, &mut self.links.holders] {
            side.resize_with(trace.resources.len(), Vec::new);
        }
    }

    /// Shows a task, and those that are like it: who came too late for anything is one of them too.
    fn show_crowd(&mut self, task: TaskId) {
        if !self.is_shown(task) {
            for like in &self.crowds[self.crowd_of[task as usize]].tasks {
                self.shown[*like as usize] = true;
            }
        }
    }

    fn add_thread(&mut self) {
        let mut lane = Lane::default();
        lane.push(FREE);
        self.threads.push(lane);
    }

    fn take_in(&mut self, place: u32, event: &Event) {
        self.link(event);
        self.store(place, event);
        self.carry(place, event);
        match event.kind {
            EventKind::Lost { .. } => self.losses.push(place),
            EventKind::Acted { .. } => self.acts.push(place),
            _ => {}
        }
        let Some(task) = event.task.filter(|task| (*task as usize) < self.tasks.len()) else {
            return;
        };
        if moves_items(&event.kind) || (task != 0 && takes_time(&event.kind)) {
            self.show_crowd(task);
        }
        let before = self.tasks[task as usize].last().copied();
        let item = self.hands[task as usize].last().copied();
        let phase = match event.kind {
            EventKind::Spawned | EventKind::Ready => Phase::Ready,
            EventKind::Running { thread } => {
                self.mount(task, thread as usize, place, event.at);
                Phase::Running
            }
            EventKind::Computing { until } => Phase::Computing { until },
            EventKind::Sleeping { until } => Phase::Sleeping { until },
            EventKind::Blocked { on, how } => match (how, item) {
                (Wait::Send | Wait::Acquire, _) | (_, Some(_)) => Phase::Blocked { on, how },
                (_, None) => Phase::Idle { on, how },
            },
            EventKind::Finished => Phase::Finished,
            EventKind::Dropped => Phase::Dropped,
            _ => match before {
                Some(before) => before.phase,
                None => return,
            },
        };
        if before.is_some_and(|before| before.phase == phase && before.item == item) {
            return;
        }
        let site = event.site.or(before.and_then(|before| before.site));
        let stretch = Stretch { phase, task: Some(task), item, event: place, at: event.at, site };
        self.push(task, stretch);
    }

    /// Adds a stretch to its task's lane, and to its thread's.
    fn push(&mut self, task: TaskId, stretch: Stretch) {
        let lane = &mut self.tasks[task as usize];
        let before = lane.last().map(|before| before.phase);
        lane.push(stretch);
        self.crowds[self.crowd_of[task as usize]].change(stretch.at, before, stretch.phase);
        let Some(thread) = self.on[task as usize] else { return };
        if stretch.phase.is_on_thread() {
            self.threads[thread].push(stretch);
        } else {
            self.dismount(task, stretch.event, stretch.at);
        }
    }

    /// Puts the task on a thread; whoever was there is not any more.
    fn mount(&mut self, task: TaskId, thread: usize, event: u32, at: Micros) {
        let thread = thread.min(MOST_THREADS - 1);
        if self.on[task as usize] == Some(thread) {
            return;
        }
        self.dismount(task, event, at);
        while self.threads.len() <= thread {
            self.add_thread();
        }
        self.on[task as usize] = Some(thread);
    }

    fn dismount(&mut self, task: TaskId, event: u32, at: Micros) {
        let Some(thread) = self.on[task as usize].take() else { return };
        let lane = &mut self.threads[thread];
        if lane.last().is_some_and(|last| last.task == Some(task)) {
            lane.push(Stretch { event, at, ..FREE });
        }
    }
}

/// Whether an event makes its task worth a lane. One that only spawns others and waits for their
/// ends is not.
fn moves_items(kind: &EventKind) -> bool {
    match kind {
        EventKind::Sent { .. }
        | EventKind::Received { .. }
        | EventKind::Blocked { on: Some(_), .. } => true,
        EventKind::Showed { state, .. } => matches!(**state, State::Slots { .. }),
        _ => false,
    }
}

/// The same for every task but the first, the scenario itself, which may wait before it acts.
fn takes_time(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Sleeping { .. } | EventKind::Computing { .. })
}
