//! Circuit breaker: while a server is down, fail at once and leave it alone.

use std::time::Duration;

use futures::future::join_all;
use lab::{Event, ItemId, Lab, Loss, Position, Receiver, Sender, Trace, invariant};
use patterns::breaker::{CallError, Refused, Settings, State, Verdict};
use patterns::{Clock, timeout};

use crate::cast::{self, Arrivals, Circuit, Down, Illness, Policy, Requests, Server};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "circuit-breaker",
    group: Group::Failure,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "never-forgets", breaks: Some("opens-at") },
        Variant { slug: "probes-without-number", breaks: Some("few-probes") },
        Variant { slug: "waits-for-ever", breaks: Some("leaves-half-open") },
    ],
    actions: &[
        Action { slug: "break", argument: Argument::None },
        Action { slug: "heal", argument: Argument::None },
        Action { slug: "rush", argument: Argument::None },
    ],
    claims: &[
        Claim {
            slug: "open-no-call",
            check: |trace, _| invariant::open_lets_nothing_through(trace, "server"),
        },
        Claim { slug: "few-probes", check: |trace, _| invariant::probes_within(trace) },
        Claim {
            slug: "opens-at",
            check: |trace, values| {
                let Knobs { policy, failures, .. } = Knobs::from_values(values);
                let opens = |calls: &[bool]| policy.opens(failures, calls);
                invariant::opens_when(trace, "server", "", opens)
            },
        },
        Claim {
            slug: "leaves-half-open",
            check: |trace, values| {
                let longest = Knobs::from_values(values).timeout + LATE;
                invariant::probes_come_back(trace, cast::micros(longest))
            },
        },
    ],
    experiments: &[
        Experiment { slug: "opens-late", sets: "failures=12" },
        Experiment { slug: "every-other-call", sets: "slips=2&ill=0&policy=rate" },
        Experiment { slug: "too-patient", sets: "timeout=3000&illness=hanging" },
    ],
    challenges: &[
        Challenge {
            slug: "leave-it-alone",
            begins: "",
            task: Task::Reach {
                goal: "delivered>=17",
                with: &["failures", "open", "probes", "timeout"],
                solution: "open=1400",
            },
        },
        Challenge {
            slug: "first-probe",
            begins: "",
            task: Task::Foresee {
                choices: &["opens-again", "counts-it", "closes"],
                ask: first_probe,
                otherwise: "ill=1200",
            },
        },
    ],
    opens_in_order: false,
    peers: "client",
    works: "",
    chart: None,
    code: &[
        source!(catalogue "circuit_breaker.rs"),
        source!(patterns "breaker/circuit.rs"),
        source!(patterns "breaker/call.rs"),
        source!(patterns "timeout.rs"),
    ],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// How many failures open the circuit.
        failures: u32 = 5 in 1..=12,
        /// How long it stays open before a probe may pass.
        open: Duration = 500 in 100..=30_000,
        /// How many probes may be under way, and how many must succeed to close it.
        probes: u32 = 3 in 1..=6,
        /// Whether failures count in a row or as a rate.
        policy: Policy = Policy::InARow,
        /// What is wrong with the server when it is ill.
        #[idle(ill = "0", unless "break")]
        illness: Illness = Illness::Both,
        /// How long the server is ill.
        ill: Duration = 1_900 in 0..=4_000,
        /// One of so many requests fails though the server is well; none if this is 0.
        slips: u32 = 12 in 0..=20,
        /// After how long a call is given up.
        timeout: Duration = 600 in 100..=3_000,
        /// How many clients there are, each with one request at a time.
        clients: u32 = 4 in 1..=12,
        /// How requests arrive.
        arrivals: Arrivals = Arrivals::Even,
        /// How many requests arrive.
        #[idle(arrivals = "yours")]
        requests: u32 = 23 in 1..=60,
    }
}

const NEVER_FORGETS: usize = 1;
const WITHOUT_NUMBER: usize = 2;
const FOR_EVER: usize = 3;

/// A call takes so long.
const CALL: Duration = Duration::from_millis(150);
/// Requests are so far apart, on average.
const APART: Duration = Duration::from_millis(160);
/// The server falls ill after so long.
const FALLS_ILL: Duration = Duration::from_millis(400);
/// A timer may be so late, because somebody else has the thread.
const LATE: Duration = Duration::from_millis(500);

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let server = Server::new(&lab, CALL, knobs.slips, knobs.illness);
    let settings = Settings {
        trip: knobs.policy.trip(knobs.failures),
        open_for: knobs.open,
        probes: knobs.probes,
        probe_limit: if variant == FOR_EVER { Duration::MAX } else { knobs.timeout + LATE },
    };
    let circuit = Circuit::new(&lab, settings);
    let (requests_in, requests) = lab.unbounded("requests");
    lab.spawn("arrivals", arrive(lab.clone(), requests_in, knobs));
    lab.spawn("outage", server.clone().outage(FALLS_ILL, knobs.ill));
    let clients = (1..=knobs.clients).map(|n| {
        let (lab, server, circuit) = (lab.clone(), server.clone(), circuit.clone());
        let client = Client { lab: lab.clone(), server, circuit, limit: knobs.timeout };
        lab.spawn(format!("client {n}"), client.serve(requests.clone(), variant))
    });
    let clients: Vec<_> = clients.collect();
    drop(requests);
    join_all(clients).await;
}

