//! Fan-out, fan-in: spread one stream over several stages, and gather what they make.

use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, join_all, ready, select, select_all};
use futures::{FutureExt, StreamExt};
use lab::{ItemId, Join, Lab, Loss, Receiver, Sender, Trace, invariant};
use patterns::channel::SendError;
use patterns::{Canceller, Context, Ending, Report, fan_in, fan_out, stage, until};

use crate::cast::{self, KEEP, Stalls, Work};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::link::Cursor;
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

/// What cuts a run short: after it items may be missing.
const STOPS: [&str; 2] = ["cancel", "reader-leaves"];

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "fan-out-fan-in",
    group: Group::Flow,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "closes-early", breaks: Some("closes-last") },
        Variant { slug: "leaks", breaks: Some("everyone-ends") },
    ],
    actions: &[
        Action { slug: "cancel", argument: Argument::None },
        Action { slug: "reader-leaves", argument: Argument::None },
        Action { slug: "stall", argument: Argument::Task("stage") },
    ],
    claims: &[
        Claim {
            slug: "same-items",
            check: |trace, _| invariant::each_item_delivered_once_unless(trace, &STOPS),
        },
        Claim { slug: "in-order", check: |trace, _| invariant::keeps_order(trace, "stage") },
        Claim {
            slug: "closes-last",
            check: |trace, _| invariant::closes_after(trace, "merged", "part", &STOPS),
        },
        Claim { slug: "everyone-ends", check: |trace, _| invariant::everyone_ends(trace) },
    ],
    experiments: &[
        Experiment { slug: "one", sets: "stages=1" },
        Experiment { slug: "computing", sets: "work=computing" },
        Experiment { slug: "threads", sets: "work=computing&threads=4" },
    ],
    challenges: &[
        Challenge {
            slug: "two-rounds",
            begins: "",
            task: Task::Reach {
                goal: "makespan<1500,stages<=6",
                with: &["stages"],
                solution: "stages=6",
            },
        },
        Challenge {
            slug: "first-out",
            begins: "",
            task: Task::Foresee {
                choices: &["job-1", "job-2", "job-3", "job-4"],
                ask: first_out,
                otherwise: "do=stall:stage-2@50",
            },
        },
    ],
    opens_in_order: false,
    peers: "stage",
    works: "",
    chart: None,
    code: &[
        source!(catalogue "fan_out_fan_in.rs"),
        source!(patterns "fan_out.rs"),
        source!(patterns "fan_in.rs"),
    ],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// How many stages share the work.
        stages: u32 = 4 in 1..=8,
        /// Whether a job waits for something elsewhere or computes.
        work: Work = Work::Waiting,
        /// How long a job takes, give or take a tenth.
        job: Duration = 520 in 50..=5_000,
        /// How many jobs there are.
        jobs: u32 = 12 in 1..=40,
        /// How many simulated threads run the tasks.
        threads: u32 = 1 in 1..=8,
    }
}

const CLOSES_EARLY: usize = 1;
const LEAKS: usize = 2;

/// In this trap the reader leaves after so many results: that is what springs it.
const LEAVES_AFTER: usize = 2;

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let (jobs_in, jobs) = lab.channel("jobs", 2);
    let parts = (1..=knobs.stages).map(|n| lab.channel(&format!("part {n}"), 1));
    let (outputs, parts) = parts.unzip();
    let (merged_in, merged) = lab.channel("merged", 1);
    let (context, canceller) = Context::root();
    let enough = if variant == LEAKS { LEAVES_AFTER } else { usize::MAX };
    let read = reader(lab.clone(), merged, canceller.clone(), enough);
    lab.on("cancel", move |_| {
        canceller.cancel();
    });
    let floor = Floor { lab: lab.clone(), context, knobs, stalls: Stalls::on(&lab, "stall") };

    lab.spawn("source", cast::producer(lab.clone(), jobs_in, knobs.jobs));
    let mut tasks = match variant {
        LEAKS => leaky_stages(&floor, jobs, outputs),
        _ => stages(&floor, jobs, outputs),
    };
    tasks.push(match variant {
        LEAKS => lab.spawn("merge", leaky_merge(parts, merged_in)),
        CLOSES_EARLY => lab.spawn("merge", closes_early(floor.context, parts, merged_in)),
        _ => lab.spawn("merge", merge(floor, parts, merged_in)),
    });
    // The reader's end stays open until the others are gone: a Go channel, too, does not know that
    // its reader has left.
    let open = lab.spawn("reader", read).await;
    join_all(tasks).await;
    drop(open);
}

