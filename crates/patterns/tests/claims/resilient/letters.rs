//! What failed for good is kept, and may come again.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{bare, fails_for_odd};
use crate::support::{Flag, poll};
use futures::executor::block_on;
use futures::future::join_all;
use futures::stream::StreamExt;
use patterns::resilient::*;
use patterns::{Context, ManualTimer, Strategy, channel};
use std::cell::Cell;

#[test]
fn a_full_drawer_of_dead_letters_blocks_nobody() {
    let (context, _keep) = Context::root();
    let stages = Stages { dead_letters: 2, ..bare() };
    let (answers, outcomes) = channel::bounded(9);
    let (timer, queue) = (ManualTimer::new(), channel::bounded(9));
    let mut service = pipeline(&context, timer, stages, queue, answers, fails_for_odd);
    for n in [1, 3, 5, 7] {
        block_on(service.intake.submit(&context, n)).unwrap();
    }
    drop(service.intake);
    block_on(join_all(service.workers));
    let metrics = service.gauges.read();
    assert_eq!((metrics.dead_letters, metrics.refused.failed), (2, 2));
    let answers: Vec<_> = block_on(outcomes.collect());
    assert_eq!(answers[1].end, End::DeadLetter);
    assert_eq!(answers[2].end, End::Refused(Trouble::Failed("odd")), "and nothing is lost");
    assert_eq!((answers[2].number, answers[2].request), (2, 5));
}

#[test]
fn a_letter_stays_until_it_is_in_the_queue_again() {
    let (context, _keep) = Context::root();
    let stages = Stages { dead_letters: 1, strategy: Strategy::Block, ..bare() };
    let works = Cell::new(false);
    let call = async |n: u32| if works.get() { Ok(n) } else { Err("down") };
    let (answers, _outcomes) = channel::bounded(9);
    let (timer, queue) = (ManualTimer::new(), channel::bounded(1));
    let mut service = pipeline(&context, timer, stages, queue, answers, call);
    let mut worker = Box::pin(service.workers.pop().unwrap());
    block_on(service.intake.submit(&context, 1)).unwrap();
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    block_on(service.intake.submit(&context, 2)).unwrap();
    let letters = service.dead_letters.clone();
    // The queue is full: the replay waits, keeps its place, and is given up.
    let mut replay = Box::pin(letters.replay(&mut service.intake, &context));
    assert!(poll(&mut replay, &Flag::new()).is_pending());
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    assert_eq!((letters.len(), service.gauges.read().refused.failed), (1, 1));
    drop(replay);
    assert_eq!((letters.len(), service.gauges.read().refused.dropped), (1, 1));
    works.set(true);
    let replayed = block_on(letters.replay(&mut service.intake, &context));
    assert_eq!(replayed, Some(Ok(Submitted { number: 3, evicted: None })));
    assert!(letters.is_empty());
    assert_eq!(block_on(letters.replay(&mut service.intake, &context)), None);
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    assert_eq!(service.gauges.read().ok, 1);
}

#[test]
fn letters_go_back_to_where_they_were() {
    let (context, _keep) = Context::root();
    let stages = Stages { dead_letters: 2, strategy: Strategy::Block, ..bare() };
    let (answers, _outcomes) = channel::bounded(9);
    let (timer, queue) = (ManualTimer::new(), channel::bounded(1));
    let mut service = pipeline(&context, timer, stages, queue, answers, fails_for_odd);
    let mut worker = Box::pin(service.workers.pop().unwrap());
    for n in [1, 3] {
        block_on(service.intake.submit(&context, n)).unwrap();
        assert!(poll(&mut worker, &Flag::new()).is_pending());
    }
    block_on(service.intake.submit(&context, 4)).unwrap();
    let letters = service.dead_letters;
    let mut another = service.intake.clone();
    // The queue is full: both replays wait, and are given up in the order in which they came.
    let mut first = Box::pin(letters.replay(&mut service.intake, &context));
    let mut second = Box::pin(letters.replay(&mut another, &context));
    assert!(poll(&mut first, &Flag::new()).is_pending());
    assert!(poll(&mut second, &Flag::new()).is_pending());
    drop(first);
    drop(second);
    let taken = [letters.take(), letters.take()].map(|letter| letter.unwrap().request);
    assert_eq!(taken, [1, 3]);
}
