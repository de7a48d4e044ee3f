//! What a context claims.

use crate::support::{Crowd, Flag, Rng, check, ms, poll};
use futures::executor::block_on;
use futures::future::{FutureExt, pending, ready};
use patterns::{Canceller, Cause, Clock, Context, ManualTimer, Timer, until};
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;

#[test]
fn all_below_are_cancelled_when_cancel_returns_and_none_above() {
    check(|seed| {
        let mut rng = Rng(seed);
        let mut tree: Vec<(Context, Canceller, usize)> = vec![];
        let (root, canceller) = Context::root();
        tree.push((root, canceller, 0));
        for _ in 0..40 {
            let parent = rng.below(tree.len());
            let (context, canceller) = tree[parent].0.child();
            tree.push((context, canceller, parent));
        }
        let mut cancelled = vec![false; tree.len()];
        for _ in 0..5 {
            let chosen = rng.below(tree.len());
            assert_eq!(tree[chosen].1.cancel(), !cancelled[chosen]);
            cancelled[chosen] = true;
            // Parents come before their children, so one pass reaches all that is below.
            for name in 1..tree.len() {
                cancelled[name] |= cancelled[tree[name].2];
            }
            let seen: Vec<_> = tree.iter().map(|(context, ..)| context.is_cancelled()).collect();
            assert_eq!(seen, cancelled);
            for (name, (context, ..)) in tree.iter().enumerate() {
                let linked = |child: &usize| tree[*child].2 == name && !cancelled[*child];
                let below = (1..tree.len()).filter(linked).count();
                assert_eq!(context.children(), if cancelled[name] { 0 } else { below });
            }
        }
    });
}

#[test]
fn the_first_cause_wins() {
    let (parent, cancel_parent) = Context::root();
    let (child, cancel_child) = parent.child();
    let (grandchild, cancel_grandchild) = child.child();
    cancel_child.cancel_because("first");
    cancel_parent.cancel_because("second");
    assert!(!cancel_grandchild.cancel_because("third"));
    let words = |context: &Context| context.cause().unwrap().to_string();
    assert_eq!(words(&grandchild), "cancelled: first");
    assert_eq!(words(&child), "cancelled: first");
    assert_eq!(words(&parent), "cancelled: second");
    assert_eq!(words(&parent.child().0), "cancelled: second");
}

#[test]
fn every_waiter_below_is_woken_once() {
    let (root, canceller) = Context::root();
    let (child, _keep) = root.child();
    let mut waits: Vec<_> =
        (0..50).map(|n| (if n % 2 == 0 { &root } else { &child }).cancelled()).collect();
    let flags: Vec<_> = waits.iter().map(|_| Flag::new()).collect();
    for (wait, flag) in waits.iter_mut().zip(&flags) {
        assert!(poll(wait, flag).is_pending());
        assert!(poll(wait, flag).is_pending());
    }
    drop(waits.split_off(40));
    canceller.cancel();
    let counts: Vec<_> = flags.iter().map(|flag| flag.count()).collect();
    assert_eq!(counts[..40], [1; 40]);
    assert_eq!(counts[40..], [0; 10]);
    assert!(waits.into_iter().all(|wait| block_on(wait) == Cause::Cancelled(None)));
}

#[test]
fn a_dropped_child_leaves_nothing_behind() {
    let (root, _keep) = Context::root();
    for _ in 0..10 {
        let (child, canceller) = root.child();
        let (grandchild, _) = child.child();
        drop((child, canceller));
        assert_eq!(root.children(), 1, "kept alive by what is below it");
        drop(grandchild);
        assert_eq!(root.children(), 0);
    }
    let leaked: Vec<_> = (0..5).map(|_| root.child().1).collect();
    assert_eq!(
        root.children(),
        5,
        "a canceller that is kept and never called is a leak to be seen"
    );
    drop(leaked);
    assert_eq!(root.children(), 0);
}

#[test]
fn a_long_chain_is_cancelled_and_dropped_without_recursion() {
    let (root, canceller) = Context::root();
    let mut deepest = root.clone();
    for _ in 0..200_000 {
        deepest = deepest.child().0;
    }
    drop(root);
    canceller.cancel();
    assert!(deepest.is_cancelled());
    drop(deepest);
}

#[test]
fn the_earlier_deadline_holds() {
    let timer = ManualTimer::new();
    let (root, _keep) = Context::root();
    let (outer, _a, _outer_watch) = root.with_timeout(&timer, ms(100));
    let (sooner, _b, _watch) = outer.with_timeout(&timer, ms(50));
    let (later, _c, watch) = outer.with_timeout(&timer, ms(500));
    assert_eq!((sooner.deadline(), later.deadline()), (Some(ms(50)), Some(ms(100))));
    assert_eq!(sooner.child().0.deadline(), Some(ms(50)));
    timer.advance(ms(100));
    assert_eq!(block_on(watch), Some(Cause::Deadline));
    assert!(!outer.is_cancelled(), "never upward");
}

#[test]
fn a_deadline_that_has_passed_is_done_at_once() {
    let timer = ManualTimer::new();
    timer.advance(ms(10));
    let (root, _keep) = Context::root();
    let (context, _canceller, watch) = root.with_deadline(&timer, ms(10));
    assert_eq!(context.cause(), Some(Cause::Deadline));
    assert_eq!(block_on(watch), Some(Cause::Deadline));
    assert_eq!(root.children(), 0);
}

