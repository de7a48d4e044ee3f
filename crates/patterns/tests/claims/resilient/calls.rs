//! What stands around a call: breaker, limiter, timeout, cancel.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{Limiter, bare, fails_for_odd, touchy};
use crate::support::{Flag, ms, poll};
use futures::executor::block_on;
use futures::future::{FutureExt, join_all, pending};
use futures::stream::StreamExt;
use patterns::breaker::{self, State};
use patterns::resilient::*;
use patterns::{Clock, Context, Decision, Ending, ManualTimer, channel};
use std::cell::Cell;
use std::rc::Rc;

#[test]
fn an_open_circuit_spends_no_tokens() {
    let (context, _keep) = Context::root();
    let tokens = Cell::new(0);
    let limiter = |_| {
        tokens.set(tokens.get() + 1);
        Decision::Admitted
    };
    let Stages { workers, strategy, call_limit, fallback, window, .. } = bare();
    let breaker = Some(touchy());
    let stages = Stages {
        breaker,
        limiter,
        workers,
        strategy,
        call_limit,
        fallback,
        window,
        dead_letters: 1,
    };
    let (answers, outcomes) = channel::bounded(9);
    let timer = ManualTimer::new();
    let queue = channel::bounded(9);
    let mut service = pipeline(&context, timer, stages, queue, answers, fails_for_odd);
    for n in 1..=6 {
        block_on(service.intake.submit(&context, n)).unwrap();
    }
    drop(service.intake);
    block_on(join_all(service.workers));
    assert_eq!(tokens.get(), 1, "for the one that was called");
    let metrics = service.gauges.read();
    assert_eq!((metrics.dead_letters, metrics.refused.open), (1, 5));
    assert_eq!(metrics.breaker, Some(State::Open { until: ms(100) }));
    let why = Trouble::Open(breaker::Refused { retry_after: ms(100) });
    assert_eq!(block_on(outcomes.collect::<Vec<_>>())[5].end, End::Refused(why));
}

#[test]
fn refusals_are_no_failures() {
    let (context, _keep) = Context::root();
    let limiter: Limiter = |now| match now >= ms(150) {
        true => Decision::Admitted,
        false => Decision::Refused { retry_after: Some(ms(150) - now) },
    };
    let breaker = touchy();
    let permit = breaker.try_acquire(ms(0)).unwrap();
    breaker.record(permit, breaker::Verdict::Failure, ms(0));
    let stages = Stages { breaker: Some(breaker.clone()), limiter, ..bare() };
    let (answers, outcomes) = channel::bounded(9);
    let (timer, queue) = (ManualTimer::new(), channel::bounded(9));
    timer.advance(ms(100));
    let mut service = pipeline(&context, timer.clone(), stages, queue, answers, fails_for_odd);
    for n in [2, 4, 6] {
        block_on(service.intake.submit(&context, n)).unwrap();
    }
    let mut worker = Box::pin(service.workers.pop().unwrap());
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    assert_eq!(service.gauges.read().refused.over_limit, 3);
    let state = State::HalfOpen { in_flight: 0, successes: 0 };
    assert_eq!(breaker.state(ms(100)), state, "each was a probe, and gave its place back");
    assert_eq!(service.gauges.read().latency, None, "and refusals are no latencies");
    timer.advance(ms(50));
    block_on(service.intake.submit(&context, 8)).unwrap();
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    assert_eq!(breaker.state(timer.now()), State::Closed { failures: 0, calls: 0 });
    drop((worker, service.intake));
    assert_eq!(block_on(outcomes.count()), 4);
}

/// Counts how many are alive.
struct Alive(Rc<Cell<u32>>);

