//! Tee: two readers, and each sees everything.

use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, join, select};
use futures::{SinkExt, Stream, StreamExt};
use lab::{Event, ItemId, Lab, Loss, Receiver, Sender, Trace, invariant};
use patterns::{Context, Tee, or_done, tee, until};

use crate::cast::{self, Stalls, Work};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "tee",
    group: Group::Flow,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "shares", breaks: Some("same-items") },
        Variant { slug: "picks-one-side-twice", breaks: Some("once-each") },
        Variant { slug: "piles-up", breaks: Some("nothing-piles-up") },
    ],
    actions: &[
        Action { slug: "cancel", argument: Argument::None },
        Action { slug: "leave", argument: Argument::Task("reader") },
        Action { slug: "stall", argument: Argument::Task("reader") },
    ],
    claims: &[
        Claim {
            slug: "same-items",
            check: |trace, _| invariant::same_beginning(trace, ["reader 1", "reader 2"]),
        },
        Claim { slug: "once-each", check: |trace, _| invariant::no_item_twice(trace) },
        Claim {
            slug: "in-step",
            check: |trace, _| invariant::in_step(trace, ["copies 1", "copies 2"], 1),
        },
        Claim {
            slug: "nothing-piles-up",
            check: |trace, _| {
                invariant::queue_within(trace, "copies 1", 1)?;
                invariant::queue_within(trace, "copies 2", 1)
            },
        },
        Claim { slug: "everyone-ends", check: |trace, _| invariant::everyone_ends(trace) },
    ],
    experiments: &[
        Experiment { slug: "very-slow", sets: "slow=1500&items=4" },
        Experiment { slug: "even", sets: "slow=120" },
        Experiment { slug: "many", sets: "slow=120&items=20" },
    ],
    challenges: &[
        Challenge {
            slug: "both-sooner",
            begins: "",
            task: Task::Reach {
                goal: "makespan<1600,slow>=200",
                with: &["slow", "fast"],
                solution: "slow=200",
            },
        },
        Challenge {
            slug: "one-ahead",
            begins: "",
            task: Task::Foresee {
                choices: &["at-once", "when-taken", "when-done"],
                ask: one_ahead,
                otherwise: "variant=piles-up",
            },
        },
    ],
    opens_in_order: true,
    peers: "reader",
    works: "",
    chart: None,
    code: &[source!(catalogue "tee.rs"), source!(patterns "tee.rs")],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// How long the second reader takes for an item, give or take a tenth.
        slow: Duration = 360 in 50..=3_000,
        /// How long the first reader takes for an item, give or take a tenth.
        fast: Duration = 120 in 50..=3_000,
        /// How many items there are.
        items: u32 = 7 in 1..=30,
        /// How many simulated threads run the tasks.
        threads: u32 = 1 in 1..=8,
    }
}

const SHARES: usize = 1;
const TWICE: usize = 2;
const PILES_UP: usize = 3;

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let (items_in, items) = lab.channel("items", 0);
    let context = cast::cancelled_on(&lab, "cancel");
    lab.spawn("source", cast::producer(lab.clone(), items_in, knobs.items));

    let copies = if variant == SHARES {
        // Two readers of one channel are no tee: each item goes to one of them.
        [items.clone(), items]
    } else {
        let (one, first) = lab.channel("copies 1", 0);
        let (two, second) = match variant {
            PILES_UP => lab.unbounded("copies 2"),
            _ => lab.channel("copies 2", 0),
        };
        let room = Room { lab: lab.clone(), context: context.clone(), one, two };
        match variant {
            TWICE => lab.spawn("tee", picks_one_side_twice(room, items)),
            PILES_UP => lab.spawn("tee", piles_up(room, items)),
            _ => lab.spawn("tee", correct(room, items)),
        };
        [first, second]
    };
    let stalls = Stalls::on(&lab, "stall");
    for ((copies, span), n) in copies.into_iter().zip([knobs.fast, knobs.slow]).zip(1..) {
        let (stay, leave) = context.child();
        lab.on("leave", move |press| {
            if press.argument == Some(format!("reader-{n}")) {
                leave.cancel();
            }
        });
        let copies = or_done(&stay, copies);
        lab.spawn(format!("reader {n}"), reader(lab.clone(), stalls.clone(), copies, span));
    }
}

