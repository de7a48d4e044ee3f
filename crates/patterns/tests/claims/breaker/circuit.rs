//! When the circuit opens, how it is probed, and when it closes.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::settings;
use crate::support::ms;
use patterns::breaker::*;
use std::time::Duration;

const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);

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
#[should_panic(expected = "never closes")]
fn a_circuit_without_probes_is_a_mistake() {
    drop(Breaker::new(Settings { probes: 0, ..settings() }));
}
