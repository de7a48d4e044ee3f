//! Sliding window counter: two counts stand for a log.

use std::time::Duration;

use lab::invariant::{self, Gate};
use lab::{Arrival, Counted, Event, EventKind, Lab, Loss, ResourceId, Sender, Trace};
use patterns::{Clock, CounterState, Decision, Limiter, SlidingCounter, SlidingLog};

use crate::cast::{self, Arrivals, Requests, Score};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::fitting::{Fitting, turned_away};
use crate::link::Cursor;
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "sliding-window-counter",
    group: Group::Limits,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "rounds-down", breaks: Some("weighted-sum") },
        Variant { slug: "keeps-a-stale-count", breaks: Some("forgets") },
    ],
    actions: &[Action { slug: "rush", argument: Argument::None }],
    claims: &[
        Claim {
            slug: "weighted-sum",
            check: |trace, values| {
                let Knobs { limit, window, .. } = Knobs::from_values(values);
                invariant::admitted_by_weight(trace, Gate::Task("door"), limit, window)
            },
        },
        Claim {
            slug: "forgets",
            check: |trace, values| {
                let Knobs { limit, window, .. } = Knobs::from_values(values);
                invariant::refused_only_by_weight(trace, Gate::Task("door"), limit, window)
            },
        },
    ],
    experiments: &[
        Experiment {
            slug: "at-the-edge",
            sets: "arrivals=bursts&requests=60&window=600&pause=1300",
        },
        Experiment { slug: "larger", sets: "limit=40&requests=120&arrivals=random&pause=0" },
        Experiment { slug: "rush", sets: "do=rush@2549" },
    ],
    challenges: &[
        Challenge {
            slug: "a-narrower-window",
            begins: "",
            task: Task::Reach {
                goal: "refused<=4,limit=5,window>=400",
                with: &["window"],
                solution: "window=400",
            },
        },
        Challenge {
            slug: "after-the-pause",
            begins: "",
            task: Task::Foresee {
                choices: &["all-five", "three", "none"],
                ask: after_the_pause,
                otherwise: "variant=keeps-a-stale-count",
            },
        },
    ],
    opens_in_order: false,
    peers: "door",
    works: "",
    chart: None,
    code: &[
        source!(catalogue "sliding_window_counter.rs"),
        source!(patterns "limit/sliding_counter.rs"),
    ],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// How requests arrive.
        arrivals: Arrivals = Arrivals::Even,
        /// How many requests are admitted in a window, or about so many.
        #[fitting(FITTING)]
        limit: u32 = 5 in 1..=20_000,
        /// How long a window is.
        window: Duration = 500 in 100..=3_000,
        /// For how long nobody comes, half-way.
        #[idle(arrivals = "yours")]
        pause: Duration = 1_550 in 0..=6_000,
        /// How many requests arrive in two seconds.
        #[idle(arrivals = "yours")]
        requests: u32 = 26 in 1..=120,
    }
}

const FITTING: Fitting = Fitting {
    limiters: &[""],
    room: None,
    refused: |_, arrivals, values| {
        let Knobs { limit, window, .. } = Knobs::from_values(values);
        turned_away(SlidingCounter::new(limit, window), arrivals)
    },
};

const ROUNDS_DOWN: usize = 1;
const STALE: usize = 2;

/// Requests arrive over so long, the pause not counted.
const SPAN: Duration = Duration::from_secs(2);
/// Many requests: the pictures are drawn for so many of them at most.
const PICTURES: usize = 500;

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let (calls_in, calls) = lab.unbounded("calls");
    let Knobs { limit, window, .. } = knobs;
    let counts = TwoCounts { limit, window, ..TwoCounts::default() };
    let counter: Box<dyn Counter> = match variant {
        ROUNDS_DOWN => Box::new(RoundsDown(counts)),
        STALE => Box::new(KeepsAStaleCount(counts)),
        _ => Box::new(SlidingCounter::new(limit, window)),
    };
    let arrivals = arrivals(&lab, knobs);
    let shown = Shown::new(&lab, knobs, arrivals.len());
    let requests = Requests::new(&lab, &arrivals);
    lab.spawn("server", cast::server(lab.clone(), calls, Duration::ZERO));
    lab.spawn("door", door(lab.clone(), requests, counter, calls_in, shown)).await;
}

/// With a pause half-way; the reader's own arrivals come as they came.
fn arrivals(lab: &Lab, knobs: Knobs) -> Vec<Arrival> {
    let mut arrivals = cast::arrivals(lab, knobs.arrivals, knobs.requests, SPAN, 1);
    if knobs.arrivals != Arrivals::Yours || lab.traffic().is_empty() {
        let half = cast::micros(SPAN) / 2;
        for arrival in arrivals.iter_mut().filter(|arrival| arrival.at >= half) {
            arrival.at += cast::micros(knobs.pause);
        }
    }
    arrivals
}

/// Asks the counter about each request; what it refuses goes no further.
async fn door(
    lab: Lab,
    mut requests: Requests,
    mut counter: Box<dyn Counter>,
    calls: Sender<u32>,
    mut shown: Shown,
) {
    while let Some((item, _)) = requests.next().await {
        lab.made(item);
        let admitted = counter.admits(lab.now());
        shown.show(item, &*counter, admitted);
        if !admitted {
            lab.lost(item, Loss::Refused);
        } else if calls.send(item).await.is_err() {
            return;
        }
    }
    shown.table();
}

