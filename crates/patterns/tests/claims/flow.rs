//! What the patterns that move items claim, over this crate's channels.

use crate::support::{Crowd, Flag, check, pause, poll};
use futures::channel::mpsc;
use futures::executor::block_on;
use futures::future::{FutureExt, ready};
use futures::stream::{self, FusedStream, StreamExt};
use patterns::channel;
use patterns::{
    Cause, Context, Ending, bridge, fan_in, fan_out, or_done, share, stage, tee, through,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::Poll;

type Seen = Rc<RefCell<Vec<u32>>>;

fn sink(seen: &Seen) -> impl FnMut(u32) -> futures::future::Ready<()> + use<> {
    let seen = seen.clone();
    move |item| {
        seen.borrow_mut().push(item);
        ready(())
    }
}

#[test]
fn or_done_gives_a_prefix_and_ends() {
    check(|seed| {
        let (context, canceller) = Context::root();
        let (sender, receiver) = channel::bounded(1);
        let seen = Seen::default();
        let mut crowd = Crowd::new(seed);
        crowd.spawn(async move {
            let mut next = 0..;
            while sender.send(next.next().unwrap()).await.is_ok() {}
        });
        crowd.spawn(or_done(&context, receiver).for_each(sink(&seen)));
        let steps = crowd.below(30);
        crowd.steps(steps);
        let before = seen.borrow().len();
        canceller.cancel();
        assert_eq!(crowd.run(), 0, "reader and writer both end");
        assert_eq!(seen.borrow().len(), before, "cancel beats an item");
        assert!(seen.borrow().iter().copied().eq(0..before as u32));
    });
}

#[test]
fn or_done_leaves_the_item_where_it_is() {
    let (context, canceller) = Context::root();
    let (sender, receiver) = channel::bounded(1);
    sender.try_send(7).unwrap();
    let mut input = or_done(&context, receiver.clone());
    canceller.cancel();
    assert_eq!(block_on(input.next()), None);
    assert!(input.is_terminated());
    assert_eq!((receiver.try_recv(), sender.receiver_count()), (Ok(7), 1));
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

#[test]
fn bridge_keeps_the_order_over_the_ends_of_streams() {
    check(|seed| {
        let (context, _canceller) = Context::root();
        let (outer, streams) = channel::bounded(1);
        let seen = Seen::default();
        let mut crowd = Crowd::new(seed);
        crowd.spawn(async move {
            for start in [0, 10, 20] {
                let (inner, items) = channel::bounded(1);
                outer.send(items).await.unwrap();
                for item in start..start + 10 {
                    inner.send(item).await.unwrap();
                }
            }
        });
        crowd.spawn(bridge(&context, streams).for_each(sink(&seen)));
        assert_eq!(crowd.run(), 0);
        assert!(seen.borrow().iter().copied().eq(0..30));
    });
}

#[test]
fn cancel_ends_both_levels_of_a_bridge() {
    let (context, canceller) = Context::root();
    let (outer, streams) = channel::bounded(2);
    let (inner, items) = channel::bounded::<u8>(1);
    outer.try_send(items).unwrap();
    let mut bridge = bridge(&context, streams);
    assert_eq!(bridge.next().now_or_never(), None);
    canceller.cancel();
    assert_eq!(bridge.next().now_or_never(), Some(None));
    assert!(inner.is_closed() && outer.is_closed() && bridge.is_terminated());
}

#[test]
fn a_bridge_over_endless_empty_streams_still_sees_a_cancel() {
    let (context, canceller) = Context::root();
    let empties = stream::repeat_with(stream::empty::<u8>).enumerate().map(move |(n, empty)| {
        if n == 100 {
            canceller.cancel();
        }
        empty
    });
    assert_eq!(block_on(bridge(&context, empties).next()), None);
}

#[test]
fn fan_out_and_in_keep_the_multiset_and_each_order() {
    check(|seed| {
        let (context, _canceller) = Context::root();
        let (sender, receiver) = channel::bounded(2);
        let (outputs, inputs): (Vec<_>, Vec<_>) = (0..3).map(|_| channel::bounded(1)).unzip();
        let seen = Rc::new(RefCell::new(Vec::new()));
        let all = seen.clone();
        let mut crowd = Crowd::new(seed);
        crowd.spawn(async move {
            for item in 0..30_u32 {
                sender.send(item).await.unwrap();
            }
        });
        let inputs =
            inputs.into_iter().enumerate().map(|(name, input)| input.map(move |item| (name, item)));
        for worker in fan_out(&context, receiver, outputs, |item| async move {
            pause().await;
            item
        }) {
            crowd.spawn(async move { assert_eq!(worker.await.ending, Ending::Completed) });
        }
        crowd.spawn(fan_in(&context, inputs).for_each(move |pair| {
            all.borrow_mut().push(pair);
            ready(())
        }));
        assert_eq!(crowd.run(), 0);
        let seen = seen.borrow();
        let mut items: Vec<_> = seen.iter().map(|(_, item)| *item).collect();
        items.sort_unstable();
        assert!(items.into_iter().eq(0..30));
        for name in 0..3 {
            assert!(seen.iter().filter(|(source, _)| *source == name).is_sorted());
        }
    });
}

#[test]
fn fan_in_is_fair_and_polls_only_who_was_woken() {
    let (context, canceller) = Context::root();
    let polls = Rc::new(Cell::new(0));
    let (senders, receivers): (Vec<_>, Vec<_>) =
        (0..10).map(|_| channel::bounded::<u32>(4)).unzip();
    let counted = receivers.into_iter().map(|mut receiver| {
        let polls = polls.clone();
        stream::poll_fn(move |task| {
            polls.set(polls.get() + 1);
            receiver.poll_next_unpin(task)
        })
    });
    let mut merged = fan_in(&context, counted);
    assert_eq!(merged.next().now_or_never(), None);
    polls.set(0);
    senders[7].try_send(1).unwrap();
    assert_eq!(merged.next().now_or_never(), Some(Some(1)));
    assert!(polls.get() <= 2, "nine others sleep");
    for item in 0..3 {
        senders[0].try_send(item).unwrap();
        senders[1].try_send(10 + item).unwrap();
    }
    let six: Vec<_> = (0..6).filter_map(|_| merged.next().now_or_never().flatten()).collect();
    assert_eq!(six, [0, 10, 1, 11, 2, 12]);
    canceller.cancel();
    assert_eq!(merged.next().now_or_never(), Some(None));
    assert!(senders.iter().all(channel::Sender::is_closed), "cancel lets go of every source");
}

#[test]
fn a_pipeline_holds_no_more_than_its_buffers() {
    check(|seed| {
        let (context, _canceller) = Context::root();
        let (in_flight, most) = (Rc::new(Cell::new(0_usize)), Rc::new(Cell::new(0)));
        let (entered, peak) = (in_flight.clone(), most.clone());
        let input = stream::iter(0..20_u32).inspect(move |_| {
            entered.set(entered.get() + 1);
            peak.set(peak.get().max(entered.get()));
        });
        let slow = |item| async move {
            pause().await;
            item + 1
        };
        let (a, first) = through(&context, input, channel::bounded(2), slow);
        let (b, second) = through(&context, a, mpsc::channel(0), slow);
        let (seen, left) = (Seen::default(), in_flight);
        let mut record = sink(&seen);
        let mut crowd = Crowd::new(seed);
        crowd.spawn(async move { assert_eq!(first.await.delivered, 20) });
        crowd.spawn(async move { assert_eq!(second.await.delivered, 20) });
        crowd.spawn(b.for_each(move |item| {
            left.set(left.get() - 1);
            record(item)
        }));
        assert_eq!(crowd.run(), 0);
        assert!(seen.borrow().iter().copied().eq(2..22));
        // One in each stage, two and one (each sender of `mpsc` has a slot) in the buffers.
        assert!(most.get() <= 5, "{} in flight", most.get());
    });
}

#[test]
fn upstream_ends_when_the_reader_is_gone() {
    check(|seed| {
        let (context, _canceller) = Context::root();
        let (a, first) = through(&context, stream::iter(0_u32..), channel::bounded(1), ready);
        let (b, second) = through(&context, a, channel::bounded(1), ready);
        let mut crowd = Crowd::new(seed);
        let books = Rc::new(Cell::new(0));
        let third = books.clone();
        crowd.spawn(async move {
            let report = second.await;
            let Ending::Refused { error, undelivered: None } = report.ending else {
                panic!("{report:?}")
            };
            assert_eq!(error.0 as usize, report.delivered, "the item came back in the error");
            third.set(report.taken);
        });
        crowd.spawn(async move { assert!(matches!(first.await.ending, Ending::Refused { .. })) });
        crowd.spawn(b.take(5).for_each(|_| pause()));
        assert_eq!(crowd.run(), 0);
        assert!(books.get() >= 6);
    });
}

/// Waits on a stream that says nothing; a cancel must wake whoever waits, and end it.
fn ends_when_woken<S: FusedStream + Unpin>(mut stream: S, cancel: impl FnOnce()) {
    let flag = Flag::raised();
    while flag.lower() {
        assert!(poll(&mut stream.next(), &flag).is_pending());
    }
    cancel();
    assert!(flag.is_up(), "nobody told the reader");
    assert!(poll(&mut stream.next(), &flag).is_ready() && stream.is_terminated());
}

#[test]
fn a_reader_of_a_silent_stream_is_woken_by_a_cancel() {
    let silent = stream::pending::<u32>;
    let (context, canceller) = Context::root();
    ends_when_woken(or_done(&context, silent()), || assert!(canceller.cancel()));
    let (context, canceller) = Context::root();
    ends_when_woken(bridge(&context, stream::iter([silent()])), || assert!(canceller.cancel()));
    let (context, canceller) = Context::root();
    ends_when_woken(fan_in(&context, [silent(), silent()]), || assert!(canceller.cancel()));
    let (context, canceller) = Context::root();
    ends_when_woken(tee(&context, silent()).1, || assert!(canceller.cancel()));
}

#[test]
fn a_cancel_beats_room() {
    let (context, canceller) = Context::root();
    let (output, results) = channel::bounded(1);
    let work = |item: u32| {
        canceller.cancel();
        ready(item)
    };
    let report = block_on(stage(&context, stream::iter(0..3), output, work));
    assert_eq!((report.delivered, report.ending.into_undelivered()), (0, Some(0)));
    assert_eq!(block_on(results.collect::<Vec<_>>()), []);
}

#[test]
fn a_stage_that_waits_is_woken_by_a_cancel() {
    let flag = Flag::new();
    let (context, canceller) = Context::root();
    let (_upstream, input) = channel::bounded::<u32>(1);
    let (output, _results) = channel::bounded(1);
    let mut reads = Box::pin(stage(&context, input, output, ready));
    assert!(poll(&mut reads, &flag).is_pending());
    canceller.cancel();
    assert!(flag.is_up(), "it waits for an item");
    assert!(poll(&mut reads, &flag).is_ready());

    let flag = Flag::new();
    let (context, canceller) = Context::root();
    let (output, _results) = channel::bounded(0);
    let mut writes = Box::pin(stage(&context, stream::iter(0..3), output, ready));
    assert!(poll(&mut writes, &flag).is_pending());
    canceller.cancel();
    assert!(flag.is_up(), "it waits for room");
    let Poll::Ready(report) = poll(&mut writes, &flag) else { panic!("it was cancelled") };
    assert_eq!(report.ending.into_undelivered(), Some(0));
}

#[test]
fn cancel_hands_back_what_was_finished() {
    let (context, canceller) = Context::root();
    let (output, results) = channel::bounded(1);
    let mut work = Box::pin(stage(&context, stream::iter([1, 2, 3]), output, ready));
    assert!(work.as_mut().now_or_never().is_none());
    canceller.cancel();
    let report = block_on(work);
    let ending = Ending::Cancelled { cause: Cause::Cancelled(None), undelivered: Some(2) };
    assert_eq!((report.taken, report.delivered, report.ending), (2, 1, ending));
    assert_eq!(block_on(results.collect::<Vec<_>>()), [1]);
}

#[test]
fn a_shared_stream_gives_each_item_to_one() {
    check(|seed| {
        let jobs = share(
            stream::iter(0..20_u32)
                .then(|item| async move {
                    pause().await;
                    item
                })
                .boxed_local(),
        );
        let seen = Seen::default();
        let mut crowd = Crowd::new(seed);
        for _ in 0..4 {
            crowd.spawn(jobs.clone().for_each(sink(&seen)));
        }
        drop(jobs);
        assert_eq!(crowd.run(), 0);
        assert!(seen.borrow().iter().copied().eq(0..20), "turn by turn, so in order");
    });
}
