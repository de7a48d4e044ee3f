//! A task on the browser's executor: polled only when it is its turn on the thread.

use std::future::Future;
use std::pin::Pin;
use std::rc::Weak;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use futures::future::LocalBoxFuture;
use lab::{Host, TaskId};

use super::BrowserHost;

/// Notes that a task was woken.
pub(super) struct Flag {
    task: TaskId,
    /// It is noted already.
    pub(super) queued: AtomicBool,
    woken: Arc<Mutex<Vec<TaskId>>>,
}

impl Flag {
    pub(super) fn new(task: TaskId, woken: Arc<Mutex<Vec<TaskId>>>) -> Arc<Self> {
        Arc::new(Flag { task, queued: AtomicBool::new(false), woken })
    }
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        if !self.queued.swap(true, Ordering::Relaxed) {
            self.woken.lock().unwrap_or_else(PoisonError::into_inner).push(self.task);
        }
    }
}

/// What `spawn_local` is given for a task.
pub(super) struct Gate {
    host: Weak<BrowserHost>,
    task: TaskId,
    waker: Waker,
    flag: Arc<Flag>,
    future: Option<LocalBoxFuture<'static, ()>>,
}

impl Gate {
    pub(super) fn new(
        host: Weak<BrowserHost>,
        task: TaskId,
        flag: Arc<Flag>,
        future: LocalBoxFuture<'static, ()>,
    ) -> Self {
        Gate { host, task, waker: Waker::from(Arc::clone(&flag)), flag, future: Some(future) }
    }

    /// Whether it may be polled now, on this host.
    fn may_run(&self, host: &BrowserHost) -> bool {
        if !host.is_running() {
            return false;
        }
        match host.occupied.get() {
            Some((occupier, until)) => occupier == self.task && host.now() >= until,
            None => host.ready.borrow().contains(&self.task),
        }
    }

    /// Polls it; blocks the page if it computes.
    fn run(&mut self, host: &BrowserHost) -> Poll<()> {
        host.occupied.set(None);
        host.ready.borrow_mut().retain(|task| *task != self.task);
        self.flag.queued.store(false, Ordering::Relaxed);
        let Some(future) = self.future.as_mut() else { return Poll::Ready(()) };
        let polled = future.as_mut().poll(&mut Context::from_waker(&self.waker));
        if polled.is_ready() {
            self.future = None;
            host.gates.borrow_mut()[self.task as usize] = None;
            host.alive.set(host.alive.get() - 1);
            host.occupied.set(None);
        }
        host.take_in();
        match host.occupied.get() {
            Some(_) => host.block(),
            None => host.let_in(),
        }
        polled
    }
}

impl Future for Gate {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(host) = self.host.upgrade().filter(|host| !host.is_over()) else {
            // The run is over, or nobody looks at it any more.
            self.future = None;
            return Poll::Ready(());
        };
        if let Some(Some(entry)) = host.gates.borrow_mut().get_mut(self.task as usize) {
            entry.outer = Some(cx.waker().clone());
        }
        if self.may_run(&host) { self.run(&host) } else { Poll::Pending }
    }
}
