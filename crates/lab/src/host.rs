//! The seam between the handle a scenario holds and what carries its tasks.

use std::cell::Cell;
use std::rc::Rc;
use std::task::Waker;

use crate::task::Recorded;
use crate::trace::{Micros, TaskId};

/// What carries the tasks of a run: the virtual executor, the browser, a pool in a test.
pub trait Host {
    /// The instant at which what goes on now was due, in microseconds since the run began: what a
    /// program computes its deadlines from.
    fn now(&self) -> Micros;

    /// What the clock shows, for the record. On a host in real time whatever happens is late, and
    /// this is after [`now`](Host::now); were deadlines computed from it, lateness would add up
    /// from sleep to sleep, and who is first would be chance.
    fn stamp(&self) -> Micros {
        self.now()
    }

    /// The clock itself, if it stands still while a task is polled: then it is read without asking.
    fn clock(&self) -> Option<Rc<Cell<Micros>>> {
        None
    }

    /// Takes a task in and polls it from now on, until it ends.
    fn spawn(&self, task: TaskId, work: Recorded);

    /// Wakes `waker` at `at` or later; [`cancel`](Host::cancel) takes it back.
    fn wake_at(&self, at: Micros, waker: &Waker) -> Wakeup;

    /// Takes a wake-up back; one that has passed already is no error.
    fn cancel(&self, wakeup: Wakeup);

    /// Occupies the thread of the task that is polled now for `span` microseconds more, after which
    /// the host polls it again. Returns the instant at which that will be over.
    fn occupy(&self, task: TaskId, span: Micros) -> Micros;

    /// The thread that polls now, from 0.
    fn thread(&self) -> u32;
}

/// Names a wake-up that was asked of a [`Host`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wakeup(pub u64);
