//! Sliding window log: every admission is remembered until it is a window old.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use lab::invariant::{self, Gate};
use lab::{Counted, Lab, Loss, ResourceId, Sender, State, Trace};
use patterns::{Clock, Decision, Limiter, SlidingLog};

use crate::cast::{self, Arrivals, Requests, Score};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::fitting::{Fitting, turned_away};
use crate::link::Cursor;
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "sliding-window-log",
    group: Group::Limits,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "one-an-instant", breaks: Some("every-window") },
        Variant { slug: "logs-refusals", breaks: Some("nobody-starves") },
    ],
    actions: &[Action { slug: "rush", argument: Argument::None }],
    claims: &[
        Claim {
            slug: "every-window",
            check: |trace, values| {
                let Knobs { limit, window, .. } = Knobs::from_values(values);
                invariant::admitted_in_any_window(trace, Gate::Task("door"), limit, window)
            },
        },
        Claim { slug: "memory", check: |trace, _| invariant::number_within(trace, "bytes") },
        Claim {
            slug: "nobody-starves",
            check: |trace, values| {
                let Knobs { limit, window, .. } = Knobs::from_values(values);
                invariant::refused_only_when_full(trace, Gate::Task("door"), limit, window)
            },
        },
    ],
    experiments: &[
        Experiment { slug: "many", sets: "limit=40&together=1&requests=120&arrivals=random" },
        Experiment { slug: "never-together", sets: "variant=one-an-instant&together=1" },
        Experiment { slug: "rush", sets: "do=rush@1060" },
    ],
    challenges: &[
        Challenge {
            slug: "a-shorter-memory",
            begins: "",
            task: Task::Reach {
                goal: "refused<=4,limit=5,window>=500",
                with: &["window", "together"],
                solution: "window=500",
            },
        },
        Challenge {
            slug: "next-pair",
            begins: "",
            task: Task::Foresee {
                choices: &["none", "one", "both"],
                ask: next_pair,
                otherwise: "variant=logs-refusals",
            },
        },
    ],
    opens_in_order: false,
    peers: "door",
    works: "",
    chart: None,
    code: &[source!(catalogue "sliding_window_log.rs"), source!(patterns "limit/sliding_log.rs")],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// How many requests are admitted in a window.
        #[fitting(FITTING)]
        limit: u32 = 5 in 1..=20_000,
        /// How long a window is.
        window: Duration = 1_000 in 100..=3_000,
        /// How many requests come at one instant.
        #[idle(arrivals = "yours")]
        together: u32 = 2 in 1..=8,
        /// How requests arrive.
        arrivals: Arrivals = Arrivals::Even,
        /// How many requests arrive in three seconds.
        #[idle(arrivals = "yours")]
        requests: u32 = 26 in 1..=120,
    }
}

const FITTING: Fitting = Fitting {
    limiters: &[""],
    room: None,
    refused: |_, arrivals, values| {
        let Knobs { limit, window, .. } = Knobs::from_values(values);
        turned_away(SlidingLog::new(limit, window), arrivals)
    },
};

const ONE_AN_INSTANT: usize = 1;
const LOGS_REFUSALS: usize = 2;

/// Requests arrive over so long.
const SPAN: Duration = Duration::from_secs(3);
/// What an entry of the log takes.
const ENTRY: usize = 16;

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let (calls_in, calls) = lab.unbounded("calls");
    let Knobs { limit, window, .. } = knobs;
    let log: Box<dyn Log> = match variant {
        ONE_AN_INSTANT => Box::new(OneAnInstant { limit, window, admitted: BTreeSet::new() }),
        LOGS_REFUSALS => Box::new(LogsRefusals { limit, window, asked: VecDeque::new() }),
        _ => Box::new(SlidingLog::new(limit, window)),
    };
    let arrivals = arrivals(&lab, knobs);
    let shown = Shown::new(&lab, knobs, arrivals.len());
    let requests = Requests::new(&lab, &arrivals);
    lab.spawn("server", cast::server(lab.clone(), calls, Duration::ZERO));
    lab.spawn("door", door(lab.clone(), requests, log, calls_in, shown)).await;
}

/// Several come at each instant; the reader's own arrivals come as they came.
fn arrivals(lab: &Lab, knobs: Knobs) -> Vec<lab::Arrival> {
    let Knobs { together, arrivals, requests, .. } = knobs;
    if arrivals == Arrivals::Yours && !lab.traffic().is_empty() {
        return lab.traffic();
    }
    let instants = cast::arrivals(lab, arrivals, requests.div_ceil(together), SPAN, 1);
    let each = instants.into_iter().flat_map(|at| std::iter::repeat_n(at, together as usize));
    each.take(requests as usize).collect()
}

