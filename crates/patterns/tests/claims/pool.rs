//! What a worker pool claims.

use crate::support::{Crowd, check, pause};
use futures::channel::mpsc;
use futures::executor::block_on;
use futures::future::join_all;
use futures::stream::{self, StreamExt};
use patterns::{Context, Ending, Outcome, Panicked, channel, share, worker_pool};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

#[test]
fn each_job_is_done_once_and_few_run_at_once() {
    check(|seed| {
        let workers = 1 + seed as usize % 4;
        let (context, _canceller) = Context::root();
        let (sender, jobs) = channel::bounded(2);
        let (results, outcomes) = channel::bounded(seed as usize % 3);
        let (running, done) = (Rc::new(Cell::new(0)), Rc::new(RefCell::new(Vec::new())));
        let (now, all) = (running.clone(), done.clone());
        let job = move |item: u32| {
            let now = now.clone();
            async move {
                now.set(now.get() + 1);
                assert!(now.get() <= workers);
                pause().await;
                now.set(now.get() - 1);
                item
            }
        };
        let mut crowd = Crowd::new(seed);
        for worker in worker_pool(&context, jobs, results, workers, job) {
            crowd.spawn(async move { assert_eq!(worker.await.ending, Ending::Completed) });
        }
        crowd.spawn(async move {
            for item in 0..20 {
                sender.send(item).await.unwrap();
            }
        });
        crowd.spawn(outcomes.for_each(move |outcome: Outcome<u32>| {
            all.borrow_mut().push(outcome.unwrap());
            pause()
        }));
        assert_eq!(crowd.run(), 0, "the results close after the last worker");
        let mut done = done.borrow().clone();
        done.sort_unstable();
        assert!(done.into_iter().eq(0..20));
    });
}

#[test]
fn a_panic_is_an_outcome_and_the_worker_lives() {
    let (context, _canceller) = Context::root();
    let (results, outcomes) = channel::unbounded();
    let job = |n: u32| {
        assert!(n != 1, "not {n}");
        async move {
            assert!(n != 3, "three");
            n
        }
    };
    let reports =
        block_on(join_all(worker_pool(&context, share(stream::iter(0..5)), results, 1, job)));
    let panicked = |words: &str| Err(Panicked { message: words.into() });
    let outcomes: Vec<Outcome<u32>> = block_on(outcomes.collect());
    assert_eq!(outcomes, [Ok(0), panicked("not 1"), Ok(2), panicked("three"), Ok(4)]);
    assert_eq!((reports.len(), reports[0].delivered), (1, 5));
}

/// After a cancel, at any moment: taken = delivered + undelivered, nobody hangs, nothing is lost.
#[test]
fn no_job_that_was_taken_is_lost_on_cancel() {
    check(|seed| {
        let (context, canceller) = Context::root();
        let (sender, jobs) = channel::bounded(3);
        let (results, outcomes) = channel::bounded(seed as usize % 2);
        let accounted = Rc::new(RefCell::new(BTreeSet::new()));
        let taken = Rc::new(Cell::new(0));
        let mut crowd = Crowd::new(seed);
        let job = |item: u32| async move {
            pause().await;
            item
        };
        for worker in worker_pool(&context, jobs.clone(), results, 3, job) {
            let (accounted, taken) = (accounted.clone(), taken.clone());
            crowd.spawn(async move {
                let report = worker.await;
                taken.set(taken.get() + report.taken);
                let undelivered = report.ending.into_undelivered();
                assert_eq!(report.taken, report.delivered + usize::from(undelivered.is_some()));
                accounted.borrow_mut().extend(undelivered.map(Result::unwrap));
            });
        }
        let all = accounted.clone();
        crowd.spawn(outcomes.for_each(move |outcome: Outcome<u32>| {
            assert!(all.borrow_mut().insert(outcome.unwrap()), "twice");
            pause()
        }));
        let sent = Rc::new(Cell::new(0));
        let count = sent.clone();
        crowd.spawn(async move {
            for item in 0..100 {
                if sender.send(item).await.is_err() {
                    return;
                }
                count.set(count.get() + 1);
            }
        });
        let steps = crowd.below(120);
        crowd.steps(steps);
        canceller.cancel();
        drop_the_rest(&mut crowd, jobs, &sent, &taken);
        assert_eq!(accounted.borrow().len(), taken.get());
    });
}

/// Runs to the end; what was sent and not taken is still in the channel.
fn drop_the_rest(
    crowd: &mut Crowd,
    jobs: channel::Receiver<u32>,
    sent: &Cell<usize>,
    taken: &Cell<usize>,
) {
    let steps = 10_000;
    crowd.steps(steps);
    let left = std::iter::from_fn(|| jobs.try_recv().ok()).count();
    drop(jobs);
    assert_eq!(crowd.run(), 0);
    assert!(
        sent.get() >= taken.get() + left,
        "{} sent, {} taken, {left} left",
        sent.get(),
        taken.get()
    );
    assert!(
        sent.get() <= taken.get() + left + 3,
        "at most a last refill is dropped with the channel"
    );
}

#[test]
fn a_pool_over_a_foreign_channel() {
    check(|seed| {
        let (context, _canceller) = Context::root();
        let (mut sender, jobs) = mpsc::channel(1);
        let (results, outcomes) = mpsc::channel(0);
        let done = Rc::new(RefCell::new(BTreeSet::new()));
        let all = done.clone();
        let mut crowd = Crowd::new(seed);
        for worker in worker_pool(&context, share(jobs), results, 3, async |item: u32| item) {
            crowd.spawn(async move { assert_eq!(worker.await.ending, Ending::Completed) });
        }
        crowd.spawn(async move {
            for item in 0..20 {
                futures::SinkExt::send(&mut sender, item).await.unwrap();
            }
        });
        crowd.spawn(outcomes.for_each(move |outcome: Outcome<u32>| {
            assert!(all.borrow_mut().insert(outcome.unwrap()));
            pause()
        }));
        assert_eq!((crowd.run(), done.borrow().len()), (0, 20));
    });
}

#[test]
fn workers_end_when_nobody_wants_results() {
    check(|seed| {
        let (context, _canceller) = Context::root();
        let (results, outcomes) = channel::bounded(1);
        let mut crowd = Crowd::new(seed);
        for worker in
            worker_pool(&context, share(stream::iter(0_u32..)), results, 3, async |n: u32| n)
        {
            crowd.spawn(
                async move { assert!(matches!(worker.await.ending, Ending::Refused { .. })) },
            );
        }
        crowd.spawn(outcomes.take(5).for_each(|_| pause()));
        assert_eq!(crowd.run(), 0);
    });
}

#[test]
#[should_panic(expected = "a pool needs a worker")]
fn a_pool_of_nobody_is_a_mistake() {
    let (context, _canceller) = Context::root();
    let (results, _outcomes) = channel::bounded(1);
    drop(worker_pool(&context, share(stream::iter(0..1)), results, 0, async |n: u32| n));
}