/// Hands every request in when it is due.
async fn arrive(lab: Lab, requests: Sender<ItemId>, knobs: Knobs) {
    let due = cast::arrivals(&lab, knobs.arrivals, knobs.requests, APART * knobs.requests, 1);
    let mut arriving = Requests::new(&lab, &due);
    while let Some((item, _)) = arriving.next().await {
        lab.made(item);
        if requests.send(item).await.is_err() {
            lab.lost(item, Loss::Closed);
        }
    }
}

/// What came of a request.
type Answer = Result<ItemId, CallError<Down>>;

/// The pattern: the breaker lets a call through or refuses it, and hears of every outcome. Time is
/// up at some point, so every call has one.
async fn correct(client: &Client, item: ItemId) -> Answer {
    let call = async || match timeout(&client.lab, client.limit, client.call(item)).await {
        Ok(outcome) => outcome,
        Err(_elapsed) => Err(Down),
    };
    client.circuit.breaker().call(&client.lab, call).await
}

/// A success is no news and is not told: failures add up, however much went well in between.
async fn never_forgets(client: &Client, item: ItemId) -> Answer {
    let (lab, breaker) = (&client.lab, client.circuit.breaker());
    let permit = breaker.try_acquire(lab.now()).map_err(CallError::Refused)?;
    let call = timeout(lab, client.limit, client.call(item)).await;
    let outcome = call.unwrap_or(Err(Down));
    let verdict = match outcome {
        Err(Down) => Verdict::Failure,
        Ok(_) if permit.is_probe() => Verdict::Success,
        Ok(_) => Verdict::Neither,
    };
    breaker.record(permit, verdict, lab.now());
    outcome.map_err(CallError::Failed)
}

/// Looks whether it is open, but asks for no permit: half open, whoever comes is let through.
async fn probes_without_number(client: &Client, item: ItemId) -> Answer {
    let (lab, breaker) = (&client.lab, client.circuit.breaker());
    if let State::Open { until } = breaker.state(lab.now()) {
        return Err(CallError::Refused(Refused { retry_after: until - lab.now() }));
    }
    let call = timeout(lab, client.limit, client.call(item)).await;
    let outcome = call.unwrap_or(Err(Down));
    if let Ok(permit) = breaker.try_acquire(lab.now()) {
        let verdict = if outcome.is_ok() { Verdict::Success } else { Verdict::Failure };
        breaker.record(permit, verdict, lab.now());
    }
    outcome.map_err(CallError::Failed)
}

/// Nothing bounds the call: probes that hang keep their places, and nobody else may try.
async fn waits_for_ever(client: &Client, item: ItemId) -> Answer {
    client.circuit.breaker().call(&client.lab, || client.call(item)).await
}

/// Somebody with requests for the server.
struct Client {
    lab: Lab,
    server: Server,
    circuit: Circuit,
    limit: Duration,
}

impl Client {
    async fn serve(self, requests: Receiver<ItemId>, variant: usize) {
        while let Ok(item) = requests.recv().await {
            let answer = match variant {
                NEVER_FORGETS => never_forgets(&self, item).await,
                WITHOUT_NUMBER => probes_without_number(&self, item).await,
                FOR_EVER => waits_for_ever(&self, item).await,
                _ => correct(&self, item).await,
            };
            self.circuit.show();
            match answer {
                Ok(_) => self.lab.done(item),
                // For who is refused there is yesterday's answer: at once.
                Err(CallError::Refused(_)) => self.lab.stood_in(item),
                Err(CallError::Failed(Down)) => self.lab.lost(item, Loss::Refused),
            }
        }
    }

    /// Calls the server; the picture of the breaker shows probes.
    async fn call(&self, item: ItemId) -> Result<ItemId, Down> {
        let _probing = self.circuit.begins(item);
        self.server.call(item).await
    }
}

/// The first probe is under way: what does the breaker do when it comes back?
fn first_probe(trace: &Trace) -> Option<Asked> {
    let probing = |event: &Event| seen::machine(event)?.probes.first().copied();
    let begun = seen::next(trace, 0, |event| probing(event).is_some())?;
    let first = probing(&trace.events[begun])?;
    let is_back = |event: &Event| {
        seen::machine(event).is_some_and(|machine| !machine.probes.contains(&first))
    };
    let shows = seen::next(trace, begun, is_back)?;
    let answer = match seen::machine(&trace.events[shows])?.at {
        Position::Open => "opens-again",
        Position::HalfOpen => "counts-it",
        Position::Closed => "closes",
    };
    Some(Asked { stop: seen::stop_after(begun + 1), answer, shows })
}
