//! Who plays in many scenarios: producers, consumers, and the work in between.

mod arrivals;
mod backlog;
mod books;
mod bucket;
mod circuit;
mod dashboard;
mod desk;
mod gauge;
mod level;
mod limits;
mod requests;
mod score;
mod server;
mod waiting;
mod window;

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use futures::{Sink, SinkExt, Stream, StreamExt};
use lab::{ItemId, Lab, Loss, Press, ResourceId, State};
use patterns::{Context, until};

use crate::in_scripts;

pub use arrivals::{Arrivals, arrivals, arrivals_of};
pub use backlog::Backlog;
pub use books::Books;
pub use bucket::Bucket;
pub use circuit::{Circuit, Noted, Policy, Probing};
pub use dashboard::Dashboard;
pub use desk::{Desk, Door, Told};
pub use gauge::Gauge;
pub use level::level;
pub use limits::{Allowed, Limits};
pub use requests::{RUSH, Requests, server};
pub use score::Score;
pub use server::{Down, Illness, Server};
pub use waiting::Waiting;
pub use window::{micros, window};

crate::choices! {
    /// Whether something is there.
    pub enum Switch {
        /// It is.
        On = "on",
        /// It is left out.
        Off = "off",
    }
}

crate::choices! {
    /// How a job spends its time.
    pub enum Work {
        /// Waiting for something elsewhere: others go on.
        Waiting = "waiting",
        /// Computing: it keeps the thread.
        Computing = "computing",
    }
}

/// Making an item takes so long.
pub const MAKE: Duration = Duration::from_millis(14);
/// Beginning and ending a job that waits takes so long each.
const HANDLE: Duration = Duration::from_millis(24);
/// Putting a result away takes so long.
pub const KEEP: Duration = Duration::from_millis(12);
/// A stalled task stands still for so long.
const STALL: Duration = Duration::from_millis(1_500);

/// Makes items 1 to `items`, one after another, and puts them into `out` until nobody takes them.
pub async fn producer(lab: Lab, mut out: impl Sink<ItemId> + Unpin, items: u32) {
    for item in 1..=items {
        lab.made(item);
        lab.compute(MAKE).await;
        if out.send(item).await.is_err() {
            lab.lost(item, Loss::Closed);
            break;
        }
    }
}

/// Takes whatever comes and puts it away.
pub async fn consumer(lab: Lab, mut items: impl Stream<Item = ItemId> + Unpin) {
    while let Some(item) = items.next().await {
        lab.compute(KEEP).await;
        lab.done(item);
    }
}

/// How long the job of `item` takes: `base`, give or take a tenth, always the same for one seed.
pub fn length(lab: &Lab, item: ItemId, base: Duration) -> Duration {
    let spread = base / 5;
    let share = lab.random_for(u64::from(item), 1_000) as u32;
    base - spread / 2 + spread * share / 1_000
}

/// Does a job: it computes a little, waits, computes a little; or computes all the time.
pub async fn work(lab: &Lab, work: Work, span: Duration) {
    match work {
        Work::Computing => lab.compute(span).await,
        Work::Waiting => {
            lab.compute(HANDLE).await;
            lab.sleep(span.saturating_sub(HANDLE * 2)).await;
            lab.compute(HANDLE).await;
        }
    }
}

/// Goes to the end of the line of those who want the thread.
pub async fn yield_now() {
    let mut passed = false;
    poll_fn(|task| {
        if std::mem::replace(&mut passed, true) {
            return Poll::Ready(());
        }
        task.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Presses `cancel` itself once `span` has passed, unless somebody cancels before.
pub async fn cancel_after(lab: &Lab, context: &Context, span: Duration) {
    if until(context, lab.sleep(span)).await.is_ok() {
        press(lab, "cancel");
    }
}

/// A span that is shown, to the nearest millisecond, as all measured spans are.
pub fn to_ms(span: Duration) -> i64 {
    ((span.as_micros() + 500) / 1_000) as i64
}

/// A context that is cancelled when the user takes the action.
pub fn cancelled_on(lab: &Lab, action: &'static str) -> Context {
    let (context, canceller) = Context::root();
    lab.on(action, move |_| {
        canceller.cancel();
    });
    context
}

/// Takes an action on behalf of the user, so that the trace tells of it.
pub fn press(lab: &Lab, action: &str) {
    lab.press(Press { action: action.to_owned(), argument: None });
}

/// Tasks that were told to stand still, by an action whose argument names them.
#[derive(Clone, Debug, Default)]
pub struct Stalls(Rc<RefCell<Vec<String>>>);

impl Stalls {
    /// Listens to `action` from now on.
    pub fn on(lab: &Lab, action: &'static str) -> Self {
        let stalls = Stalls::default();
        let told = stalls.clone();
        lab.on(action, move |press| told.0.borrow_mut().extend(press.argument.clone()));
        stalls
    }

    /// Stands still for a while if this task was told to: `worker-2` for the task `worker 2`.
    pub async fn mind(&self, lab: &Lab) {
        if self.told(lab) {
            lab.sleep(STALL).await;
        }
    }

    fn told(&self, lab: &Lab) -> bool {
        let Some(task) = lab.current_task() else { return false };
        let name = lab.with_trace(|trace| in_scripts(&trace.tasks[task as usize]));
        let mut told = self.0.borrow_mut();
        let place = told.iter().position(|told| *told == name);
        place.map(|place| told.remove(place)).is_some()
    }
}

/// A database that allows so many connections and refuses what goes beyond.
#[derive(Clone, Debug)]
pub struct Database {
    lab: Lab,
    shown: ResourceId,
    open: Rc<Cell<u32>>,
    limit: u32,
}

impl Database {
    /// One without connections, shown under `name`.
    pub fn new(lab: &Lab, name: &str, limit: u32) -> Self {
        Database { lab: lab.clone(), shown: lab.shown(name), open: Rc::default(), limit }
    }

    /// Opens so many connections at once, if that is allowed.
    pub fn connect(&self, connections: u32) -> bool {
        self.set(self.open.get() + connections);
        let allowed = self.open.get() <= self.limit;
        if !allowed {
            self.disconnect(connections);
        }
        allowed
    }

    /// Closes so many of them.
    pub fn disconnect(&self, connections: u32) {
        self.set(self.open.get().saturating_sub(connections));
    }

    fn set(&self, open: u32) {
        self.open.set(open);
        let state = State::Number { value: open.into(), limit: Some(self.limit.into()) };
        self.lab.show(self.shown, state);
    }
}
