//! Resilient pipeline: every request ends once, whatever breaks.

use std::convert::Infallible;
use std::future::Future;
use std::rc::Rc;
use std::time::Duration;

use futures::future::{LocalBoxFuture, join_all, ok};
use futures::sink::{SinkExt, drain};
use futures::{FutureExt, StreamExt};
use lab::{Check, Event, EventKind, ItemId, Lab, Loss, Receiver, State, Trace, invariant};
use patterns::breaker::{Change, Settings};
use patterns::resilient::{Stages, Trouble, pipeline};
use patterns::{Context, Decision, timeout, until};

use crate::cast::{
    self, Arrivals, Backlog, Bucket, Circuit, Dashboard, Desk, Door, Down, Illness, Policy,
    Requests, Server, Switch,
};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "resilient-pipeline",
    group: Group::Failure,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "limiter-first", breaks: Some("open-spends-nothing") },
        Variant { slug: "refusals-count", breaks: Some("only-failures-open") },
        Variant { slug: "leaves-calls-running", breaks: Some("no-call-outlives") },
        Variant { slug: "waits-at-the-letters", breaks: Some("nobody-stuck") },
        Variant { slug: "hands-on-inside", breaks: Some("only-failures-open") },
    ],
    actions: &[
        Action { slug: "break", argument: Argument::None },
        Action { slug: "heal", argument: Argument::None },
        Action { slug: "rush", argument: Argument::None },
        Action { slug: "replay", argument: Argument::None },
        Action { slug: "cancel", argument: Argument::None },
    ],
    claims: &[
        Claim { slug: "ends-once", check: |trace, _| invariant::each_making_ends_once(trace) },
        Claim {
            slug: "adds-up",
            check: |trace, _| invariant::first_row_adds_up(trace, "requests", Dashboard::PARTS),
        },
        Claim {
            slug: "open-spends-nothing",
            check: |trace, _| invariant::open_spends_nothing(trace, "tokens"),
        },
        Claim {
            slug: "only-failures-open",
            check: |trace, values| {
                let knobs = Knobs::from_values(values);
                if knobs.calls_within(trace).is_err() {
                    // The breaker has been told of calls whose end is yet to be seen.
                    return Ok(());
                }
                let opens = |calls: &[bool]| Policy::InARow.opens(knobs.failures, calls);
                invariant::opens_when(trace, "server", "cancel", opens)
            },
        },
        Claim {
            slug: "no-call-outlives",
            check: |trace, values| Knobs::from_values(values).calls_within(trace),
        },
        Claim { slug: "nobody-stuck", check: |trace, _| invariant::everyone_ends(trace) },
    ],
    experiments: &[
        Experiment {
            slug: "bare",
            sets: "breaker=off&timeout=0&limiter=0&strategy=none&fallback=off&letters=0",
        },
        Experiment { slug: "no-breaker", sets: "breaker=off" },
        Experiment { slug: "block", sets: "strategy=block" },
    ],
    challenges: &[
        Challenge {
            slug: "more-answers",
            begins: "",
            task: Task::Reach {
                goal: "delivered>=16",
                with: &["queue", "limiter", "strategy", "workers", "timeout"],
                solution: "queue=12&limiter=0",
            },
        },
        Challenge {
            slug: "behind-the-open-circuit",
            begins: "",
            task: Task::Foresee {
                choices: &["older-answer", "refused", "waits"],
                ask: behind_the_open_circuit,
                otherwise: "fallback=off",
            },
        },
    ],
    opens_in_order: false,
    peers: "worker",
    works: "worker",
    chart: None,
    code: &[
        source!(catalogue "resilient_pipeline.rs"),
        source!(patterns "resilient/run.rs"),
        source!(patterns "resilient/letters.rs"),
        source!(patterns "timeout.rs"),
    ],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// Whether a breaker stands before the server.
        breaker: Switch = Switch::On,
        /// After how long a call is dropped; never if this is 0.
        timeout: Duration = 300 in 0..=3_000,
        /// How many calls a second the limiter allows; as many as come if this is 0.
        limiter: u32 = 8 in 0..=100,
        /// How many calls the limiter allows at once.
        #[idle(limiter = "0")]
        burst: u32 = 3 in 1..=50,
        /// What is done when the queue is full.
        strategy: Backlog = Backlog::DropNewest,
        /// How many requests wait in the queue at most.
        #[idle(strategy = "none")]
        queue: u32 = 6 in 0..=100,
        /// How many workers serve.
        workers: u32 = 3 in 1..=8,
        /// Whether every second request has an older answer to fall back on.
        fallback: Switch = Switch::On,
        /// How many dead letters are kept; none if this is 0.
        letters: u32 = 2 in 0..=20,
        /// How many failures in a row open the circuit.
        #[idle(breaker = "off")]
        failures: u32 = 2 in 1..=12,
        /// How long the circuit stays open before a probe may pass.
        #[idle(breaker = "off")]
        open: Duration = 300 in 100..=30_000,
        /// What is wrong with the server when it is ill.
        #[idle(ill = "0", unless "break")]
        illness: Illness = Illness::Hanging,
        /// How long the server is ill.
        ill: Duration = 900 in 0..=4_000,
        /// How requests arrive.
        arrivals: Arrivals = Arrivals::Bursts,
        /// How many requests arrive.
        #[idle(arrivals = "yours")]
        requests: u32 = 18 in 1..=60,
    }
}

