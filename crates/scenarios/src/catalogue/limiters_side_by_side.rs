//! Limiters side by side: the same requests, and five answers to each.

use std::time::Duration;

use lab::invariant::{self, Allowance, Gate};
use lab::{Arrival, ItemId, Lab, ResourceId, Row, Run, Trace};
use patterns::{Clock, Rate};

use crate::cast::{self, Allowed, Arrivals, Limits, Score};
use crate::challenge::{Asked, Challenge, Task, seen};
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
            check: |trace, _| invariant::decide_on_the_same(trace, &NAMES.map(Gate::Shown)),
        },
        Claim {
            slug: "bucket",
            check: |trace, values| {
                let of = Knobs::from_values(values).allowance();
                invariant::admitted_at_rate(trace, Gate::Shown(NAMES[0]), of, |_| Some(0))
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
                invariant::admitted_at_rate(trace, Gate::Shown(NAMES[1]), of, key)
            },
        },
        Claim {
            slug: "fixed",
            check: |trace, values| {
                let Knobs { limit, window, .. } = Knobs::from_values(values);
                invariant::admitted_in_aligned_windows(trace, Gate::Shown(NAMES[2]), limit, window)
            },
        },
        Claim {
            slug: "log",
            check: |trace, values| {
                let Knobs { limit, window, .. } = Knobs::from_values(values);
                invariant::admitted_in_any_window(trace, Gate::Shown(NAMES[3]), limit, window)
            },
        },
        Claim {
            slug: "counter",
            check: |trace, values| {
                let Knobs { limit, window, .. } = Knobs::from_values(values);
                invariant::admitted_by_weight(trace, Gate::Shown(NAMES[4]), limit, window)
            },
        },
    ],
    experiments: &[
        Experiment {
            slug: "a-hundred",
            sets: "limit=100&requests=300&burst=100&first=900&over=200",
        },
        Experiment { slug: "a-while", sets: "first=0&over=3000&requests=60" },
        Experiment { slug: "yours", sets: "arrivals=yours&first=0" },
    ],
    challenges: &[
        Challenge {
            slug: "no-difference",
            begins: "",
            task: Task::Reach {
                goal: "refused=0,limit=5,requests=14",
                with: &["first", "over", "burst"],
                solution: "over=4000",
            },
        },
        Challenge {
            slug: "who-lets-most",
            begins: "",
            task: Task::Foresee {
                choices: &["bucket", "fixed", "log", "counter"],
                ask: who_lets_most,
                otherwise: "first=100",
            },
        },
    ],
    opens_in_order: false,
    peers: "door",
    works: "",
    chart: None,
    code: &[
        source!(catalogue "limiters_side_by_side.rs"),
        source!(patterns "limit/token_bucket.rs"),
        source!(patterns "limit/per_key/mod.rs"),
        source!(patterns "limit/fixed_window.rs"),
        source!(patterns "limit/sliding_log.rs"),
        source!(patterns "limit/sliding_counter.rs"),
    ],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// How requests arrive.
        arrivals: Arrivals = Arrivals::Even,
        /// How many requests are admitted in a window.
        #[fitting(FITTING)]
        limit: u32 = 5 in 1..=20_000,
        /// When the first arrives.
        #[idle(arrivals = "yours")]
        first: Duration = 690 in 0..=5_000,
        /// Over how long they arrive.
        #[idle(arrivals = "yours")]
        over: Duration = 910 in 0..=10_000,
        /// How many requests arrive.
        #[idle(arrivals = "yours")]
        requests: u32 = 14 in 1..=300,
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
    fn allowed(self) -> Allowed {
        Allowed { limit: self.limit, window: self.window, burst: self.burst }
    }

    /// What a bucket allows: the limit comes over a window.
    fn allowance(self) -> Allowance {
        Allowance { rate: Rate::new(self.limit, self.window), burst: self.burst, units: 1 }
    }
}

const FITTING: Fitting = Fitting {
    limiters: &NAMES,
    room: None,
    refused: |place, arrivals, values| {
        let mut limits = Limits::new(place, Knobs::from_values(values).allowed());
        let refuses =
            |arrival: &&Arrival| !limits.admits(arrival.key, Duration::from_micros(arrival.at));
        arrivals.iter().filter(refuses).count()
    },
};

const A_LIMIT_A_SERVER: usize = 1;
const A_SHARE_EACH: usize = 2;

/// The limiters, in the order in which they are asked.
const NAMES: [&str; 5] = Limits::NAMES;
/// With more requests than this, or more clients, less is shown of each decision.
const MANY: usize = 1_000;
const CLIENTS: u32 = 16;
/// The table is shown so often at most, beside the end.
const PICTURES: usize = 100;

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let door = Door::new(&lab, knobs);
    let limiters = || Limits::all(knobs.allowed());
    match variant {
        A_LIMIT_A_SERVER => lab.spawn("door", a_limit_a_server(door, [limiters(), limiters()])),
        A_SHARE_EACH => lab.spawn("door", a_share_each(door, limiters())),
        _ => lab.spawn("door", correct(door, limiters())),
    }
    .await;
}

/// Every limiter is asked about every request, at the instant at which it arrives.
async fn correct(mut door: Door, mut limiters: [Limits; 5]) {
    door.seen.show_all(std::slice::from_ref(&limiters));
    while let Some((request, client, now)) = door.next().await {
        for (place, limiter) in limiters.iter_mut().enumerate() {
            let admits = limiter.admits(client, now);
            door.seen.decided(request, place, admits, &[limiter]);
        }
        door.passed(request);
    }
}

