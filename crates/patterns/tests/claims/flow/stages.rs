//! Stages of a pipeline: what they hold, how they end, and what a cancel hands back.

use super::{Seen, sink};
use crate::support::{Crowd, Flag, check, pause, poll};
use futures::channel::mpsc;
use futures::executor::block_on;
use futures::future::{FutureExt, ready};
use futures::stream::{self, StreamExt};
use patterns::channel;
use patterns::{Cause, Context, Ending, stage, through};
use std::cell::Cell;
use std::rc::Rc;
use std::task::Poll;

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
