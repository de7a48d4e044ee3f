//! A task of the run: the future the host polls, and the handle to its end.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures::future::LocalBoxFuture;

use crate::lab::Lab;
use crate::recorder::Waits;
use crate::trace::{EventKind, TaskId, Wait};

/// A task as a host polls it: its future, which writes what becomes of it into the trace.
pub struct Recorded {
    lab: Lab,
    id: TaskId,
    /// `None` once it has ended.
    work: Option<LocalBoxFuture<'static, ()>>,
}

impl Recorded {
    pub(crate) fn new(lab: Lab, id: TaskId, work: LocalBoxFuture<'static, ()>) -> Self {
        Recorded { lab, id, work: Some(work) }
    }
}

impl std::fmt::Debug for Recorded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorded").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Future for Recorded {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        let Some(work) = this.work.as_mut() else { return Poll::Ready(()) };
        let recorder = this.lab.recorder();
        let outer = recorder.set_current(Some(this.id));
        let thread = this.lab.host().thread();
        recorder.record(Some(this.id), this.lab.stamp(), None, || EventKind::Running { thread });
        let polled = work.as_mut().poll(cx);
        match polled {
            Poll::Ready(()) => {
                // What the future still owns goes first, as this task's doing.
                this.work = None;
                recorder.waits_for_nothing();
                recorder.task_ended(this.id, this.lab.stamp(), EventKind::Finished);
            }
            Poll::Pending => {
                recorder.came_back(this.id, this.lab.stamp());
            }
        }
        recorder.set_current(outer);
        polled
    }
}

impl Drop for Recorded {
    fn drop(&mut self) {
        if self.work.is_none() {
            return;
        }
        let recorder = self.lab.recorder();
        let outer = recorder.set_current(Some(self.id));
        self.work = None;
        recorder.task_ended(self.id, self.lab.stamp(), EventKind::Dropped);
        recorder.set_current(outer);
    }
}

/// The end of a spawned task: resolves to what its future gave.
///
/// Dropping it lets the task go on alone. A task that is dropped before its end leaves this
/// pending for ever.
#[derive(Debug)]
pub struct Join<T> {
    lab: Lab,
    task: TaskId,
    slot: Rc<RefCell<Slot<T>>>,
}

#[derive(Debug)]
struct Slot<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

impl<T> Join<T> {
    /// The handle of what `begin` makes a task of: `work`, wrapped so that it fills the handle.
    pub(crate) fn around<F>(
        lab: Lab,
        work: F,
        begin: impl FnOnce(LocalBoxFuture<'static, ()>) -> TaskId,
    ) -> Self
    where
        F: Future<Output = T> + 'static,
        T: 'static,
    {
        let slot = Rc::new(RefCell::new(Slot { value: None, waker: None }));
        let filled = Rc::clone(&slot);
        let task = begin(Box::pin(async move {
            let value = work.await;
            let waker = {
                let mut slot = filled.borrow_mut();
                slot.value = Some(value);
                slot.waker.take()
            };
            if let Some(waker) = waker {
                waker.wake();
            }
        }));
        Join { lab, task, slot }
    }
}

impl<T> Future for Join<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        let mut slot = self.slot.borrow_mut();
        match slot.value.take() {
            Some(value) => Poll::Ready(value),
            None => {
                slot.waker = Some(cx.waker().clone());
                self.lab.recorder().wait(Waits::Blocked(None, Wait::Task(self.task)), None);
                Poll::Pending
            }
        }
    }
}
