//! One stream for two readers, at most one item apart.

use super::Seen;
use crate::support::{Crowd, Flag, check, pause, poll};
use futures::executor::block_on;
use futures::future::{FutureExt, ready};
use futures::stream::{self, StreamExt};
use patterns::channel;
use patterns::{Context, tee};
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::task::{Context as Task, Poll, Wake, Waker};

/// Whether the input is being polled, and whether somebody was woken then.
#[derive(Default)]
struct Watch {
    inside: AtomicBool,
    early: AtomicBool,
    woken: AtomicUsize,
}

impl Wake for Watch {
    fn wake(self: Arc<Self>) {
        self.early.fetch_or(self.inside.load(SeqCst), SeqCst);
        self.woken.fetch_add(1, SeqCst);
    }
}

#[test]
fn nobody_is_woken_while_the_input_is_polled() {
    let watch = Arc::new(Watch::default());
    let (within, mut polls) = (watch.clone(), 0);
    // It wakes whoever polls it, as a stream of several streams may.
    let input = stream::poll_fn(move |task: &mut Task<'_>| {
        polls += 1;
        within.inside.store(true, SeqCst);
        task.waker().wake_by_ref();
        within.inside.store(false, SeqCst);
        if polls == 1 { Poll::Pending } else { Poll::Ready(Some(polls)) }
    });
    let (context, _keep) = Context::root();
    let (mut left, mut right) = tee(&context, input);
    let waker = Waker::from(watch.clone());
    let mut task = Task::from_waker(&waker);
    assert!(right.poll_next_unpin(&mut task).is_pending());
    assert_eq!(watch.woken.load(SeqCst), 1, "it is not lost");
    assert_eq!(left.poll_next_unpin(&mut task), Poll::Ready(Some(2)));
    assert_eq!(right.poll_next_unpin(&mut task), Poll::Ready(Some(2)));
    assert!(!watch.early.load(SeqCst));
}

#[test]
fn tee_gives_both_the_same_at_most_one_apart() {
    check(|seed| {
        let (context, _canceller) = Context::root();
        let (sender, receiver) = channel::bounded(seed as usize % 3);
        let (left, right) = tee(&context, receiver);
        let counts = Rc::new([Cell::new(0_usize), Cell::new(0)]);
        let seen = [Seen::default(), Seen::default()];
        let mut crowd = Crowd::new(seed);
        crowd.spawn(async move {
            for item in 0..10 {
                sender.send(item).await.unwrap();
            }
        });
        for (name, side) in [left, right].into_iter().enumerate() {
            let (counts, seen) = (counts.clone(), seen[name].clone());
            crowd.spawn(side.for_each(move |item| {
                seen.borrow_mut().push(item);
                counts[name].set(counts[name].get() + 1);
                assert!(counts[0].get().abs_diff(counts[1].get()) <= 1);
                pause()
            }));
        }
        assert_eq!(crowd.run(), 0);
        assert!(seen.iter().all(|seen| seen.borrow().iter().copied().eq(0..10)));
    });
}

#[test]
fn a_slow_side_of_a_tee_stalls_both() {
    let (context, canceller) = Context::root();
    let (mut left, mut right) = tee(&context, stream::iter(0..3));
    assert_eq!(left.next().now_or_never(), Some(Some(0)));
    assert_eq!(left.next().now_or_never(), None);
    assert_eq!(right.next().now_or_never(), Some(Some(0)));
    assert_eq!(left.next().now_or_never(), Some(Some(1)));
    canceller.cancel();
    assert_eq!((left.next().now_or_never(), right.next().now_or_never()), (Some(None), Some(None)));
}

#[test]
fn each_side_of_a_tee_is_woken_when_it_can_go_on() {
    let (context, _canceller) = Context::root();
    let open = Rc::new(Cell::new(false));
    let gate = open.clone();
    // A source that tells nobody when it becomes ready: the side that finds out tells the other.
    let source =
        stream::poll_fn(move |_| if gate.get() { Poll::Ready(Some(1)) } else { Poll::Pending });
    let (mut left, mut right) = tee(&context, source);
    let flags = [Flag::new(), Flag::new()];
    assert!(poll(&mut left.next(), &flags[0]).is_pending());
    open.set(true);
    assert_eq!(poll(&mut right.next(), &flags[1]), Poll::Ready(Some(1)));
    assert!(flags[0].lower(), "there is an item for the left");
    assert!(poll(&mut right.next(), &flags[1]).is_pending(), "one ahead is enough");
    assert_eq!(poll(&mut left.next(), &flags[0]), Poll::Ready(Some(1)));
    assert!(flags[1].is_up(), "the left has caught up");
}

#[test]
fn cancel_lets_go_of_the_input_of_a_tee() {
    let (context, canceller) = Context::root();
    let (sender, receiver) = channel::bounded::<u32>(1);
    let (mut left, right) = tee(&context, receiver);
    canceller.cancel();
    assert_eq!(block_on(left.next()), None);
    assert!(sender.is_closed(), "though both sides are still held");
    drop(right);
}

#[test]
fn cancel_ends_both_sides_of_a_tee_and_its_input() {
    check(|seed| {
        let (context, canceller) = Context::root();
        let (sender, receiver) = channel::bounded::<u32>(1);
        let (left, right) = tee(&context, receiver);
        let mut crowd = Crowd::new(seed);
        crowd.spawn(left.for_each(|_| ready(())));
        crowd.spawn(right.for_each(|_| ready(())));
        crowd.spawn(async move { while sender.send(1).await.is_ok() {} });
        let steps = crowd.below(20);
        crowd.steps(steps);
        canceller.cancel();
        assert_eq!(crowd.run(), 0);
    });
}
