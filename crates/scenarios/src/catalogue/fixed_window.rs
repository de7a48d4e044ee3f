//! Fixed window: a count that starts again.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures::future::{Either, LocalBoxFuture, join, pending, ready, select};
use futures::{FutureExt, StreamExt};
use lab::{
    Counted, Event, EventKind, ItemId, Lab, Loss, Micros, ResourceId, Sender, State, Trace,
    invariant,
};
use patterns::{Clock, Decision, FixedWindow, SharedLimiter};

use crate::cast::{self, Arrivals, Score, arrivals};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::fitting::{Fitting, turned_away};
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{choices, params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "fixed-window",
    group: Group::Limits,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "reads-then-adds", breaks: Some("in-window") },
        Variant { slug: "late-timer", breaks: Some("fair") },
        Variant { slug: "wanders", breaks: Some("fair") },
    ],
    actions: &[Action { slug: "rush", argument: Argument::None }],
    claims: &[
        Claim {
            slug: "in-window",
            check: |trace, values| {
                let Knobs { limit, window, .. } = Knobs::from_values(values);
                invariant::admitted_in_aligned_windows(trace, CALLS, limit, window)
            },
        },
        Claim {
            slug: "fair",
            check: |trace, values| {
                let Knobs { limit, window, .. } = Knobs::from_values(values);
                invariant::refused_only_in_full_windows(trace, CALLS, limit, window)
            },
        },
    ],
    experiments: &[
        Experiment { slug: "hundred-a-minute", sets: "limit=100&requests=400&apart=33" },
        Experiment { slug: "far-apart", sets: "apart=1000" },
        Experiment { slug: "evenly", sets: "arrivals=even" },
    ],
    challenges: &[
        Challenge {
            slug: "nobody-refused",
            begins: "",
            task: Task::Reach {
                goal: "refused=0,limit=6",
                with: &["arrivals", "window", "apart"],
                solution: "arrivals=even&window=500",
            },
        },
        Challenge {
            slug: "after-the-edge",
            begins: "",
            task: Task::Foresee {
                choices: &["none", "one", "six"],
                ask: after_the_edge,
                otherwise: "variant=wanders",
            },
        },
    ],
    opens_in_order: false,
    peers: "door",
    works: "",
    chart: None,
    code: &[
        source!(catalogue "fixed_window.rs"),
        source!(patterns "limit/fixed_window.rs"),
        source!(patterns "limit/rule.rs"),
    ],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

choices! {
    /// How requests come.
    pub(crate) enum Coming {
        /// In crowds around the edges of windows.
        Edge = "edge",
        /// One after another, evenly.
        Even = "even",
        /// At random.
        Random = "random",
        /// Several at once, then nothing for a while.
        Bursts = "bursts",
        /// As over a day.
        Daily = "daily",
        /// The reader's own.
        Yours = "yours",
    }
}

params! {
    /// The knobs.
    pub struct Knobs {
        /// How long after the crowd before an edge the crowd behind it comes.
        #[idle(arrivals = "even" | "random" | "bursts" | "daily" | "yours")]
        apart: Duration = 100 in 2..=2_000,
        /// How many requests may go through in each window.
        #[fitting(FITTING)]
        limit: u32 = 6 in 1..=20_000,
        /// How wide a window is.
        window: Duration = 1_000 in 200..=3_000,
        /// How requests arrive.
        arrivals: Coming = Coming::Edge,
        /// How many requests arrive, in four crowds or in three seconds.
        #[idle(arrivals = "yours")]
        requests: u32 = 28 in 1..=400,
        /// How many simulated threads run the tasks.
        threads: u32 = 1 in 1..=8,
    }
}

/// The limit is a limit on calls.
const CALLS: invariant::Gate<'_> = invariant::Gate::Channel("calls");
const FITTING: Fitting = Fitting {
    limiters: &[""],
    room: None,
    refused: |_, arrivals, values| {
        let Knobs { limit, window, .. } = Knobs::from_values(values);
        turned_away(FixedWindow::new(limit, window), arrivals)
    },
};

const READS: usize = 1;
const LATE: usize = 2;
const WANDERS: usize = 3;