/// What stands between the source and the readers.
struct Room {
    lab: Lab,
    context: Context,
    one: Sender<ItemId>,
    two: Sender<ItemId>,
}

/// The pattern: each side has every item, and neither is more than one ahead.
async fn correct(room: Room, items: Receiver<ItemId>) {
    let Room { lab, context, one, two } = room;
    let copied = move |item| Copied { item: Some(item), lab: lab.clone() };
    let (left, right) = tee(&context, items.map(copied));
    join(hand_on(&context, left, one), hand_on(&context, right, two)).await;
}

/// An item of which the trace is told: when the tee copies it, and when a copy reaches nobody.
struct Copied {
    item: Option<ItemId>,
    lab: Lab,
}

impl Clone for Copied {
    fn clone(&self) -> Self {
        self.item.inspect(|item| self.lab.made(*item));
        Copied { item: self.item, lab: self.lab.clone() }
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        self.item.inspect(|item| self.lab.lost(*item, Loss::Dropped));
    }
}

/// Hands one side on: a place first, then a copy, so that it takes none that it cannot hand on.
async fn hand_on(
    context: &Context,
    mut copies: Tee<impl Stream<Item = Copied> + Unpin>,
    mut out: Sender<ItemId>,
) {
    while until(context, place(&mut out)).await.is_ok() && !out.is_closed() {
        let Some(mut copy) = copies.next().await else { return };
        let Some(item) = copy.item else { return };
        if out.start_send_unpin(item).is_err() {
            return;
        }
        copy.item = None;
    }
}

/// Waits until there is a place for one item.
async fn place(out: &mut Sender<ItemId>) {
    // A closed channel has a place: what is sent there comes back.
    let _ = poll_fn(|task| out.poll_ready_unpin(task)).await;
}

/// Hands each item out twice, to whichever side is ready; both times it may be the same one.
async fn picks_one_side_twice(room: Room, mut items: Receiver<ItemId>) {
    let Room { lab, context, mut one, mut two } = room;
    while let Ok(Some(item)) = until(&context, items.next()).await {
        lab.made(item); // The copy.
        for _ in 0..2 {
            let first = matches!(
                select(pin!(place(&mut one)), pin!(place(&mut two))).await,
                Either::Left(_)
            );
            let out = if first { &mut one } else { &mut two };
            let _ = out.start_send_unpin(item);
        }
    }
}

/// Nobody waits for the second reader: what it has not read yet piles up.
async fn piles_up(room: Room, items: Receiver<ItemId>) {
    let Room { lab, context, one, two } = room;
    while let Ok(Ok(item)) = until(&context, items.recv()).await {
        lab.made(item); // The copy.
        let _ = two.try_send(item);
        let _ = until(&context, one.send(item)).await;
    }
}

/// Takes whatever comes and is busy with it for so long.
async fn reader(
    lab: Lab,
    stalls: Stalls,
    mut copies: impl Stream<Item = ItemId> + Unpin,
    span: Duration,
) {
    while let Some(item) = copies.next().await {
        stalls.mind(&lab).await;
        cast::work(&lab, Work::Waiting, cast::length(&lab, item, span)).await;
        lab.done(item);
    }
}

/// Reader 1 is done with item 2: when does it get item 3?
fn one_ahead(trace: &Trace) -> Option<Asked> {
    let done = |reader: &str, item| {
        let is =
            |event: &Event| seen::of(trace, event, reader) && seen::delivered(event) == Some(item);
        seen::next(trace, 0, is)
    };
    let takes = |reader: &str, item| {
        let is = |event: &Event| {
            let takes = seen::takes(event) && event.kind.item() == Some(item);
            seen::of(trace, event, reader) && takes
        };
        seen::next(trace, 0, is)
    };
    let shows = takes("reader 1", 3)?;
    let after = done("reader 1", 2)? + 1;
    let answer = if shows < takes("reader 2", 2)? {
        "at-once"
    } else if shows < done("reader 2", 2)? {
        "when-taken"
    } else {
        "when-done"
    };
    Some(Asked { stop: seen::stop_after(after), answer, shows })
}
