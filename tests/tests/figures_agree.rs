//! What a scenario shows of a run, and what is measured of it, are the same figures.

use lab::{EventKind, State, Trace};
use scenarios::Link;
use stage::{Index, measured};

fn run(link: &str) -> Trace {
    Link::parse(link).0.setup.finish()
}

/// What was shown last under this name.
fn shown<'t>(trace: &'t Trace, name: &str) -> &'t State {
    let id = trace.resources.iter().position(|of| of.name == name).expect("it is shown");
    let shows = |event: &'t lab::Event| match &event.kind {
        EventKind::Showed { resource, state } if *resource as usize == id => Some(&**state),
        _ => None,
    };
    trace.events.iter().rev().find_map(shows).expect("it was shown")
}

fn to_ms(us: Option<u64>) -> i64 {
    us.map_or(-1, |us| ((us + 500) / 1_000) as i64)
}

#[test]
fn the_slowest_is_the_slowest() {
    let trace = run("#/backpressure");
    let found = measured(&trace, &Index::new(&trace), "");
    // Of fewer than a hundred, the 99th percentile is the slowest.
    let State::Number { value, .. } = shown(&trace, "slowest ms") else { panic!("a number") };
    assert_eq!(*value, to_ms(found.p99_us));
}

#[test]
fn the_pipeline_s_latencies_are_those_that_are_measured() {
    for link in [
        "#/resilient-pipeline",
        "#/resilient-pipeline?fallback=off",
        "#/resilient-pipeline?strategy=block&limiter=0",
        "#/resilient-pipeline?variant=limiter-first",
        "#/resilient-pipeline?variant=refusals-count",
        "#/resilient-pipeline?variant=waits-at-the-letters",
    ] {
        let trace = run(link);
        let found = measured(&trace, &Index::new(&trace), "worker");
        let State::Table { rows, .. } = shown(&trace, "latency") else { panic!("a table") };
        let figures = [found.p50_us, found.p95_us, found.p99_us].map(to_ms);
        assert_eq!(rows[0].cells, figures, "{link}");
    }
}

#[test]
fn an_answer_without_a_call_is_nobody_s_latency() {
    let trace = run("#/circuit-breaker");
    let found = measured(&trace, &Index::new(&trace), "client");
    let stand_ins = trace.events.iter().filter(|e| matches!(e.kind, EventKind::StoodIn { .. }));
    assert!(stand_ins.count() > 0, "some answers came without a call");
    // A call takes longer than 100 ms.
    assert!(found.p50_us > Some(100_000), "{:?}", found.p50_us);
}

#[test]
fn a_run_that_is_over_in_time_ends_by_the_deadline_shown() {
    let trace = run("#/graceful-shutdown?job=50");
    let State::Table { rows, .. } = shown(&trace, "phases") else { panic!("a table") };
    let deadline = format!("over by {} ms", to_ms(Some(trace.end())));
    assert_eq!(rows.last().map(|row| row.name.as_str()), Some(deadline.as_str()));
}
