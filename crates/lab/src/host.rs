//! The seam between the handle a scenario holds and what carries its tasks.

use std::task::Waker;

use futures::future::LocalBoxFuture;

use crate::trace::{Micros, TaskId};

/// What carries the tasks of a run: the virtual executor, the browser, a pool in a test.
pub trait Host {
    /// Microseconds since the run began.
    fn now(&self) -> Micros;

    /// Takes a task in and polls it from now on, until it ends.
    fn spawn(&self, task: TaskId, future: LocalBoxFuture<'static, ()>);

    /// Wakes `waker` at `at` or later; [`cancel`](Host::cancel) takes it back.
    fn wake_at(&self, at: Micros, waker: &Waker) -> Wakeup;

    /// Takes a wake-up back; one that has passed already is no error.
    fn cancel(&self, wakeup: Wakeup);

    /// Occupies the thread of the task that is polled now for `span` microseconds more, after which
    /// the host polls it again. Returns the instant at which that will be over; a host in real
    /// time may have let the time pass already.
    fn occupy(&self, task: TaskId, span: Micros) -> Micros;

    /// The thread that polls now, from 0.
    fn thread(&self) -> u32;
}

/// Names a wake-up that was asked of a [`Host`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wakeup(pub u64);