/// Requests arrive over so long, unless they come around the edges.
const SPAN: Duration = Duration::from_secs(3);
/// A call keeps the server for so long.
const CALL: Duration = Duration::from_millis(8);
/// In one trap the count is kept elsewhere, so far away.
const AWAY: Duration = Duration::from_millis(4);
/// In another the timer has more to do than to reset the count.
const TIDIES: Duration = Duration::from_millis(80);

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let (calls_in, calls) = lab.unbounded("calls");
    let due = coming(&lab, knobs);
    let homemade =
        Rc::new(Homemade { lab: lab.clone(), knobs, from: Cell::new(None), count: Cell::new(0) });
    let mut timer = pending().boxed_local();
    let gate: Box<dyn Gate> = match variant {
        READS => Box::new(ReadsThenAdds(homemade)),
        LATE => {
            timer = resets_late(homemade.clone()).boxed_local();
            Box::new(LateTimer(homemade))
        }
        WANDERS => Box::new(Wanders(homemade)),
        _ => {
            let window = FixedWindow::new(knobs.limit, knobs.window);
            Box::new(Correct { limiter: SharedLimiter::new(window, lab.clone()) })
        }
    };
    let door = Rc::new(Door {
        lab: lab.clone(),
        gate,
        calls: calls_in,
        come: Cell::new(due.len() as ItemId),
        gauge: Gauge::new(&lab, knobs),
    });
    lab.spawn("server", cast::server(lab.clone(), calls, CALL));
    let (odd, even): (Vec<_>, Vec<_>) = (1..).zip(due).partition(|(n, _)| n % 2 == 1);
    let first = lab.spawn("door 1", door.clone().stands_open(odd));
    let second = lab.spawn("door 2", door.stands_open(even));
    select(join(first, second), timer).await;
}

/// When requests come: in four crowds, before and after two edges, or as elsewhere.
fn coming(lab: &Lab, knobs: Knobs) -> Vec<Micros> {
    let kind = match knobs.arrivals {
        Coming::Edge => return crowds(knobs),
        Coming::Even => Arrivals::Even,
        Coming::Random => Arrivals::Random,
        Coming::Bursts => Arrivals::Bursts,
        Coming::Daily => Arrivals::Daily,
        Coming::Yours => Arrivals::Yours,
    };
    let due = arrivals(lab, kind, knobs.requests, SPAN, 1);
    due.into_iter().map(|arrival| arrival.at).collect()
}

fn crowds(knobs: Knobs) -> Vec<Micros> {
    let (edge, aside) = (cast::micros(knobs.window), cast::micros(knobs.apart) / 2);
    let mut crowds = [
        edge.saturating_sub(aside),
        edge + aside,
        (2 * edge).saturating_sub(aside),
        2 * edge + aside,
    ];
    crowds.sort_unstable();
    let crowd_of = |n: u32| (n * 4 / knobs.requests) as usize;
    (0..knobs.requests).map(|n| crowds[crowd_of(n)]).collect()
}

/// Lets in or turns away.
trait Gate {
    fn lets_in(&self) -> LocalBoxFuture<'_, bool>;
    /// When the window of now began, and how many it has let in.
    fn window(&self, now: Duration) -> (Duration, u32);
}

/// The pattern: one call looks at the clock, begins a new window if it is time, and counts.
struct Correct {
    limiter: SharedLimiter<FixedWindow, Lab>,
}

impl Gate for Correct {
    fn lets_in(&self) -> LocalBoxFuture<'_, bool> {
        ready(self.limiter.ask(1) == Ok(Decision::Admitted)).boxed_local()
    }

    fn window(&self, now: Duration) -> (Duration, u32) {
        self.limiter.read(|window| (window.start(now), window.count(now)))
    }
}

/// The count is read, and written back later: in between the other door has read the same.
struct ReadsThenAdds(Rc<Homemade>);

impl ReadsThenAdds {
    async fn reads_then_adds(&self) -> bool {
        let count = self.0.aligned();
        self.0.lab.sleep(AWAY).await;
        if count >= self.0.knobs.limit {
            return false;
        }
        self.0.count.set(count + 1);
        true
    }
}

/// A timer resets the count. It tidies up first, and its next round begins after that: each reset
/// is later than the one before.
struct LateTimer(Rc<Homemade>);

async fn resets_late(window: Rc<Homemade>) {
    loop {
        window.lab.sleep(window.knobs.window).await;
        window.lab.sleep(TIDIES).await;
        window.begin();
    }
}

/// A window begins with the first request after the last one is over, wherever that is.
struct Wanders(Rc<Homemade>);

impl Wanders {
    fn counts(&self) -> bool {
        let over = |from| self.0.lab.now() >= from + self.0.knobs.window;
        if self.0.from.get().is_none_or(over) {
            self.0.begin();
        }
        self.0.add()
    }
}

/// A window as it is often written first: a count, and when it began.
struct Homemade {
    lab: Lab,
    knobs: Knobs,
    from: Cell<Option<Duration>>,
    count: Cell<u32>,
}

impl Homemade {
    fn begin(&self) {
        self.from.set(Some(self.lab.now()));
        self.count.set(0);
    }

    fn add(&self) -> bool {
        let fits = self.count.get() < self.knobs.limit;
        self.count.set(self.count.get() + u32::from(fits));
        fits
    }