/// Counts admissions in this window and the one before.
trait Counter {
    /// Decides on a request.
    fn admits(&mut self, now: Duration) -> bool;
    /// When this window began, and what was admitted in the one before and in this one.
    fn counts(&self, now: Duration) -> (Duration, u32, u32);
}

/// The pattern.
impl Counter for SlidingCounter {
    fn admits(&mut self, now: Duration) -> bool {
        self.ask(now, 1).is_ok_and(Decision::is_admitted)
    }

    fn counts(&self, now: Duration) -> (Duration, u32, u32) {
        (self.start(now), self.previous(now), self.current(now))
    }
}

/// What the two traps keep.
#[derive(Clone, Copy, Default)]
struct TwoCounts {
    limit: u32,
    window: Duration,
    start: Duration,
    previous: u32,
    current: u32,
}

impl TwoCounts {
    /// When the window of `now` begins.
    fn window_of(self, now: Duration) -> Duration {
        now - Duration::from_nanos((now.as_nanos() % self.window.as_nanos()) as u64)
    }

    /// How much of the window is still to go.
    fn to_go(self, now: Duration) -> Duration {
        self.start + self.window - now
    }
}

/// The share of the window before in whole requests: what is rounded off is admitted once more.
struct RoundsDown(TwoCounts);

impl Counter for RoundsDown {
    fn admits(&mut self, now: Duration) -> bool {
        let counts = &mut self.0;
        let start = counts.window_of(now);
        if start > counts.start {
            let next = start == counts.start + counts.window;
            counts.previous = if next { counts.current } else { 0 };
            (counts.start, counts.current) = (start, 0);
        }
        let share =
            u128::from(counts.previous) * counts.to_go(now).as_millis() / counts.window.as_millis();
        let admits = share + u128::from(counts.current) < u128::from(counts.limit);
        counts.current += u32::from(admits);
        admits
    }

    fn counts(&self, _now: Duration) -> (Duration, u32, u32) {
        (self.0.start, self.0.previous, self.0.current)
    }
}

/// Whenever a new window begins, what was this one is the one before: also if that was long ago.
struct KeepsAStaleCount(TwoCounts);

impl Counter for KeepsAStaleCount {
    fn admits(&mut self, now: Duration) -> bool {
        let counts = &mut self.0;
        let start = counts.window_of(now);
        if start > counts.start {
            counts.previous = counts.current;
            (counts.start, counts.current) = (start, 0);
        }
        let weight = u128::from(counts.previous) * counts.to_go(now).as_nanos()
            + u128::from(counts.current + 1) * counts.window.as_nanos();
        let admits = weight <= u128::from(counts.limit) * counts.window.as_nanos();
        counts.current += u32::from(admits);
        admits
    }

    fn counts(&self, _now: Duration) -> (Duration, u32, u32) {
        (self.0.start, self.0.previous, self.0.current)
    }
}

/// What the reader sees: the counter, and beside it what a log makes of the same requests.
struct Shown {
    lab: Lab,
    knobs: Knobs,
    /// Every so many decisions the table is shown.
    every: usize,
    decisions: usize,
    window: ResourceId,
    compared: ResourceId,
    score: Score,
    log: SlidingLog,
    log_score: Score,
}

impl Shown {
    fn new(lab: &Lab, knobs: Knobs, requests: usize) -> Self {
        let Knobs { limit, window, .. } = knobs;
        Shown {
            lab: lab.clone(),
            knobs,
            every: requests.div_ceil(PICTURES).max(1),
            decisions: 0,
            window: lab.shown("counter"),
            compared: lab.shown("compared"),
            score: Score::new("counter", window),
            log: SlidingLog::new(limit, window),
            log_score: Score::new("log", window),
        }
    }

    fn show(&mut self, item: u32, counter: &dyn Counter, admitted: bool) {
        let now = self.lab.now();
        self.lab.decided(self.window, item, admitted);
        self.score.note(now, admitted);
        let in_log = self.log.ask(now, 1).is_ok_and(Decision::is_admitted);
        self.log_score.note(now, in_log);
        let (from, previous, count) = counter.counts(now);
        let counted = Counted::Counter { from: cast::micros(from), previous, count };
        let Knobs { limit, window, .. } = self.knobs;
        self.lab.show(self.window, cast::window(window, limit, counted));
        self.decisions += 1;
        if self.decisions.is_multiple_of(self.every) {
            self.table();
        }
    }

    fn table(&self) {
        let limit = Some(self.knobs.limit);
        let rows = vec![
            self.score.row(size_of::<CounterState>(), limit),
            self.log_score.row(self.log.memory(), limit),
        ];
        self.lab.show(self.compared, Score::table(rows));
    }
}

/// After a long pause five come: how many of them go through?
fn after_the_pause(trace: &Trace) -> Option<Asked> {
    let after = seen::by(trace, 2_000);
    let decided = |event: &(usize, &Event)| matches!(event.1.kind, EventKind::Decided { .. });
    let five = trace.events.iter().enumerate().skip(after).filter(decided).take(5);
    let five: Vec<(usize, &Event)> = five.collect();
    let answer = match five.iter().filter(|(_, event)| seen::admits(event)).count() {
        5 => "all-five",
        3 => "three",
        0 => "none",
        _ => return None,
    };
    Some(Asked { stop: Cursor::At(2_000), answer, shows: five.last()?.0 })
}
