//! Limiters side by side: the same requests, and five answers to each.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures::future::LocalBoxFuture;
use lab::invariant::{self, Allowance, Gate};
use lab::{Arrival, ItemId, Lab, Loss, Micros, ResourceId, Row, Run};
use patterns::{
    BucketRule, BucketState, Clock, CounterState, Decision, FixedState, FixedWindow, Limiter,
    PerKey, Rate, SlidingCounter, SlidingLog, TokenBucket,
};

use crate::cast::{self, Arrivals, Score};
use crate::fitting::Fitting;
use crate::scenario::{Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "limiters-side-by-side",
    group: Group::Limits,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "a-limit-a-server", breaks: Some("log") },
        Variant { slug: "a-share-each", breaks: Some("same-requests") },
    ],
    actions: &[],
    claims: &[
        Claim {
            slug: "same-requests",
            check: |trace, _| invariant::decide_on_the_same(trace, &NAMES),
        },
        Claim {
            slug: "bucket",
            check: |trace, values| {
                let of = Knobs::from_values(values).allowance();
                invariant::admitted_at_rate(trace, Gate::Task(NAMES[0]), of, |_| Some(0))
            },
        },
        Claim {
            slug: "per-key",
            check: |trace, values| {
                let knobs = Knobs::from_values(values);
                let requests = requests(&trace.run, knobs);
                let key = |item: ItemId| {
                    let request = requests.get(item.saturating_sub(1) as usize)?;
                    Some(request.key)
                };
                let of = knobs.allowance();
                invariant::admitted_at_rate(trace, Gate::Task(NAMES[1]), of, key)
            },
        },
        Claim {
            slug: "fixed",
            check: |trace, values| {
                let Knobs { limit, window, .. } = Knobs::from_values(values);
                invariant::admitted_in_aligned_windows(trace, Gate::Task(NAMES[2]), limit, window)
            },
        },
        Claim {
            slug: "log",
            check: |trace, values| {
                let Knobs { limit, window, .. } = Knobs::from_values(values);
                invariant::admitted_in_any_window(trace, Gate::Task(NAMES[3]), limit, window)
            },
        },
        Claim {
            slug: "counter",
            check: |trace, values| {
                let Knobs { limit, window, .. } = Knobs::from_values(values);
                invariant::admitted_by_weight(trace, Gate::Task(NAMES[4]), limit, window)
            },
        },
    ],
    experiments: &[
        Experiment { slug: "a-hundred", sets: "limit=100&requests=300&burst=100&first=900&over=200" },
        Experiment { slug: "a-while", sets: "first=0&over=3000&requests=60" },
        Experiment { slug: "yours", sets: "arrivals=yours&first=0" },
    ],
    opens_in_order: false,
    peers: "sliding",
    chart: None,
    code: &[
        source!(catalogue "limiters_side_by_side.rs"),
        source!(patterns "limit/token_bucket.rs"),
        source!(patterns "limit/per_key/mod.rs"),
        source!(patterns "limit/fixed_window.rs"),
        source!(patterns "limit/sliding_log.rs"),
        source!(patterns "limit/sliding_counter.rs"),
    ],
    start,
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// How requests arrive.
        arrivals: Arrivals = Arrivals::Even,
        /// When the first arrives.
        #[idle(arrivals = "yours")]
        first: Duration = 690 in 0..=5_000,
        /// Over how long they arrive.
        #[idle(arrivals = "yours")]
        over: Duration = 910 in 0..=10_000,
        /// How many requests arrive.
        #[idle(arrivals = "yours")]
        requests: u32 = 14 in 1..=300,
        /// How many requests are admitted in a window.
        #[fitting(FITTING)]
        limit: u32 = 5 in 1..=20_000,
        /// How long a window is.
        window: Duration = 1_000 in 100..=60_000,
        /// How many tokens a bucket holds; the limit refills them over a window.
        burst: u32 = 2 in 1..=20_000,
        /// How many clients the requests come from.
        #[idle(arrivals = "yours")]
        clients: u32 = 3 in 1..=16,
    }
}

