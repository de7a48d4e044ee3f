//! Concurrency is not parallelism: waiting overlaps on one thread, computing does not.

use std::time::Duration;

use lab::{ItemId, Lab, Receiver, Sender, Trace, invariant};

use crate::cast::{self, Work};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::link::Cursor;
use crate::scenario::{Chart, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "concurrency-is-not-parallelism",
    group: Group::Start,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "blocks-the-thread", breaks: Some("waits-let-go") },
    ],
    actions: &[],
    claims: &[
        Claim {
            slug: "waits-let-go",
            check: |trace, values| match Knobs::from_values(values).work {
                Work::Waiting => invariant::turns_within(trace, TOUCH),
                Work::Computing => Ok(()),
            },
        },
        Claim {
            slug: "one-a-thread",
            check: |trace, values| {
                invariant::at_most_on_threads(trace, Knobs::from_values(values).threads as usize)
            },
        },
        Claim { slug: "each-once", check: |trace, _| invariant::each_item_delivered_once(trace) },
    ],
    experiments: &[
        Experiment { slug: "computing", sets: "work=computing" },
        Experiment { slug: "threads", sets: "work=computing&threads=4" },
        Experiment { slug: "more-workers", sets: "jobs=8&workers=8" },
    ],
    challenges: &[
        Challenge {
            slug: "half-the-time",
            begins: "work=computing",
            task: Task::Reach {
                goal: "work=computing,makespan<1300",
                with: &["workers", "threads"],
                solution: "threads=2",
            },
        },
        Challenge {
            slug: "last-job",
            begins: "work=computing",
            task: Task::Foresee {
                choices: &["with-the-first", "half-way", "one-by-one"],
                ask: last_job,
                otherwise: "threads=4",
            },
        },
    ],
    opens_in_order: false,
    peers: "worker",
    works: "worker",
    chart: Some(Chart { along: "workers", lines: "work" }),
    code: &[source!(catalogue "concurrency_is_not_parallelism.rs")],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// Whether a job waits for something elsewhere or computes.
        work: Work = Work::Waiting,
        /// How many workers take jobs.
        workers: u32 = 4 in 1..=8,
        /// How many jobs there are.
        jobs: u32 = 4 in 1..=16,
        /// How long a job takes.
        job: Duration = 600 in 50..=3_000,
        /// How many simulated threads run the tasks.
        threads: u32 = 1 in 1..=8,
    }
}

/// A job that waits still touches the thread for so long, to begin and again to end.
const TOUCH: Duration = Duration::from_millis(4);

const BLOCKS: usize = 1;

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let (todo, jobs) = lab.channel("jobs", knobs.jobs);
    lab.spawn("producer", producer(lab.clone(), todo, knobs.jobs));
    for n in 1..=knobs.workers {
        lab.spawn(format!("worker {n}"), worker(lab.clone(), jobs.clone(), variant, knobs));
    }
}

/// Puts all jobs into the queue at once; there is a place for each.
async fn producer(lab: Lab, queue: Sender<ItemId>, jobs: u32) {
    for job in 1..=jobs {
        lab.made(job);
        let _ = queue.send(job).await;
    }
}

/// The same for both kinds of work, and for any number of threads: that is the structure.
async fn worker(lab: Lab, jobs: Receiver<ItemId>, variant: usize, knobs: Knobs) {
    while let Ok(job) = jobs.recv().await {
        // Everybody gets a job before anybody computes.
        cast::yield_now().await;
        match (knobs.work, variant) {
            (Work::Computing, _) => compute(&lab, knobs.job).await,
            (Work::Waiting, BLOCKS) => wait_on_the_thread(&lab, knobs.job).await,
            (Work::Waiting, _) => wait(&lab, knobs.job).await,
        }
        lab.done(job);
    }
}

/// Asks for something and lets go of the thread until it is there.
async fn wait(lab: &Lab, span: Duration) {
    lab.compute(TOUCH).await;
    lab.sleep(span - 2 * TOUCH).await;
    lab.compute(TOUCH).await;
}

/// Needs the thread all the time.
async fn compute(lab: &Lab, span: Duration) {
    lab.compute(span).await;
}

/// Asks for something and stays on the thread until it is there, as `std::thread::sleep` or a
/// driver that blocks does. Nobody else can run, though nothing is computed.
async fn wait_on_the_thread(lab: &Lab, span: Duration) {
    lab.compute(span).await;
}

/// When is the last of four jobs done? All have been taken, none is done.
fn last_job(trace: &Trace) -> Option<Asked> {
    let shows = seen::last(trace, |event| seen::delivered(event).is_some())?;
    let first = seen::next(trace, 0, |event| seen::delivered(event).is_some())?;
    let answer = match trace.events[shows].at / trace.events[first].at {
        1 => "with-the-first",
        2 => "half-way",
        _ => "one-by-one",
    };
    Some(Asked { stop: Cursor::At(300), answer, shows })
}
