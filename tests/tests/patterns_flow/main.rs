//! Patterns that move items, over two kinds of channels, on every executor.

#![cfg(not(target_arch = "wasm32"))]

mod pipeline;

use std::sync::{Arc, Mutex};

use futures::{SinkExt, StreamExt};
use lab::{Event, EventKind, Trace, invariant};
use patterns::{Context, Ending, bridge, fan_in, fan_out, or_done, share, tee};
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

/// Lets others run so many times.
async fn pauses(count: u64) {
    for _ in 0..count {
        pause().await;
    }
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

/// Two readers of a tee, one of them slower.
fn teed<C: Channels>(case: &mut Case, context: &Context, seed: u64, count: u32) {
    // What goes in is not written: it is taken while what comes out is.
    let input = source::<C>(case, seed as usize % 3, count);
    let (left, right) = tee(context, input);
    for (name, side, slow) in [("left", left, seed % 4), ("right", right, seed / 4 % 4)] {
        let mut side = case.ledger().stream(name, side);
        case.named(name, async move {
            while side.next().await.is_some() {
                pauses(slow).await;
            }
        });
    }
    case.holds(|trace| {
        invariant::same_beginning(trace, ["left", "right"])?;
        invariant::in_step(trace, ["left", "right"], 1)?;
        invariant::in_order(trace, "left")?;
        invariant::in_order(trace, "right")
    });
}

/// How many items came out here.
fn came_out(trace: &Trace, of: &str) -> usize {
    let from = |event: &&Event| {
        let resource = event.kind.resource().map(|id| &trace.resources[id as usize].name);
        matches!(event.kind, EventKind::Received { .. }) && resource.is_some_and(|name| name == of)
    };
    trace.events.iter().filter(from).count()
}

fn tee_all<C: Channels>(seed: u64) -> Case {
    let mut case = Case::new();
    teed::<C>(&mut case, &background(), seed, 20);
    let ledger = case.ledger();
    case.verdict(move || {
        let trace = ledger.finished();
        assert_eq!((came_out(&trace, "left"), came_out(&trace, "right")), (20, 20));
    });
    case
}

#[test]
fn tee_gives_both_everything_at_most_one_apart() {
    everywhere(tee_all::<Own>);
    everywhere(tee_all::<Foreign>);
}

fn tee_cancelled<C: Channels>(seed: u64) -> Case {
    let mut case = Case::new();
    let context = cancelled_after(&mut case, seed % 20);
    teed::<C>(&mut case, &context, seed, u32::MAX);
    let ledger = case.ledger();
    case.verdict(move || {
        let trace = ledger.finished();
        assert!(came_out(&trace, "left").abs_diff(came_out(&trace, "right")) <= 1);
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