impl Knobs {
    /// What a bucket allows: the limit comes over a window.
    fn allowance(self) -> Allowance {
        Allowance { rate: Rate::new(self.limit, self.window), burst: self.burst, units: 1 }
    }
}

const FITTING: Fitting = Fitting {
    limiters: &NAMES,
    refused: |place, arrivals, values| {
        let mut limits = Limits::new(place, Knobs::from_values(values));
        let refuses = |arrival: &&Arrival| {
            !limits.admits(arrival.key, Duration::from_micros(arrival.at))
        };
        arrivals.iter().filter(refuses).count()
    },
};

const A_LIMIT_A_SERVER: usize = 1;
const A_SHARE_EACH: usize = 2;

/// The limiters, in the order of their lanes.
const NAMES: [&str; 5] =
    ["token bucket", "per key", "fixed window", "sliding log", "counter"];
/// So many servers are behind the balancer, in the trap that has one.
const SERVERS: usize = 2;
/// The most clients that have a bucket at a time.
const CLIENTS: u32 = 1_000;
/// The table is shown so often at most, beside the end.
const PICTURES: usize = 100;

fn start(lab: Lab, variant: usize, values: &[i64]) -> LocalBoxFuture<'static, ()> {
    Box::pin(run(lab, variant, Knobs::from_values(values)))
}

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let requests: Rc<[_]> = lab.with_trace(|trace| requests(&trace.run, knobs)).into();
    let decisions = requests.len() * if variant == A_SHARE_EACH { 1 } else { NAMES.len() };
    let board = Board::new(&lab, knobs, decisions);
    let queue = Rc::new(Cell::new(0));
    for (place, name) in NAMES.into_iter().enumerate() {
        let (requests, board) = (requests.clone(), board.clone());
        let lane = Lane { lab: lab.clone(), place, requests, board };
        let limits = || Limits::new(place, knobs);
        match variant {
            A_LIMIT_A_SERVER => {
                let servers = (0..SERVERS).map(|_| limits()).collect();
                lab.spawn(name, a_limit_a_server(lane, servers))
            }
            A_SHARE_EACH => lab.spawn(name, a_share_each(lane, limits(), queue.clone())),
            _ => lab.spawn(name, correct(lane, limits())),
        };
    }
}

/// What arrives when; the reader's own requests come as they came.
fn requests(run: &Run, knobs: Knobs) -> Vec<Arrival> {
    let Knobs { arrivals, first, over, requests, clients, .. } = knobs;
    let mut found = cast::arrivals_of(run, arrivals, requests, over, clients);
    if arrivals != Arrivals::Yours || run.traffic.is_empty() {
        let first = first.as_micros() as Micros;
        found.iter_mut().for_each(|arrival| arrival.at += first);
    }
    found
}

/// One limiter, asked about every request as it arrives.
async fn correct(lane: Lane, mut limits: Limits) {
    for place in 0..lane.requests.len() {
        let (item, now) = lane.arrives(place).await;
        let admits = limits.admits(lane.requests[place].key, now);
        lane.decided(item, admits, limits.bytes());
    }
}

/// A balancer deals requests out to servers, and each server has a limiter with the whole limit.
async fn a_limit_a_server(lane: Lane, mut servers: Vec<Limits>) {
    for place in 0..lane.requests.len() {
        let (item, now) = lane.arrives(place).await;
        let server = place % servers.len();
        let admits = servers[server].admits(lane.requests[place].key, now);
        lane.decided(item, admits, servers.iter().map(Limits::bytes).sum());
    }
}

/// All limiters read from one queue: what one takes out of it, the others never see.
async fn a_share_each(lane: Lane, mut limits: Limits, queue: Rc<Cell<usize>>) {
    while queue.get() < lane.requests.len() {
        let place = queue.replace(queue.get() + 1);
        let (item, now) = lane.arrives(place).await;
        let admits = limits.admits(lane.requests[place].key, now);
        lane.decided(item, admits, limits.bytes());
    }
}

/// Any of the five.
enum Limits {
    Bucket(TokenBucket),
    PerKey(PerKey<u32, BucketRule>),
    Fixed(FixedWindow),
    Log(SlidingLog),
    Counter(SlidingCounter),
}

