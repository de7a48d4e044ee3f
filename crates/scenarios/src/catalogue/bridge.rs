//! Bridge: a stream of streams, read as one.

use std::time::Duration;

use futures::StreamExt;
use lab::{Event, EventKind, ItemId, Lab, Loss, Receiver, Sender, Trace, invariant};
use patterns::{Context, bridge, or_done, until};

use crate::cast::{self, MAKE, Stalls, Work};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "bridge",
    group: Group::Flow,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "outer-runs-on", breaks: Some("stops") },
        Variant { slug: "stops-short", breaks: Some("goes-on") },
        Variant { slug: "mixes", breaks: Some("in-order") },
    ],
    actions: &[
        Action { slug: "cancel", argument: Argument::None },
        Action { slug: "stall", argument: Argument::Task("writer") },
    ],
    claims: &[
        Claim {
            slug: "in-order",
            check: |trace, values| {
                let knobs = Knobs::from_values(values);
                invariant::delivers_in_order(
                    trace,
                    (0..knobs.streams).flat_map(|n| knobs.numbers(n)),
                )
            },
        },
        Claim {
            slug: "goes-on",
            check: |trace, _| invariant::ends_only_after(trace, "reader", &["cancel"]),
        },
        Claim { slug: "stops", check: |trace, _| invariant::stops_on(trace, "cancel", "reader") },
        Claim {
            slug: "everyone-ends",
            check: |trace, _| invariant::everyone_ends_on(trace, "cancel", "reader"),
        },
    ],
    experiments: &[
        Experiment { slug: "textbook", sets: "items=10&handle=90&cancel=3400" },
        Experiment { slug: "middle", sets: "cancel=1200" },
        Experiment { slug: "ahead", sets: "buffer=10" },
    ],
    challenges: &[
        Challenge {
            slug: "no-longer-than-needed",
            begins: "",
            task: Task::Reach {
                goal: "delivered=12,makespan<2400",
                with: &["cancel", "buffer"],
                solution: "cancel=2350",
            },
        },
        Challenge {
            slug: "next-stream",
            begins: "",
            task: Task::Foresee {
                choices: &["ten", "twenty", "none"],
                ask: next_stream,
                otherwise: "variant=stops-short",
            },
        },
    ],
    opens_in_order: true,
    peers: "writer",
    works: "",
    chart: None,
    code: &[source!(catalogue "bridge.rs"), source!(patterns "bridge.rs")],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// How many streams come, one after another.
        streams: u32 = 3 in 0..=6,
        /// How many numbers are in each stream.
        items: u32 = 4 in 0..=10,
        /// How many numbers wait in a stream that is not read yet.
        buffer: u32 = 2 in 0..=10,
        /// How long the reader is busy with a number, give or take a tenth.
        handle: Duration = 180 in 50..=1_000,
        /// When the reader is told to stop.
        cancel: Duration = 2_800 in 100..=60_000,
        /// How many simulated threads run the tasks.
        threads: u32 = 1 in 1..=8,
    }
}

impl Knobs {
    /// The numbers of the stream of this place: 0 to 9, 10 to 19, and so on.
    fn numbers(self, stream: u32) -> impl Iterator<Item = ItemId> {
        10 * stream..10 * stream + self.items
    }
}

const OUTER_RUNS_ON: usize = 1;
const STOPS_SHORT: usize = 2;
const MIXES: usize = 3;

/// A stream on its way. It has no number of its own; what is in it does.
type Opened = ((), Receiver<ItemId>);

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let (out, streams) = lab.channel("streams", 1);
    // Two things end apart: the reader's work, and the line to the source.
    let context = cast::cancelled_on(&lab, "cancel");
    let (line, hang_up) = Context::root();
    let stalls = Stalls::on(&lab, "stall");
    lab.spawn("source", source(lab.clone(), stalls, knobs, line, out));

    let desk = Desk { lab: lab.clone(), context: context.clone(), handle: knobs.handle };
    let reader = match variant {
        OUTER_RUNS_ON => lab.spawn("reader", outer_runs_on(desk, streams)),
        STOPS_SHORT => lab.spawn("reader", stops_short(desk, streams)),
        MIXES => lab.spawn("reader", mixes(desk, streams)),
        _ => lab.spawn("reader", correct(desk, streams)),
    };
    cast::cancel_after(&lab, &context, knobs.cancel).await;
    // The line stays open while anybody reads.
    reader.await;
    hang_up.cancel();
}

