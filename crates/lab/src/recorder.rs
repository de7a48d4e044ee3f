//! Writes the trace: who is polled now, what it waits for, who holds which item.

mod hands;
mod waits;

use std::cell::{Cell, RefCell};
use std::panic::Location;

use crate::sites::Sites;
use crate::trace::*;
use waits::Pending;
pub(crate) use waits::Waits;

/// The trace being written.
#[derive(Debug)]
pub(crate) struct Recorder {
    trace: RefCell<Trace>,
    current: Cell<Option<TaskId>>,
    pending: RefCell<Option<Pending>>,
    /// What is known of each task.
    hands: RefCell<Vec<Hands>>,
    /// What dropped sends took along, until their tasks have said so too.
    given_up: RefCell<Vec<(TaskId, ItemId)>>,
    /// The task that is polled now ends because its work was dropped.
    cut_off: Cell<bool>,
    /// By resource: whether nothing more goes in.
    closed: RefCell<Vec<bool>>,
    sites: Sites,
    /// After the end nothing more is written: dropping what is left is not part of the run.
    sealed: Cell<bool>,
}

/// What is known of a task.
#[derive(Debug, Default)]
struct Hands {
    /// The items it holds.
    held: Vec<ItemId>,
    /// What it waits for at others' hands, the oldest first.
    waited: Vec<Pending>,
}

impl Recorder {
    pub(crate) fn new(run: Run) -> Self {
        Recorder {
            trace: RefCell::new(Trace::new(run)),
            current: Cell::new(None),
            pending: RefCell::new(None),
            hands: RefCell::default(),
            given_up: RefCell::default(),
            cut_off: Cell::new(false),
            closed: RefCell::default(),
            sites: Sites::default(),
            sealed: Cell::new(false),
        }
    }

    /// The task that is polled now; `None` outside of every poll.
    pub(crate) fn current(&self) -> Option<TaskId> {
        self.current.get()
    }

    pub(crate) fn set_current(&self, task: Option<TaskId>) -> Option<TaskId> {
        self.current.replace(task)
    }

    /// Writes an event of `task`.
    ///
    /// The kind comes as a closure, so that the event is put together where it stays: copying one
    /// that was just built from small parts stalls the processor for longer than all the rest.
    #[inline(always)]
    pub(crate) fn record(
        &self,
        task: Option<TaskId>,
        at: Micros,
        site: Option<SiteId>,
        kind: impl FnOnce() -> EventKind,
    ) {
        if self.sealed.get() {
            return;
        }
        let mut trace = self.trace.borrow_mut();
        if trace.events.len() == trace.events.capacity() {
            make_room(&mut trace.events);
        }
        trace.events.extend(std::iter::once_with(|| Event { at, task, site, kind: kind() }));
    }

    /// Lists a new task.
    pub(crate) fn task(&self, name: String, at: Micros, site: Option<SiteId>) -> TaskId {
        let parent = self.current();
        let id = {
            let mut trace = self.trace.borrow_mut();
            trace.tasks.push(Task { name, parent, site });
            (trace.tasks.len() - 1) as TaskId
        };
        self.hands.borrow_mut().push(Hands::default());
        self.record(Some(id), at, site, || EventKind::Spawned);
        id
    }

    /// Notes that the task that is polled now ends because its scope did, and its work was dropped.
    pub(crate) fn cut_off(&self) {
        self.cut_off.set(true);
    }

    /// Writes the end of a task; what it still held is lost: given up if its scope ended, for which
    /// there is a cause to tell.
    pub(crate) fn task_ended(&self, task: TaskId, at: Micros, kind: EventKind) {
        let left = std::mem::take(&mut self.hands.borrow_mut()[task as usize].held);
        let cut_off = self.cut_off.take();
        let why = if cut_off { Loss::Cancelled } else { Loss::Dropped };
        for item in left {
            let item = Some(item);
            self.record(Some(task), at, None, || EventKind::Lost { from: None, item, why });
        }
        let kind = if cut_off { EventKind::Dropped } else { kind };
        self.record(Some(task), at, None, || kind);
    }

    /// Lists a new resource.
    pub(crate) fn resource(&self, name: &str, kind: ResourceKind, at: Micros) -> ResourceId {
        let id = {
            let mut trace = self.trace.borrow_mut();
            trace.resources.push(Resource { name: name.to_owned(), kind });
            (trace.resources.len() - 1) as ResourceId
        };
        self.closed.borrow_mut().push(false);
        self.record(self.current(), at, None, || EventKind::Opened { resource: id });
        id
    }

    /// The call site's place in the list.
    pub(crate) fn site(&self, location: &'static Location<'static>) -> SiteId {
        self.sites.place(location, |site| {
            let sites = &mut self.trace.borrow_mut().sites;
            let listed = sites.iter().position(|listed| *listed == site);
            listed.unwrap_or_else(|| {
                sites.push(site);
                sites.len() - 1
            }) as SiteId
        })
    }

    /// Writes that nothing more goes into a resource.
    pub(crate) fn close(&self, at: Micros, site: Option<SiteId>, resource: ResourceId) {
        self.closed.borrow_mut()[resource as usize] = true;
        self.record(self.current(), at, site, || EventKind::Closed { resource });
    }

    pub(crate) fn claim(&self, at: Micros, claim: &str, holds: bool) {
        self.record(self.current(), at, None, || EventKind::Claimed { claim: claim.into(), holds });
    }

    /// Notes that what is written from now on was due at `due`.
    pub(crate) fn passes(&self, due: Micros) {
        if self.sealed.get() {
            return;
        }
        let Trace { events, passed, .. } = &mut *self.trace.borrow_mut();
        let event = events.len() as u32;
        // Of what nothing was written, nothing has to be known.
        match passed.last_mut().filter(|last| last.event == event) {
            Some(last) => last.due = due,
            None => passed.push(Passed { event, due }),
        }
    }

    /// When the last event was.
    pub(crate) fn end(&self) -> Micros {
        self.trace.borrow().end()
    }

    pub(crate) fn events(&self) -> usize {
        self.trace.borrow().events.len()
    }

    /// Looks at the trace as it is now.
    pub(crate) fn with<R>(&self, look: impl FnOnce(&Trace) -> R) -> R {
        look(&self.trace.borrow())
    }

    /// Ends the trace; later events are not part of the run.
    pub(crate) fn seal(&self, outcome: Outcome) {
        self.sealed.set(true);
        self.trace.borrow_mut().outcome = outcome;
    }

    pub(crate) fn sealed(&self) -> bool {
        self.sealed.get()
    }

    /// Takes the trace out, leaving an empty one.
    pub(crate) fn take(&self) -> Trace {
        let empty = Trace::new(Run::default());
        std::mem::replace(&mut self.trace.borrow_mut(), empty)
    }
}

/// Makes room for three times as many events as there are: copying them is what a long trace costs.
#[cold]
fn make_room(events: &mut Vec<Event>) {
    events.reserve(3 * events.len().max(LEAST));
}

/// The least room that is made.
const LEAST: usize = 32;
