//! The breaker around calls: what counts, what is given back, and what it costs while all is well.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::settings;
use crate::support::{Flag, ms, poll};
use futures::executor::block_on;
use futures::future::pending;
use patterns::breaker::*;
use patterns::{Clock, ManualTimer, timeout};
use std::cell::Cell;
use std::time::Duration;

#[test]
fn while_open_the_work_is_not_even_begun() {
    let clock = ManualTimer::new();
    let breaker = Breaker::new(Settings { trip: Trip::InARow { failures: 1 }, ..settings() });
    assert!(block_on(breaker.call(&clock, async || Err::<(), _>(()))).is_err());
    let begun = Cell::new(false);
    let refused = block_on(breaker.call(&clock, || {
        begun.set(true);
        async { Ok::<_, ()>(()) }
    }));
    assert_eq!(refused, Err(CallError::Refused(Refused { retry_after: ms(100) })));
    assert!(!begun.get());
}

#[test]
fn a_cancelled_call_is_no_failure_and_gives_its_place_back() {
    let clock = ManualTimer::new();
    let breaker = Breaker::new(settings());
    for _ in 0..10 {
        let mut hanging = Box::pin(breaker.call(&clock, pending::<Result<(), ()>>));
        assert!(poll(&mut hanging, &Flag::new()).is_pending());
    }
    assert_eq!(breaker.state(ms(0)), State::Closed { failures: 0, calls: 0 });
    for _ in 0..3 {
        let _ = block_on(breaker.call(&clock, async || Err::<(), _>(())));
    }
    clock.advance(ms(100));
    for _ in 0..10 {
        let hanging = || Box::pin(breaker.call(&clock, pending::<Result<(), ()>>));
        let mut two = [hanging(), hanging()];
        assert!(two.iter_mut().all(|probe| poll(probe, &Flag::new()).is_pending()));
        assert_eq!(breaker.state(ms(0)), State::HalfOpen { in_flight: 2, successes: 0 });
        assert!(breaker.try_acquire(ms(0)).is_err());
    }
    assert_eq!(breaker.state(ms(0)), State::HalfOpen { in_flight: 0, successes: 0 });
}

#[test]
fn a_refusal_further_down_is_no_failure() {
    let clock = ManualTimer::new();
    let breaker = Breaker::new(settings());
    let judge = |outcome: &Result<(), Refused>| match outcome {
        Ok(()) => Verdict::Success,
        Err(_) => Verdict::Neither,
    };
    for _ in 0..10 {
        let refused = async || Err(Refused { retry_after: ms(1) });
        assert!(block_on(breaker.call_judged(&clock, judge, refused)).unwrap().is_err());
    }
    assert_eq!(breaker.state(ms(0)), State::Closed { failures: 0, calls: 0 });
}

#[test]
fn a_call_that_takes_too_long_is_a_failure() {
    let timer = ManualTimer::new();
    let breaker = Breaker::new(settings());
    let mut late =
        Box::pin(breaker.call(&timer, async || timeout(&timer, ms(10), pending::<()>()).await));
    assert!(poll(&mut late, &Flag::new()).is_pending());
    timer.advance(ms(10));
    assert!(poll(&mut late, &Flag::new()).is_ready());
    assert_eq!(breaker.state(timer.now()), State::Closed { failures: 1, calls: 0 });
}

#[test]
fn a_permit_of_another_breaker_says_nothing() {
    let (one, other) = (Breaker::new(settings()), Breaker::new(settings()));
    for _ in 0..3 {
        other.record(one.try_acquire(ms(0)).unwrap(), Verdict::Failure, ms(0));
    }
    assert_eq!(other.state(ms(0)), State::Closed { failures: 0, calls: 0 });
}

/// A clock that counts how often it is read.
struct Counting(Cell<u32>);

impl Clock for Counting {
    fn now(&self) -> Duration {
        self.0.set(self.0.get() + 1);
        Duration::ZERO
    }
}

#[test]
fn while_all_is_well_the_clock_is_not_read() {
    let clock = Counting(Cell::new(0));
    let breaker = Breaker::new(settings());
    let ok = || block_on(breaker.call(&clock, async || Ok::<_, ()>(())));
    for _ in 0..10 {
        ok().unwrap();
    }
    assert_eq!(clock.0.get(), 0);
    let _ = block_on(breaker.call(&clock, async || Err::<(), _>(())));
    ok().unwrap();
    assert_eq!(breaker.state(ms(0)), State::Closed { failures: 0, calls: 0 });
}
