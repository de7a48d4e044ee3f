//! What a circuit breaker claims.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{Crowd, Flag, check, pause, poll};
use futures::executor::block_on;
use futures::future::pending;
use patterns::breaker::*;
use patterns::{Clock, ManualTimer, timeout};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// Three failures open it for 100 ms, two probes close it, a probe has 50 ms.
fn settings() -> Settings {
    Settings {
        trip: Trip::InARow { failures: 3 },
        open_for: ms(100),
        probes: 2,
        probe_limit: ms(50),
    }
}

/// One call, over at once.
fn call(circuit: &mut Circuit, verdict: Verdict, at: u64) -> Option<Change> {
    let (pass, turned) = circuit.try_acquire(ms(at)).unwrap();
    circuit.record(pass, verdict, ms(at)).or(turned)
}

/// A circuit that opened at 0 and is half-open since 100 ms, and the first probe.
fn half_open() -> (Circuit, Pass) {
    let mut circuit = Circuit::new(settings());
    for _ in 0..3 {
        call(&mut circuit, Verdict::Failure, 0);
    }
    let (probe, change) = circuit.try_acquire(ms(100)).unwrap();
    assert_eq!(change.unwrap().why, Why::Waited);
    (circuit, probe)
}

#[test]
fn it_opens_at_the_threshold_and_not_before() {
    let mut circuit = Circuit::new(settings());
    assert_eq!(call(&mut circuit, Verdict::Failure, 1), None);
    assert_eq!(call(&mut circuit, Verdict::Failure, 2), None);
    assert_eq!(circuit.state(ms(2)), State::Closed { failures: 2, calls: 0 });
    let why = Why::InARow { failures: 3 };
    let change = Change { at: ms(3), from: Mode::Closed, to: Mode::Open, why, generation: 1 };
    assert_eq!(call(&mut circuit, Verdict::Failure, 3), Some(change));
    assert_eq!(circuit.state(ms(3)), State::Open { until: ms(103) });
}

#[test]
fn a_success_starts_the_count_again() {
    let mut circuit = Circuit::new(settings());
    for _ in 0..10 {
        call(&mut circuit, Verdict::Failure, 0);
        call(&mut circuit, Verdict::Failure, 0);
        call(&mut circuit, Verdict::Success, 0);
    }
    assert_eq!(circuit.state(ms(0)), State::Closed { failures: 0, calls: 0 });
}

#[test]
fn nothing_passes_until_the_open_time_is_over() {
    let (mut circuit, _) = half_open();
    let (probe, _) = circuit.try_acquire(ms(100)).unwrap();
    circuit.record(probe, Verdict::Failure, ms(110));
    for at in [110, 111, 209] {
        let refused = circuit.try_acquire(ms(at)).unwrap_err();
        assert_eq!(refused.retry_after, ms(210 - at), "the timer runs anew from the failed probe");
    }
    assert!(circuit.try_acquire(ms(210)).unwrap().0.is_probe());
}

#[test]
fn enough_successes_close_it_with_nothing_counted() {
    let (mut circuit, first) = half_open();
    assert_eq!(circuit.record(first, Verdict::Success, ms(101)), None);
    assert_eq!(circuit.state(ms(101)), State::HalfOpen { in_flight: 0, successes: 1 });
    let change = call(&mut circuit, Verdict::Success, 102).unwrap();
    assert_eq!((change.to, change.why), (Mode::Closed, Why::Recovered { successes: 2 }));
    assert_eq!(circuit.state(ms(102)), State::Closed { failures: 0, calls: 0 });
    call(&mut circuit, Verdict::Failure, 103);
    call(&mut circuit, Verdict::Failure, 103);
    assert_eq!(circuit.state(ms(103)).mode(), Mode::Closed);
}

#[test]
fn one_failed_probe_opens_it_whatever_the_others_did() {
    let (mut circuit, first) = half_open();
    let (second, _) = circuit.try_acquire(ms(100)).unwrap();
    circuit.record(first, Verdict::Success, ms(101));
    let change = circuit.record(second, Verdict::Failure, ms(102)).unwrap();
    assert_eq!((change.to, change.why), (Mode::Open, Why::ProbeFailed));
    let (_probe, _) = circuit.try_acquire(ms(202)).unwrap();
    let state = State::HalfOpen { in_flight: 1, successes: 0 };
    assert_eq!(circuit.state(ms(202)), state, "the successes of last time are gone");
}