const LIMITER_FIRST: usize = 1;
const REFUSALS_COUNT: usize = 2;
const LEAVES_RUNNING: usize = 3;
const WAITS_AT_LETTERS: usize = 4;
const HANDS_ON_INSIDE: usize = 5;

/// A call takes so long.
const CALL: Duration = Duration::from_millis(200);
/// Requests are so far apart, on average.
const APART: Duration = Duration::from_millis(150);
/// The server falls ill after so long.
const FALLS_ILL: Duration = Duration::from_millis(500);
/// In one trap somebody reads the answers, and takes so long for each.
const READ: Duration = Duration::from_millis(400);
/// So long after the last request, dead letters are tried again.
const LATER: Duration = Duration::from_millis(300);
/// A timer may be so late, because somebody else has the thread.
const LATE: Duration = Duration::from_millis(50);
/// So many probes close the circuit.
const PROBES: u32 = 2;

impl Knobs {
    fn calls_within(self, trace: &lab::Trace) -> invariant::Checked {
        if self.timeout.is_zero() {
            return Ok(());
        }
        invariant::calls_within(trace, "server", cast::micros(self.timeout + LATE))
    }
}

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let context = cast::cancelled_on(&lab, "cancel");
    let house = Rc::new(House::new(&lab, knobs, context.clone()));
    house.check_list(variant);
    let queue = knobs.strategy.queue(&lab, knobs.queue);
    let (stages, call) = match variant {
        LIMITER_FIRST => limiter_first(&house),
        REFUSALS_COUNT => refusals_count(&house),
        LEAVES_RUNNING => leaves_calls_running(&house),
        WAITS_AT_LETTERS => waits_at_the_letters(&house),
        HANDS_ON_INSIDE => hands_on_inside(&house),
        _ => correct(&house),
    };
    let own = house.clone();
    let answers = drain().with(move |answer| {
        own.desk.ends(answer);
        ok::<_, Infallible>(())
    });
    let service = pipeline(&context, lab.clone(), stages, queue, answers, call);
    house.desk.opens(service.gauges, service.dead_letters);

    lab.spawn("outage", house.server.clone().outage(FALLS_ILL, knobs.ill));
    let workers = service.workers.into_iter().zip(1..).map(|(worker, n)| {
        let lab = lab.clone();
        lab.clone().spawn(format!("worker {n}"), async move {
            if let Some(item) = worker.await.cut_off {
                lab.lost(item, Loss::Cancelled);
            }
        })
    });
    let workers: Vec<_> = workers.collect();
    let (day, evening) = context.child();
    lab.spawn("replays", replays(house.clone(), service.intake.clone(), day));
    lab.spawn("arrivals", arrive(house.clone(), service.intake)).await;
    lab.sleep(LATER).await;
    cast::press(&lab, "replay");
    cast::yield_now().await;
    evening.cancel();
    join_all(workers).await;
    house.desk.show();
}

/// Hands every request in when it is due.
async fn arrive(house: Rc<House>, mut door: Door) {
    let House { lab, context, desk, knobs, .. } = &*house;
    let due = cast::arrivals(lab, knobs.arrivals, knobs.requests, APART * knobs.requests, 1);
    let mut arriving = Requests::new(lab, &due);
    while let Ok(Some((item, _))) = until(context, arriving.next()).await {
        desk.hand_in(&mut door, context, item).await;
    }
}

