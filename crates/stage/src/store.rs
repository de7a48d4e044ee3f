//! What is in a resource after so many events.

use lab::{ItemId, Micros, State, Trace};

use crate::widget::Extent;

/// An item's stay in a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The item, if it has a number.
    pub item: Option<ItemId>,
    /// The event it came in with.
    pub into: u32,
    /// The event it went out with; [`u32::MAX`] while it stays.
    pub out: u32,
}

/// The end of a queue that loses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trapdoor {
    Oldest,
    Newest,
}

/// What was in a resource when.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Store {
    /// Every stay, in the order of coming in.
    pub stays: Vec<Stay>,
    /// For every going out: its event, and where in `stays` the ones that still stay begin.
    exits: Vec<(u32, u32)>,
    /// Where in `stays` the ones that still stay begin.
    head: usize,
    /// Items that came out before they were seen to go in: their going in is no stay.
    early: Vec<Option<ItemId>>,
    /// The events that show what it holds.
    shows: Vec<u32>,
    /// The events with which it admitted, and those with which it refused.
    decided: [Vec<u32>; 2],
    /// The most of what it ever showed.
    pub(crate) extent: Extent,
    /// The end at which it loses what it has no room for, if it ever does.
    pub(crate) trapdoor: Option<Trapdoor>,
    /// The event that opened it.
    pub opened: Option<u32>,
    /// The event that closed it.
    pub closed: Option<u32>,
    /// The most that it ever held.
    pub peak: usize,
}

impl Store {
    pub(crate) fn put(&mut self, event: u32, item: Option<ItemId>) {
        if let Some(place) = self.early.iter().position(|early| *early == item) {
            self.early.swap_remove(place);
            return;
        }
        self.stays.push(Stay { item, into: event, out: u32::MAX });
        self.peak = self.peak.max(self.stays.len() - self.exits.len());
    }

    pub(crate) fn take(&mut self, event: u32, item: Option<ItemId>) {
        let stays = &mut self.stays[self.head..];
        let Some(stay) = stays.iter_mut().find(|stay| stay.out == u32::MAX && stay.item == item)
        else {
            return self.early.push(item);
        };
        stay.out = event;
        while self.stays.get(self.head).is_some_and(|stay| stay.out != u32::MAX) {
            self.head += 1;
        }
        self.exits.push((event, self.head as u32));
    }

    /// Notes at which end an item is pushed out; before it is taken.
    pub(crate) fn evict(&mut self, item: Option<ItemId>) {
        let mut there = self.stays[self.head..].iter().filter(|stay| stay.out == u32::MAX);
        let is_oldest = there.next().is_some_and(|oldest| oldest.item == item);
        let end = if is_oldest { Trapdoor::Oldest } else { Trapdoor::Newest };
        self.trapdoor = self.trapdoor.or(Some(end));
    }

    pub(crate) fn show(&mut self, event: u32, state: &State) {
        self.shows.push(event);
        self.extent.take_in(state);
    }

    pub(crate) fn decide(&mut self, event: u32, admitted: bool) {
        self.decided[usize::from(!admitted)].push(event);
    }

    /// The events with which it had admitted, or refused, after so many events.
    pub(crate) fn decided(&self, admitted: bool, events: usize) -> &[u32] {
        let all = &self.decided[usize::from(!admitted)];
        &all[..all.partition_point(|event| (*event as usize) < events)]
    }

    /// How many are in it after so many events.
    pub fn len_after(&self, events: usize) -> usize {
        let (came, left) = (self.came(events), self.left(events));
        came - left
    }

    /// What is in it after so many events, the oldest first.
    pub fn after(&self, events: usize) -> impl DoubleEndedIterator<Item = &Stay> {
        let from = self.left(events).checked_sub(1).map_or(0, |last| self.exits[last].1 as usize);
        let came = self.came(events);
        let stays = &self.stays[from.min(came)..came];
        stays.iter().filter(move |stay| stay.out as usize >= events)
    }

    /// What it showed last, after so many events.
    pub fn shown<'a>(&self, trace: &'a Trace, events: usize) -> Option<&'a State> {
        self.state(trace, self.shows(events).checked_sub(1)?)
    }

    /// How many states it has shown after so many events.
    pub(crate) fn shows(&self, events: usize) -> usize {
        self.shows.partition_point(|event| (*event as usize) < events)
    }

    /// The same up to and with an instant.
    pub(crate) fn shows_by(&self, trace: &Trace, at: Micros) -> usize {
        let by = |event: &u32| trace.events.get(*event as usize).is_some_and(|e| e.at <= at);
        self.shows.partition_point(by)
    }

    /// The event of the state at a place.
    pub(crate) fn show_event(&self, place: usize) -> Option<usize> {
        self.shows.get(place).map(|event| *event as usize)
    }

    /// The state at a place.
    pub(crate) fn state<'a>(&self, trace: &'a Trace, place: usize) -> Option<&'a State> {
        match &trace.events.get(self.show_event(place)?)?.kind {
            lab::EventKind::Showed { state, .. } => Some(state),
            _ => None,
        }
    }

    /// Whether it is closed after so many events.
    pub fn is_closed(&self, events: usize) -> bool {
        self.closed.is_some_and(|event| (event as usize) < events)
    }

    fn came(&self, events: usize) -> usize {
        self.stays.partition_point(|stay| (stay.into as usize) < events)
    }

    fn left(&self, events: usize) -> usize {
        self.exits.partition_point(|(event, _)| (*event as usize) < events)
    }
}
