//! Adaptive workers: as many as it takes for the work to be on time.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use lab::{
    Event, ItemId, Lab, Loss, Receiver, ResourceId, Sample, Sender, State, Trace, invariant,
};
use patterns::adaptive::{Assessment, Due, Rule, Scaler, Step, Why};
use patterns::{Canceller, Clock, Context, LatencyWindow, adaptive_workers, until};

use crate::cast::{self, Arrivals, Requests, Stalls, Work};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "adaptive-workers",
    group: Group::Overload,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "oscillates", breaks: Some("takes-its-time") },
        Variant { slug: "grows-while-idle", breaks: Some("only-when-busy") },
        Variant { slug: "kills-a-job", breaks: Some("no-job-killed") },
    ],
    actions: &[
        Action { slug: "rush", argument: Argument::None },
        Action { slug: "stall", argument: Argument::Task("worker") },
        Action { slug: "cancel", argument: Argument::None },
    ],
    claims: &[
        Claim {
            slug: "within",
            check: |trace, values| {
                let most = Knobs::from_values(values).rule().max;
                invariant::steered_within(trace)?;
                invariant::at_most_alive(trace, "worker", most)
            },
        },
        Claim {
            slug: "takes-its-time",
            check: |trace, values| {
                let Rule { cooldown, samples, .. } = Knobs::from_values(values).rule();
                invariant::changes_apart(trace, cooldown)?;
                invariant::changes_rest_on(trace, samples)
            },
        },
        Claim {
            slug: "only-when-busy",
            check: |trace, _| invariant::rises_only_when_busy(trace, QUEUE),
        },
        Claim { slug: "no-job-killed", check: |trace, _| invariant::nothing_taken_vanishes(trace) },
    ],
    experiments: &[
        Experiment { slug: "computing", sets: "work=computing" },
        Experiment { slug: "threads", sets: "work=computing&threads=4" },
        Experiment {
            slug: "hundred",
            sets: "window=100&samples=10&requests=200&rate=20&min=2&max=8&job=140&target=300&arrivals=random",
        },
    ],
    challenges: &[
        Challenge {
            slug: "ahead-of-the-target",
            begins: "",
            task: Task::Reach {
                goal: "p95<350,min=1,max=4",
                with: &["target", "cooldown", "samples", "window"],
                solution: "target=200",
            },
        },
        Challenge {
            slug: "one-more-worker",
            begins: "work=computing",
            task: Task::Foresee {
                choices: &["falls", "stays", "climbs"],
                ask: one_more_worker,
                otherwise: "work=waiting",
            },
        },
    ],
    opens_in_order: false,
    peers: "worker",
    works: "worker",
    chart: None,
    code: &[
        source!(catalogue "adaptive_workers.rs"),
        source!(patterns "overload/adaptive/run.rs"),
        source!(patterns "overload/adaptive/scaler.rs"),
    ],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// What 95 of 100 requests should take at most, from their arrival on.
        target: Duration = 400 in 50..=2_000,
        /// Whether a job waits for something elsewhere or computes.
        work: Work = Work::Waiting,
        /// How requests arrive.
        arrivals: Arrivals = Arrivals::Daily,
        /// How many requests arrive in a second.
        #[idle(arrivals = "yours")]
        rate: u32 = 7 in 4..=200,
        /// How many requests there are in all.
        #[idle(arrivals = "yours")]
        requests: u32 = 28 in 1..=1_000,
        /// How long a job takes, give or take a tenth.
        job: Duration = 180 in 10..=500,
        /// The fewest workers.
        min: u32 = 1 in 1..=8,
        /// The most workers.
        max: u32 = 4 in 1..=16,
        /// How long after a change the next one waits.
        cooldown: Duration = 400 in 0..=5_000,
        /// How many jobs must be done before anything is decided.
        samples: u32 = 3 in 1..=50,
        /// Over how many of the last jobs the percentile is taken.
        window: u32 = 6 in 1..=100,
        /// How many simulated threads run the tasks.
        threads: u32 = 1 in 1..=8,
    }
}

impl Knobs {
    fn rule(&self) -> Rule {
        Rule {
            target: self.target,
            min: self.min as usize,
            max: self.max.max(self.min) as usize,
            window: self.window as usize,
            samples: self.samples.min(self.window) as usize,
            cooldown: self.cooldown,
        }
    }
}

