//! Pipeline: stage after stage, with a small buffer between each two.

use std::pin::pin;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{Either, join_all, select};
use lab::{Event, EventKind, ItemId, Join, Lab, Loss, Receiver, Sender, Trace, invariant};
use patterns::{Canceller, Context, Ending, stage};

use crate::cast::{self, KEEP, Stalls, Work};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::link::Cursor;
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "pipeline",
    group: Group::Flow,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "hangs-upstream", breaks: Some("no-stage-outlives") },
        Variant { slug: "never-closes", breaks: Some("no-stage-outlives") },
        Variant { slug: "piles-up", breaks: Some("within") },
    ],
    actions: &[
        Action { slug: "stall", argument: Argument::Task("stage") },
        Action { slug: "reader-leaves", argument: Argument::None },
        Action { slug: "cancel", argument: Argument::None },
    ],
    claims: &[
        Claim {
            slug: "within",
            check: |trace, values| {
                let Knobs { stages, buffer, .. } = Knobs::from_values(values);
                let mut names = (1..=stages + 1).map(|n| buffer_before(n, stages));
                names.try_for_each(|name| invariant::queue_within(trace, &name, buffer as usize))
            },
        },
        Claim { slug: "once-a-stage", check: |trace, _| invariant::no_item_twice(trace) },
        Claim { slug: "in-order", check: |trace, _| invariant::delivers_in_order(trace, 1..) },
        Claim { slug: "no-stage-outlives", check: |trace, _| invariant::everyone_ends(trace) },
    ],
    experiments: &[
        Experiment { slug: "roomy", sets: "buffer=6" },
        Experiment { slug: "balanced", sets: "slow=0" },
        Experiment { slug: "computing", sets: "work=computing" },
    ],
    challenges: &[
        Challenge {
            slug: "the-slow-one",
            begins: "",
            task: Task::Reach {
                goal: "makespan<2000,delay>=100",
                with: &["buffer", "delay"],
                solution: "delay=100",
            },
        },
        Challenge {
            slug: "before-the-slow-one",
            begins: "",
            task: Task::Foresee {
                choices: &["waits", "goes-on", "gives-up"],
                ask: before_the_slow_one,
                otherwise: "buffer=6",
            },
        },
    ],
    opens_in_order: false,
    peers: "stage",
    works: "",
    chart: None,
    code: &[source!(catalogue "pipeline.rs"), source!(patterns "pipeline.rs")],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// Which stage is the slow one; 0 is none.
        slow: u32 = 2 in 0..=6,
        /// How much longer the slow stage takes for each item.
        delay: Duration = 200 in 0..=2_000,
        /// How many stages there are.
        stages: u32 = 3 in 1..=6,
        /// How many items wait between two stages at most.
        buffer: u32 = 1 in 0..=12,
        /// How long a stage takes for each item, give or take a tenth.
        step: Duration = 120 in 50..=2_000,
        /// Whether a stage waits for something elsewhere or computes.
        work: Work = Work::Waiting,
        /// How many items there are.
        items: u32 = 7 in 1..=40,
        /// How many simulated threads run the tasks.
        threads: u32 = 1 in 1..=8,
    }
}

const HANGS: usize = 1;
const NEVER_CLOSES: usize = 2;
const PILES_UP: usize = 3;

/// Where stages hang, the reader leaves after so many results: that is what springs the trap.
const LEAVES_AFTER: usize = 1;

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let open = |n| match variant {
        // The trap `piles-up`: without a bound nobody waits, and everything is in memory at once.
        PILES_UP => lab.unbounded(&buffer_before(n, knobs.stages)),
        _ => lab.channel(&buffer_before(n, knobs.stages), knobs.buffer),
    };
    let (context, canceller) = Context::root();
    let line = Line { lab: lab.clone(), context, knobs, stalls: Stalls::on(&lab, "stall") };
    let (input, mut items) = open(1);
    // The trap `never-closes`: a sender that somebody keeps is a promise of more to come.
    let kept = (variant == NEVER_CLOSES).then(|| input.clone());
    lab.spawn("producer", cast::producer(lab.clone(), input, knobs.items));
    let mut stages = Vec::new();
    for n in 1..=knobs.stages {
        let (output, next) = open(n + 1);
        stages.push(match variant {
            HANGS => line.spawn(n, deaf(line.clone(), n, items, output)),
            _ => line.spawn(n, watchful(line.clone(), n, items, output)),
        });
        items = next;
    }
    let enough = if variant == HANGS { LEAVES_AFTER } else { usize::MAX };
    let read = reader(lab.clone(), items, canceller.clone(), enough);
    lab.on("cancel", move |_| {
        canceller.cancel();
    });
    // Until the stages are gone the reader's end stays open: a Go channel, too, does not know that
    // its reader has left.
    let unread = lab.spawn("reader", read).await;
    join_all(stages).await;
    drop((unread, kept));
}