/// A balancer deals requests out to two servers, and each server has the whole limit.
async fn a_limit_a_server(mut door: Door, mut servers: [[Limits; 5]; 2]) {
    door.seen.show_all(&servers);
    while let Some((request, client, now)) = door.next().await {
        let server = request as usize % servers.len();
        let answers = servers[server].each_mut().map(|limiter| limiter.admits(client, now));
        for (place, admits) in answers.into_iter().enumerate() {
            let both = [&servers[0][place], &servers[1][place]];
            door.seen.decided(request, place, admits, &both);
        }
        door.passed(request);
    }
}

/// All five take from one queue: what one has taken, the others never see.
async fn a_share_each(mut door: Door, mut limiters: [Limits; 5]) {
    door.seen.show_all(std::slice::from_ref(&limiters));
    while let Some((request, client, now)) = door.next().await {
        let place = request as usize % limiters.len();
        let admits = limiters[place].admits(client, now);
        door.seen.decided(request, place, admits, &[&limiters[place]]);
        door.passed(request);
    }
}

/// What arrives when; the reader's own requests come as they came.
fn requests(run: &Run, knobs: Knobs) -> Vec<Arrival> {
    let Knobs { arrivals, first, over, requests, clients, .. } = knobs;
    let mut found = cast::arrivals_of(run, arrivals, requests, over, clients);
    if arrivals != Arrivals::Yours || run.traffic.is_empty() {
        let first = cast::micros(first);
        found.iter_mut().for_each(|arrival| arrival.at += first);
    }
    found
}

/// Where requests arrive.
struct Door {
    lab: Lab,
    requests: Vec<Arrival>,
    come: usize,
    seen: Seen,
}

impl Door {
    fn new(lab: &Lab, knobs: Knobs) -> Self {
        let requests = lab.with_trace(|trace| requests(&trace.run, knobs));
        let is_many = requests.len() > MANY || requests.iter().any(|of| of.key >= CLIENTS);
        let seen = Seen::new(lab, knobs, is_many);
        Door { lab: lab.clone(), requests, come: 0, seen }
    }

    /// Waits for the next request: its number, whose it is, and the instant.
    async fn next(&mut self) -> Option<(ItemId, u32, Duration)> {
        let Arrival { at, key } = *self.requests.get(self.come)?;
        self.lab.sleep(Duration::from_micros(at).saturating_sub(self.lab.now())).await;
        self.come += 1;
        let request = self.come as ItemId;
        self.lab.made(request);
        Some((request, key, self.lab.now()))
    }

    /// Everybody has decided on a request.
    fn passed(&mut self, request: ItemId) {
        self.lab.done(request);
        let all = self.requests.len();
        if self.come.is_multiple_of(all.div_ceil(PICTURES)) || self.come == all {
            self.seen.sum_up();
        }
    }
}

/// What is seen of the limiters: their decisions, what they hold, and a table of both.
struct Seen {
    lab: Lab,
    knobs: Knobs,
    many: bool,
    gates: [ResourceId; 5],
    board: ResourceId,
    scores: [(Score, usize); 5],
}

impl Seen {
    fn new(lab: &Lab, knobs: Knobs, many: bool) -> Self {
        Seen {
            lab: lab.clone(),
            knobs,
            many,
            gates: NAMES.map(|name| lab.shown(name)),
            board: lab.shown("limiters"),
            scores: NAMES.map(|name| (Score::new(name, knobs.window), 0)),
        }
    }

    /// Shows what they hold before anybody came.
    fn show_all(&self, servers: &[[Limits; 5]]) {
        for place in 0..NAMES.len() {
            let all: Vec<&Limits> = servers.iter().map(|limiters| &limiters[place]).collect();
            self.show(place, &all);
        }
        self.sum_up();
    }

    fn show(&self, place: usize, limiters: &[&Limits]) {
        let (allowed, now) = (self.knobs.allowed(), self.lab.now());
        if let Some(state) = Limits::state(limiters, allowed, now, self.many) {
            self.lab.show(self.gates[place], state);
        }
    }

    /// One of them, or those of several servers, decided on a request.
    fn decided(&mut self, request: ItemId, place: usize, admitted: bool, limiters: &[&Limits]) {
        self.lab.decided(self.gates[place], request, admitted);
        let (score, bytes) = &mut self.scores[place];
        score.note(self.lab.now(), admitted);
        *bytes = limiters.iter().map(|limiter| limiter.bytes()).sum();
        // Who is refused changes nothing.
        if admitted {
            self.show(place, limiters);
        }
    }

    /// Shows the table.
    fn sum_up(&self) {
        let row = |(place, (score, bytes)): (usize, &(Score, usize))| -> Row {
            // A bucket promises a rate, not a limit a window: there is nothing to judge.
            score.row(*bytes, (place >= 2).then_some(self.knobs.limit))
        };
        let rows = self.scores.iter().enumerate().map(row).collect();
        self.lab.show(self.board, Score::table(rows));
    }
}

/// Five requests have come: which of four lets the most of the others through?
fn who_lets_most(trace: &Trace) -> Option<Asked> {
    let fifth = seen::last(trace, |event| seen::decided_on(event) == Some(5))?;
    let after = trace.events.partition_point(|event| event.at <= trace.events[fifth].at);
    let admitted = |name: &str| {
        seen::count(trace, after, |event| {
            seen::admits(event) && seen::resource(trace, event) == name
        })
    };
    let names = [(0, "bucket"), (2, "fixed"), (3, "log"), (4, "counter")];
    let (most, answer) =
        names.into_iter().map(|(place, slug)| (admitted(NAMES[place]), slug)).max()?;
    let alone = names.iter().filter(|(place, _)| admitted(NAMES[*place]) == most).count() == 1;
    let shows = trace.events.len() - 1;
    alone.then_some(Asked { stop: seen::stop_after(after), answer, shows })
}
