//! Writes the trace: who is polled now, what it waits for, who holds which item.

use std::cell::{Cell, RefCell};
use std::panic::Location;

use crate::sites::Sites;
use crate::trace::*;

/// What a poll that came back empty-handed waits for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pending {
    /// What for.
    pub(crate) what: Waits,
    /// From where in the source.
    pub(crate) site: Option<SiteId>,
}

/// The ways of not going on, the most telling last: a task that waits in several ways at once (a
/// receive raced against a time-out) shows the most telling one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waits {
    /// For time.
    Sleeping(Micros),
    /// For others.
    Blocked(Option<ResourceId>, Wait),
    /// It occupies its thread.
    Computing(Micros),
}

impl Waits {
    /// Whether `other` says more: what ends a wait for two instants is the earlier one.
    fn yields_to(self, other: Waits) -> bool {
        match (self, other) {
            (Waits::Sleeping(until), Waits::Sleeping(sooner)) => sooner < until,
            _ => self.rank() < other.rank(),
        }
    }

    fn rank(self) -> u8 {
        match self {
            Waits::Blocked(None, _) => 0,
            // Who waits for something else as well does not wait to be cancelled.
            Waits::Blocked(Some(_), Wait::Cancel | Wait::Other) => 1,
            Waits::Sleeping(_) => 2,
            Waits::Blocked(Some(_), _) => 3,
            Waits::Computing(_) => 4,
        }
    }
}

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

    /// Writes that an item came into the hands of `task`.
    pub(crate) fn received(
        &self,
        task: Option<TaskId>,
        at: Micros,
        site: Option<SiteId>,
        from: Option<ResourceId>,
        item: Option<ItemId>,
    ) {
        if let (Some(task), Some(item)) = (task, item) {
            self.hands.borrow_mut()[task as usize].held.push(item);
        }
        self.record(task, at, site, || EventKind::Received { from, item });
    }

    /// Writes that an item left the hands of `task`.
    pub(crate) fn sent(
        &self,
        task: Option<TaskId>,
        at: Micros,
        site: Option<SiteId>,
        to: Option<ResourceId>,
        item: Option<ItemId>,
    ) {
        self.let_go(task, item);
        self.record(task, at, site, || EventKind::Sent { to, item });
    }

    /// Writes that an item is gone: from a resource, or from the hands of `task`.
    pub(crate) fn lost(
        &self,
        task: Option<TaskId>,
        at: Micros,
        site: Option<SiteId>,
        from: Option<ResourceId>,
        item: Option<ItemId>,
        why: Loss,
    ) {
        if from.is_none() {
            self.let_go(task, item);
        }
        self.record(task, at, site, || EventKind::Lost { from, item, why });
    }

    fn let_go(&self, task: Option<TaskId>, item: Option<ItemId>) {
        let (Some(task), Some(item)) = (task, item) else { return };
        let held = &mut self.hands.borrow_mut()[task as usize].held;
        if let Some(place) = held.iter().position(|held| *held == item) {
            held.remove(place);
        }
    }

    /// Writes that a send of the task that is polled now was dropped, and its item with it.
    pub(crate) fn gave_up(&self, at: Micros, site: Option<SiteId>, item: Option<ItemId>) {
        let task = self.current();
        self.lost(task, at, site, None, item, Loss::Cancelled);
        self.given_up.borrow_mut().extend(task.zip(item));
    }

    /// Whether a dropped send has said already that the item is given up; asked once.
    pub(crate) fn has_given_up(&self, item: ItemId) -> bool {
        let mut given_up = self.given_up.borrow_mut();
        let place =
            given_up.iter().position(|given| Some(*given) == self.current().map(|t| (t, item)));
        place.map(|place| given_up.swap_remove(place)).is_some()
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

    /// Notes what the poll that goes on now waits for.
    pub(crate) fn wait(&self, what: Waits, site: Option<SiteId>) {
        // Most polls wait for one thing only: look at what was noted before in place.
        let mut pending = self.pending.borrow_mut();
        if pending.as_ref().is_none_or(|before| before.what.yields_to(what)) {
            *pending = Some(Pending { what, site });
        }
    }

    /// Writes what the poll of `task` that is just over waits for.
    pub(crate) fn came_back(&self, task: TaskId, at: Micros) {
        let mut pending = self.pending.borrow_mut();
        let waited = &mut self.hands.borrow_mut()[task as usize].waited;
        match *pending {
            // A merge polls only the inputs that were woken: it still waits for the others.
            None => *pending = waited.iter().rev().find(|waited| self.is_open(waited)).copied(),
            Some(now @ Pending { what: Waits::Blocked(Some(_), how), .. }) => {
                let by_others = matches!(how, Wait::Send | Wait::Receive | Wait::Acquire);
                if by_others && !waited.iter().any(|before| before.what == now.what) {
                    waited.push(now);
                }
            }
            Some(_) => {}
        }
        let site = pending.as_ref().and_then(|pending| pending.site);
        self.record(Some(task), at, site, || match &*pending {
            Some(Pending { what: Waits::Sleeping(until), .. }) => {
                EventKind::Sleeping { until: *until }
            }
            Some(Pending { what: Waits::Computing(until), .. }) => {
                EventKind::Computing { until: *until }
            }
            Some(Pending { what: Waits::Blocked(on, how), .. }) => {
                EventKind::Blocked { on: *on, how: *how }
            }
            None => EventKind::Blocked { on: None, how: Wait::Other },
        });
        *pending = None;
    }

    /// The task that is polled now ends: what it had begun to wait for is nobody's wait.
    pub(crate) fn waits_for_nothing(&self) {
        self.pending.take();
    }

    /// The task that is polled now got what it waited for, or gave up.
    pub(crate) fn waits_no_more(&self, on: ResourceId, how: Wait) {
        let mut hands = self.hands.borrow_mut();
        if let Some(task) = self.current()
            && let Some(Hands { waited, .. }) = hands.get_mut(task as usize)
        {
            waited.retain(|waited| waited.what != Waits::Blocked(Some(on), how));
        }
    }

    /// Whether what a task waited for can still come.
    fn is_open(&self, waited: &Pending) -> bool {
        let Waits::Blocked(Some(on), _) = waited.what else { return false };
        !self.closed.borrow()[on as usize]
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
