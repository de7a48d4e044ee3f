//! The handle a scenario holds.

mod actions;
mod waits;

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::panic::Location;
use std::rc::Rc;
use std::time::Duration;

use futures::future::LocalBoxFuture;
use patterns::{Clock, Context, Timer};
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;

pub use self::actions::Actions;
use self::actions::Presses;
pub use self::waits::{Cancelled, Compute, Sleep};
use crate::host::Host;
use crate::invariant::deadlock;
use crate::recorder::{Recorder, Waits};
use crate::state::State;
use crate::task::{Join, Recorded};
use crate::trace::*;

/// The cheap-to-clone handle a scenario holds.
///
/// Every call that waits is a plain function that returns a future, and so knows its call site: the
/// page marks the line each task is at.
#[derive(Clone)]
pub struct Lab(Rc<Inner>);

struct Inner {
    recorder: Recorder,
    host: Rc<dyn Host>,
    /// The clock of a host that stands still while a task is polled.
    clock: Option<Rc<Cell<Micros>>>,
    random: RefCell<Pcg32>,
    presses: RefCell<Presses>,
}

impl Lab {
    /// A bench for `run`, carried by `host`.
    pub fn new(run: Run, host: Rc<dyn Host>) -> Self {
        let random = RefCell::new(Pcg32::seed_from_u64(run.seed));
        let clock = host.clock();
        let recorder = Recorder::new(run);
        Lab(Rc::new(Inner { recorder, host, clock, random, presses: RefCell::default() }))
    }