impl Limits {
    fn new(place: usize, knobs: Knobs) -> Self {
        let Knobs { limit, window, burst, .. } = knobs;
        let bucket = TokenBucket::new(Rate::new(limit, window), burst);
        match place {
            0 => Limits::Bucket(bucket),
            1 => Limits::PerKey(PerKey::new(bucket, CLIENTS)),
            2 => Limits::Fixed(FixedWindow::new(limit, window)),
            3 => Limits::Log(SlidingLog::new(limit, window)),
            _ => Limits::Counter(SlidingCounter::new(limit, window)),
        }
    }

    fn admits(&mut self, client: u32, now: Duration) -> bool {
        let decision = match self {
            Limits::Bucket(bucket) => bucket.ask(now, 1),
            Limits::PerKey(buckets) => buckets.ask(&client, now, 1),
            Limits::Fixed(window) => window.ask(now, 1),
            Limits::Log(log) => log.ask(now, 1),
            Limits::Counter(counter) => counter.ask(now, 1),
        };
        decision.is_ok_and(Decision::is_admitted)
    }

    /// How much memory what it remembers takes.
    fn bytes(&self) -> usize {
        match self {
            Limits::Bucket(_) => size_of::<BucketState>(),
            Limits::PerKey(buckets) => buckets.memory(),
            Limits::Fixed(_) => size_of::<FixedState>(),
            Limits::Log(log) => log.memory(),
            Limits::Counter(_) => size_of::<CounterState>(),
        }
    }
}

/// What the task of one limiter works with.
struct Lane {
    lab: Lab,
    place: usize,
    requests: Rc<[Arrival]>,
    board: Board,
}

impl Lane {
    /// Waits for the request at this place; its number, and the instant.
    async fn arrives(&self, place: usize) -> (ItemId, Duration) {
        let at = Duration::from_micros(self.requests[place].at);
        self.lab.sleep(at.saturating_sub(self.lab.now())).await;
        let item = place as ItemId + 1;
        self.lab.made(item);
        (item, self.lab.now())
    }

    fn decided(&self, item: ItemId, admitted: bool, bytes: usize) {
        match admitted {
            true => self.lab.done(item),
            false => self.lab.lost(item, Loss::Refused),
        }
        self.board.note(self.place, self.lab.now(), admitted, bytes);
    }
}

/// The table of what they did.
#[derive(Clone)]
struct Board(Rc<RefCell<Rows>>);

struct Rows {
    lab: Lab,
    table: ResourceId,
    limit: u32,
    scores: Vec<(Score, usize)>,
    /// Every so many decisions it is shown, and after the last.
    every: usize,
    decisions: usize,
    last: usize,
}

impl Board {
    fn new(lab: &Lab, knobs: Knobs, last: usize) -> Self {
        let scores = NAMES.map(|name| (Score::new(name, knobs.window), 0));
        Board(Rc::new(RefCell::new(Rows {
            lab: lab.clone(),
            table: lab.shown("limiters"),
            limit: knobs.limit,
            scores: scores.into(),
            every: last.div_ceil(PICTURES).max(NAMES.len()),
            decisions: 0,
            last,
        })))
    }

    fn note(&self, place: usize, now: Duration, admitted: bool, bytes: usize) {
        let mut rows = self.0.borrow_mut();
        let score = &mut rows.scores[place];
        score.0.note(now, admitted);
        score.1 = bytes;
        rows.decisions += 1;
        if rows.decisions.is_multiple_of(rows.every) || rows.decisions == rows.last {
            drop(rows);
            self.show();
        }
    }

    fn show(&self) {
        let rows = self.0.borrow();
        let row = |(place, (score, bytes)): (usize, &(Score, usize))| -> Row {
            // A bucket promises a rate, not a limit a window: there is nothing to judge.
            score.row(*bytes, (place >= 2).then_some(rows.limit))
        };
        let table = rows.scores.iter().enumerate().map(row).collect();
        rows.lab.show(rows.table, Score::table(table));
    }
}
