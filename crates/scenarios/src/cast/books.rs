//! What the operator of a queue sees: what is in memory, what was dropped, what was slow.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

use lab::{ItemId, Lab, ResourceId, State};
use patterns::Clock;

/// Three numbers about the requests of a run, shown whenever they change: `memory`, `dropped`, and
/// `slowest ms`, the longest that one took from its arrival to its answer.
#[derive(Debug)]
pub struct Books {
    lab: Lab,
    memory: ResourceId,
    dropped: ResourceId,
    slowest: ResourceId,
    /// So many requests have room.
    room: i64,
    /// Those in memory, each with its arrival.
    held: RefCell<BTreeMap<ItemId, Duration>>,
    lost: Cell<u64>,
    longest: Cell<Duration>,
}

impl Books {
    /// Empty ones. `room` is how many requests may be in memory, wherever they are.
    pub fn new(lab: &Lab, room: u32) -> Self {
        let books = Books {
            lab: lab.clone(),
            memory: lab.shown("memory"),
            dropped: lab.shown("dropped"),
            slowest: lab.shown("slowest ms"),
            room: room.into(),
            held: RefCell::default(),
            lost: Cell::new(0),
            longest: Cell::new(Duration::ZERO),
        };
        books.show_memory();
        books.show(books.dropped, 0, None);
        books
    }

    /// A request came in that had arrived at `at`.
    pub fn took_in(&self, item: ItemId, at: Duration) {
        self.held.borrow_mut().insert(item, at);
        self.show_memory();
    }

    /// A request is gone without an answer. That alone does not count it as dropped.
    pub fn gone(&self, item: ItemId) {
        self.held.borrow_mut().remove(&item);
        self.show_memory();
    }

    /// A request was answered.
    pub fn served(&self, item: ItemId) {
        let at = self.held.borrow_mut().remove(&item).unwrap_or_default();
        self.show_memory();
        let took = self.lab.now().saturating_sub(at);
        if took > self.longest.get() {
            self.longest.set(took);
            self.show(self.slowest, super::to_ms(took), None);
        }
    }

    /// So many were dropped in all.
    pub fn dropped(&self, count: u64) {
        if self.lost.replace(count) != count {
            self.show(self.dropped, count as i64, None);
        }
    }

    /// One more was dropped.
    pub fn one_dropped(&self) {
        self.dropped(self.lost.get() + 1);
    }

    fn show_memory(&self) {
        self.show(self.memory, self.held.borrow().len() as i64, Some(self.room));
    }

    fn show(&self, resource: ResourceId, value: i64, limit: Option<i64>) {
        self.lab.show(resource, State::Number { value, limit });
    }
}
