//! Channel: a queue between tasks, with room for so many and no more.

use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, select};
use futures::{FutureExt, SinkExt, StreamExt};
use lab::{Event, EventKind, ItemId, Lab, Loss, Trace, invariant};
use patterns::channel::SendError;

use crate::cast::{self, Stalls, Work};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::link::Cursor;
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "channel",
    group: Group::Flow,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "one-too-many", breaks: Some("within") },
        Variant { slug: "grows-for-ever", breaks: Some("memory") },
        Variant { slug: "cancelled-send-delivers", breaks: Some("given-up-stays-out") },
    ],
    actions: &[
        Action { slug: "burst", argument: Argument::None },
        Action { slug: "stall", argument: Argument::Task("receiver") },
        Action { slug: "reader-leaves", argument: Argument::None },
    ],
    claims: &[
        Claim {
            slug: "within",
            check: |trace, values| {
                let limit = Knobs::from_values(values).capacity as usize;
                invariant::queue_within(trace, QUEUE, limit)
            },
        },
        Claim {
            slug: "memory",
            check: |trace, values| {
                let Knobs { capacity, senders, .. } = Knobs::from_values(values);
                invariant::queue_within(trace, QUEUE, (capacity + senders) as usize)
            },
        },
        Claim { slug: "in-order", check: |trace, _| invariant::first_in_first_out(trace, QUEUE) },
        Claim {
            slug: "given-up-stays-out",
            check: |trace, _| invariant::given_up_stays_out(trace),
        },
    ],
    experiments: &[
        Experiment { slug: "rendezvous", sets: "capacity=0" },
        Experiment { slug: "roomy", sets: "capacity=6&burst=6" },
        Experiment { slug: "impatient", sets: "patience=150" },
    ],
    challenges: &[
        Challenge {
            slug: "room-for-a-burst",
            begins: "",
            task: Task::Reach {
                goal: "dropped=0,capacity<=6",
                with: &["capacity"],
                solution: "capacity=6",
            },
        },
        Challenge {
            slug: "at-the-door",
            begins: "",
            task: Task::Foresee {
                choices: &["goes-in", "given-up", "passed-on"],
                ask: at_the_door,
                otherwise: "patience=1000",
            },
        },
    ],
    opens_in_order: false,
    peers: "sender",
    works: "",
    chart: None,
    code: &[
        source!(catalogue "channel.rs"),
        source!(patterns "channel/mod.rs"),
        source!(patterns "channel/send.rs"),
        source!(patterns "channel/state.rs"),
    ],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

params! {
    /// The knobs.
    pub struct Knobs {
        /// How many items wait in the channel at most; 0 is a rendezvous.
        capacity: u32 = 3 in 0..=12,
        /// How many tasks send.
        senders: u32 = 2 in 1..=1_000,
        /// How long a sender takes to make an item.
        make: Duration = 14 in 0..=200,
        /// How many items a sender makes before it rests.
        burst: u32 = 3 in 1..=12,
        /// How many items there are in all.
        items: u32 = 12 in 1..=1_000,
        /// How long the receiver takes for each item.
        take: Duration = 200 in 50..=500,
        /// How long a sender waits before it gives an item up.
        patience: Duration = 300 in 50..=5_000,
        /// How many simulated threads run the tasks.
        threads: u32 = 1 in 1..=8,
    }
}

const ONE_TOO_MANY: usize = 1;
const GROWS: usize = 2;
const CANCELLED_DELIVERS: usize = 3;

const QUEUE: &str = "queue";
/// A sender rests for so long after each burst.
const REST: Duration = Duration::from_millis(320);

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    match variant {
        ONE_TOO_MANY => one_too_many(&lab, knobs),
        GROWS => grows_for_ever(&lab, knobs),
        CANCELLED_DELIVERS => cancelled_send_delivers(&lab, knobs),
        _ => correct(&lab, knobs),
    }
}

/// Exactly `capacity` items wait, and giving up is dropping the send: it then never delivered.
fn correct(lab: &Lab, knobs: Knobs) {
    let (queue, received) = lab.channel(QUEUE, knobs.capacity);
    let send = || {
        let (lab, queue) = (lab.clone(), queue.clone());
        async move |item| match select(queue.send(item), lab.sleep(knobs.patience)).await {
            Either::Left((Err(SendError(item)), _)) => nobody_reads(&lab, item),
            Either::Left((Ok(()), _)) | Either::Right(_) => true,
        }
    };
    play(lab, knobs, send, async move || received.recv().await.ok());
}

