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

    /// Who was, instead of what is in the list; from now on nobody.
    pub(crate) fn take_into(&self, list: &mut Vec<TaskId>) {
        list.clear();
        self.any.store(false, Ordering::Relaxed);
        std::mem::swap(&mut *self.lock(), list);
    }
}

/// Which tasks are in the queue already: a flag each, close together, since a host looks at one at
/// every turn and hardly ever at the waker that sets it too.
#[derive(Debug, Default)]
pub(crate) struct Queued(Vec<Arc<Flags>>);

/// So many tasks share a block of flags.
const BLOCK: usize = 64;

type Flags = [AtomicBool; BLOCK];

impl Queued {
    /// The waker of a new task, which wants the thread like one that was woken just now. Tasks come
    /// in the order of their numbers.
    pub(crate) fn begin(&mut self, task: TaskId, woken: &Arc<Woken>) -> Arc<TaskWaker> {
        let block = task as usize / BLOCK;
        while self.0.len() <= block {
            self.0.push(Arc::new([const { AtomicBool::new(false) }; BLOCK]));
        }
        let queued = Arc::clone(&self.0[block]);
        set(&queued, task);
        Arc::new(TaskWaker { task, queued, woken: Arc::clone(woken) })
    }

    /// Marks the task as in the queue; false if it was.
    pub(crate) fn queue(&self, task: TaskId) -> bool {
        self.0.get(task as usize / BLOCK).is_some_and(|flags| set(flags, task))
    }

    /// The task is polled now: whoever wakes it from now on queues it again.
    pub(crate) fn unqueue(&self, task: TaskId) {
        if let Some(flags) = self.0.get(task as usize / BLOCK) {
            flags[task as usize % BLOCK].store(false, Ordering::Relaxed);
        }
    }
}

/// Sets a task's flag; false if it was.
fn set(flags: &Flags, task: TaskId) -> bool {
    // Two threads that wake at once may both queue it: then it is polled once too often, which is
    // cheaper than an exchange at every wake.
    let flag = &flags[task as usize % BLOCK];
    let queued = flag.load(Ordering::Relaxed);
    flag.store(true, Ordering::Relaxed);
    !queued
}

/// Wakes a task: it is noted once, until the host polls it.
pub(crate) struct TaskWaker {
    task: TaskId,
    queued: Arc<Flags>,
    woken: Arc<Woken>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if set(&self.queued, self.task) {
            self.woken.push(self.task);
        }
    }
}