#[test]
fn no_more_probes_are_out_than_can_be_of_use() {
    let (mut circuit, first) = half_open();
    let (_second, _) = circuit.try_acquire(ms(110)).unwrap();
    let refused = circuit.try_acquire(ms(120)).unwrap_err();
    assert_eq!(refused.retry_after, ms(30), "then the first is overdue");
    circuit.record(first, Verdict::Success, ms(121));
    assert!(circuit.try_acquire(ms(121)).is_err(), "one success, one probe out: two are enough");
}

#[test]
fn a_probe_that_never_returns_does_not_pin_it() {
    let (mut circuit, first) = half_open();
    let (second, _) = circuit.try_acquire(ms(100)).unwrap();
    assert!(circuit.try_acquire(ms(149)).is_err());
    let (third, _) = circuit.try_acquire(ms(150)).unwrap();
    assert_eq!(circuit.record(first, Verdict::Failure, ms(151)), None, "overdue");
    assert_eq!(circuit.record(second, Verdict::Failure, ms(151)), None, "overdue");
    circuit.record(third, Verdict::Success, ms(200));
    let state = State::HalfOpen { in_flight: 0, successes: 1 };
    assert_eq!(circuit.state(ms(200)), state, "back exactly at its limit is in time");
}

#[test]
fn results_of_an_earlier_state_are_ignored() {
    let mut circuit = Circuit::new(settings());
    let mut early: Vec<_> = (0..6).map(|_| circuit.try_acquire(ms(0)).unwrap().0).collect();
    for pass in early.split_off(3) {
        circuit.record(pass, Verdict::Failure, ms(0));
    }
    assert_eq!(circuit.record(early.pop().unwrap(), Verdict::Success, ms(1)), None);
    let (probe, _) = circuit.try_acquire(ms(100)).unwrap();
    assert_eq!(circuit.record(early.pop().unwrap(), Verdict::Failure, ms(101)), None);
    circuit.record(probe, Verdict::Success, ms(102));
    call(&mut circuit, Verdict::Success, 103);
    assert_eq!(circuit.record(early.pop().unwrap(), Verdict::Failure, ms(104)), None);
    assert_eq!(circuit.state(ms(104)), State::Closed { failures: 0, calls: 0 });
}

#[test]
fn a_clock_that_goes_back_shortens_nothing() {
    let mut circuit = Circuit::new(settings());
    call(&mut circuit, Verdict::Success, 1_000);
    for _ in 0..3 {
        call(&mut circuit, Verdict::Failure, 10);
    }
    assert_eq!(circuit.state(ms(10)), State::Open { until: ms(1_100) });
    assert_eq!(circuit.try_acquire(ms(500)).unwrap_err().retry_after, ms(100));
}

#[test]
fn the_end_of_time_is_no_trouble() {
    let forever = Settings { open_for: Duration::MAX, probe_limit: Duration::MAX, ..settings() };
    let mut circuit = Circuit::new(forever);
    for _ in 0..3 {
        let (pass, _) = circuit.try_acquire(1_000 * YEAR).unwrap();
        circuit.record(pass, Verdict::Failure, 1_000 * YEAR);
    }
    assert!(circuit.try_acquire(2_000 * YEAR).is_err());
    assert!(circuit.try_acquire(Duration::MAX).is_ok());
}

#[test]
fn a_rate_counts_the_last_calls_once_there_are_enough() {
    let trip = Trip::Rate { percent: 50, window: 4, at_least: 3 };
    let mut circuit = Circuit::new(Settings { trip, ..settings() });
    call(&mut circuit, Verdict::Failure, 0);
    assert_eq!(call(&mut circuit, Verdict::Success, 0), None, "half, but of two calls");
    assert_eq!(call(&mut circuit, Verdict::Success, 0), None);
    assert_eq!(call(&mut circuit, Verdict::Success, 0), None);
    assert_eq!(circuit.state(ms(0)), State::Closed { failures: 1, calls: 4 });
    assert_eq!(call(&mut circuit, Verdict::Failure, 0), None, "the first has left the window");
    let change = call(&mut circuit, Verdict::Failure, 0).unwrap();
    assert_eq!(change.why, Why::Rate { failures: 2, calls: 4 });
}

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

#[test]
#[should_panic(expected = "never closes")]
fn a_circuit_without_probes_is_a_mistake() {
    drop(Breaker::new(Settings { probes: 0, ..settings() }));
}
