//! Worker pool: a small crew shares one queue.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, join_all, select};
use futures::{FutureExt, StreamExt};
use lab::{Event, EventKind, ItemId, Join, Lab, Loss, Receiver, Sender, Trace, invariant};
use patterns::{Canceller, Context, Outcome, until, worker_pool};

use crate::cast::{self, Database, KEEP, Stalls, Work};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "worker-pool",
    group: Group::Flow,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "leaks", breaks: Some("no-worker-outlives") },
        Variant { slug: "loses-a-job", breaks: Some("none-lost") },
        Variant { slug: "a-task-an-item", breaks: Some("at-most") },
    ],
    actions: &[
        Action { slug: "cancel", argument: Argument::None },
        Action { slug: "reader-leaves", argument: Argument::None },
        Action { slug: "stall", argument: Argument::Task("worker") },
    ],
    claims: &[
        Claim {
            slug: "at-most",
            check: |trace, values| {
                let limit = Knobs::from_values(values).workers as usize;
                invariant::at_most_in_progress(trace, "worker", limit)
            },
        },
        Claim { slug: "exactly-once", check: |trace, _| invariant::no_item_twice(trace) },
        Claim { slug: "none-lost", check: |trace, _| invariant::nothing_taken_vanishes(trace) },
        Claim { slug: "no-worker-outlives", check: |trace, _| invariant::everyone_ends(trace) },
    ],
    experiments: &[
        Experiment { slug: "computing", sets: "work=computing" },
        Experiment { slug: "threads", sets: "work=computing&threads=4" },
        Experiment { slug: "many", sets: "workers=10&queue=100&jobs=40" },
    ],
    challenges: &[
        Challenge {
            slug: "a-shorter-queue",
            begins: "",
            task: Task::Reach {
                goal: "p50<800,makespan<2000,workers<=4",
                with: &["workers", "queue"],
                solution: "queue=1",
            },
        },
        Challenge {
            slug: "reader-gone",
            begins: "variant=leaks",
            task: Task::Foresee {
                choices: &["ends", "waits-for-ever", "drops-its-job"],
                ask: reader_gone,
                otherwise: "variant=loses-a-job",
            },
        },
    ],
    opens_in_order: false,
    peers: "worker",
    works: "worker",
    chart: None,
    code: &[source!(catalogue "worker_pool.rs"), source!(patterns "worker_pool.rs")],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// Whether a job waits for something elsewhere or computes.
        work: Work = Work::Waiting,
        /// How many workers share the queue.
        workers: u32 = 4 in 1..=16,
        /// How long a job takes, give or take a tenth.
        job: Duration = 520 in 50..=5_000,
        /// How many jobs there are.
        jobs: u32 = 12 in 1..=40,
        /// How many jobs the queue holds.
        queue: u32 = 3 in 0..=100,
        /// How many simulated threads run the tasks.
        threads: u32 = 1 in 1..=8,
    }
}

const LEAKS: usize = 1;
const LOSES: usize = 2;
const A_TASK_AN_ITEM: usize = 3;

/// In these traps the reader leaves after so many results: that is what springs them.
const LEAVES_AFTER: usize = 5;

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let (jobs_in, jobs) = lab.channel("jobs", knobs.queue);
    let (results_in, results) = lab.channel("results", 2);
    let (context, canceller) = Context::root();
    let enough = if matches!(variant, LEAKS | LOSES) { LEAVES_AFTER } else { usize::MAX };
    let read = consumer(lab.clone(), results, canceller.clone(), enough);
    lab.on("cancel", move |_| {
        canceller.cancel();
    });
    let crew = Crew { lab: lab.clone(), context, knobs, stalls: Stalls::on(&lab, "stall") };

    lab.spawn("producer", cast::producer(lab.clone(), jobs_in, knobs.jobs));
    let workers = match variant {
        LEAKS => leaks(&crew, &jobs, &results_in),
        LOSES => loses_a_job(&crew, &jobs, &results_in),
        A_TASK_AN_ITEM => a_task_an_item(&crew, &jobs, &results_in),
        _ => correct(&crew, &jobs, &results_in),
    };
    drop((jobs, results_in));
    // Until the workers are gone the reader's end stays open: a Go channel, too, does not know
    // that its reader has left.
    let open = lab.spawn("consumer", read).await;
    join_all(workers).await;
    drop(open);
}

type Jobs = Receiver<ItemId>;
type Results = Sender<Outcome<ItemId>>;

/// What every worker needs.
#[derive(Clone)]
struct Crew {
    lab: Lab,
    context: Context,
    knobs: Knobs,
    stalls: Stalls,
}

impl Crew {
    async fn do_job(&self, item: ItemId) -> ItemId {
        self.stalls.mind(&self.lab).await;
        let span = cast::length(&self.lab, item, self.knobs.job);
        cast::work(&self.lab, self.knobs.work, span).await;
        item
    }

