//! What a listener is told: a chain of changes, in every schedule and from every thread.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::settings;
use crate::support::{Crowd, check, ms, pause};
use patterns::breaker::*;
use patterns::{Clock, ManualTimer};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

type Listener = Box<dyn Fn(&Change)>;
type Boxed = Breaker<Listener>;

#[test]
fn the_listener_may_use_the_breaker() {
    let breaker: Rc<RefCell<Option<Rc<Boxed>>>> = Rc::default();
    let (inside, seen) = (breaker.clone(), Rc::new(RefCell::new(Vec::new())));
    let all = seen.clone();
    let listener: Listener = Box::new(move |change: &Change| {
        let state = inside.borrow().as_ref().unwrap().state(change.at);
        all.borrow_mut().push((change.to, state.mode()));
    });
    let made = Rc::new(Breaker::with_listener(settings(), listener));
    *breaker.borrow_mut() = Some(made.clone());
    for _ in 0..3 {
        made.record(made.try_acquire(ms(0)).unwrap(), Verdict::Failure, ms(0));
    }
    for _ in 0..2 {
        made.record(made.try_acquire(ms(100)).unwrap(), Verdict::Success, ms(100));
    }
    let modes = [Mode::Open, Mode::HalfOpen, Mode::Closed];
    assert_eq!(*seen.borrow(), modes.map(|mode| (mode, mode)));
    *breaker.borrow_mut() = None;
}

// A panic ends a test where there is nothing to unwind.
#[cfg(not(target_arch = "wasm32"))]
#[test]
fn a_listener_that_panics_costs_no_place() {
    let listener = |change: &Change| assert_ne!(change.to, Mode::HalfOpen, "not this one");
    let breaker = Breaker::with_listener(Settings { probes: 1, ..settings() }, listener);
    for _ in 0..3 {
        breaker.record(breaker.try_acquire(ms(0)).unwrap(), Verdict::Failure, ms(0));
    }
    let probe = || breaker.try_acquire(ms(100)).is_ok();
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(probe)).is_err());
    assert!(probe(), "the place of the probe was given back");
}

/// What many tasks saw of one breaker.
#[derive(Default)]
struct Seen {
    changes: RefCell<Vec<Change>>,
    probes: Cell<u32>,
}

/// Each change follows from the one before, and only as the picture of the three states allows.
fn assert_chain(changes: &[Change]) {
    let mut now = (Mode::Closed, ms(0));
    for (change, generation) in changes.iter().zip(1..) {
        assert_eq!((change.from, change.generation), (now.0, generation));
        assert!(change.at >= now.1);
        let allowed = match change.why {
            Why::InARow { .. } | Why::Rate { .. } => (Mode::Closed, Mode::Open),
            Why::Waited => (Mode::Open, Mode::HalfOpen),
            Why::ProbeFailed => (Mode::HalfOpen, Mode::Open),
            Why::Recovered { .. } => (Mode::HalfOpen, Mode::Closed),
        };
        assert_eq!((change.from, change.to), allowed);
        if change.why == Why::Waited {
            assert!(change.at >= now.1 + ms(100), "open for less than it should be");
        }
        now = (change.to, change.at);
    }
}

#[test]
fn in_every_schedule_no_call_while_open_and_few_while_half_open() {
    check(|seed| {
        let seen = Rc::new(Seen::default());
        let listener = {
            let seen = seen.clone();
            move |change: &Change| seen.changes.borrow_mut().push(*change)
        };
        let breaker = Rc::new(Breaker::with_listener(settings(), listener));
        let timer = ManualTimer::new();
        let mut crowd = Crowd::new(seed);
        for name in 0..6 {
            let (breaker, timer, seen) = (breaker.clone(), timer.clone(), seen.clone());
            crowd.spawn(async move {
                for round in 0..8 {
                    let work = async || {
                        let state = breaker.state(timer.now());
                        assert_ne!(state.mode(), Mode::Open, "a call while open");
                        let probe = u32::from(state.mode() == Mode::HalfOpen);
                        seen.probes.set(seen.probes.get() + probe);
                        assert!(seen.probes.get() <= 2, "too many probes");
                        pause().await;
                        seen.probes.set(seen.probes.get() - probe);
                        if (seed + name + round) % 3 > 0 { Err(()) } else { Ok(()) }
                    };
                    let _ = breaker.call(&timer, work).await;
                    pause().await;
                }
            });
        }
        let hand = timer.clone();
        crowd.spawn(async move {
            for _ in 0..40 {
                hand.advance(ms(9));
                pause().await;
            }
        });
        assert_eq!(crowd.run(), 0);
        assert_chain(&seen.changes.borrow());
    });
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn threads_agree_on_the_chain_of_changes() {
    use futures::executor::block_on;
    use std::time::Duration;

    let changes = std::sync::Mutex::new(Vec::new());
    let quick = Settings { open_for: Duration::ZERO, ..settings() };
    let breaker = Breaker::with_listener(quick, |change| changes.lock().unwrap().push(*change));
    std::thread::scope(|scope| {
        for name in 0..4_u64 {
            let (breaker, clock) = (&breaker, ManualTimer::new());
            scope.spawn(move || {
                for round in 0..5_000 {
                    let fails = (name + round) % 7 > 2;
                    let outcome = async || if fails { Err(()) } else { Ok(()) };
                    let _ = block_on(breaker.call(&clock, outcome));
                }
            });
        }
    });
    let mut changes = changes.into_inner().unwrap();
    changes.sort_by_key(|change| change.generation);
    assert!(changes.len() > 10);
    for (pair, generation) in changes.windows(2).zip(1..) {
        assert_eq!((pair[0].generation, pair[0].to), (generation, pair[1].from));
    }
}
