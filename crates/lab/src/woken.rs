//! Who was woken, in the order of the calls.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Wake;

use crate::trace::TaskId;

/// The tasks that were woken since a host last looked, in order.
#[derive(Default)]
pub(crate) struct Woken {
    any: AtomicBool,
    tasks: Mutex<Vec<TaskId>>,
}

impl Woken {
    fn lock(&self) -> MutexGuard<'_, Vec<TaskId>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn push(&self, task: TaskId) {
        self.lock().push(task);
        self.any.store(true, Ordering::Relaxed);
    }

    /// Whether somebody was.
    pub(crate) fn any(&self) -> bool {
        self.any.load(Ordering::Relaxed)
    }

    /// Who was; from now on nobody.
    pub(crate) fn take(&self) -> Vec<TaskId> {
        self.any.store(false, Ordering::Relaxed);
        std::mem::take(&mut *self.lock())
    }

    /// Keeps the room of a list that was gone through.
    pub(crate) fn give_back(&self, mut list: Vec<TaskId>) {
        let mut tasks = self.lock();
        if tasks.is_empty() {
            list.clear();
            *tasks = list;
        }
    }
}

/// Wakes a task: it is noted once, until the host polls it.
pub(crate) struct TaskWaker {
    task: TaskId,
    /// It is in the queue already.
    queued: AtomicBool,
    woken: Arc<Woken>,
}

impl TaskWaker {
    /// For a new task, which wants the thread like one that was woken just now.
    pub(crate) fn of_new(task: TaskId, woken: &Arc<Woken>) -> Arc<Self> {
        Arc::new(TaskWaker { task, queued: AtomicBool::new(true), woken: Arc::clone(woken) })
    }

    /// Marks the task as in the queue; false if it was.
    pub(crate) fn queue(&self) -> bool {
        // Two threads that wake at once may both queue it: then it is polled once too often, which
        // is cheaper than an exchange at every wake.
        let queued = self.queued.load(Ordering::Relaxed);
        self.queued.store(true, Ordering::Relaxed);
        !queued
    }

    /// The task is polled now: whoever wakes it from now on queues it again.
    pub(crate) fn unqueue(&self) {
        self.queued.store(false, Ordering::Relaxed);
    }
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.queue() {
            self.woken.push(self.task);
        }
    }
}
