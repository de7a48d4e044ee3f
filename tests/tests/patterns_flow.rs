//! Patterns that move items, over two kinds of channels, on every executor.

#![cfg(not(target_arch = "wasm32"))]

use std::sync::{Arc, Mutex};

use futures::{SinkExt, StreamExt, stream};
use patterns::{
    Cause, Context, Ending, bridge, fan_in, fan_out, or_done, share, stage, tee, through,
};
use tests::{Case, Channels, Foreign, Own, everywhere, pause};

/// What a reader saw, in order.
type Seen = Arc<Mutex<Vec<u32>>>;

/// Adds a task that sends `0..count`, until somebody refuses.
fn source<C: Channels>(case: &mut Case, capacity: usize, count: u32) -> C::Receiver<u32> {
    let (mut sender, receiver) = C::open(capacity);
    case.task(async move {
        for item in 0..count {
            if sender.send(item).await.is_err() {
                return;
            }
        }
    });
    receiver
}

/// Adds a task that reads to the end, pausing now and then.
fn reader<S>(case: &mut Case, input: S, seen: &Seen)
where
    S: futures::Stream<Item = u32> + Unpin + Send + 'static,
{
    let (mut input, seen) = (input, seen.clone());
    case.task(async move {
        while let Some(item) = input.next().await {
            seen.lock().unwrap().push(item);
            if item % 3 == 1 {
                pause().await;
            }
        }
    });
}

/// A context that a task cancels after so many pauses.
fn cancelled_after(case: &mut Case, pauses: u64) -> Context {
    let (context, canceller) = Context::root();
    case.task(async move {
        for _ in 0..pauses {
            pause().await;
        }
        canceller.cancel();
    });
    context
}

/// A context nobody cancels.
fn background() -> Context {
    Context::root().0
}

/// Whether it is the beginning of what the source sends.
fn is_prefix(seen: &Seen) -> bool {
    let seen = seen.lock().unwrap();
    seen.iter().copied().eq(0..seen.len() as u32)
}

fn or_done_ends<C: Channels>(seed: u64) -> Case {
    let (mut case, seen) = (Case::new(), Seen::default());
    let context = cancelled_after(&mut case, seed % 20);
    let input = source::<C>(&mut case, seed as usize % 3, u32::MAX);
    reader(&mut case, or_done(&context, input), &seen);
    case.verdict(move || assert!(is_prefix(&seen)));
    case
}

#[test]
fn or_done_is_a_prefix_that_ends() {
    everywhere(or_done_ends::<Own>);
    everywhere(or_done_ends::<Foreign>);
}

fn tee_all<C: Channels>(seed: u64) -> Case {
    let (mut case, sides) = (Case::new(), [Seen::default(), Seen::default()]);
    let input = source::<C>(&mut case, seed as usize % 3, 20);
    let (left, right) = tee(&background(), input);
    reader(&mut case, left, &sides[0]);
    reader(&mut case, right, &sides[1]);
    case.verdict(move || {
        assert!(sides.iter().all(|seen| seen.lock().unwrap().iter().copied().eq(0..20)));
    });
    case
}

#[test]
fn tee_gives_both_everything() {
    everywhere(tee_all::<Own>);
    everywhere(tee_all::<Foreign>);
}

fn tee_cancelled<C: Channels>(seed: u64) -> Case {
    let (mut case, sides) = (Case::new(), [Seen::default(), Seen::default()]);
    let context = cancelled_after(&mut case, seed % 20);
    let input = source::<C>(&mut case, seed as usize % 3, u32::MAX);
    let (left, right) = tee(&context, input);
    reader(&mut case, left, &sides[0]);
    reader(&mut case, right, &sides[1]);
    case.verdict(move || {
        assert!(sides.iter().all(is_prefix));
        let lengths = sides.map(|seen| seen.lock().unwrap().len());
        assert!(lengths[0].abs_diff(lengths[1]) <= 1);
    });
    case
}

#[test]
fn cancel_ends_both_sides_of_a_tee() {
    everywhere(tee_cancelled::<Own>);
    everywhere(tee_cancelled::<Foreign>);
}

fn bridged<C: Channels>(seed: u64) -> Case {
    let (mut case, seen) = (Case::new(), Seen::default());
    let (mut outer, streams) = C::open::<C::Receiver<u32>>(seed as usize % 2);
    case.task(async move {
        for start in [0, 10, 20] {
            let (mut inner, items) = C::open(1);
            let _ = outer.send(items).await;
            for item in start..start + 10 {
                let _ = inner.send(item).await;
            }
        }
    });
    reader(&mut case, bridge(&background(), streams), &seen);
    case.verdict(move || assert!(seen.lock().unwrap().iter().copied().eq(0..30)));
    case
}

#[test]
fn a_bridge_keeps_the_order() {
    everywhere(bridged::<Own>);
    everywhere(bridged::<Foreign>);
}

fn bridge_cancelled<C: Channels>(seed: u64) -> Case {
    let (mut case, seen) = (Case::new(), Seen::default());
    let context = cancelled_after(&mut case, seed % 20);
    let (mut outer, streams) = C::open::<C::Receiver<u32>>(seed as usize % 2);
    case.task(async move {
        for start in (0..).step_by(10) {
            let (mut inner, items) = C::open(1);
            if outer.send(items).await.is_err() {
                return;
            }
            for item in start..start + 10 {
                if inner.send(item).await.is_err() {
                    return;
                }
            }
        }
    });
    reader(&mut case, bridge(&context, streams), &seen);
    case.verdict(move || assert!(is_prefix(&seen)));
    case
}