/// Hands dead letters in again each time the user says so, until the day is over.
async fn replays(house: Rc<House>, mut door: Door, day: Context) {
    let mut told = house.lab.actions("replay");
    while let Ok(Some(_)) = until(&day, told.next()).await {
        house.desk.replay(&mut door, &house.context).await;
    }
}

type Served = Result<ItemId, Down>;
type Call = Box<dyn Fn(ItemId) -> LocalBoxFuture<'static, Served>>;
type Listener = Box<dyn Fn(&Change)>;
type Limiter = Box<dyn Fn(Duration) -> Decision>;
type Fallback = Box<dyn Fn(&ItemId, &Trouble<Down>) -> Option<ItemId>>;
type Around = Stages<Listener, Limiter, Fallback>;

/// The pattern: breaker, limiter and timeout stand around the call, in this order, and the call
/// knows nothing of them.
fn correct(house: &Rc<House>) -> (Around, Call) {
    let call = async |house: Rc<House>, item| house.call(item).await;
    (house.stages(), house.calls(call))
}

/// The usual order: a token is spent before the breaker says no.
fn limiter_first(house: &Rc<House>) -> (Around, Call) {
    let call = async |house: Rc<House>, item| {
        if house.token() != Decision::Admitted {
            return Err(Down);
        }
        match &house.circuit {
            Some(circuit) => {
                let call = circuit.breaker().call(&house.lab, || house.in_time(item));
                call.await.map_err(|_| Down)
            }
            None => house.in_time(item).await,
        }
    };
    let inside = Stages { breaker: None, call_limit: None, ..house.stages() };
    (Stages { limiter: no_limit(), ..inside }, house.calls(call))
}

/// The limiter inside of the call: its refusal looks like a failure, and the breaker counts it.
fn refusals_count(house: &Rc<House>) -> (Around, Call) {
    let call = async |house: Rc<House>, item| match house.token() {
        Decision::Admitted => house.call(item).await,
        Decision::Refused { .. } => Err(Down),
    };
    (Stages { limiter: no_limit(), ..house.stages() }, house.calls(call))
}

/// The wait is bounded and the call is not: it has a task of its own, and goes on for nobody.
fn leaves_calls_running(house: &Rc<House>) -> (Around, Call) {
    let call = async |house: Rc<House>, item| {
        let own = house.clone();
        let answer = house.lab.spawn(format!("call {item}"), async move { own.call(item).await });
        let limit = house.limit().unwrap_or(Duration::MAX);
        timeout(&house.lab, limit, answer).await.unwrap_or(Err(Down))
    };
    (Stages { call_limit: None, ..house.stages() }, house.calls(call))
}

/// A letter of each call that fails goes into a queue that nobody empties, whatever becomes of the
/// request. Once it is full, the workers wait there.
fn waits_at_the_letters(house: &Rc<House>) -> (Around, Call) {
    let (letters, never_read) = house.lab.channel("letters", house.knobs.letters);
    house.desk.keeps_in(never_read, house.knobs.letters);
    let call = move |house: Rc<House>, item| {
        let letters = letters.clone();
        async move {
            let served = house.in_time(item).await;
            if served.is_err() {
                let _ = letters.send(()).await;
                house.desk.show();
            }
            served
        }
    };
    (Stages { call_limit: None, ..house.stages() }, house.calls(call))
}

/// The answer is handed on before the call is over, to a slow reader. While the call waits for that
/// one, its time is up: the breaker takes the reader for the server.
fn hands_on_inside(house: &Rc<House>) -> (Around, Call) {
    let (answers_in, answers) = house.lab.channel("answers", 0);
    house.lab.spawn("reader", reads(house.lab.clone(), answers));
    let call = move |house: Rc<House>, item| {
        let answers = answers_in.clone();
        async move {
            let served = house.call(item).await?;
            let _ = answers.send(()).await;
            Ok(served)
        }
    };
    (house.stages(), house.calls(call))
}

async fn reads(lab: Lab, answers: Receiver<()>) {
    while answers.recv().await.is_ok() {
        lab.sleep(READ).await;
    }
}

fn no_limit() -> Limiter {
    Box::new(|_now| Decision::Admitted)
}

