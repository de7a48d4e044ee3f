//! Semaphore: so many permits and no more, first come first served.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;

use futures::FutureExt;
use futures::future::{LocalBoxFuture, join_all};
use lab::{
    Event, EventKind, Lab, Loss, Press, ResourceId, Semaphore, Share, State, TaskId, Trace, Wait,
    invariant,
};
use patterns::{Canceller, Context, until};

use crate::cast::{self, Database, MAKE, Work};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "semaphore",
    group: Group::Flow,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "no-limit", breaks: Some("within") },
        Variant { slug: "frees-what-it-never-had", breaks: Some("within") },
        Variant { slug: "strands-the-queue", breaks: Some("nobody-stranded") },
        Variant { slug: "starves-the-big-one", breaks: Some("nobody-overtakes") },
    ],
    actions: &[
        Action { slug: "give-up", argument: Argument::Task("query") },
        Action { slug: "cancel", argument: Argument::None },
    ],
    claims: &[
        Claim { slug: "within", check: |trace, _| invariant::numbers_within(trace) },
        Claim {
            slug: "nobody-overtakes",
            check: |trace, values| {
                invariant::nobody_overtakes(trace, Knobs::from_values(values).permits)
            },
        },
        Claim {
            slug: "nobody-stranded",
            check: |trace, _| {
                invariant::holders_are_there(trace).and_then(|()| invariant::everyone_ends(trace))
            },
        },
    ],
    experiments: &[
        Experiment { slug: "gives-up", sets: "do=give-up:query-4@280" },
        Experiment { slug: "one-at-a-time", sets: "permits=1&big=1" },
        Experiment { slug: "too-big", sets: "big=6" },
    ],
    challenges: &[
        Challenge {
            slug: "smaller-pieces",
            begins: "",
            task: Task::Reach {
                goal: "makespan<1800,delivered=10,permits<=5",
                with: &["big", "permits"],
                solution: "big=2",
            },
        },
        Challenge {
            slug: "who-is-next",
            begins: "",
            task: Task::Foresee {
                choices: &["query-4", "query-5", "query-6"],
                ask: who_is_next,
                otherwise: "variant=starves-the-big-one",
            },
        },
    ],
    opens_in_order: false,
    peers: "query",
    works: "",
    chart: None,
    code: &[
        source!(catalogue "semaphore.rs"),
        source!(patterns "semaphore/mod.rs"),
        source!(patterns "semaphore/gate.rs"),
    ],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// How many connections the database allows.
        permits: u32 = 5 in 1..=12,
        /// How many queries there are.
        queries: u32 = 10 in 1..=24,
        /// How many connections every fourth query wants.
        big: u32 = 4 in 1..=12,
        /// How long a query takes.
        query: Duration = 420 in 100..=3_000,
        /// How many simulated threads run the tasks.
        threads: u32 = 1 in 1..=8,
    }
}

const NO_LIMIT: usize = 1;
const FREES: usize = 2;
const STRANDS: usize = 3;
const STARVES: usize = 4;

/// Queries come in one after another.
const APART: Duration = Duration::from_millis(40);
/// In two traps query 4 gives up when this one comes in: that is what springs them.
const GIVES_UP_WITH: u32 = 8;

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let permits = knobs.permits;
    let database = Database::new(&lab, "database", permits);
    let ask: Box<dyn Fn(Query) -> LocalBoxFuture<'static, ()>> = match variant {
        NO_LIMIT => Box::new(|query| no_limit(query).boxed_local()),
        FREES => {
            let gate = Homemade::new(&lab, permits, false);
            Box::new(move |query| frees(query, gate.clone()).boxed_local())
        }
        STRANDS => {
            let gate = Homemade::new(&lab, permits, false);
            Box::new(move |query| strands(query, gate.clone()).boxed_local())
        }
        STARVES => {
            let gate = Homemade::new(&lab, permits, true);
            Box::new(move |query| starves(query, gate.clone()).boxed_local())
        }
        _ => {
            let gate = lab.semaphore("permits", permits);
            Box::new(move |query| correct(query, gate.clone()).boxed_local())
        }
    };
    let (day, closing) = Context::root();
    let evening = closing.clone();
    lab.on("cancel", move |_| {
        evening.cancel();
    });
    let mut served = Vec::new();
    for n in 1..=knobs.queries {
        lab.sleep(if n == 1 { Duration::ZERO } else { APART }).await;
        let (context, canceller) = day.child();
        on_give_up(&lab, n, canceller);
        let wants = [knobs.big, 1, permits.min(2), 1][n as usize % 4];
        let query = Query {
            lab: lab.clone(),
            context,
            n,
            wants,
            span: knobs.query,
            database: database.clone(),
        };
        let query = lab.spawn(format!("query {n}"), ask(query));
        if wants <= permits {
            served.push(query);
        }
        if n == GIVES_UP_WITH && matches!(variant, FREES | STRANDS) {
            let argument = Some("query-4".to_owned());
            lab.press(Press { action: "give-up".to_owned(), argument });
        }
    }
    join_all(served).await;
    // Who wants more than there is waits until the day is over.
    closing.cancel();
}

fn on_give_up(lab: &Lab, n: u32, canceller: Canceller) {
    lab.on("give-up", move |press| {
        if press.argument == Some(format!("query-{n}")) {
            canceller.cancel();
        }
    });
}