#[test]
fn cancel_ends_both_levels_of_a_bridge() {
    everywhere(bridge_cancelled::<Own>);
    everywhere(bridge_cancelled::<Foreign>);
}

fn spread_and_gathered<C: Channels>(seed: u64) -> Case {
    let (mut case, seen) = (Case::new(), Arc::new(Mutex::new(Vec::new())));
    let context = background();
    let input = share(source::<C>(&mut case, seed as usize % 3, 30));
    let (outputs, inputs): (Vec<_>, Vec<_>) = (0..3).map(|_| C::open::<u32>(1)).unzip();
    for stage in fan_out(&context, input, outputs, async |item: u32| item) {
        case.task(async move { assert!(matches!(stage.await.ending, Ending::Completed)) });
    }
    let named =
        inputs.into_iter().enumerate().map(|(name, input)| input.map(move |item| (name, item)));
    let (mut merged, all) = (fan_in(&context, named), seen.clone());
    case.task(async move {
        while let Some(pair) = merged.next().await {
            all.lock().unwrap().push(pair);
        }
    });
    case.verdict(move || {
        let mut seen = seen.lock().unwrap();
        for name in 0..3 {
            assert!(
                seen.iter().filter(|(source, _)| *source == name).is_sorted(),
                "order per source"
            );
        }
        seen.sort_unstable_by_key(|(_, item)| *item);
        assert!(seen.iter().map(|(_, item)| *item).eq(0..30), "the same multiset");
    });
    case
}

#[test]
fn fan_out_and_fan_in_keep_every_item() {
    everywhere(spread_and_gathered::<Own>);
    everywhere(spread_and_gathered::<Foreign>);
}

fn merge_cancelled<C: Channels>(seed: u64) -> Case {
    let (mut case, seen) = (Case::new(), Seen::default());
    let context = cancelled_after(&mut case, seed % 20);
    let sources: Vec<_> = (0..3).map(|_| source::<C>(&mut case, 1, u32::MAX)).collect();
    reader(&mut case, fan_in(&context, sources), &seen);
    case
}

#[test]
fn cancel_ends_a_merge_and_its_sources() {
    everywhere(merge_cancelled::<Own>);
    everywhere(merge_cancelled::<Foreign>);
}

fn piped<C: Channels>(seed: u64) -> Case {
    let (mut case, seen) = (Case::new(), Seen::default());
    let context = background();
    let input = source::<C>(&mut case, 1, 30);
    let slow = async |item: u32| {
        pause().await;
        item
    };
    let (middle, first) = through(&context, input, C::open(seed as usize % 3), slow);
    let (last, second) = through(&context, middle, C::open(1), slow);
    case.task(async move {
        let report = first.await;
        assert_eq!((report.taken, report.delivered), (30, 30));
    });
    case.task(async move { assert!(matches!(second.await.ending, Ending::Completed)) });
    reader(&mut case, last, &seen);
    case.verdict(move || {
        assert!(seen.lock().unwrap().iter().copied().eq(0..30), "each once, in order")
    });
    case
}

#[test]
fn a_pipeline_carries_each_item_once_in_order() {
    everywhere(piped::<Own>);
    everywhere(piped::<Foreign>);
}

fn reader_leaves<C: Channels>(seed: u64) -> Case {
    let (mut case, seen) = (Case::new(), Seen::default());
    let context = background();
    let input = source::<C>(&mut case, 1, u32::MAX);
    let (middle, first) = through(&context, input, C::open(1), async |item: u32| item);
    let (last, second) = through(&context, middle, C::open(1), async |item: u32| item);
    for stage in [futures::FutureExt::boxed(first), futures::FutureExt::boxed(second)] {
        case.task(async move { assert!(matches!(stage.await.ending, Ending::Refused { .. })) });
    }
    reader(&mut case, last.take(seed as usize % 7), &seen);
    case
}

#[test]
fn everything_upstream_ends_when_the_reader_leaves() {
    everywhere(reader_leaves::<Own>);
    everywhere(reader_leaves::<Foreign>);
}

fn books_balance<C: Channels>(seed: u64) -> Case {
    let (mut case, seen) = (Case::new(), Seen::default());
    let context = cancelled_after(&mut case, seed % 30);
    let (output, results) = C::open(seed as usize % 2);
    let work = stage(&context, stream::iter(0..), output, async |item: u32| {
        pause().await;
        item
    });
    let (facts, told) = (Arc::new(Mutex::new(None)), seen.clone());
    let report = facts.clone();
    case.task(async move { *report.lock().unwrap() = Some(work.await) });
    reader(&mut case, results, &seen);
    case.verdict(move || {
        let report = facts.lock().unwrap().take().expect("the stage ended");
        let Ending::Cancelled { cause: Cause::Cancelled(None), undelivered } = report.ending else {
            panic!("it was cancelled");
        };
        let told = told.lock().unwrap();
        assert_eq!(report.delivered, told.len());
        assert_eq!(report.taken, told.len() + usize::from(undelivered.is_some()));
        assert!(undelivered.is_none_or(|item| item as usize == told.len()));
    });
    case
}

#[test]
fn what_was_taken_is_delivered_or_handed_back() {
    everywhere(books_balance::<Own>);
    everywhere(books_balance::<Foreign>);
}
