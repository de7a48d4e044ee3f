//! A task whose polls are known to be its own.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures::future::BoxFuture;
use lab::{EventKind, TaskId};

use super::Ledger;

thread_local! {
    static TASK: Cell<Option<TaskId>> = const { Cell::new(None) };
}

/// The task that is polled on this thread.
pub(super) fn task() -> Option<TaskId> {
    TASK.get()
}

/// A task of a case: what it does is written as its own, and so is its end.
pub(crate) struct Entered {
    ledger: Ledger,
    task: TaskId,
    work: Option<BoxFuture<'static, ()>>,
}

impl Entered {
    pub(crate) fn new(ledger: &Ledger, name: String, work: BoxFuture<'static, ()>) -> Self {
        let task = ledger.spawned(name);
        Self { ledger: ledger.clone(), task, work: Some(work) }
    }
}

impl Future for Entered {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        let Some(work) = &mut this.work else { return Poll::Ready(()) };
        let outside = TASK.replace(Some(this.task));
        let polled = work.as_mut().poll(cx);
        if polled.is_ready() {
            // What it still holds goes with it, and by its hand.
            this.work = None;
            this.ledger.page().write(EventKind::Finished);
        }
        TASK.set(outside);
        polled
    }
}
