//! A task on the browser's executor: polled only when it is its turn on the thread.

use std::future::Future;
use std::pin::Pin;
use std::rc::Weak;
use std::task::{Context, Poll, Waker};

use lab::{Recorded, TaskId};

use super::BrowserHost;

/// What `spawn_local` is given for a task.
pub(super) struct Gate {
    host: Weak<BrowserHost>,
    task: TaskId,
    work: Option<Recorded>,
}

impl Gate {
    pub(super) fn new(host: Weak<BrowserHost>, task: TaskId, work: Recorded) -> Self {
        Gate { host, task, work: Some(work) }
    }
}

impl Future for Gate {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let task = self.task;
        let host = self.host.upgrade().filter(|host| !host.is_over());
        let (Some(host), Some(work)) = (host, &mut self.work) else {
            // The run is over, or nobody looks at it any more.
            self.work = None;
            return Poll::Ready(());
        };
        host.can_wake(task, cx.waker());
        if !host.is_running() || !host.turns.has_turn(task) {
            return Poll::Pending;
        }
        let polled = host.turns.poll(task, work);
        if polled.is_ready() {
            self.work = None;
            host.ended(task);
        }
        host.go_on();
        polled
    }
}

impl BrowserHost {
    fn can_wake(&self, task: TaskId, waker: &Waker) {
        let mut wakers = self.wakers.borrow_mut();
        let room = wakers.len().max(task as usize + 1);
        wakers.resize_with(room, || None);
        wakers[task as usize].get_or_insert_with(|| waker.clone()).clone_from(waker);
    }

    fn ended(&self, task: TaskId) {
        self.wakers.borrow_mut()[task as usize] = None;
    }
}
