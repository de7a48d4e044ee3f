//! Backpressure: what happens to a request when the queue is full.

use std::rc::Rc;
use std::time::Duration;

use futures::{SinkExt, Stream, StreamExt};
use lab::{Event, EventKind, ItemId, Lab, Loss, Receiver, Sender, Trace, Wait, invariant};
use patterns::channel::TrySendError;
use patterns::{Backpressure, Context, Sent, Unsent, until};

use crate::cast::{self, Arrivals, Books, Requests, Stalls};
use crate::challenge::{Asked, Challenge, Task, seen};
use crate::link::Cursor;
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{choices, params, source};

pub(crate) const SCENARIO: Scenario = Scenario {
    slug: "backpressure",
    group: Group::Overload,
    fields: Knobs::FIELDS,
    variants: &[
        Variant { slug: "correct", breaks: None },
        Variant { slug: "no-bound", breaks: Some("memory") },
        Variant { slug: "a-clone-an-item", breaks: Some("within") },
        Variant { slug: "pops-then-pushes", breaks: Some("right-ones") },
        Variant { slug: "loses-in-silence", breaks: Some("counted") },
    ],
    actions: &[
        Action { slug: "rush", argument: Argument::None },
        Action { slug: "stall", argument: Argument::Task("consumer") },
        Action { slug: "cancel", argument: Argument::None },
    ],
    claims: &[
        Claim {
            slug: "within",
            check: |trace, values| {
                let limit = Knobs::from_values(values).queue as usize;
                invariant::queue_within(trace, QUEUE, limit)
            },
        },
        Claim { slug: "memory", check: |trace, _| invariant::numbers_within(trace) },
        Claim {
            slug: "right-ones",
            check: |trace, values| {
                let Knobs { strategy, queue, every, .. } = Knobs::from_values(values);
                match strategy {
                    Strategy::Block => invariant::nothing_dropped(trace),
                    Strategy::DropOldest => invariant::only_the_oldest_go(trace, QUEUE),
                    Strategy::DropNewest => {
                        invariant::only_the_newest_go(trace, QUEUE, queue as usize)
                    }
                    Strategy::Sample => invariant::every_kth_goes_in(trace, QUEUE, every as usize),
                }
            },
        },
        Claim { slug: "counted", check: |trace, _| invariant::losses_counted(trace, DROPPED) },
        Claim { slug: "in-order", check: |trace, _| invariant::first_in_first_out(trace, QUEUE) },
    ],
    experiments: &[
        Experiment { slug: "block", sets: "strategy=block" },
        Experiment { slug: "thousand", sets: "queue=1000&requests=200&rate=100" },
        Experiment {
            slug: "only-bursts",
            sets: "strategy=drop-newest&arrivals=bursts&queue=8&rate=8&job=100",
        },
    ],
    challenges: &[
        Challenge {
            slug: "fresh",
            begins: "",
            task: Task::Reach {
                goal: "p95<400,dropped<=12",
                with: &["strategy", "queue", "every"],
                solution: "queue=2",
            },
        },
        Challenge {
            slug: "who-gives-way",
            begins: "",
            task: Task::Foresee {
                choices: &["the-oldest", "the-newest", "nobody"],
                ask: who_gives_way,
                otherwise: "strategy=block",
            },
        },
    ],
    opens_in_order: false,
    peers: "producer",
    works: "",
    chart: None,
    code: &[
        source!(catalogue "backpressure.rs"),
        source!(patterns "overload/backpressure.rs"),
        source!(patterns "overload/strategy.rs"),
    ],
    start: |lab, variant, values| Box::pin(run(lab, variant, Knobs::from_values(values))),
};

choices! {
    /// What is done when the queue is full.
    pub(crate) enum Strategy {
        /// The producer waits.
        Block = "block",
        /// The oldest in the queue gives way.
        DropOldest = "drop-oldest",
        /// The newest is refused.
        DropNewest = "drop-newest",
        /// Only every so-many-th is let in at all.
        Sample = "sample",
    }
}