/// The name of the channel before stage `n`, or after the last one.
fn buffer_before(n: u32, stages: u32) -> String {
    if n > stages { "results".to_owned() } else { format!("buffer {n}") }
}

/// What every stage needs.
#[derive(Clone)]
struct Line {
    lab: Lab,
    context: Context,
    knobs: Knobs,
    stalls: Stalls,
}

impl Line {
    /// What stage `n` does with an item.
    async fn step(&self, n: u32, item: ItemId) -> ItemId {
        let Knobs { slow, delay, step, work, .. } = self.knobs;
        self.stalls.mind(&self.lab).await;
        let span = if n == slow { step + delay } else { step };
        cast::work(&self.lab, work, cast::length(&self.lab, item * 8 + n, span)).await;
        item
    }

    fn spawn(&self, n: u32, stage: impl Future<Output = ()> + 'static) -> Join<()> {
        self.lab.spawn(format!("stage {n}"), stage)
    }
}

/// The pattern: it watches the context while it waits, on either side, and closes behind itself.
async fn watchful(line: Line, n: u32, items: Receiver<ItemId>, output: Sender<ItemId>) {
    let lab = line.lab.clone();
    let context = line.context.clone();
    let step = move |item| {
        let line = line.clone();
        async move { line.step(n, item).await }
    };
    match stage(&context, items, output, step).await.ending {
        Ending::Cancelled { undelivered: Some(item), .. } => lab.lost(item, Loss::Cancelled),
        Ending::Refused { error, .. } => lab.lost(error.0, Loss::Closed),
        Ending::Completed | Ending::Cancelled { .. } => {}
    }
}

/// The trap `hangs-upstream`: nobody watches the context, so once the reader has left, the last
/// stage waits to hand its result over, the one before it waits for the last, and so on.
async fn deaf(line: Line, n: u32, items: Receiver<ItemId>, output: Sender<ItemId>) {
    while let Ok(item) = items.recv().await {
        let result = line.step(n, item).await;
        if output.send(result).await.is_err() {
            break;
        }
    }
}

/// Puts results away until it has had enough or is told to leave; then asks everyone to stop, and
/// hands its end back, still open.
async fn reader(
    lab: Lab,
    results: Receiver<ItemId>,
    canceller: Canceller,
    enough: usize,
) -> Receiver<ItemId> {
    let mut leaves = pin!(lab.action("reader-leaves").fuse());
    for _ in 0..enough {
        let next = select(&mut leaves, results.recv()).await;
        let Either::Right((Ok(item), _)) = next else { break };
        lab.compute(KEEP).await;
        lab.done(item);
    }
    canceller.cancel();
    results
}

/// What does stage 1 do with item 3 once it has worked on it?
fn before_the_slow_one(trace: &Trace) -> Option<Asked> {
    let after = seen::by(trace, 300);
    let ends = |event: &Event| {
        let leaves = matches!(
            event.kind,
            EventKind::Sent { .. } | EventKind::Lost { .. } | EventKind::Blocked { .. }
        );
        seen::of(trace, event, "stage 1") && leaves
    };
    let shows = seen::next(trace, after, ends)?;
    let answer = match trace.events[shows].kind {
        EventKind::Sent { .. } => "goes-on",
        EventKind::Lost { .. } => "gives-up",
        _ => "waits",
    };
    Some(Asked { stop: Cursor::At(300), answer, shows })
}