/// What all of it stands on.
struct House {
    lab: Lab,
    knobs: Knobs,
    context: Context,
    server: Server,
    circuit: Option<Circuit>,
    tokens: Bucket,
    desk: Desk,
}

impl House {
    fn new(lab: &Lab, knobs: Knobs, context: Context) -> Self {
        let settings = Settings {
            trip: Policy::InARow.trip(knobs.failures),
            open_for: knobs.open,
            probes: PROBES,
            ..Settings::default()
        };
        let circuit = (knobs.breaker == Switch::On).then(|| Circuit::new(lab, settings));
        House {
            server: Server::new(lab, CALL, 0, knobs.illness),
            tokens: Bucket::new(lab, knobs.limiter, knobs.burst),
            desk: Desk::new(lab, circuit.clone()),
            circuit,
            lab: lab.clone(),
            knobs,
            context,
        }
    }

    /// What stands between a request and its answer, as the knobs have it.
    fn stages(self: &Rc<Self>) -> Around {
        let (knobs, tokens) = (self.knobs, self.clone());
        Stages {
            workers: knobs.workers as usize,
            strategy: knobs.strategy.strategy(),
            breaker: self.circuit.as_ref().map(|circuit| circuit.breaker().clone()),
            limiter: Box::new(move |_now| tokens.token()),
            call_limit: self.limit(),
            fallback: Box::new(move |item, _why| {
                (knobs.fallback == Switch::On && item.is_multiple_of(2)).then_some(*item)
            }),
            dead_letters: knobs.letters as usize,
            window: 100,
        }
    }

    fn limit(&self) -> Option<Duration> {
        (!self.knobs.timeout.is_zero()).then_some(self.knobs.timeout)
    }

    /// A call as the pipeline wants it.
    fn calls<F>(self: &Rc<Self>, call: impl Fn(Rc<Self>, ItemId) -> F + 'static) -> Call
    where
        F: Future<Output = Served> + 'static,
    {
        let house = self.clone();
        Box::new(move |item| {
            // Whoever calls has taken a request out of the queue.
            house.desk.show();
            call(house.clone(), item).boxed_local()
        })
    }

    async fn call(&self, item: ItemId) -> Served {
        let _probing = self.circuit.as_ref().map(|circuit| circuit.begins(item));
        self.server.call(item).await
    }

    async fn in_time(&self, item: ItemId) -> Served {
        match self.limit() {
            Some(limit) => timeout(&self.lab, limit, self.call(item)).await.unwrap_or(Err(Down)),
            None => self.call(item).await,
        }
    }

    fn token(&self) -> Decision {
        if let Some(circuit) = &self.circuit {
            circuit.show();
        }
        self.tokens.ask()
    }

    /// What one goes through before such a thing goes live, and what of it is there.
    fn check_list(&self, variant: usize) {
        let knobs = self.knobs;
        let breaker = knobs.breaker == Switch::On;
        let checks = [
            ("cancellation", variant != LEAVES_RUNNING),
            ("limiter", knobs.limiter > 0),
            ("strategy", knobs.strategy != Backlog::None),
            ("breaker", breaker),
            ("timeout", !knobs.timeout.is_zero()),
            ("fallback", knobs.fallback == Switch::On),
            ("letters", knobs.letters > 0),
            ("plan", true),
            ("queue-depth", true),
            ("refusals", true),
            ("breaker-state", breaker),
            ("percentiles", true),
        ];
        let check = |(key, done): (&str, bool)| Check { key: key.to_owned(), done };
        let checks = checks.map(check).to_vec();
        self.lab.show(self.lab.shown("checklist"), State::Checklist { checks });
    }
}

/// The circuit has opened: what becomes of request 14, which is in the queue?
fn behind_the_open_circuit(trace: &Trace) -> Option<Asked> {
    let opens = |event: &Event| seen::machine(event).is_some_and(|machine| machine.open.is_some());
    let open = seen::next(trace, 0, opens)?;
    let shows = seen::next(trace, open, |event| seen::ends(event, 14))?;
    let answer = match trace.events[shows].kind {
        EventKind::Lost { .. } => "refused",
        _ if trace.events[shows].at == trace.events[open].at => "older-answer",
        _ => "waits",
    };
    Some(Asked { stop: seen::stop_after(open + 1), answer, shows })
}