params! {
    /// The knobs.
    pub struct Knobs {
        /// What is done when the queue is full.
        strategy: Strategy = Strategy::DropOldest,
        /// How many requests wait in the queue at most.
        queue: u32 = 4 in 1..=1_000,
        /// How requests arrive.
        arrivals: Arrivals = Arrivals::Random,
        /// How many requests arrive in a second.
        #[idle(arrivals = "yours")]
        rate: u32 = 16 in 4..=400,
        /// How many requests there are in all.
        #[idle(arrivals = "yours")]
        requests: u32 = 28 in 1..=1_000,
        /// How long the consumer takes for a request, give or take a tenth.
        job: Duration = 120 in 10..=500,
        /// When sampling, every so-many-th request is let in.
        #[idle(strategy = "block" | "drop-oldest" | "drop-newest")]
        every: u32 = 3 in 1..=20,
        /// How many producers share the queue.
        producers: u32 = 2 in 1..=8,
    }
}

const NO_BOUND: usize = 1;
const A_CLONE_AN_ITEM: usize = 2;
const POPS_THEN_PUSHES: usize = 3;
const IN_SILENCE: usize = 4;

const QUEUE: &str = "queue";
const DROPPED: &str = "dropped";
/// Writing a line to the log takes so long.
const LOG: Duration = Duration::from_millis(20);

async fn run(lab: Lab, variant: usize, knobs: Knobs) {
    let context = cast::cancelled_on(&lab, "cancel");
    // The queue is full, each producer has one in its hands, and so has the consumer.
    let room = knobs.queue + knobs.producers + 1;
    let gate = Gate { books: Rc::new(Books::new(&lab, room)), lab, context, knobs };
    match variant {
        NO_BOUND => no_bound(&gate),
        A_CLONE_AN_ITEM => a_clone_an_item(&gate),
        POPS_THEN_PUSHES => pops_then_pushes(&gate),
        IN_SILENCE => loses_in_silence(&gate),
        _ => correct(&gate),
    }
}

/// The pattern: one strategy for all producers, and what it drops is counted.
fn correct(gate: &Gate) {
    strategy_over(gate, gate.lab.channel(QUEUE, gate.knobs.queue));
}

/// Every producer sends by the strategy, over the same queue.
fn strategy_over(gate: &Gate, (queue, requests): (Sender<ItemId>, Receiver<ItemId>)) {
    let queue = Backpressure::new(gate.strategy(), queue);
    let send = || {
        let (gate, mut queue) = (gate.clone(), queue.clone());
        async move |item| {
            let sent = queue.send(&gate.context, item).await;
            gate.books.dropped(queue.counts().dropped());
            gate.goes_on(sent)
        }
    };
    gate.play(send, requests);
}

/// The trap `no-bound`: there is always room, so the strategy never has anything to decide.
fn no_bound(gate: &Gate) {
    strategy_over(gate, gate.lab.unbounded(QUEUE));
}

/// The trap `a-clone-an-item`: in the channel of `futures` every sender has a place of its own
/// beyond the bound. A fresh clone has not used its place yet, so it never waits.
fn a_clone_an_item(gate: &Gate) {
    let (queue, requests) = gate.lab.mpsc(QUEUE, gate.knobs.queue);
    let send = || {
        let queue = queue.clone();
        async move |item| queue.clone().feed(item).await.is_ok()
    };
    gate.play(send, requests);
}

/// The trap `pops-then-pushes`: the oldest is dropped in two steps, and while this producer writes
/// that to the log, another one takes the place.
fn pops_then_pushes(gate: &Gate) {
    let (queue, requests) = gate.lab.channel(QUEUE, gate.knobs.queue);
    let outlet = requests.clone();
    let send = || {
        let (gate, queue, outlet) = (gate.clone(), queue.clone(), outlet.clone());
        async move |item| {
            let Err(TrySendError::Full(item)) = queue.try_send(item) else { return true };
            if let Ok(oldest) = outlet.try_recv() {
                gate.drop(oldest, Loss::Evicted);
                gate.lab.sleep(LOG).await;
            }
            if let Err(TrySendError::Full(item)) = queue.try_send(item) {
                gate.drop(item, Loss::Refused);
            }
            true
        }
    };
    gate.play(send, requests);
}