    /// Spawns a task under a name. It runs until its end, whether or not the handle is kept.
    #[track_caller]
    pub fn spawn<T: 'static>(
        &self,
        name: impl Into<String>,
        work: impl Future<Output = T> + 'static,
    ) -> Join<T> {
        let caller = Location::caller();
        Join::around(self.clone(), work, |work| self.begin(name.into(), work, caller))
    }

    /// The part of [`spawn`](Lab::spawn) that is the same for every future.
    fn begin(
        &self,
        name: String,
        work: LocalBoxFuture<'static, ()>,
        caller: &'static Location<'static>,
    ) -> TaskId {
        let site = self.site(caller);
        let id = self.recorder().task(name, self.stamp(), Some(site));
        self.host().spawn(id, Recorded::new(self.clone(), id, work));
        id
    }

    /// Waits for `span`; others go on.
    #[track_caller]
    pub fn sleep(&self, span: Duration) -> Sleep {
        let until = self.now_us().saturating_add(micros(span));
        Sleep::new(self.clone(), self.site(Location::caller()), until)
    }

    /// Occupies the thread for `span`: nobody else is polled on it until that is over.
    #[track_caller]
    pub fn compute(&self, span: Duration) -> Compute {
        let site = self.site(Location::caller());
        Compute::new(self.clone(), site, micros(span))
    }

    /// Waits until `context` is cancelled, as [`Context::cancelled`] does, and the trace says so.
    #[track_caller]
    pub fn cancelled(&self, context: &Context) -> Cancelled {
        Cancelled::new(self.clone(), self.site(Location::caller()), context.cancelled())
    }

    /// An item came into being in the task that runs now.
    #[track_caller]
    pub fn made(&self, item: ItemId) {
        let site = Some(self.site(Location::caller()));
        self.recorder().received(self.current_task(), self.stamp(), site, None, Some(item));
    }

    /// The task that runs now is done with an item: it is delivered and leaves the run.
    #[track_caller]
    pub fn done(&self, item: ItemId) {
        let site = Some(self.site(Location::caller()));
        self.recorder().sent(self.current_task(), self.stamp(), site, None, Some(item));
    }

    /// The task that runs now gives an item up. Once is enough: a send that was dropped with its
    /// item has said so.
    #[track_caller]
    pub fn lost(&self, item: ItemId, why: Loss) {
        if self.recorder().has_given_up(item) {
            return;
        }
        let site = Some(self.site(Location::caller()));
        self.recorder().lost(self.current_task(), self.stamp(), site, None, Some(item), why);
    }

    /// The gate that is shown as `resource` decided on an item. That alone moves nothing:
    /// [`lost`](Lab::lost), or a send, says what became of the item.
    #[track_caller]
    pub fn decided(&self, resource: ResourceId, item: ItemId, admitted: bool) {
        let site = Some(self.site(Location::caller()));
        let decided = || EventKind::Decided { resource, item, admitted };
        self.recorder().record(self.current_task(), self.stamp(), site, decided);
    }

    /// The task that runs now is done with an item that nobody served: something stood in for the
    /// answer. It is delivered, and how long that took is nobody's latency.
    #[track_caller]
    pub fn stood_in(&self, item: ItemId) {
        let site = Some(self.site(Location::caller()));
        let stood_in = || EventKind::StoodIn { item };
        self.recorder().record(self.current_task(), self.stamp(), site, stood_in);
        self.recorder().sent(self.current_task(), self.stamp(), site, None, Some(item));
    }

    /// Lists something that [`show`](Lab::show) tells of.
    pub fn shown(&self, name: &str) -> ResourceId {
        self.recorder().resource(name, ResourceKind::Shown, self.stamp())
    }

    /// Lists permits that a scenario hands out itself; [`show`](Lab::show) says who has them.
    pub fn slots(&self, name: &str, size: u32) -> ResourceId {
        self.recorder().resource(name, ResourceKind::Slots { size }, self.stamp())
    }

    /// Notes what the poll that goes on now waits for: for futures that a scenario writes by hand,
    /// each time they are not ready.
    #[track_caller]
    pub fn waits(&self, on: ResourceId, how: Wait) {
        let site = self.site(Location::caller());
        self.wait(on, how, Some(site));
    }

    /// Says what `resource` holds now.
    pub fn show(&self, resource: ResourceId, state: State) {
        let shown = || EventKind::Showed { resource, state: Box::new(state) };
        self.recorder().record(self.current_task(), self.stamp(), None, shown);
    }

    /// Says whether the claim of this slug holds now. Call it where it can break.
    pub fn claim(&self, claim: &str, holds: bool) {
        self.recorder().claim(self.stamp(), claim, holds);
    }

    /// The next number of the run's seed, below `bound`; 0 if `bound` is.
    pub fn random_below(&self, bound: u64) -> u64 {
        let wide = u128::from(self.random()) * u128::from(bound);
        (wide >> 64) as u64
    }

    /// The next number of the run's seed.
    pub fn random(&self) -> u64 {
        self.0.random.borrow_mut().next_u64()
    }

    /// A number of the run's seed that belongs to `key`, below `bound` (0 if `bound` is): the same
    /// whoever asks first, so that a job is as long under every schedule.
    pub fn random_for(&self, key: u64, bound: u64) -> u64 {
        self.recorder().with(|trace| trace.run.random_for(key, bound))
    }

    /// The arrivals of the run that came from outside; empty if none did.
    pub fn traffic(&self) -> Vec<Arrival> {
        self.recorder().with(|trace| trace.run.traffic.clone())
    }

    /// What time it is for a program, in microseconds since the run began: the instant at which
    /// what goes on now was due.
    pub fn now_us(&self) -> Micros {
        self.host().now()
    }

    /// When what goes on now happens: what events are stamped with. In real time that is late.
    pub fn stamp(&self) -> Micros {
        match &self.0.clock {
            Some(clock) => clock.get(),
            // A clock that goes on may have been read before a callback that was written first.
            None => self.host().stamp().max(self.recorder().end()),
        }
    }

    /// The task that is polled now.
    pub fn current_task(&self) -> Option<TaskId> {
        self.recorder().current()
    }

    /// How many events have been written.
    pub fn events(&self) -> usize {
        self.recorder().events()
    }

    /// Looks at the trace as it is now.
    pub fn with_trace<R>(&self, look: impl FnOnce(&Trace) -> R) -> R {
        self.recorder().with(look)
    }

    /// For hosts: the task was woken and wants a thread.
    pub fn ready(&self, task: TaskId) {
        self.recorder().record(Some(task), self.stamp(), None, || EventKind::Ready);
    }

    /// For hosts in real time: what happens from now on was due at this instant.
    pub(crate) fn passes(&self, due: Micros) {
        self.recorder().passes(due);
    }

    /// For hosts: the run is over; what comes after is not part of it.
    pub fn seal(&self, outcome: Outcome) {
        self.recorder().seal(outcome);
    }

    /// For hosts: how a run ends in which nobody can go on, with who waits for whom.
    pub fn stuck(&self) -> Outcome {
        deadlock(self)
    }

    /// For hosts: takes the trace out, leaving an empty one.
    pub fn take_trace(&self) -> Trace {
        self.recorder().take()
    }

    /// Notes that the task that is polled now waits for `on`.
    pub(crate) fn wait(&self, on: ResourceId, how: Wait, site: Option<SiteId>) {
        self.recorder().wait(Waits::Blocked(Some(on), how), site);
    }

    /// Notes that the task that is polled now has what it waited for, or has given up.
    #[inline]
    pub(crate) fn waits_no_more(&self, on: ResourceId, how: Wait) {
        self.recorder().waits_no_more(on, how);
    }

    /// The line that started the task which is polled now: where a pattern acts on its behalf.
    pub(crate) fn task_site(&self) -> Option<SiteId> {
        let task = self.current_task()?;
        self.recorder().with(|trace| trace.tasks.get(task as usize)?.site)
    }

    pub(crate) fn site(&self, location: &'static Location<'static>) -> SiteId {
        self.recorder().site(location)
    }

    pub(crate) fn recorder(&self) -> &Recorder {
        &self.0.recorder
    }

    pub(crate) fn host(&self) -> &dyn Host {
        &*self.0.host
    }
}

impl std::fmt::Debug for Lab {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lab").field("now_us", &self.now_us()).finish_non_exhaustive()
    }
}

impl Clock for Lab {
    fn now(&self) -> Duration {
        Duration::from_micros(self.now_us())
    }
}

impl Timer for Lab {
    #[track_caller]
    fn sleep(&self, span: Duration) -> impl Future<Output = ()> {
        Lab::sleep(self, span)
    }
}

/// A span in whole microseconds, rounded up so that a wait is never too short.
fn micros(span: Duration) -> Micros {
    let rest = u64::from(span.subsec_nanos().div_ceil(1_000));
    span.as_secs().saturating_mul(1_000_000).saturating_add(rest)
}