    fn spawn<T: 'static>(&self, n: u32, worker: impl Future<Output = T> + 'static) -> Join<T> {
        self.lab.spawn(format!("worker {n}"), worker)
    }
}

/// The pattern: every worker watches the context, and says what it could not hand on.
fn correct(crew: &Crew, jobs: &Jobs, results: &Results) -> Vec<Join<()>> {
    let team = crew.clone();
    let job = move |item| {
        let crew = team.clone();
        async move { crew.do_job(item).await }
    };
    let size = crew.knobs.workers as usize;
    let workers = worker_pool(&crew.context, jobs.clone(), results.clone(), size, job);
    let reporting = workers.into_iter().zip(1..).map(|(worker, n)| {
        let lab = crew.lab.clone();
        crew.spawn(n, async move {
            if let Some(Ok(item)) = worker.await.ending.into_undelivered() {
                lab.lost(item, Loss::Cancelled);
            }
        })
    });
    reporting.collect()
}

/// Nobody watches the context: once the reader has left, `send` waits for ever.
fn leaks(crew: &Crew, jobs: &Jobs, results: &Results) -> Vec<Join<()>> {
    let worker = || {
        let (crew, jobs, results) = (crew.clone(), jobs.clone(), results.clone());
        async move {
            while let Ok(job) = jobs.recv().await {
                let result = crew.do_job(job).await;
                if results.send(Ok(result)).await.is_err() {
                    break;
                }
            }
        }
    };
    (1..=crew.knobs.workers).map(|n| crew.spawn(n, worker())).collect()
}

/// The context is watched, but in the wrong place: a job that was begun is dropped.
fn loses_a_job(crew: &Crew, jobs: &Jobs, results: &Results) -> Vec<Join<()>> {
    let worker = || {
        let (crew, jobs, results) = (crew.clone(), jobs.clone(), results.clone());
        async move {
            while let Ok(Ok(job)) = until(&crew.context, jobs.recv()).await {
                let Ok(result) = until(&crew.context, crew.do_job(job)).await else { return };
                if !matches!(until(&crew.context, results.send(Ok(result))).await, Ok(Ok(()))) {
                    return;
                }
            }
        }
    };
    (1..=crew.knobs.workers).map(|n| crew.spawn(n, worker())).collect()
}

/// No crew at all: each job gets a task of its own. Nobody counts them, so the database has to: it
/// has a connection for each worker there should be.
fn a_task_an_item(crew: &Crew, jobs: &Jobs, results: &Results) -> Vec<Join<()>> {
    let database = Database::new(&crew.lab, "database", crew.knobs.workers);
    let task = || {
        let (crew, jobs, results) = (crew.clone(), jobs.clone(), results.clone());
        let database = database.clone();
        async move {
            let Ok(Ok(job)) = until(&crew.context, jobs.recv()).await else { return };
            if !database.connect(1) {
                return crew.lab.lost(job, Loss::Refused);
            }
            let result = crew.do_job(job).await;
            database.disconnect(1);
            if let Err(_cause) = until(&crew.context, results.send(Ok(result))).await {
                crew.lab.lost(job, Loss::Cancelled);
            }
        }
    };
    (1..=crew.knobs.jobs).map(|n| crew.spawn(n, task())).collect()
}

/// Puts results away until it has had enough or is told to leave; then asks everyone to stop, and
/// hands its end back, still open.
async fn consumer(
    lab: Lab,
    mut results: Receiver<Outcome<ItemId>>,
    canceller: Canceller,
    enough: usize,
) -> Receiver<Outcome<ItemId>> {
    let mut leaves = pin!(lab.action("reader-leaves").fuse());
    for _ in 0..enough {
        let next = select(&mut leaves, results.next()).await;
        let Either::Right((Some(result), _)) = next else { break };
        if let Ok(item) = result {
            lab.compute(KEEP).await;
            lab.done(item);
        }
    }
    canceller.cancel();
    results
}

/// The consumer has left: what becomes of worker 3, which has a job in hand?
fn reader_gone(trace: &Trace) -> Option<Asked> {
    let is = |event: &Event, name: &str| seen::of(trace, event, name);
    let left = |event: &Event| is(event, "consumer") && event.kind == EventKind::Finished;
    let after = seen::next(trace, 0, left)? + 1;
    let own = |event: &Event| is(event, "worker 3");
    let drops = |event: &Event| own(event) && seen::loses(event);
    let ends = |event: &Event| own(event) && event.kind == EventKind::Finished;
    let (answer, shows) = match (seen::next(trace, after, drops), seen::next(trace, after, ends)) {
        (Some(lost), _) => ("drops-its-job", lost),
        (None, Some(ended)) => ("ends", ended),
        (None, None) => ("waits-for-ever", seen::last(trace, own)?),
    };
    Some(Asked { stop: seen::stop_after(after), answer, shows })
}