/// The trap `loses-in-silence`: `send` says what it dropped, and nobody writes it down.
fn loses_in_silence(gate: &Gate) {
    let (queue, requests) = gate.lab.channel(QUEUE, gate.knobs.queue);
    let queue = Backpressure::new(gate.strategy(), queue);
    let send = || {
        let (gate, mut queue) = (gate.clone(), queue.clone());
        async move |item| gate.goes_on(queue.send(&gate.context, item).await)
    };
    gate.play(send, requests);
}

/// What everyone needs.
#[derive(Clone)]
struct Gate {
    lab: Lab,
    context: Context,
    knobs: Knobs,
    books: Rc<Books>,
}

impl Gate {
    fn strategy(&self) -> patterns::Strategy {
        match self.knobs.strategy {
            Strategy::Block => patterns::Strategy::Block,
            Strategy::DropOldest => patterns::Strategy::DropOldest,
            Strategy::DropNewest => patterns::Strategy::DropNewest,
            Strategy::Sample => patterns::Strategy::Sample { every: self.knobs.every as usize },
        }
    }

    /// Starts the producers, each with a way to send of its own, and the consumer.
    fn play<S>(&self, send: impl Fn() -> S, requests: impl Stream<Item = ItemId> + Unpin + 'static)
    where
        S: AsyncFnMut(ItemId) -> bool + 'static,
    {
        let Knobs { arrivals, rate, requests: count, producers, .. } = self.knobs;
        let span = Duration::from_secs(count.into()) / rate;
        let all = cast::arrivals(&self.lab, arrivals, count, span, 1);
        for n in 0..producers {
            let coming = Requests::shared(&self.lab, &all, n, producers);
            let name = format!("producer {}", n + 1);
            self.lab.spawn(name, producer(self.clone(), coming, send()));
        }
        self.lab.spawn("consumer", consumer(self.clone(), requests));
    }

    /// Says what became of the item, and whether there is any use in sending more.
    fn goes_on(&self, sent: Result<Sent<ItemId>, Unsent<ItemId>>) -> bool {
        match sent {
            Ok(Sent::Queued) => {}
            // The queue has told the lab itself.
            Ok(Sent::Evicted(item)) => self.books.gone(item),
            Ok(Sent::Refused(item) | Sent::Skipped(item)) => self.lose(item, Loss::Refused),
            Err(unsent) => {
                self.lose(unsent.into_inner(), Loss::Cancelled);
                return false;
            }
        }
        true
    }

    /// Drops an item, and counts it.
    fn drop(&self, item: ItemId, why: Loss) {
        self.lose(item, why);
        self.books.one_dropped();
    }

    fn lose(&self, item: ItemId, why: Loss) {
        self.lab.lost(item, why);
        self.books.gone(item);
    }
}

/// Takes in requests as they arrive, and sends them as long as there is any use.
async fn producer(gate: Gate, mut coming: Requests, mut send: impl AsyncFnMut(ItemId) -> bool) {
    while let Ok(Some((item, at))) = until(&gate.context, coming.next()).await {
        gate.lab.made(item);
        gate.books.took_in(item, at);
        if !send(item).await {
            return;
        }
    }
}

/// Takes one request after another, until there are no more.
async fn consumer(gate: Gate, mut requests: impl Stream<Item = ItemId> + Unpin) {
    let stalls = Stalls::on(&gate.lab, "stall");
    while let Some(item) = requests.next().await {
        stalls.mind(&gate.lab).await;
        gate.lab.sleep(cast::length(&gate.lab, item, gate.knobs.job)).await;
        gate.lab.done(item);
        gate.books.served(item);
    }
}

/// The queue is full and one more comes: who gives way?
fn who_gives_way(trace: &Trace) -> Option<Asked> {
    let after = seen::by(trace, 330);
    let waits = |event: &Event| matches!(event.kind, EventKind::Blocked { how: Wait::Send, .. });
    let shows = seen::next(trace, after, |event| seen::loses(event) || waits(event))?;
    let answer = match trace.events[shows].kind {
        EventKind::Lost { from: Some(_), .. } => "the-oldest",
        EventKind::Lost { .. } => "the-newest",
        _ => "nobody",
    };
    Some(Asked { stop: Cursor::At(330), answer, shows })
}