/// The pattern: a permit gives itself back, and who gives up leaves no trace in the line.
async fn correct(query: Query, permits: Semaphore) {
    query.comes_in().await;
    match until(&query.context, permits.acquire(query.wants)).await {
        Ok(_permit) => query.asks().await,
        Err(_) => query.gives_up(),
    }
}

/// Nobody counts, so the database has to.
async fn no_limit(query: Query) {
    query.comes_in().await;
    query.asks().await;
}

/// One exit for all, and it releases: also what was never acquired.
async fn frees(query: Query, permits: Homemade) {
    query.comes_in().await;
    match until(&query.context, permits.acquire(query.wants)).await {
        Ok(()) => query.asks().await,
        Err(_) => {
            permits.leave();
            query.gives_up();
        }
    }
    permits.release(query.wants);
}

/// Who gives up stays in the line, is handed permits there, and never gives them back.
async fn strands(query: Query, permits: Homemade) {
    query.comes_in().await;
    match until(&query.context, permits.acquire(query.wants)).await {
        Ok(()) => {
            query.asks().await;
            permits.release(query.wants);
        }
        Err(_) => query.gives_up(),
    }
}

/// All is given back, but permits go to whoever they are enough for.
async fn starves(query: Query, permits: Homemade) {
    query.comes_in().await;
    match until(&query.context, permits.acquire(query.wants)).await {
        Ok(()) => {
            query.asks().await;
            permits.release(query.wants);
        }
        Err(_) => {
            permits.leave();
            query.gives_up();
        }
    }
}

/// Someone who wants so many connections for a while.
struct Query {
    lab: Lab,
    context: Context,
    n: u32,
    wants: u32,
    span: Duration,
    database: Database,
}

impl Query {
    async fn comes_in(&self) {
        self.lab.made(self.n);
        self.lab.compute(MAKE).await;
    }

    async fn asks(&self) {
        if self.database.connect(self.wants) {
            cast::work(&self.lab, Work::Waiting, self.span).await;
            self.database.disconnect(self.wants);
            self.lab.done(self.n);
        } else {
            self.lab.lost(self.n, Loss::Refused);
        }
    }

    fn gives_up(&self) {
        self.lab.lost(self.n, Loss::Cancelled);
    }
}

/// A semaphore as it is often written first: a count, and a line of those who wait. Who gives up
/// has to `leave` the line, who got permits has to `release` them; nothing sees to either.
#[derive(Clone)]
struct Homemade {
    lab: Lab,
    id: ResourceId,
    overtaking: bool,
    state: Rc<RefCell<Permits>>,
}

struct Permits {
    free: u32,
    held: Vec<Share>,
    waiting: Vec<(Share, Waker)>,
}

impl Homemade {
    fn new(lab: &Lab, free: u32, overtaking: bool) -> Self {
        let state = Permits { free, held: Vec::new(), waiting: Vec::new() };
        let state = Rc::new(RefCell::new(state));
        Homemade { lab: lab.clone(), id: lab.slots("permits", free), overtaking, state }
    }

    async fn acquire(&self, count: u32) {
        let share = Share { task: self.me(), count };
        let mut in_line = false;
        poll_fn(|task| {
            if !std::mem::replace(&mut in_line, true) {
                self.state.borrow_mut().waiting.push((share, task.waker().clone()));
                self.admit();
            }
            let admitted = self.state.borrow().held.contains(&share);
            if admitted {
                return Poll::Ready(());
            }
            self.lab.waits(self.id, Wait::Acquire);
            Poll::Pending
        })
        .await;
    }

    fn release(&self, count: u32) {
        let me = self.me();
        self.state.borrow_mut().held.retain(|share| share.task != me);
        self.state.borrow_mut().free += count;
        self.admit();
    }

    fn leave(&self) {
        let me = self.me();
        self.state.borrow_mut().waiting.retain(|(share, _)| share.task != me);
        self.admit();
    }

    /// Hands out what is free: to the first in line, or to the first it is enough for.
    fn admit(&self) {
        let mut state = self.state.borrow_mut();
        let within = if self.overtaking { usize::MAX } else { 1 };
        let fits = |state: &Permits| {
            state.waiting.iter().take(within).position(|(share, _)| share.count <= state.free)
        };
        while let Some(place) = fits(&state) {
            let (share, waker) = state.waiting.remove(place);
            state.free -= share.count;
            state.held.push(share);
            waker.wake();
        }
        let waiting = state.waiting.iter().map(|(share, _)| *share).collect();
        self.lab.show(self.id, State::Slots { held: state.held.clone(), waiting });
    }

    fn me(&self) -> TaskId {
        self.lab.current_task().unwrap_or(0)
    }
}

/// Query 4 waits for more than is free: who is the next to get to the database?
fn who_is_next(trace: &Trace) -> Option<Asked> {
    let waits = |event: &Event| matches!(event.kind, EventKind::Blocked { how: Wait::Acquire, .. });
    let after =
        seen::next(trace, 0, |event| seen::of(trace, event, "query 4") && waits(event))? + 1;
    let later = ["query 4", "query 5", "query 6"];
    let uses = |event: &Event| {
        seen::resource(trace, event) == "database" && later.contains(&seen::task(trace, event))
    };
    let shows = seen::next(trace, after, uses)?;
    let answer = match seen::task(trace, &trace.events[shows]) {
        "query 4" => "query-4",
        "query 5" => "query-5",
        _ => "query-6",
    };
    Some(Asked { stop: seen::stop_after(after), answer, shows })
}