const OSCILLATES: usize = 1;
const WHILE_IDLE: usize = 2;
const KILLS: usize = 3;

const QUEUE: &str = "queue";
/// So many requests wait at most; more are refused, and a refusal is no latency.
const ROOM: u32 = 100;

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let (queue, jobs) = lab.channel(QUEUE, ROOM);
    let context = cast::cancelled_on(&lab, "cancel");
    let (stalls, shown) = (Stalls::on(&lab, "stall"), lab.shown("p95 and workers"));
    let shop = Shop { lab: lab.clone(), context, knobs, stalls, shown, last: Rc::default() };
    shop.show(None, knobs.min as usize, None);
    lab.spawn("producer", producer(shop.clone(), queue));
    match variant {
        OSCILLATES => oscillates(&shop, jobs).await,
        WHILE_IDLE => grows_while_idle(&shop, jobs),
        KILLS => kills_a_job(&shop, jobs),
        _ => correct(&shop, jobs).await,
    }
}

type Jobs = Receiver<Due<ItemId>>;

/// The pattern: it waits until a change has shown its effect, asks whether work is waiting, and
/// lets only those go who have nothing in their hands.
async fn correct(shop: &Shop, jobs: Jobs) {
    by_the_rule(shop, jobs, shop.knobs.rule()).await;
}

/// The trap `oscillates`: one job is reason enough, and a change need not have shown its effect.
async fn oscillates(shop: &Shop, jobs: Jobs) {
    let hasty = Rule { samples: 1, cooldown: Duration::ZERO, ..shop.knobs.rule() };
    by_the_rule(shop, jobs, hasty).await;
}

async fn by_the_rule(shop: &Shop, jobs: Jobs, rule: Rule) {
    let (showing, working) = (shop.clone(), shop.clone());
    adaptive_workers(
        &shop.context,
        shop.lab.clone(),
        jobs,
        rule,
        |worker| drop(shop.lab.spawn(format!("worker {}", worker.number()), worker)),
        move |told| showing.tell(told),
        move |item| {
            let shop = working.clone();
            async move { shop.do_job(item).await }
        },
    )
    .await;
}

/// The trap `grows-while-idle`: cooldown and samples are minded, but the percentile tells of the
/// past, and nobody looks whether anything waits now.
fn grows_while_idle(shop: &Shop, jobs: Jobs) {
    let Rule { target, min, max, window, samples, cooldown } = shop.knobs.rule();
    let (mut workers, mut window) = (min, LatencyWindow::last(window));
    let (mut fresh, mut quiet_until) = (0, Duration::ZERO);
    let decide = move |at, latency, _busy| {
        window.record(at, latency);
        fresh += 1;
        let p95 = window.percentile(95).filter(|_| fresh >= samples && at >= quiet_until);
        let step = match p95 {
            Some(p95) if p95 > target && workers < max => Step::Grow,
            Some(p95) if p95 * 2 < target && workers > min => Step::Shrink,
            _ => Step::Stay(Why::OnTarget),
        };
        if step != Step::Stay(Why::OnTarget) {
            workers = if step == Step::Grow { workers + 1 } else { workers - 1 };
            (fresh, quiet_until) = (0, at + cooldown);
        }
        let (p95, cooldown_until) = (window.percentile(95), Some(quiet_until));
        Assessment { at, p95, samples: window.len(), step, workers, cooldown_until }
    };
    Crew::start(shop, jobs, decide, Leave::Idle);
}

/// The trap `kills-a-job`: well decided, but the one to go is stopped whatever it is doing.
fn kills_a_job(shop: &Shop, jobs: Jobs) {
    let mut scaler = Scaler::new(shop.knobs.rule());
    let decide = move |at, latency, busy| {
        scaler.record(at, latency);
        scaler.assess(at, busy)
    };
    Crew::start(shop, jobs, decide, Leave::AtOnce);
}

/// When a worker that is told to go does so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leave {
    /// When its hands are empty.
    Idle,
    /// Now.
    AtOnce,
}

/// Workers led by hand: after each job, `decide` is told when it was done, how long it took, and
/// whether others wait.
struct Crew<D> {
    shop: Shop,
    jobs: Jobs,
    decide: RefCell<D>,
    leave: Leave,
    /// In the order in which they were hired.
    workers: RefCell<Vec<Canceller>>,
    hired: Cell<u32>,
}

