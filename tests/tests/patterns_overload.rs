//! Strategies and adaptive workers on every executor.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::StreamExt;
use futures::future::BoxFuture;
use lab::{Event, EventKind, Loss, invariant};
use patterns::adaptive::{Assessment, Due, Rule};
use patterns::{
    Backpressure, Clock, Context, Inlet, Sent, Strategy, adaptive_workers, channel, share, until,
};
use tests::{Case, Channels, Foreign, Own, everywhere, pause};

/// Items that were accounted for, each once.
type Seen = Arc<Mutex<BTreeSet<u32>>>;

fn account(seen: &Seen, item: u32) {
    assert!(seen.lock().unwrap().insert(item), "item {item} twice");
}

fn overloaded<C: Channels>(seed: u64, strategy: Strategy) -> Case
where
    C::Sender<u32>: Inlet<u32>,
{
    let mut case = Case::new();
    let (ledger, room) = (case.ledger(), 1 + seed as usize % 3);
    let (sender, mut receiver) = ledger.channel::<C, u32>("queue", room);
    let queue = Backpressure::new(strategy, sender);
    let books = Arc::new(Mutex::new(None));
    for producer in 0..3 {
        let (mut queue, ledger, books) = (queue.clone(), ledger.clone(), books.clone());
        case.task(async move {
            let context = Context::root().0;
            for item in 100 * producer..100 * producer + 30 {
                ledger.made(item);
                let sent = queue.send(&context, item).await.expect("it is open");
                // The others meet the queue, which writes what becomes of them.
                if let Sent::Skipped(item) = sent {
                    ledger.lost(item, Loss::Refused);
                }
            }
            let mut books = books.lock().unwrap();
            let counts = queue.counts();
            *books = books.max(Some((counts.sent(), counts.dropped())));
        });
    }
    drop(queue);
    let told = ledger.clone();
    case.task(async move {
        while let Some(item) = receiver.next().await {
            told.delivered(item);
            pause().await;
        }
    });
    case.holds(move |trace| {
        invariant::each_making_ends_once(trace)?;
        invariant::no_item_twice(trace)?;
        invariant::first_in_first_out(trace, "queue")?;
        invariant::queue_within(trace, "queue", C::most(room, 3))?;
        match strategy {
            Strategy::Block => invariant::nothing_lost(trace),
            Strategy::Sample { every } => invariant::every_kth_goes_in(trace, "queue", every),
            // What evicts nothing refuses instead.
            Strategy::DropOldest if C::EVICTS => invariant::only_the_oldest_go(trace, "queue"),
            Strategy::DropOldest | Strategy::DropNewest => {
                invariant::only_the_newest_go(trace, "queue", room)
            }
        }
    });
    case.verdict(move || {
        let trace = ledger.finished();
        let lost = |event: &&Event| matches!(event.kind, EventKind::Lost { .. });
        let dropped = trace.events.iter().filter(lost).count() as u64;
        assert_eq!(*books.lock().unwrap(), Some((90, dropped)), "the counts agree");
    });
    case
}

#[test]
fn what_is_received_and_what_is_dropped_is_what_was_sent() {
    let sample = Strategy::Sample { every: 7 };
    for strategy in [Strategy::Block, Strategy::DropOldest, Strategy::DropNewest, sample] {
        everywhere(|seed| overloaded::<Own>(seed, strategy));
        everywhere(|seed| overloaded::<Foreign>(seed, strategy));
    }
}

/// A clock that goes on by a millisecond for each step of work.
#[derive(Clone, Debug, Default)]
struct Ticks(Arc<AtomicU64>);

impl Clock for Ticks {
    fn now(&self) -> Duration {
        Duration::from_millis(self.0.load(SeqCst))
    }
}

const MOST: usize = 4;

fn adaptive<C: Channels>(seed: u64) -> Case {
    let (mut case, done, running) = (Case::new(), Seen::default(), Arc::new(AtomicUsize::new(0)));
    let clock = Ticks::default();
    let (context, canceller) = Context::root();
    let (mut sender, queue) = C::open::<Due<u32>>(5);
    let (hired, to_run) = channel::unbounded::<BoxFuture<'static, ()>>();
    for _ in 0..MOST {
        let to_run = to_run.clone();
        case.task(async move {
            while let Ok(worker) = to_run.recv().await {
                worker.await;
            }
        });
    }
    let (told, all, ticks) = (Arc::new(AtomicUsize::new(0)), done.clone(), clock.clone());
    let most = told.clone();
    let job = move |item: u32| {
        let (running, done, ticks) = (running.clone(), all.clone(), ticks.clone());
        async move {
            assert!(running.fetch_add(1, SeqCst) < MOST, "too many at once");
            for _ in 0..3 {
                ticks.0.fetch_add(1, SeqCst);
                pause().await;
            }
            running.fetch_sub(1, SeqCst);
            account(&done, item);
        }
    };
    let ms = Duration::from_millis;
    let rule = Rule { samples: 3, window: 10, cooldown: ms(5), ..Rule::new(ms(8), 1, MOST) };
    let workers = adaptive_workers(
        &context,
        clock.clone(),
        share(queue),
        rule,
        move |worker| hired.try_send(Box::pin(worker)).expect("somebody runs it"),
        move |told: &Assessment| {
            most.fetch_max(told.workers, SeqCst);
        },
        job,
    );
    let (cut, over) = (seed % 2 == 1, Arc::new(Mutex::new(None)));
    let totals = over.clone();
    case.task(async move { *totals.lock().unwrap() = Some(workers.await) });
    let (producing, _keep) = context.child();
    case.task(async move {
        for item in 0..60 {
            let due = Due { at: clock.now(), job: item };
            let send = futures::SinkExt::send(&mut sender, due);
            if !matches!(until(&producing, send).await, Ok(Ok(()))) {
                return;
            }
        }
    });
    case.task(async move {
        if cut {
            for _ in 0..seed % 50 {
                pause().await;
            }
            canceller.cancel();
        }
    });
    case.verdict(move || {
        let (done, totals) = (done.lock().unwrap().len(), over.lock().unwrap().take());
        let totals = totals.expect("it is over");
        assert_eq!((totals.done, totals.panicked), (done, 0));
        if !cut {
            assert_eq!((done, totals.cause), (60, None));
        }
        assert!(told.load(SeqCst) <= MOST);
    });
    case
}

#[test]
fn adaptive_workers_do_each_job_once_and_all_end() {
    everywhere(adaptive::<Own>);
    everywhere(adaptive::<Foreign>);
}
