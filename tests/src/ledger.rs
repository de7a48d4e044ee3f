//! What happens in a case, written down as the trace of a run: the functions that check a scenario's
//! claims then check a pattern over any channel and on any executor.

mod ends;
mod entered;
mod permits;

use std::future::{Future, poll_fn};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use lab::{Event, EventKind, ItemId, Loss, Outcome, Press, Resource, ResourceId, ResourceKind};
use lab::{Run, State, Task, TaskId, Trace};
use patterns::{Clock, ManualTimer};

pub use self::ends::Logged;
pub(crate) use self::entered::Entered;
pub use self::permits::{LoggedPermit, LoggedSemaphore};
use crate::Channels;

/// The trace of a case as far as it has come. Clones write the same one.
///
/// What is written and what it is about are one step, under one lock: so that the order in the trace
/// is the order in which it happened, on threads too. Events are stamped with the case's own clock.
#[derive(Clone, Debug)]
pub struct Ledger {
    trace: Arc<Mutex<Trace>>,
    timer: ManualTimer,
}

/// Both ends of a logged channel of a kind.
pub type Ends<C, T> = (Logged<<C as Channels>::Sender<T>>, Logged<<C as Channels>::Receiver<T>>);

/// The ledger, open for one step.
#[derive(Debug)]
pub struct Page<'a> {
    trace: MutexGuard<'a, Trace>,
    at: Duration,
}

impl Ledger {
    pub(crate) fn new(timer: ManualTimer) -> Self {
        let mut trace = Trace::new(Run::default());
        trace.tasks.push(Task { name: "main".to_owned(), parent: None, site: None });
        Self { trace: Arc::new(Mutex::new(trace)), timer }
    }

    /// Opens it: nobody else writes, or does anything that is written, until the page is dropped.
    pub fn page(&self) -> Page<'_> {
        // A verdict may have panicked in the middle of its case; the next has a ledger of its own.
        let trace = self.trace.lock().unwrap_or_else(PoisonError::into_inner);
        Page { trace, at: self.timer.now() }
    }

    /// A channel of this kind whose ends write what goes through them.
    pub fn channel<C: Channels, T: lab::Carries + Send + 'static>(
        &self,
        name: &str,
        capacity: usize,
    ) -> Ends<C, T> {
        let id = self.resource(name, ResourceKind::Channel { capacity: Some(capacity as u32) });
        let (sender, receiver) = C::open(capacity);
        (Logged::sink(self, id, sender), Logged::queue(self, id, receiver))
    }

    /// Any stream; an item that comes out of it has gone into it in the same step. What it is made
    /// of must not be logged, since one step cannot be part of another.
    pub fn stream<S>(&self, name: &str, stream: S) -> Logged<S> {
        let id = self.resource(name, ResourceKind::Channel { capacity: None });
        Logged::passage(self, id, stream)
    }

    /// A future each poll of which is a step; `write` puts down what it gives.
    pub fn step<F: Future>(
        &self,
        future: F,
        mut write: impl FnMut(&mut Page<'_>, &F::Output),
    ) -> impl Future<Output = F::Output> {
        let (ledger, mut future) = (self.clone(), Box::pin(future));
        poll_fn(move |task| {
            let mut page = ledger.page();
            let polled = future.as_mut().poll(task);
            if let Poll::Ready(output) = &polled {
                write(&mut page, output);
            }
            polled
        })
    }

    /// Something that is shown.
    pub fn resource(&self, name: &str, kind: ResourceKind) -> ResourceId {
        let mut page = self.page();
        page.trace.resources.push(Resource { name: name.to_owned(), kind });
        page.trace.resources.len() as ResourceId - 1
    }

    /// The item was made by the task that is polled.
    pub fn made(&self, item: ItemId) {
        self.page().write(EventKind::Received { from: None, item: Some(item) });
    }

    /// The item is where it was meant to go.
    pub fn delivered(&self, item: ItemId) {
        self.page().write(EventKind::Sent { to: None, item: Some(item) });
    }

    /// The task that is polled gives the item up.
    pub fn lost(&self, item: ItemId, why: Loss) {
        self.page().write(EventKind::Lost { from: None, item: Some(item), why });
    }

    /// Somebody did this from outside.
    pub fn acted(&self, action: &str) {
        let press = Press { action: action.to_owned(), argument: None };
        self.page().write_of(None, EventKind::Acted { press: Box::new(press) });
    }

    /// The trace of a case whose tasks have all ended.
    pub fn finished(&self) -> Trace {
        let mut trace = self.page().trace.clone();
        trace.outcome = Outcome::Finished;
        trace
    }

    pub(crate) fn spawned(&self, name: String) -> TaskId {
        let mut page = self.page();
        page.trace.tasks.push(Task { name, parent: Some(0), site: None });
        let task = page.trace.tasks.len() as TaskId - 1;
        page.write_of(Some(task), EventKind::Spawned);
        task
    }
}

impl Page<'_> {
    /// Writes what the task that is polled does.
    pub fn write(&mut self, kind: EventKind) {
        self.write_of(entered::task(), kind);
    }

    /// Writes what a resource holds now.
    pub fn show(&mut self, resource: ResourceId, state: State) {
        self.write(EventKind::Showed { resource, state: Box::new(state) });
    }

    /// What is written so far.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// What time it is for what is written here.
    pub fn now(&self) -> Duration {
        self.at
    }

    pub(crate) fn write_of(&mut self, task: Option<TaskId>, kind: EventKind) {
        let at = self.at.as_micros() as u64;
        self.trace.events.push(Event { at, task, site: None, kind });
    }
}
