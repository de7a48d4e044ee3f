//! Numbers in the corner of the stage.

use crate::states::{one_state, states_over_time};
use lab::{Micros, State, Trace};
use stage::*;

/// A run in which somebody is told to come back after half a second, and later after 80 ms.
fn told_to_come_back() -> Trace {
    let wait = |until| State::Wait { until };
    let mut trace = states_over_time([(1_000, wait(501_000)), (2_000_000, wait(2_080_000))]);
    trace.resources[0].name = "retry after".to_owned();
    trace
}

/// What the stage says of it at an instant, seen and told.
fn said(at: Micros) -> (Option<String>, String) {
    let trace = told_to_come_back();
    seen_and_told(&trace, at)
}

fn seen_and_told(trace: &Trace, at: Micros) -> (Option<String>, String) {
    let index = Index::new(trace);
    let cursor = Cursor::at(trace, at);
    let view = View { cursor, ..View::new(trace, &index, &Labels::EN) };
    let seen = diagram(&view).shapes.into_iter().find_map(|shape| match shape {
        Shape::Text { text, .. } => text.contains(": ").then_some(text),
        _ => None,
    });
    (seen, describe(&view))
}

#[test]
fn a_unit_stands_behind_its_number() {
    let mut trace = one_state(State::Number { value: 500, limit: None });
    // Whatever it is called, a number does not go by.
    for (name, said) in [("memory, kB", "memory: 500 kB"), ("slowest, ms", "slowest: 500 ms")] {
        trace.resources[0].name = name.to_owned();
        for at in [1_000, 900_000] {
            assert_eq!(seen_and_told(&trace, at).0.as_deref(), Some(said));
        }
    }
}

#[test]
fn a_wait_goes_by_and_is_gone_when_it_is_over() {
    assert_eq!(said(1_000).0.as_deref(), Some("retry after: 500 ms"));
    let (seen, told) = said(401_000);
    assert_eq!(seen.as_deref(), Some("retry after: 100 ms"));
    assert!(told.contains("retry after: 100 ms"), "{told}");
    for at in [501_000, 1_999_999] {
        let (seen, told) = said(at);
        assert_eq!(seen, None, "at {at}");
        assert!(!told.contains("retry"), "at {at}: {told}");
    }
    assert_eq!(said(2_000_000).0.as_deref(), Some("retry after: 80 ms"));
}
