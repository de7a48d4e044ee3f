//! A pipeline: everything once, in order, no more under way than its buffers hold.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use futures::{SinkExt, StreamExt, stream};
use lab::invariant;
use patterns::{Cause, Ending, stage, through};
use tests::{Case, Channels, Foreign, Logged, Own, everywhere, pause};

use super::{Seen, background, came_out, cancelled_after, pauses, reader, source};

/// How often a reader looks whether what it waits for has come: for seconds, since whoever is to bring
/// it may be on a thread that the machine has put aside.
const PATIENCE: usize = 5_000_000;

/// Adds a pipeline of two stages with so much room behind each; what comes out of it.
fn pipe<C: Channels>(case: &mut Case, room: [usize; 2], count: u32) -> Logged<C::Receiver<u32>> {
    let (ledger, context) = (case.ledger(), background());
    let (mut sender, input) = ledger.channel::<C, u32>("input", 1);
    let source = ledger.clone();
    case.task(async move {
        for item in 0..count {
            source.made(item);
            let _ = sender.send(item).await;
        }
    });
    let slow = async |item: u32| {
        pause().await;
        item
    };
    let middle = ledger.channel::<C, u32>("middle", room[0]);
    let last = ledger.channel::<C, u32>("last", room[1]);
    let (middle, first) = through(&context, input, middle, slow);
    let (last, second) = through(&context, middle, last, slow);
    case.named("first", async move {
        let report = first.await;
        assert_eq!((report.taken, report.delivered), (count as usize, count as usize));
    });
    case.named("second", async move { assert!(matches!(second.await.ending, Ending::Completed)) });
    case.holds(move |trace| {
        invariant::each_item_delivered_once(trace)?;
        invariant::delivers_in_order(trace, 0..count)?;
        invariant::no_item_twice(trace)?;
        for (channel, room) in [("input", 1), ("middle", room[0]), ("last", room[1])] {
            invariant::first_in_first_out(trace, channel)?;
            invariant::queue_within(trace, channel, C::most(room, 1))?;
        }
        Ok(())
    });
    last
}

fn piped<C: Channels>(seed: u64) -> Case {
    let mut case = Case::new();
    let room = [seed as usize % 3, seed as usize / 3 % 3];
    let mut last = pipe::<C>(&mut case, room, 30);
    let ledger = case.ledger();
    case.task(async move {
        while let Some(item) = last.next().await {
            ledger.delivered(item);
            pauses(u64::from(item) % 2).await;
        }
    });
    case
}

#[test]
fn a_pipeline_carries_each_item_once_in_order() {
    everywhere(piped::<Own>);
    everywhere(piped::<Foreign>);
}

fn piped_to_nobody<C: Channels>(seed: u64) -> Case {
    let mut case = Case::new();
    let room = [seed as usize % 3, seed as usize / 3 % 3];
    let mut last = pipe::<C>(&mut case, room, 30);
    // A stage over this crate's channel has one in its hands and fills the buffer behind it; one over
    // `mpsc` waits for the place that its sender adds, with nothing in its hands.
    let holds = |room: usize| C::most(room, 1).max(room + 1);
    let full = holds(room[0]) + holds(room[1]);
    let ledger = case.ledger();
    let (seen, most) = (ledger.clone(), Arc::new(AtomicUsize::new(0)));
    let told = most.clone();
    case.task(async move {
        for _ in 0..PATIENCE {
            pause().await;
            let taken = came_out(seen.page().trace(), "input");
            if told.fetch_max(taken, SeqCst) >= full {
                break;
            }
        }
        // What does not come now comes when there is room again.
        pauses(50).await;
        told.fetch_max(came_out(seen.page().trace(), "input"), SeqCst);
        while let Some(item) = last.next().await {
            ledger.delivered(item);
        }
    });
    case.verdict(move || assert_eq!(most.load(SeqCst), full, "in flight, and nobody reads"));
    case
}

#[test]
fn what_is_under_way_in_a_pipeline_is_what_its_buffers_hold() {
    everywhere(piped_to_nobody::<Own>);
    everywhere(piped_to_nobody::<Foreign>);
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