/// What the reader needs.
struct Desk {
    lab: Lab,
    context: Context,
    handle: Duration,
}

impl Desk {
    async fn handle(&self, number: ItemId) {
        let span = cast::length(&self.lab, number, self.handle);
        cast::work(&self.lab, Work::Waiting, span).await;
        self.lab.done(number);
    }
}

/// The pattern: one loop, one end. Cancel ends both levels at once.
async fn correct(desk: Desk, streams: Receiver<Opened>) {
    let mut numbers = bridge(&desk.context, streams.map(|((), numbers)| numbers));
    while let Some(number) = numbers.next().await {
        desk.handle(number).await;
    }
}

/// Cancel ends the inner loop, and the outer one goes on to wait for the next stream.
async fn outer_runs_on(desk: Desk, streams: Receiver<Opened>) {
    while let Ok(((), numbers)) = streams.recv().await {
        let mut numbers = or_done(&desk.context, numbers);
        while let Some(number) = numbers.next().await {
            desk.handle(number).await;
        }
    }
}

/// The end of the first stream is taken for the end of all: nobody asks for another.
async fn stops_short(desk: Desk, streams: Receiver<Opened>) {
    let mut streams = or_done(&desk.context, streams);
    let Some(((), numbers)) = streams.next().await else { return };
    let mut numbers = or_done(&desk.context, numbers);
    while let Some(number) = numbers.next().await {
        desk.handle(number).await;
    }
}

/// All streams are read at once: whichever has a number ready goes first.
async fn mixes(desk: Desk, streams: Receiver<Opened>) {
    let all = streams.map(|((), numbers)| numbers).flatten_unordered(None);
    let mut numbers = or_done(&desk.context, all);
    while let Some(number) = numbers.next().await {
        desk.handle(number).await;
    }
}

/// Opens stream after stream and hands each over. It never says that there are no more; only
/// hanging up ends it.
async fn source(lab: Lab, stalls: Stalls, knobs: Knobs, line: Context, out: Sender<Opened>) {
    for place in 0..knobs.streams {
        let n = place + 1;
        let (numbers_in, numbers) = lab.channel(&format!("stream {n}"), knobs.buffer);
        let writer = writer(lab.clone(), stalls.clone(), knobs.numbers(place), numbers_in);
        lab.spawn(format!("writer {n}"), writer);
        if !matches!(until(&line, out.send(((), numbers))).await, Ok(Ok(()))) {
            return;
        }
    }
    lab.cancelled(&line).await;
}

/// Fills one stream and closes it.
async fn writer(
    lab: Lab,
    stalls: Stalls,
    numbers: impl Iterator<Item = ItemId>,
    out: Sender<ItemId>,
) {
    for number in numbers {
        stalls.mind(&lab).await;
        lab.made(number);
        lab.compute(MAKE).await;
        if out.send(number).await.is_err() {
            return lab.lost(number, Loss::Closed);
        }
    }
}

/// The first stream has been read: what comes next?
fn next_stream(trace: &Trace) -> Option<Asked> {
    let last = |event: &Event| seen::delivered(event) == Some(3);
    let after = seen::next(trace, 0, last)? + 1;
    let next =
        |event: &Event| seen::delivered(event).is_some() || event.kind == EventKind::Finished;
    let shows = seen::next(trace, after, |event| seen::of(trace, event, "reader") && next(event))?;
    let answer = match seen::delivered(&trace.events[shows]) {
        None => "none",
        Some(10..20) => "ten",
        Some(_) => "twenty",
    };
    Some(Asked { stop: seen::stop_after(after), answer, shows })
}
