//! Worker pool, channels and semaphore on every executor.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use futures::future::{Either, select};
use futures::{FutureExt, SinkExt, StreamExt};
use lab::invariant;
use patterns::{Context, Ending, Outcome, channel, share, until, worker_pool};
use tests::{Case, Channels, Foreign, Own, everywhere, pause};

/// Jobs that were accounted for, each once.
type Done = Arc<Mutex<BTreeSet<u32>>>;

fn account(done: &Done, item: u32) {
    assert!(done.lock().unwrap().insert(item), "job {item} twice");
}

fn pooled<C: Channels>(seed: u64) -> Case {
    let mut case = Case::new();
    let ledger = case.ledger();
    let (size, room) = (1 + seed as usize % 4, seed as usize % 2);
    let (mut jobs, queue) = ledger.channel::<C, u32>("jobs", 2);
    let (results, mut outcomes) = ledger.channel::<C, Outcome<u32>>("results", room);
    let job = async |item: u32| {
        pause().await;
        item
    };
    for worker in worker_pool(&Context::root().0, share(queue), results, size, job) {
        case.named(
            "worker",
            async move { assert!(matches!(worker.await.ending, Ending::Completed)) },
        );
    }
    let source = ledger.clone();
    case.task(async move {
        for item in 0..40 {
            source.made(item);
            let _ = jobs.send(item).await;
        }
    });
    case.task(async move {
        while let Some(outcome) = outcomes.next().await {
            ledger.delivered(outcome.expect("no job panics"));
        }
    });
    case.holds(move |trace| {
        invariant::at_most_in_progress(trace, "worker", size)?;
        invariant::each_item_delivered_once(trace)?;
        invariant::no_item_twice(trace)?;
        invariant::keeps_order(trace, "worker")?;
        for (channel, most) in [("jobs", C::most(2, 1)), ("results", C::most(room, size))] {
            invariant::first_in_first_out(trace, channel)?;
            invariant::queue_within(trace, channel, most)?;
        }
        Ok(())
    });
    case
}

#[test]
fn a_pool_does_each_job_once_and_few_at_once() {
    everywhere(pooled::<Own>);
    everywhere(pooled::<Foreign>);
}

fn some_panic<C: Channels>(seed: u64) -> Case {
    let (mut case, done) = (Case::new(), Done::default());
    let (size, all) = (1 + seed as usize % 3, 30);
    let (mut jobs, queue) = C::open(2);
    let (results, mut outcomes) = C::open::<Outcome<u32>>(seed as usize % 2);
    let bad = move |item: u32| (u64::from(item) + seed).is_multiple_of(3);
    // Half of them panic before there is a future to wait for, the others in mid-wait.
    let job = move |item: u32| {
        let now = item.is_multiple_of(2);
        let panics = move || resume_unwind(Box::new(item.to_string()));
        if bad(item) && now {
            panics();
        }
        async move {
            pause().await;
            if bad(item) { panics() } else { item }
        }
    };
    let served = Arc::new(AtomicUsize::new(0));
    for worker in worker_pool(&Context::root().0, share(queue), results, size, job) {
        let served = served.clone();
        case.task(async move {
            let report = worker.await;
            assert!(matches!(report.ending, Ending::Completed), "the worker lives");
            served.fetch_add(report.delivered, SeqCst);
        });
    }
    case.task(async move {
        for item in 0..all {
            let _ = jobs.send(item).await;
        }
    });
    let told = done.clone();
    case.task(async move {
        while let Some(outcome) = outcomes.next().await {
            match outcome {
                Ok(item) => {
                    assert!(!bad(item));
                    account(&told, item);
                }
                Err(panicked) => {
                    let item = panicked.message.parse().expect("it is told whose it was");
                    assert!(bad(item));
                    account(&told, item);
                }
            }
        }
    });
    case.verdict(move || {
        assert!(done.lock().unwrap().iter().copied().eq(0..all), "a panic is an outcome too");
        assert_eq!(served.load(SeqCst), all as usize);
    });
    case
}

#[test]
fn a_panic_is_the_outcome_of_its_job_and_of_no_other() {
    everywhere(some_panic::<Own>);
    everywhere(some_panic::<Foreign>);
}

fn reader_leaves<C: Channels>(seed: u64) -> Case {
    let (mut case, done) = (Case::new(), Done::default());
    let (size, few) = (1 + seed as usize % 3, seed as usize / 3 % 7);
    let (mut jobs, queue) = C::open(2);
    let (results, outcomes) = C::open::<Outcome<u32>>(seed as usize % 2);
    let job = async |item: u32| {
        pause().await;
        item
    };
    let handed_on = Arc::new(AtomicUsize::new(0));
    for worker in worker_pool(&Context::root().0, share(queue), results, size, job) {
        let handed_on = handed_on.clone();
        case.task(async move {
            let report = worker.await;
            assert!(matches!(report.ending, Ending::Refused { .. }), "nobody wants results");
            // The last one was refused: either it is handed back, or the error has it.
            assert_eq!(report.taken, report.delivered + 1);
            handed_on.fetch_add(report.delivered, SeqCst);
        });
    }
    case.task(async move { while jobs.send(0).await.is_ok() {} });
    let (told, mut outcomes) = (done.clone(), outcomes.enumerate().take(few));
    case.task(async move {
        while let Some((name, outcome)) = outcomes.next().await {
            assert_eq!(outcome, Ok(0));
            account(&told, name as u32);
        }
    });
    case.verdict(move || {
        assert_eq!(done.lock().unwrap().len(), few);
        assert!(handed_on.load(SeqCst) >= few, "what was read was handed on");
    });
    case
}

