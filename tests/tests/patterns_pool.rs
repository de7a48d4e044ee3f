//! Worker pool, channels and semaphore on every executor.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use futures::{SinkExt, StreamExt};
use patterns::{Context, Ending, Outcome, Semaphore, channel, share, until, worker_pool};
use tests::{Case, Channels, Foreign, Own, everywhere, pause};

/// Jobs that were accounted for, each once.
type Done = Arc<Mutex<BTreeSet<u32>>>;

fn account(done: &Done, item: u32) {
    assert!(done.lock().unwrap().insert(item), "job {item} twice");
}

fn pooled<C: Channels>(seed: u64) -> Case {
    let (mut case, done) = (Case::new(), Done::default());
    let size = 1 + seed as usize % 4;
    let running = Arc::new(AtomicUsize::new(0));
    let job = move |item: u32| {
        let running = running.clone();
        async move {
            assert!(running.fetch_add(1, SeqCst) < size, "too many at once");
            pause().await;
            running.fetch_sub(1, SeqCst);
            item
        }
    };
    let (mut jobs, queue) = C::open(2);
    let (results, mut outcomes) = C::open::<Outcome<u32>>(seed as usize % 2);
    for worker in worker_pool(&Context::root().0, share(queue), results, size, job) {
        case.task(async move { assert!(matches!(worker.await.ending, Ending::Completed)) });
    }
    case.task(async move {
        for item in 0..40 {
            let _ = jobs.send(item).await;
        }
    });
    let all = done.clone();
    case.task(async move {
        while let Some(outcome) = outcomes.next().await {
            account(&all, outcome.expect("no job panics"));
        }
    });
    case.verdict(move || assert_eq!(done.lock().unwrap().len(), 40));
    case
}

#[test]
fn a_pool_does_each_job_once() {
    everywhere(pooled::<Own>);
    everywhere(pooled::<Foreign>);
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

#[test]
fn a_semaphore_admits_no_more_than_it_has() {
    everywhere(|seed| {
        let mut case = Case::new();
        let size = 1 + seed as usize % 3;
        let (context, canceller) = Context::root();
        let (semaphore, held) = (Arc::new(Semaphore::new(size)), Arc::new(AtomicUsize::new(0)));
        for task in 0..12 {
            let (semaphore, held, context) = (semaphore.clone(), held.clone(), context.clone());
            // Every fifth asks for more than there is, and waits for the cancel.
            let n = if task % 5 == 4 { size + 1 } else { 1 + task % size };
            case.task(async move {
                for _ in 0..5 {
                    let Ok(permit) = until(&context, semaphore.acquire(n)).await else { return };
                    assert!(held.fetch_add(n, SeqCst) + n <= size);
                    pause().await;
                    held.fetch_sub(n, SeqCst);
                    drop(permit);
                }
            });
        }
        case.task(async move {
            for _ in 0..seed % 60 {
                pause().await;
            }
            canceller.cancel();
        });
        case.verdict(move || assert_eq!((semaphore.available(), semaphore.waiting()), (size, 0)));
        case
    });
}
