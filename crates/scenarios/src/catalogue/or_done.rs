//! Or-done: read until the input ends, or until somebody says stop.

use std::time::Duration;

use futures::StreamExt;
use futures::future::{Either, select};
use lab::{Event, EventKind, ItemId, Lab, Receiver, Sender, Trace, invariant};
use patterns::{Context, or_done, until};

use crate::cast::{self, MAKE, Stalls, Work};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "or-done",
    group: Group::Flow,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "never-stops", breaks: Some("stops") },
        Variant { slug: "loses-a-reading", breaks: Some("none-lost") },
        Variant { slug: "strands-the-sensor", breaks: Some("everyone-ends") },
    ],
    actions: &[
        Action { slug: "cancel", argument: Argument::None },
        Action { slug: "silence", argument: Argument::None },
        Action { slug: "stall", argument: Argument::Task("reader") },
    ],
    claims: &[
        Claim { slug: "stops", check: |trace, _| invariant::stops_on(trace, "cancel", "reader") },
        Claim { slug: "prefix", check: |trace, _| invariant::delivers_in_order(trace, 1..) },
        Claim { slug: "none-lost", check: |trace, _| invariant::nothing_taken_vanishes(trace) },
        Claim {
            slug: "everyone-ends",
            check: |trace, _| invariant::everyone_ends_on(trace, "cancel", "reader"),
        },
    ],
    experiments: &[
        Experiment { slug: "silence", sets: "cancel=3600" },
        Experiment { slug: "at-once", sets: "cancel=100" },
        Experiment { slug: "slow", sets: "handle=1200" },
    ],
    challenges: &[
        Challenge {
            slug: "every-reading",
            begins: "",
            task: Task::Reach {
                goal: "delivered=8,makespan<2900",
                with: &["cancel"],
                solution: "cancel=2700",
            },
        },
        Challenge {
            slug: "told-to-stop",
            begins: "",
            task: Task::Foresee {
                choices: &["finishes-this", "drops-this", "takes-another"],
                ask: told_to_stop,
                otherwise: "variant=never-stops",
            },
        },
    ],
    opens_in_order: true,
    peers: "reader",
    works: "",
    chart: None,
    code: &[source!(catalogue "or_done.rs"), source!(patterns "or_done.rs")],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// When the reader is told to stop.
        cancel: Duration = 1_700 in 100..=10_000,
        /// How many readings the sensor has before it falls silent.
        readings: u32 = 8 in 0..=20,
        /// How long the sensor takes for a reading.
        pace: Duration = 180 in 20..=1_000,
        /// How long the reader is busy with a reading, give or take a tenth.
        handle: Duration = 320 in 50..=2_000,
        /// How many simulated threads run the tasks.
        threads: u32 = 1 in 1..=8,
    }
}

const NEVER_STOPS: usize = 1;
const LOSES: usize = 2;
const STRANDS: usize = 3;

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let (out, readings) = lab.channel("readings", 1);
    // Two things end apart: the reader's work, and the line to the sensor.
    let context = cast::cancelled_on(&lab, "cancel");
    let (open, hang_up) = Context::root();
    let (talk, hush) = open.child();
    let line = Line { open, talk };
    lab.on("silence", move |_| {
        hush.cancel();
    });
    let desk = Desk { lab: lab.clone(), context, knobs, stalls: Stalls::on(&lab, "stall") };

    let sensor = match variant {
        STRANDS => lab.spawn("sensor", deaf_sensor(desk.clone(), line, out)),
        _ => lab.spawn("sensor", sensor(desk.clone(), line, out)),
    };
    let input = readings.clone();
    let reader = match variant {
        NEVER_STOPS => lab.spawn("reader", never_stops(desk.clone(), input)),
        LOSES => lab.spawn("reader", loses_a_reading(desk.clone(), input)),
        _ => lab.spawn("reader", correct(desk.clone(), input)),
    };
    cast::cancel_after(&lab, &desk.context, knobs.cancel).await;
    // The line stays open while anybody reads, and so does our end of it: like a Go channel, it
    // does not know that its reader has gone.
    reader.await;
    hang_up.cancel();
    sensor.await;
    drop(readings);
}

/// The line to the sensor, which can be open while nothing is said on it.
struct Line {
    open: Context,
    talk: Context,
}

/// What the tasks need.
#[derive(Clone)]
struct Desk {
    lab: Lab,
    context: Context,
    knobs: Knobs,
    stalls: Stalls,
}

impl Desk {
    async fn handle(&self, reading: ItemId) {
        self.stalls.mind(&self.lab).await;
        let span = cast::length(&self.lab, reading, self.knobs.handle);
        cast::work(&self.lab, Work::Waiting, span).await;
        self.lab.done(reading);
    }

    async fn measure(&self) {
        self.lab.sleep(self.knobs.pace).await;
        self.lab.compute(MAKE).await;
    }
}

/// The pattern: cancel is looked at before a reading is taken, and while there is none.
async fn correct(desk: Desk, readings: Receiver<ItemId>) {
    let mut readings = or_done(&desk.context, readings);
    while let Some(reading) = readings.next().await {
        desk.handle(reading).await;
    }
}

/// A plain read: it ends when the input ends, and this input never does.
async fn never_stops(desk: Desk, readings: Receiver<ItemId>) {
    while let Ok(reading) = readings.recv().await {
        desk.handle(reading).await;
    }
}

/// Both are watched, in the wrong order: the reading is out of the channel when cancel is seen.
async fn loses_a_reading(desk: Desk, mut readings: Receiver<ItemId>) {
    loop {
        let next = select(readings.next(), desk.lab.cancelled(&desk.context)).await;
        let Either::Left((Some(reading), _)) = next else { return };
        if desk.context.is_cancelled() {
            return;
        }
        desk.handle(reading).await;
    }
}

/// Sends readings and falls silent, without ever ending; only hanging up ends it.
async fn sensor(desk: Desk, line: Line, out: Sender<ItemId>) {
    for reading in 1..=desk.knobs.readings {
        if until(&line.talk, desk.measure()).await.is_err() {
            break;
        }
        desk.lab.made(reading);
        if !matches!(until(&line.open, out.send(reading)).await, Ok(Ok(()))) {
            break;
        }
    }
    desk.lab.cancelled(&line.open).await;
}

/// The same, but it hands its readings over without watching the line.
async fn deaf_sensor(desk: Desk, line: Line, out: Sender<ItemId>) {
    for reading in 1..=desk.knobs.readings {
        if until(&line.talk, desk.measure()).await.is_err() {
            break;
        }
        desk.lab.made(reading);
        if out.send(reading).await.is_err() {
            break;
        }
    }
    desk.lab.cancelled(&line.open).await;
}

/// The reader is told to stop in the middle of a reading: what does it do?
fn told_to_stop(trace: &Trace) -> Option<Asked> {
    let after = seen::next(trace, 0, seen::acts)? + 1;
    let decides = |event: &Event| {
        let decides = matches!(
            event.kind,
            EventKind::Received { .. } | EventKind::Lost { .. } | EventKind::Finished
        );
        seen::of(trace, event, "reader") && decides
    };
    let shows = seen::next(trace, after, decides)?;
    let answer = match trace.events[shows].kind {
        EventKind::Received { .. } => "takes-another",
        EventKind::Lost { .. } => "drops-this",
        _ => "finishes-this",
    };
    Some(Asked { stop: seen::stop_after(after), answer, shows })
}