    /// How many are in the window of now, on the grid.
    fn aligned(&self) -> u32 {
        let (now, width) = (cast::micros(self.lab.now()), cast::micros(self.knobs.window));
        let from = Some(Duration::from_micros(now - now % width));
        if self.from.replace(from) != from {
            self.count.set(0);
        }
        self.count.get()
    }

    fn window(&self) -> (Duration, u32) {
        (self.from.get().unwrap_or_default(), self.count.get())
    }
}

impl Gate for ReadsThenAdds {
    fn lets_in(&self) -> LocalBoxFuture<'_, bool> {
        self.reads_then_adds().boxed_local()
    }

    fn window(&self, _: Duration) -> (Duration, u32) {
        self.0.aligned();
        self.0.window()
    }
}

impl Gate for LateTimer {
    fn lets_in(&self) -> LocalBoxFuture<'_, bool> {
        ready(self.0.add()).boxed_local()
    }

    fn window(&self, _: Duration) -> (Duration, u32) {
        self.0.window()
    }
}

impl Gate for Wanders {
    fn lets_in(&self) -> LocalBoxFuture<'_, bool> {
        ready(self.counts()).boxed_local()
    }

    fn window(&self, _: Duration) -> (Duration, u32) {
        self.0.window()
    }
}

/// Where requests come in: two tasks, one gate.
struct Door {
    lab: Lab,
    gate: Box<dyn Gate>,
    calls: Sender<ItemId>,
    come: Cell<ItemId>,
    gauge: Gauge,
}

impl Door {
    async fn stands_open(self: Rc<Self>, due: Vec<(ItemId, Micros)>) {
        let mut rushes = self.lab.actions("rush");
        for (item, at) in due {
            let at = Duration::from_micros(at);
            while let Either::Right(_) = select(pin!(self.quiet_until(at)), rushes.next()).await {
                for _ in 0..cast::RUSH / 2 {
                    self.come.set(self.come.get() + 1);
                    self.comes_in(self.come.get()).await;
                }
            }
            self.comes_in(item).await;
        }
    }

    async fn comes_in(&self, item: ItemId) {
        self.lab.made(item);
        let admitted = self.gate.lets_in().await;
        self.lab.decided(self.gauge.window, item, admitted);
        if !admitted || self.calls.try_send(item).is_err() {
            self.lab.lost(item, Loss::Refused);
        } else {
            self.gauge.passed();
        }
        self.gauge.show(&*self.gate);
    }

    /// Nobody comes until then; each new window is shown.
    async fn quiet_until(&self, at: Duration) {
        while self.lab.now() < at {
            let now = self.lab.now();
            let (from, _) = self.gate.window(now);
            let edge = Some(from + self.gauge.knobs.window).filter(|edge| *edge > now);
            self.lab.sleep(edge.map_or(at, |edge| edge.min(at)) - now).await;
            self.gauge.show(&*self.gate);
        }
    }
}

/// What is shown: the window of now, and the most that went through in any span of its width,
/// wherever that begins.
struct Gauge {
    lab: Lab,
    knobs: Knobs,
    window: ResourceId,
    most: ResourceId,
    last: Cell<Option<(Duration, u32)>>,
    score: RefCell<Score>,
}

impl Gauge {
    fn new(lab: &Lab, knobs: Knobs) -> Self {
        let (window, most) = (lab.shown("window"), lab.shown("busiest span so far"));
        let score = RefCell::new(Score::new("window", knobs.window));
        Gauge { lab: lab.clone(), knobs, window, most, last: Cell::default(), score }
    }

    fn show(&self, gate: &dyn Gate) {
        let now = gate.window(self.lab.now());
        if self.last.replace(Some(now)) == Some(now) {
            return;
        }
        let (from, count) = now;
        let counted = Counted::Fixed { from: cast::micros(from), count };
        let Knobs { limit, window, .. } = self.knobs;
        self.lab.show(self.window, cast::window(window, limit, counted));
    }

    fn passed(&self) {
        let mut score = self.score.borrow_mut();
        let before = score.most();
        score.note(self.lab.now(), true);
        if score.most() > before {
            let (value, limit) = (score.most() as i64, Some(self.knobs.limit.into()));
            self.lab.show(self.most, State::Number { value, limit });
        }
    }
}

/// The first crowd has filled its window: how many of the second go through?
fn after_the_edge(trace: &Trace) -> Option<Asked> {
    let refuses = |event: &Event| matches!(event.kind, EventKind::Decided { admitted: false, .. });
    let full = seen::next(trace, 0, refuses)?;
    let after = trace.events.partition_point(|event| event.at <= trace.events[full].at);
    let (admitted, shows) = seen::next_crowd(trace, after)?;
    let answer = match admitted {
        0 => "none",
        1 => "one",
        6 => "six",
        _ => return None,
    };
    Some(Asked { stop: seen::stop_after(after), answer, shows })
}
