//! What each strategy claims when whoever receives cannot keep up.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{Crowd, Flag, check, pause, poll};
use futures::channel::mpsc;
use futures::executor::block_on;
use futures::stream::{Stream, StreamExt};
use patterns::channel::{self, bounded};
use patterns::{Backpressure, Cause, Context, Inlet, SendCounts, Sent, Strategy, Unsent};
use std::cell::RefCell;
use std::rc::Rc;
use std::task::Poll;

const PRODUCERS: u32 = 3;
const ITEMS: u32 = 20;

/// What a run gave: what came out, and what was handed back, with the books.
struct Outcome {
    received: Vec<u32>,
    dropped: Vec<u32>,
    counts: SendCounts,
}

/// Three producers before one queue, one slow reader, in an order the seed decides.
fn run<S, R>(seed: u64, strategy: Strategy, (sender, receiver): (S, R)) -> Outcome
where
    S: Inlet<u32> + Clone + 'static,
    R: Stream<Item = u32> + Unpin + 'static,
{
    let (context, _keep) = Context::root();
    let queue = Backpressure::new(strategy, sender);
    let (received, dropped) =
        (Rc::new(RefCell::new(Vec::new())), Rc::new(RefCell::new(Vec::new())));
    let counts = Rc::new(RefCell::new(SendCounts::default()));
    let mut crowd = Crowd::new(seed);
    for producer in 0..PRODUCERS {
        let (mut queue, context) = (queue.clone(), context.clone());
        let (dropped, counts) = (dropped.clone(), counts.clone());
        crowd.spawn(async move {
            for item in 0..ITEMS {
                let sent = queue.send(&context, producer * 100 + item).await.unwrap();
                dropped.borrow_mut().extend(sent.into_dropped());
                *counts.borrow_mut() = queue.counts();
                if item % 3 == 0 {
                    pause().await;
                }
            }
        });
    }
    drop(queue);
    let all = received.clone();
    crowd.spawn(receiver.for_each(move |item| {
        all.borrow_mut().push(item);
        pause()
    }));
    assert_eq!(crowd.run(), 0, "everyone ends");
    let counts = *counts.borrow();
    Outcome { received: received.take(), dropped: dropped.take(), counts }
}

impl Outcome {
    /// What holds for every strategy: the books balance, and nobody is overtaken.
    fn balances(&self) {
        let total = u64::from(PRODUCERS * ITEMS);
        assert_eq!(self.counts.sent(), total);
        assert_eq!(self.counts.dropped(), self.dropped.len() as u64);
        let mut all: Vec<_> = self.received.iter().chain(&self.dropped).copied().collect();
        all.sort_unstable();
        let expected =
            (0..PRODUCERS).flat_map(|producer| (0..ITEMS).map(move |n| producer * 100 + n));
        assert!(all.into_iter().eq(expected), "received + dropped = sent, each once");
        for producer in 0..PRODUCERS {
            assert!(self.received.iter().filter(|item| *item / 100 == producer).is_sorted());
        }
    }
}

#[test]
fn blocking_loses_nothing_and_keeps_the_order() {
    check(|seed| {
        for outcome in [
            run(seed, Strategy::Block, bounded(seed as usize % 4)),
            run(seed, Strategy::Block, mpsc::channel(seed as usize % 4)),
        ] {
            outcome.balances();
            assert!(outcome.dropped.is_empty());
        }
    });
}

#[test]
fn what_the_oldest_cost_and_what_was_received_is_what_was_sent() {
    check(|seed| {
        let outcome = run(seed, Strategy::DropOldest, bounded(1 + seed as usize % 4));
        outcome.balances();
        assert_eq!((outcome.counts.refused, outcome.counts.skipped), (0, 0));
        // Over a channel that evicts nothing, the newest is refused instead.
        let foreign = run(seed, Strategy::DropOldest, mpsc::channel(seed as usize % 4));
        foreign.balances();
        assert_eq!(foreign.counts.evicted, 0);
    });
}

#[test]
fn the_newest_is_refused_and_handed_back() {
    check(|seed| {
        for outcome in [
            run(seed, Strategy::DropNewest, bounded(seed as usize % 4)),
            run(seed, Strategy::DropNewest, mpsc::channel(seed as usize % 4)),
        ] {
            outcome.balances();
            assert_eq!(outcome.counts.refused, outcome.counts.dropped());
        }
    });
}

#[test]
fn every_kth_of_all_producers_gets_in() {
    check(|seed| {
        let every = 1 + seed as usize % 7;
        for outcome in [
            run(seed, Strategy::Sample { every }, bounded(seed as usize % 3)),
            run(seed, Strategy::Sample { every }, mpsc::channel(seed as usize % 3)),
        ] {
            outcome.balances();
            assert_eq!(outcome.received.len(), (PRODUCERS * ITEMS) as usize / every);
        }
    });
}

#[test]
fn samples_are_evenly_spaced() {
    let (context, _keep) = Context::root();
    for every in 1..12 {
        let (sender, receiver) = channel::unbounded();
        let mut queue = Backpressure::new(Strategy::Sample { every }, sender);
        for n in 1..=100 {
            let _sent = block_on(queue.send(&context, n)).unwrap();
        }
        drop(queue);
        let received = block_on(receiver.collect::<Vec<_>>());
        assert!(received.into_iter().eq((1..=100 / every).map(|n| n * every)));
    }
}