#[test]
fn all_workers_end_when_the_reader_leaves() {
    everywhere(reader_leaves::<Own>);
    everywhere(reader_leaves::<Foreign>);
}

fn pool_cancelled<C: Channels>(seed: u64) -> Case {
    let (mut case, done) = (Case::new(), Done::default());
    let (context, canceller) = Context::root();
    let taken = Arc::new(AtomicUsize::new(0));
    let (mut jobs, queue) = C::open(2);
    let (results, mut outcomes) = C::open::<Outcome<u32>>(seed as usize % 2);
    let job = async |item: u32| {
        pause().await;
        item
    };
    for worker in worker_pool(&context, share(queue), results, 3, job) {
        let (done, taken) = (done.clone(), taken.clone());
        case.task(async move {
            let report = worker.await;
            taken.fetch_add(report.taken, SeqCst);
            if let Some(outcome) = report.ending.into_undelivered() {
                account(&done, outcome.expect("no job panics"));
            }
        });
    }
    case.task(async move {
        for item in 0.. {
            if jobs.send(item).await.is_err() {
                return;
            }
        }
    });
    case.task(async move {
        for _ in 0..seed % 40 {
            pause().await;
        }
        canceller.cancel();
    });
    let all = done.clone();
    case.task(async move {
        while let Some(outcome) = outcomes.next().await {
            account(&all, outcome.expect("no job panics"));
        }
    });
    case.verdict(move || {
        let done = done.lock().unwrap();
        assert_eq!(done.len(), taken.load(SeqCst), "every job taken is delivered or handed back");
        assert!(done.iter().copied().eq(0..done.len() as u32), "and none was skipped");
    });
    case
}

#[test]
fn a_cancelled_pool_accounts_for_every_job_it_took() {
    everywhere(pool_cancelled::<Own>);
    everywhere(pool_cancelled::<Foreign>);
}

#[test]
fn many_to_many_loses_nothing_when_some_give_up() {
    everywhere(|seed| {
        let (mut case, done) = (Case::new(), Done::default());
        let (context, canceller) = Context::root();
        let (sender, receiver) = channel::bounded::<u32>(seed as usize % 4);
        let sent = Arc::new(AtomicUsize::new(0));
        for name in 0..3 {
            let (sender, sent, context) = (sender.clone(), sent.clone(), context.clone());
            case.task(async move {
                for item in 0..10 {
                    // The first gives up in mid-wait; the others wait for a place as long as it takes.
                    let item = 100 * name + item;
                    let send = sender.send(item);
                    let outcome =
                        if name == 0 { until(&context, send).await } else { Ok(send.await) };
                    if !matches!(outcome, Ok(Ok(()))) {
                        return;
                    }
                    sent.fetch_add(1, SeqCst);
                }
            });
        }
        for name in 0..3 {
            let (receiver, done, context) = (receiver.clone(), done.clone(), context.clone());
            case.task(async move {
                loop {
                    let recv = receiver.recv();
                    let item = if name == 0 { until(&context, recv).await } else { Ok(recv.await) };
                    let Ok(Ok(item)) = item else { return };
                    account(&done, item);
                }
            });
        }
        case.task(async move {
            for _ in 0..seed % 20 {
                pause().await;
            }
            canceller.cancel();
        });
        let rendezvous = sender.capacity() == Some(0);
        case.verdict(move || {
            let (sent, heard) = (sent.load(SeqCst), done.lock().unwrap().len());
            // On a rendezvous a send may be taken in the very instant in which it gives up.
            assert!(sent == heard || rendezvous && sent + 1 == heard, "{sent} sent, {heard} heard");
        });
        case
    });
}

fn in_line(seed: u64) -> Case {
    let mut case = Case::new();
    let size = 1 + seed as usize % 4;
    let (context, canceller) = Context::root();
    let semaphore = case.ledger().semaphore("permits", size);
    for task in 0..12 {
        let (semaphore, context) = (semaphore.clone(), context.clone());
        // Every fifth asks for more than there is, and waits for the cancel; every fourth for all.
        let n = match task {
            _ if task % 5 == 4 => size + 1,
            _ if task % 4 == 0 => size,
            _ => 1 + (task + seed as usize) % size,
        };
        // Some lose patience in line.
        let patient = task % 3 > 0;
        case.task(async move {
            for round in 0..5 {
                let permit = until(&context, semaphore.acquire(n)).boxed();
                let permit = match patient {
                    true => permit.await,
                    false => {
                        let patience = pauses(1 + (task + round) % 4);
                        match select(permit, patience.boxed()).await {
                            Either::Left((permit, _)) => permit,
                            Either::Right(((), _)) => continue,
                        }
                    }
                };
                let Ok(permit) = permit else { return };
                pauses(1 + round % 2).await;
                drop(permit);
            }
        });
    }
    case.task(async move {
        pauses(40 + seed as usize % 60).await;
        canceller.cancel();
    });
    case.holds(move |trace| {
        invariant::slots_within(trace, size as u32)?;
        invariant::nobody_overtakes(trace, size as u32)?;
        invariant::holders_are_there(trace)
    });
    case.verdict(move || {
        let left = semaphore.inner();
        assert_eq!((left.available(), left.waiting()), (size, 0));
    });
    case
}

async fn pauses(count: usize) {
    for _ in 0..count {
        pause().await;
    }
}

#[test]
fn a_semaphore_serves_in_line_and_admits_no_more_than_it_has() {
    everywhere(in_line);
}
