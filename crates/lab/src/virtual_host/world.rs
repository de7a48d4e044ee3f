//! The side of the virtual host that the lab sees, and what it keeps for the other.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::task::Waker;

use crate::host::{Host, Wakeup};
use crate::task::Recorded;
use crate::timers::Timers;
use crate::trace::{Micros, TaskId};
use crate::woken::Woken;

/// The side of the host that the lab sees.
pub(super) struct World {
    pub(super) now: Rc<Cell<Micros>>,
    /// The task that is polled now, and what its own waker points to.
    pub(super) polled: Cell<(TaskId, *const ())>,
    pub(super) thread: Cell<u32>,
    /// Until when the task that is polled now occupies its thread.
    pub(super) occupied: Cell<Option<Micros>>,
    pub(super) timers: RefCell<Timers<Due>>,
    pub(super) spawned: RefCell<Vec<(TaskId, Recorded)>>,
    pub(super) woken: Arc<Woken>,
}

/// What happens when a timer passes.
pub(super) enum Due {
    /// A task that asked with its own waker: no need to keep a copy of that.
    Ready(TaskId),
    Wake(Waker),
    Computed(TaskId, usize),
}

impl World {
    /// What is due at `at`, which [`Timers::next_at`] has told of, one at each call.
    pub(super) fn due(&self, at: Micros) -> Option<Due> {
        self.timers.borrow_mut().pop_at(at)
    }

    pub(super) fn new(woken: Arc<Woken>) -> Self {
        World {
            woken,
            now: Rc::default(),
            polled: Cell::new((0, std::ptr::null())),
            thread: Cell::default(),
            occupied: Cell::default(),
            timers: RefCell::default(),
            spawned: RefCell::default(),
        }
    }
}

impl Host for World {
    fn now(&self) -> Micros {
        self.now.get()
    }

    fn clock(&self) -> Option<Rc<Cell<Micros>>> {
        Some(Rc::clone(&self.now))
    }

    fn spawn(&self, task: TaskId, work: Recorded) {
        self.spawned.borrow_mut().push((task, work));
        // A new task wants the thread like one that was woken, after those woken before.
        self.woken.push(task);
    }

    fn wake_at(&self, at: Micros, waker: &Waker) -> Wakeup {
        let (task, own) = self.polled.get();
        let due = if waker.data() == own { Due::Ready(task) } else { Due::Wake(waker.clone()) };
        self.timers.borrow_mut().add(at, due)
    }

    fn cancel(&self, wakeup: Wakeup) {
        self.timers.borrow_mut().cancel(wakeup);
    }

    fn occupy(&self, _task: TaskId, span: Micros) -> Micros {
        let from = self.occupied.get().unwrap_or(self.now.get());
        let until = from.saturating_add(span);
        self.occupied.set(Some(until));
        until
    }

    fn thread(&self) -> u32 {
        self.thread.get()
    }
}