#[test]
fn a_deadline_cancels_all_below_at_its_instant() {
    let timer = ManualTimer::new();
    let (root, _keep) = Context::root();
    let (context, _canceller, mut watch) = root.with_timeout(timer.clone(), ms(10));
    let (below, _) = context.child();
    let flag = Flag::new();
    assert!(poll(&mut watch, &flag).is_pending());
    timer.advance(ms(9));
    assert!(poll(&mut watch, &flag).is_pending());
    timer.advance(ms(1));
    assert_eq!(poll(&mut watch, &flag), Poll::Ready(Some(Cause::Deadline)));
    assert_eq!((below.cause(), root.cause()), (Some(Cause::Deadline), None));
}

#[test]
fn a_watch_ends_with_its_context() {
    let timer = ManualTimer::new();
    let (root, _keep) = Context::root();
    let flag = Flag::new();
    let (_context, canceller, mut watch) = root.with_timeout(&timer, ms(10));
    assert!(poll(&mut watch, &flag).is_pending());
    canceller.cancel();
    assert!(flag.lower());
    assert_eq!(poll(&mut watch, &flag), Poll::Ready(Some(Cause::Cancelled(None))));
    let (context, canceller, mut watch) = root.with_timeout(&timer, ms(10));
    assert!(poll(&mut watch, &flag).is_pending());
    drop((context, canceller));
    assert!(flag.is_up(), "nobody is left to cancel");
    assert_eq!(poll(&mut watch, &flag), Poll::Ready(None));
    assert_eq!(root.children(), 0);
}

#[test]
fn a_deadline_counts_from_the_clock_not_from_the_first_poll() {
    let timer = ManualTimer::new();
    let (root, _keep) = Context::root();
    let (_context, _canceller, watch) = root.with_timeout(&timer, ms(10));
    timer.advance(ms(7));
    let flag = Flag::new();
    let mut watch = watch;
    assert!(poll(&mut watch, &flag).is_pending());
    timer.advance(ms(3));
    assert!(poll(&mut watch, &flag).is_ready());
    assert_eq!(timer.now(), ms(10));
}

#[test]
fn work_ready_at_the_deadline_wins() {
    let timer = ManualTimer::new();
    let (root, _keep) = Context::root();
    let (_context, _canceller, watch) = root.with_timeout(&timer, ms(10));
    let mut both = Box::pin(watch.during(timer.sleep(ms(10))));
    let flag = Flag::new();
    assert!(poll(&mut both, &flag).is_pending());
    timer.advance(ms(10));
    assert_eq!(poll(&mut both, &flag), Poll::Ready(Ok(())));
}

#[test]
fn a_cancel_beats_work_that_is_ready_under_a_watch() {
    let timer = ManualTimer::new();
    let (root, _keep) = Context::root();
    let (_context, canceller, watch) = root.with_timeout(&timer, ms(10));
    canceller.cancel();
    assert_eq!(block_on(watch.during(ready(()))), Err(Cause::Cancelled(None)));
}

#[test]
fn a_cancel_beats_work_that_is_ready() {
    let (context, canceller) = Context::root();
    canceller.cancel();
    let polled = Cell::new(false);
    let work = async { polled.set(true) };
    assert_eq!(until(&context, work).now_or_never(), Some(Err(Cause::Cancelled(None))));
    assert!(!polled.get(), "it was not even looked at");
}

#[test]
fn work_that_cancels_its_own_context_still_counts() {
    let (context, canceller) = Context::root();
    let work = async { canceller.cancel() };
    assert_eq!(block_on(until(&context, work)), Ok(true));
    assert!(block_on(until(&context, ready(()))).is_err());
}

#[test]
fn no_task_outlives_its_scope() {
    check(|seed| {
        let (root, canceller) = Context::root();
        let ended = Rc::new(Cell::new(0));
        let mut crowd = Crowd::new(seed);
        for _ in 0..10 {
            let ((context, keep), ended) = (root.child(), ended.clone());
            crowd.spawn(async move {
                let _keep = keep;
                assert!(until(&context, pending::<()>()).await.is_err());
                ended.set(ended.get() + 1);
            });
        }
        let steps = crowd.below(15);
        crowd.steps(steps);
        canceller.cancel();
        assert_eq!((crowd.run(), ended.get(), root.children()), (0, 10, 0));
    });
}

#[test]
fn threads_see_one_instant() {
    for _ in 0..200 {
        let (root, canceller) = Context::root();
        let (leaf, cancel_leaf) = root.child().0.child();
        let canceller = Arc::new(canceller);
        let other = canceller.clone();
        let watched = leaf.clone();
        // Whichever call comes second must still find the leaf cancelled when it returns.
        let thread = std::thread::spawn(move || {
            other.cancel_because("a");
            watched.cause()
        });
        canceller.cancel_because("b");
        let seen = leaf.cause();
        assert!(seen.is_some());
        assert_eq!(thread.join().unwrap(), seen);
        drop(cancel_leaf);
    }
}