/// The channel of `futures` keeps one place more for each sender. The rest is done with care: the
/// sender waits for a place with the item still in its hands, and can give up safely.
fn one_too_many(lab: &Lab, knobs: Knobs) {
    let (queue, mut received) = lab.mpsc(QUEUE, knobs.capacity);
    let send = || {
        let (lab, mut queue) = (lab.clone(), queue.clone());
        async move |item| {
            let place = poll_fn(|task| queue.poll_ready_unpin(task));
            match select(place, lab.sleep(knobs.patience)).await {
                Either::Left((Ok(()), _)) => queue.start_send_unpin(item).is_ok(),
                Either::Left((Err(_), _)) => nobody_reads(&lab, item),
                Either::Right(_) => gives_up(&lab, item),
            }
        }
    };
    play(lab, knobs, send, async move || received.next().await);
}

/// Nobody ever waits, so nobody learns that the receiver is behind.
fn grows_for_ever(lab: &Lab, knobs: Knobs) {
    let (queue, received) = lab.unbounded(QUEUE);
    let send = || {
        let (lab, queue) = (lab.clone(), queue.clone());
        async move |item| queue.try_send(item).is_ok() || nobody_reads(&lab, item)
    };
    play(lab, knobs, send, async move || received.recv().await.ok());
}

/// The channel of `futures` again, told one place fewer a sender so that it holds `capacity`. But
/// its `send` puts the item in first and waits afterwards: dropped then, it has delivered.
fn cancelled_send_delivers(lab: &Lab, knobs: Knobs) {
    let (queue, mut received) = lab.mpsc(QUEUE, knobs.capacity.saturating_sub(knobs.senders));
    let send = || {
        let (lab, mut queue) = (lab.clone(), queue.clone());
        async move |item| match select(queue.send(item), lab.sleep(knobs.patience)).await {
            Either::Left((Ok(()), _)) => true,
            Either::Left((Err(_), _)) => nobody_reads(&lab, item),
            Either::Right(_) => gives_up(&lab, item),
        }
    };
    play(lab, knobs, send, async move || received.next().await);
}

/// Starts the senders, each with a way to send of its own, and the receiver.
fn play<S, N>(lab: &Lab, knobs: Knobs, send: impl Fn() -> S, next: N)
where
    S: AsyncFnMut(ItemId) -> bool + 'static,
    N: AsyncFnMut() -> Option<ItemId> + 'static,
{
    for n in 1..=knobs.senders {
        lab.spawn(format!("sender {n}"), sender(lab.clone(), knobs, n, send()));
    }
    lab.spawn("receiver", receiver(lab.clone(), knobs, next));
}

/// Makes every so many-th item in bursts, and sends each as long as somebody reads.
async fn sender(lab: Lab, knobs: Knobs, n: u32, mut send: impl AsyncFnMut(ItemId) -> bool) {
    let items = (n..=knobs.items).step_by(knobs.senders as usize);
    let mut bursts = lab.actions("burst");
    for (place, item) in (0..).zip(items) {
        if place > 0 && place % knobs.burst == 0 {
            select(lab.sleep(REST), bursts.next()).await;
        }
        lab.made(item);
        lab.compute(knobs.make).await;
        if !send(item).await {
            return;
        }
    }
}

/// Takes one item after another until there are no more, or it is told to leave.
async fn receiver(lab: Lab, knobs: Knobs, mut next: impl AsyncFnMut() -> Option<ItemId>) {
    let stalls = Stalls::on(&lab, "stall");
    let mut leaves = pin!(lab.action("reader-leaves").fuse());
    while let Either::Right((Some(item), _)) = select(&mut leaves, pin!(next())).await {
        stalls.mind(&lab).await;
        cast::work(&lab, Work::Waiting, knobs.take).await;
        lab.done(item);
    }
}

/// The item came back: the channel is closed.
fn nobody_reads(lab: &Lab, item: ItemId) -> bool {
    lab.lost(item, Loss::Closed);
    false
}

/// Patience ran out; the next item may have more luck.
fn gives_up(lab: &Lab, item: ItemId) -> bool {
    lab.lost(item, Loss::Cancelled);
    true
}

/// What becomes of item 11, with which sender 1 waits for room?
fn at_the_door(trace: &Trace) -> Option<Asked> {
    let after = seen::by(trace, 1_100);
    let leaves =
        |event: &Event| seen::of(trace, event, "sender 1") && event.kind.item() == Some(11);
    let shows = seen::next(trace, after, leaves)?;
    let answer = match trace.events[shows].kind {
        EventKind::Lost { .. } => "given-up",
        _ => "goes-in",
    };
    Some(Asked { stop: Cursor::At(1_100), answer, shows })
}
