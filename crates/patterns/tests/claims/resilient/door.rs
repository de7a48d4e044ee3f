//! Who is taken in, and who is told what at the door.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{bare, fails_for_odd, touchy};
use crate::support::ms;
use futures::executor::block_on;
use futures::future::{FutureExt, join_all, ready};
use patterns::resilient::*;
use patterns::{Context, ManualTimer, Strategy, channel};

#[test]
fn a_full_queue_is_an_answer_and_hands_the_request_back() {
    let (context, _keep) = Context::root();
    let (answers, _outcomes) = channel::bounded(1);
    let queue = channel::bounded(2);
    let timer = ManualTimer::new();
    let mut service = pipeline(&context, timer, bare(), queue, answers, fails_for_odd);
    let mut submit = |n| service.intake.submit(&context, n).now_or_never().expect("never waits");
    assert_eq!(submit(1), Ok(Submitted { number: 0, evicted: None }));
    assert_eq!(submit(2), Ok(Submitted { number: 1, evicted: None }));
    assert_eq!(submit(3), Err(Rejected { request: 3, why: Refusal::Full }));
    let metrics = service.gauges.read();
    assert_eq!((metrics.submitted, metrics.queued, metrics.refused.full), (3, 2, 1));
}

#[test]
fn each_refusal_at_the_door_says_which_it_was() {
    let (context, _keep) = Context::root();
    let whys = |strategy, capacity| {
        let stages = Stages { strategy, ..bare() };
        let (answers, _outcomes) = channel::bounded(1);
        let queue = channel::bounded(capacity);
        let timer = ManualTimer::new();
        let mut service = pipeline(&context, timer, stages, queue, answers, fails_for_odd);
        let mut submit = |n| service.intake.submit(&context, n).now_or_never().unwrap();
        let first = submit(1).err().map(|rejected| rejected.why);
        let evicted = submit(2).ok().and_then(|submitted| submitted.evicted);
        drop(service.workers);
        (first, evicted, submit(3).unwrap_err().why, service.gauges.read().refused)
    };
    let skips = Strategy::Sample { every: 2 };
    let (first, evicted, last, refused) = whys(skips, 9);
    assert_eq!((first, evicted, last), (Some(Refusal::Skipped), None, Refusal::Skipped));
    assert_eq!((refused.skipped, refused.dropped), (2, 1));
    let (first, evicted, last, refused) = whys(Strategy::DropOldest, 1);
    assert_eq!((first, evicted, last), (None, Some(1), Refusal::Closed));
    assert_eq!((refused.evicted, refused.closed, refused.dropped), (1, 1, 1));
}

#[test]
fn a_latency_begins_when_the_request_was_due() {
    let (context, _keep) = Context::root();
    let (timer, queue) = (ManualTimer::new(), channel::bounded(9));
    let (answers, outcomes) = channel::bounded(9);
    let mut service = pipeline(&context, timer.clone(), bare(), queue, answers, fails_for_odd);
    timer.advance(ms(30));
    block_on(service.intake.submit_due(&context, 2, ms(10))).unwrap();
    timer.advance(ms(5));
    drop(service.intake);
    block_on(join_all(service.workers));
    assert_eq!(block_on(outcomes.recv()).unwrap().latency, ms(25));
    assert_eq!(service.gauges.read().latency.unwrap().p99, ms(25));
}

#[test]
fn parts_that_are_send_make_workers_that_are_send() {
    fn send<T: Send>(_: &T) {}
    let (context, _keep) = Context::root();
    let stages = Stages { breaker: Some(touchy()), ..bare() };
    let (answers, _outcomes) = channel::bounded(9);
    let call = |n: u32| ready(Ok::<_, &'static str>(n));
    let queue = channel::bounded(9);
    let mut service = pipeline(&context, ManualTimer::new(), stages, queue, answers, call);
    send(&service);
    send(&service.intake.submit(&context, 1));
    send(&service.dead_letters.replay(&mut service.intake.clone(), &context));
}

#[test]
#[should_panic(expected = "a pipeline needs a worker")]
fn a_pipeline_of_nobody_is_a_mistake() {
    let (context, _keep) = Context::root();
    let stages = Stages { workers: 0, ..bare() };
    let (answers, _outcomes) = channel::bounded(1);
    let queue = channel::bounded(1);
    drop(pipeline(&context, ManualTimer::new(), stages, queue, answers, fails_for_odd));
}