/// Asks the log about each request; what it refuses goes no further.
async fn door(
    lab: Lab,
    mut requests: Requests,
    mut log: Box<dyn Log>,
    calls: Sender<u32>,
    mut shown: Shown,
) {
    while let Some((item, _)) = requests.next().await {
        lab.made(item);
        let admitted = log.admits(lab.now());
        shown.show(item, &*log, admitted);
        if !admitted {
            lab.lost(item, Loss::Refused);
        } else if calls.send(item).await.is_err() {
            return;
        }
    }
}

/// Remembers requests for as long as a window.
trait Log {
    /// Decides on a request.
    fn admits(&mut self, now: Duration) -> bool;
    /// What is in the window that ends now, the oldest first.
    fn entries(&self, now: Duration) -> Vec<Duration>;
    /// How many that is.
    fn count(&self, now: Duration) -> usize;
    /// How many bytes that takes.
    fn bytes(&self) -> usize;
}

/// The pattern.
impl Log for SlidingLog {
    fn admits(&mut self, now: Duration) -> bool {
        self.ask(now, 1).is_ok_and(Decision::is_admitted)
    }

    fn entries(&self, now: Duration) -> Vec<Duration> {
        let entries = SlidingLog::entries(self, now);
        entries.flat_map(|(at, units)| std::iter::repeat_n(at, units as usize)).collect()
    }

    fn count(&self, now: Duration) -> usize {
        SlidingLog::count(self, now) as usize
    }

    fn bytes(&self) -> usize {
        self.memory()
    }
}

/// A set of instants: of several requests that come together, it remembers one.
struct OneAnInstant {
    limit: u32,
    window: Duration,
    admitted: BTreeSet<Duration>,
}

impl Log for OneAnInstant {
    fn admits(&mut self, now: Duration) -> bool {
        self.admitted.retain(|at| *at + self.window > now);
        let admits = self.admitted.len() < self.limit as usize;
        if admits {
            self.admitted.insert(now);
        }
        admits
    }

    fn entries(&self, _now: Duration) -> Vec<Duration> {
        self.admitted.iter().copied().collect()
    }

    fn count(&self, _now: Duration) -> usize {
        self.admitted.len()
    }

    fn bytes(&self) -> usize {
        ENTRY * self.admitted.len()
    }
}

/// Writes down whoever asks, and then counts: those it refuses fill the window as well.
struct LogsRefusals {
    limit: u32,
    window: Duration,
    asked: VecDeque<Duration>,
}

impl Log for LogsRefusals {
    fn admits(&mut self, now: Duration) -> bool {
        while self.asked.front().is_some_and(|at| *at + self.window <= now) {
            self.asked.pop_front();
        }
        self.asked.push_back(now);
        self.asked.len() <= self.limit as usize
    }

    fn entries(&self, _now: Duration) -> Vec<Duration> {
        self.asked.iter().copied().collect()
    }

    fn count(&self, _now: Duration) -> usize {
        self.asked.len()
    }

    fn bytes(&self) -> usize {
        ENTRY * self.asked.len()
    }
}

/// What the reader sees of the log.
struct Shown {
    lab: Lab,
    knobs: Knobs,
    /// So many requests that every entry in every picture would be too much.
    many: bool,
    window: ResourceId,
    memory: ResourceId,
    bytes: usize,
    most: ResourceId,
    score: Score,
}

impl Shown {
    fn new(lab: &Lab, knobs: Knobs, requests: usize) -> Self {
        let [window, memory, most] = ["log", "bytes", "most in any window"].map(|it| lab.shown(it));
        let (many, score) = (requests > 500, Score::new("log", knobs.window));
        Shown { lab: lab.clone(), knobs, many, window, memory, bytes: 0, most, score }
    }

    fn show(&mut self, item: u32, log: &dyn Log, admitted: bool) {
        self.lab.decided(self.window, item, admitted);
        let now = self.lab.now();
        let count = log.count(now) as u32;
        let entries = if self.many { Vec::new() } else { log.entries(now) };
        let ticks = entries.into_iter().map(cast::micros).collect();
        let Knobs { limit, window, .. } = self.knobs;
        let counted = Counted::Log { ticks, count };
        self.lab.show(self.window, cast::window(window, limit, counted));
        if std::mem::replace(&mut self.bytes, log.bytes()) != self.bytes {
            self.number(self.memory, self.bytes, ENTRY * limit as usize);
        }
        let most = self.score.most();
        self.score.note(self.lab.now(), admitted);
        if self.score.most() != most {
            self.number(self.most, self.score.most(), limit as usize);
        }
    }

    fn number(&self, shown: ResourceId, value: usize, limit: usize) {
        let state = State::Number { value: value as i64, limit: Some(limit as i64) };
        self.lab.show(shown, state);
    }
}

/// The log is full: how many of the next pair go through?
fn next_pair(trace: &Trace) -> Option<Asked> {
    let (admitted, shows) = seen::next_crowd(trace, seen::by(trace, 1_000))?;
    let answer = match admitted {
        0 => "none",
        1 => "one",
        2 => "both",
        _ => return None,
    };
    Some(Asked { stop: Cursor::At(1_000), answer, shows })
}
