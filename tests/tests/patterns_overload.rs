//! Strategies and adaptive workers on every executor.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::StreamExt;
use futures::future::BoxFuture;
use patterns::adaptive::{Assessment, Due, Rule};
use patterns::{
    Backpressure, Clock, Context, Inlet, Strategy, adaptive_workers, channel, share, until,
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
    let (received, dropped) = (Seen::default(), Seen::default());
    let (sender, mut receiver) = C::open::<u32>(1 + seed as usize % 3);
    let queue = Backpressure::new(strategy, sender);
    let books = Arc::new(Mutex::new(None));
    for producer in 0..3 {
        let (mut queue, dropped, books) = (queue.clone(), dropped.clone(), books.clone());
        case.task(async move {
            let context = Context::root().0;
            for item in 0..30 {
                let sent = queue.send(&context, 100 * producer + item).await.expect("it is open");
                if let Some(item) = sent.into_dropped() {
                    account(&dropped, item);
                }
            }
            let mut books = books.lock().unwrap();
            let counts = queue.counts();
            *books = books.max(Some((counts.sent(), counts.dropped())));
        });
    }
    drop(queue);
    let all = received.clone();
    case.task(async move {
        while let Some(item) = receiver.next().await {
            account(&all, item);
            pause().await;
        }
    });
    case.verdict(move || {
        let (received, dropped) = (received.lock().unwrap(), dropped.lock().unwrap());
        assert!(received.is_disjoint(&dropped));
        assert_eq!(received.len() + dropped.len(), 90, "received + dropped = sent");
        assert_eq!(*books.lock().unwrap(), Some((90, dropped.len() as u64)));
        match strategy {
            Strategy::Block => assert!(dropped.is_empty()),
            Strategy::Sample { every } => assert_eq!(received.len(), 90 / every),
            Strategy::DropOldest | Strategy::DropNewest => {}
        }
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