/// What the stages need.
#[derive(Clone)]
struct Floor {
    lab: Lab,
    context: Context,
    knobs: Knobs,
    stalls: Stalls,
}

impl Floor {
    async fn do_job(self, job: ItemId) -> ItemId {
        self.stalls.mind(&self.lab).await;
        let span = cast::length(&self.lab, job, self.knobs.job);
        cast::work(&self.lab, self.knobs.work, span).await;
        job
    }
}

type Jobs = Receiver<ItemId>;
type Parts = Vec<Receiver<ItemId>>;

/// The pattern, first half: each job goes to whichever stage is free.
fn stages(floor: &Floor, jobs: Jobs, outputs: Vec<Sender<ItemId>>) -> Vec<Join<()>> {
    let crew = floor.clone();
    let stages = fan_out(&floor.context, jobs, outputs, move |job| crew.clone().do_job(job));
    let named = stages.into_iter().zip(1..);
    named
        .map(|(work, n)| floor.lab.spawn(format!("stage {n}"), told(floor.lab.clone(), work)))
        .collect()
}

/// The pattern, second half: whatever is ready goes on; it ends after the last part, or on cancel.
async fn merge(floor: Floor, parts: Parts, merged: Sender<ItemId>) {
    told(floor.lab, stage(&floor.context, fan_in(&floor.context, parts), merged, ready)).await;
}

/// What a stage could not hand on any more is given up, and said to be.
async fn told(lab: Lab, stage: impl Future<Output = Report<ItemId, SendError<ItemId>>>) {
    match stage.await.ending {
        Ending::Cancelled { undelivered: Some(job), .. } => lab.lost(job, Loss::Cancelled),
        Ending::Refused { error: SendError(job), .. } => lab.lost(job, Loss::Closed),
        Ending::Completed | Ending::Cancelled { .. } => {}
    }
}

/// The first part that ends is taken for the end of all: what the others still make is lost.
async fn closes_early(context: Context, mut parts: Parts, merged: Sender<ItemId>) {
    loop {
        let next = select_all(parts.iter_mut().map(|part| part.next()));
        let Ok((Some(job), ..)) = until(&context, next).await else { return };
        if !matches!(until(&context, merged.send(job)).await, Ok(Ok(()))) {
            return;
        }
    }
}

/// Nobody watches the context. The reader leaves, this waits for it, and the stages wait for this.
async fn leaky_merge(parts: Parts, merged: Sender<ItemId>) {
    let mut parts = futures::stream::select_all(parts);
    while let Some(job) = parts.next().await {
        if merged.send(job).await.is_err() {
            return;
        }
    }
}

fn leaky_stages(floor: &Floor, jobs: Jobs, outputs: Vec<Sender<ItemId>>) -> Vec<Join<()>> {
    let stage = |output: Sender<ItemId>| {
        let (floor, jobs) = (floor.clone(), jobs.clone());
        async move {
            while let Ok(job) = jobs.recv().await {
                let result = floor.clone().do_job(job).await;
                if output.send(result).await.is_err() {
                    return;
                }
            }
        }
    };
    let named = outputs.into_iter().zip(1..);
    named.map(|(output, n)| floor.lab.spawn(format!("stage {n}"), stage(output))).collect()
}

/// Puts results away until it has had enough; then tells everyone, and hands its end back. Where the
/// results end by themselves, there is nobody to tell.
async fn reader(lab: Lab, mut merged: Jobs, canceller: Canceller, enough: usize) -> Jobs {
    let mut leaves = pin!(lab.action("reader-leaves").fuse());
    let mut taken = 0;
    while let Either::Right((job, _)) = select(&mut leaves, merged.next()).await {
        let Some(job) = job else { return merged };
        lab.compute(KEEP).await;
        lab.done(job);
        taken += 1;
        if taken == enough {
            cast::press(&lab, "reader-leaves");
        }
    }
    canceller.cancel();
    merged
}

/// Four stages have a job each: whose result comes out first?
fn first_out(trace: &Trace) -> Option<Asked> {
    let shows = seen::next(trace, 0, |event| seen::delivered(event).is_some())?;
    let answer = match seen::delivered(&trace.events[shows])? {
        1 => "job-1",
        2 => "job-2",
        3 => "job-3",
        _ => "job-4",
    };
    Some(Asked { stop: Cursor::At(200), answer, shows })
}