impl<D: FnMut(Duration, Duration, bool) -> Assessment + 'static> Crew<D> {
    fn start(shop: &Shop, jobs: Jobs, decide: D, leave: Leave) {
        let (decide, workers, hired) = (RefCell::new(decide), RefCell::default(), Cell::new(0));
        let crew = Rc::new(Crew { shop: shop.clone(), jobs, decide, leave, workers, hired });
        (0..shop.knobs.min).for_each(|_| crew.hire());
    }

    fn hire(self: &Rc<Self>) {
        self.hired.set(self.hired.get() + 1);
        let (context, canceller) = self.shop.context.child();
        self.workers.borrow_mut().push(canceller);
        let name = format!("worker {}", self.hired.get());
        self.shop.lab.spawn(name, self.clone().work(context));
    }

    async fn work(self: Rc<Self>, context: Context) {
        while let Ok(Ok(Due { at, job })) = until(&context, self.jobs.recv()).await {
            let work = self.shop.do_job(job);
            match self.leave {
                Leave::Idle => work.await,
                Leave::AtOnce => {
                    let Ok(()) = until(&context, work).await else { return };
                }
            }
            let now = self.shop.lab.now();
            let told = (self.decide.borrow_mut())(now, now - at, !self.jobs.is_empty());
            self.shop.tell(&told);
            match told.step {
                Step::Grow => self.hire(),
                Step::Shrink => {
                    let oldest = self.workers.borrow_mut().remove(0);
                    oldest.cancel();
                }
                Step::Stay(_) => {}
            }
        }
    }
}

/// What everyone needs.
#[derive(Clone)]
struct Shop {
    lab: Lab,
    context: Context,
    knobs: Knobs,
    stalls: Stalls,
    shown: ResourceId,
    /// What was shown last.
    last: Rc<Cell<Option<Sample>>>,
}

impl Shop {
    async fn do_job(&self, item: ItemId) {
        self.stalls.mind(&self.lab).await;
        let span = cast::length(&self.lab, item, self.knobs.job);
        match self.knobs.work {
            Work::Waiting => self.lab.sleep(span).await,
            Work::Computing => {
                // Others may have waited longer for the thread.
                cast::yield_now().await;
                self.lab.compute(span).await;
            }
        }
        self.lab.done(item);
    }

    fn tell(&self, told: &Assessment) {
        let quiet = told.cooldown_until.filter(|until| *until > told.at);
        self.show(told.p95, told.workers, quiet);
    }

    fn show(&self, p95: Option<Duration>, workers: usize, quiet_until: Option<Duration>) {
        let Rule { target, min, max, .. } = self.knobs.rule();
        let sample = Sample {
            value: p95.map(cast::micros),
            target: cast::micros(target),
            level: workers as u32,
            least: min as u32,
            most: max as u32,
            quiet_until: quiet_until.map(cast::micros),
        };
        if self.last.replace(Some(sample)) != Some(sample) {
            self.lab.show(self.shown, State::Sample(sample));
        }
    }
}

/// Puts requests into the queue as they arrive, each with the instant at which it did.
async fn producer(shop: Shop, queue: Sender<Due<ItemId>>) {
    let Shop { lab, knobs, .. } = &shop;
    let span = Duration::from_secs(knobs.requests.into()) / knobs.rate;
    let all = cast::arrivals(lab, knobs.arrivals, knobs.requests, span, 1);
    let mut coming = Requests::new(lab, &all);
    while let Ok(Some((job, at))) = until(&shop.context, coming.next()).await {
        lab.made(job);
        if queue.try_send(Due { at, job }).is_err() {
            lab.lost(job, Loss::Refused);
        }
    }
}

/// A second worker has come: where is p95 at the end, seen from its target?
fn one_more_worker(trace: &Trace) -> Option<Asked> {
    let second = |event: &Event| seen::sample(event).is_some_and(|sample| sample.level == 2);
    let after = seen::next(trace, 0, second)? + 1;
    let shows = seen::last(trace, |event| seen::sample(event).is_some())?;
    let Sample { value, target, .. } = *seen::sample(&trace.events[shows])?;
    let answer = match value? {
        value if value < target => "falls",
        value if value < 2 * target => "stays",
        _ => "climbs",
    };
    Some(Asked { stop: seen::stop_after(after), answer, shows })
}