#[test]
fn at_rest_the_queue_holds_the_newest() {
    let (context, _keep) = Context::root();
    let (sender, receiver) = bounded(3);
    let mut queue = Backpressure::new(Strategy::DropOldest, sender);
    for n in 0..10 {
        let _sent = block_on(queue.send(&context, n)).unwrap();
    }
    drop(queue);
    assert_eq!(block_on(receiver.collect::<Vec<_>>()), [7, 8, 9]);
}

#[test]
fn a_cancel_hands_back_what_waits_and_the_next_moves_up() {
    for strategy in [Strategy::Block, Strategy::Sample { every: 1 }] {
        let (context, canceller) = Context::root();
        let (lasting, _keep) = Context::root();
        let (sender, receiver) = bounded(1);
        let mut first = Backpressure::new(strategy, sender);
        let mut second = first.clone();
        assert_eq!(block_on(first.send(&context, 0)), Ok(Sent::Queued));
        let flags = [Flag::new(), Flag::new()];
        let mut waits = Box::pin(first.send(&context, 1));
        let mut behind = Box::pin(second.send(&lasting, 2));
        assert!(poll(&mut waits, &flags[0]).is_pending());
        assert!(poll(&mut behind, &flags[1]).is_pending());
        canceller.cancel();
        assert!(flags[0].lower());
        let cancelled = Unsent::Cancelled { item: 1, cause: Cause::Cancelled(None) };
        assert_eq!(poll(&mut waits, &flags[0]), Poll::Ready(Err(cancelled)));
        // Its inlet is still there, and keeps no place.
        drop(waits);
        assert_eq!(receiver.try_recv(), Ok(0));
        assert!(flags[1].lower());
        assert_eq!(poll(&mut behind, &flags[1]), Poll::Ready(Ok(Sent::Queued)));
        drop((behind, first));
        assert_eq!(second.counts().sent(), 2);
    }
}

#[test]
fn a_send_dropped_while_it_waits_was_never_sent() {
    let (context, _keep) = Context::root();
    let (sender, receiver) = bounded(1);
    let mut queue = Backpressure::new(Strategy::Block, sender);
    let mut other = queue.clone();
    assert_eq!(block_on(queue.send(&context, 0)), Ok(Sent::Queued));
    let mut waits = Box::pin(queue.send(&context, 1));
    assert!(poll(&mut waits, &Flag::new()).is_pending());
    assert_eq!(receiver.try_recv(), Ok(0), "there is a place for it, and it gives up");
    drop(waits);
    let sent = poll(&mut Box::pin(other.send(&context, 2)), &Flag::new());
    assert_eq!(sent, Poll::Ready(Ok(Sent::Queued)), "nobody keeps the place");
    assert_eq!(receiver.try_recv(), Ok(2));
}

#[test]
fn cancel_beats_a_place_that_was_waited_for() {
    let (context, canceller) = Context::root();
    let (sender, receiver) = bounded(1);
    let mut queue = Backpressure::new(Strategy::Block, sender);
    assert_eq!(block_on(queue.send(&context, 0)), Ok(Sent::Queued));
    let mut waits = Box::pin(queue.send(&context, 1));
    assert!(poll(&mut waits, &Flag::new()).is_pending());
    assert_eq!(receiver.try_recv(), Ok(0));
    canceller.cancel();
    let answer = poll(&mut waits, &Flag::new());
    assert!(matches!(answer, Poll::Ready(Err(Unsent::Cancelled { item: 1, .. }))));
    assert!(receiver.is_empty());
}

#[test]
fn cancel_beats_a_place() {
    for strategy in [Strategy::Block, Strategy::DropOldest, Strategy::DropNewest] {
        let (context, canceller) = Context::root();
        let (sender, receiver) = bounded(1);
        let mut queue = Backpressure::new(strategy, sender);
        canceller.cancel();
        assert!(matches!(
            block_on(queue.send(&context, 1)),
            Err(Unsent::Cancelled { item: 1, .. })
        ));
        assert!(receiver.is_empty());
    }
}

#[test]
fn a_closed_queue_hands_the_item_back() {
    let (context, _keep) = Context::root();
    for strategy in [Strategy::Block, Strategy::DropOldest, Strategy::DropNewest] {
        let mut own = Backpressure::new(strategy, bounded(1).0);
        assert_eq!(block_on(own.send(&context, 1)), Err(Unsent::Closed(1)));
        let mut foreign = Backpressure::new(strategy, mpsc::channel(1).0);
        assert_eq!(block_on(foreign.send(&context, 1)), Err(Unsent::Closed(1)));
        assert_eq!(own.counts().sent() + foreign.counts().sent(), 0);
    }
}

#[test]
fn where_nothing_can_be_evicted_the_item_is_refused() {
    let (context, _keep) = Context::root();
    let (sender, _receiver) = bounded(0);
    let mut queue = Backpressure::new(Strategy::DropOldest, sender);
    assert_eq!(block_on(queue.send(&context, 1)), Ok(Sent::Refused(1)));
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
#[should_panic(expected = "there is no 0th")]
fn every_0th_is_a_mistake() {
    drop(Backpressure::new(Strategy::Sample { every: 0 }, bounded::<u8>(1).0));
}