impl Alive {
    fn new(count: &Rc<Cell<u32>>) -> Self {
        count.set(count.get() + 1);
        Self(count.clone())
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

#[test]
fn a_call_that_takes_too_long_is_stopped_and_is_a_failure() {
    let (context, _keep) = Context::root();
    let calls = Rc::new(Cell::new(0));
    let call = async |_: u32| {
        let _alive = Alive::new(&calls);
        pending::<Result<u32, &'static str>>().await
    };
    let stages =
        Stages { breaker: Some(touchy()), call_limit: Some(ms(10)), dead_letters: 1, ..bare() };
    let (answers, _outcomes) = channel::bounded(9);
    let (timer, queue) = (ManualTimer::new(), channel::bounded(9));
    let mut service = pipeline(&context, timer.clone(), stages, queue, answers, call);
    block_on(service.intake.submit(&context, 1)).unwrap();
    let mut worker = Box::pin(service.workers.pop().unwrap());
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    assert_eq!((calls.get(), service.gauges.read().serving), (1, 1));
    timer.advance(ms(10));
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    assert_eq!(calls.get(), 0, "no call is left running");
    let metrics = service.gauges.read();
    assert_eq!(metrics.breaker.unwrap().mode(), breaker::Mode::Open);
    assert_eq!((metrics.dead_letters, metrics.latency), (1, None), "a failure is no latency");
    service.dead_letters.read(|letter| {
        assert!(matches!(letter.why, Trouble::Elapsed(_)));
        assert_eq!((letter.request, letter.at), (1, ms(10)));
    });
}

#[test]
fn a_slow_reader_opens_no_circuit() {
    let (context, _keep) = Context::root();
    let breaker = touchy();
    let stages = Stages { breaker: Some(breaker.clone()), call_limit: Some(ms(10)), ..bare() };
    let (answers, outcomes) = channel::bounded(0);
    let (timer, queue) = (ManualTimer::new(), channel::bounded(9));
    let mut service = pipeline(&context, timer.clone(), stages, queue, answers, fails_for_odd);
    block_on(service.intake.submit(&context, 2)).unwrap();
    let mut worker = Box::pin(service.workers.pop().unwrap());
    let flag = Flag::new();
    assert!(poll(&mut worker, &flag).is_pending());
    assert_eq!(service.gauges.read().ok, 1, "it has ended, though nobody has read it");
    timer.advance(ms(10_000));
    assert!(poll(&mut worker, &flag).is_pending());
    assert_eq!(breaker.state(timer.now()), State::Closed { failures: 0, calls: 0 });
    let mut reading = outcomes.recv();
    assert!(poll(&mut reading, &flag).is_pending());
    assert!(poll(&mut worker, &flag).is_pending());
    let answer = block_on(reading).unwrap();
    assert_eq!((answer.end, answer.latency), (End::Ok(2), ms(0)));
}

#[test]
fn a_cancelled_call_is_dropped_and_nobodys_failure() {
    let (context, canceller) = Context::root();
    let breaker = touchy();
    let stages = Stages { breaker: Some(breaker.clone()), dead_letters: 9, ..bare() };
    let calls = Rc::new(Cell::new(0));
    let call = async |_: u32| {
        let _alive = Alive::new(&calls);
        pending::<Result<u32, &'static str>>().await
    };
    let (answers, _outcomes) = channel::bounded(9);
    let (timer, queue) = (ManualTimer::new(), channel::bounded(9));
    let mut service = pipeline(&context, timer, stages, queue, answers, call);
    for n in [1, 2] {
        block_on(service.intake.submit(&context, n)).unwrap();
    }
    let mut worker = Box::pin(service.workers.pop().unwrap());
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    canceller.cancel();
    let shift = worker.now_or_never().expect("a cancel ends it");
    assert!(matches!(shift.report.ending, Ending::Cancelled { .. }));
    assert_eq!((shift.cut_off, calls.get()), (Some(1), 0));
    let rejected = block_on(service.intake.submit(&context, 3)).unwrap_err();
    assert_eq!((rejected.request, rejected.why), (3, Refusal::Cancelled));
    let metrics = service.gauges.read();
    assert_eq!((metrics.refused.cancelled, metrics.refused.dropped), (2, 1));
    assert_eq!(metrics.ended(), 3, "what was queued ended with the queue");
    assert_eq!(breaker.state(ms(0)), State::Closed { failures: 0, calls: 0 });
    assert!(service.dead_letters.is_empty());
}
