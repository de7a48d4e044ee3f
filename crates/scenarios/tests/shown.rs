//! What scenarios show is what is so: no praise for a mistake, no count without its whole.

use lab::{EventKind, Machine, Position, Row, State, Trace};
use scenarios::Link;

fn finished(link: &str) -> Trace {
    let (link, notices) = Link::parse(link);
    assert!(notices.is_empty(), "{notices:?}");
    link.setup.finish()
}

/// Every state that the resource of this name shows, in order.
fn shown<'t>(trace: &'t Trace, name: &str) -> impl Iterator<Item = &'t State> {
    trace.events.iter().filter_map(move |event| match &event.kind {
        EventKind::Showed { resource, state }
            if trace.resources[*resource as usize].name == name =>
        {
            Some(&**state)
        }
        _ => None,
    })
}

fn tables<'t>(trace: &'t Trace, name: &str) -> Vec<&'t [Row]> {
    let rows = |state: &'t State| match state {
        State::Table { rows, .. } => &**rows,
        other => panic!("no table: {other:?}"),
    };
    shown(trace, name).map(rows).collect()
}

#[test]
fn a_database_closed_under_those_who_need_it_is_never_as_it_should_be() {
    let trace = finished("/graceful-shutdown?variant=closes-first");
    let tables = tables(&trace, "phases");
    let closed = tables.iter().position(|rows| rows[3].fine.is_some()).expect("it is closed");
    assert!(tables[closed][..3].iter().all(|phase| phase.fine.is_none()), "too early");
    assert!(tables[closed..].iter().all(|rows| rows[3].fine == Some(false)));
}

#[test]
fn a_shutdown_is_over_when_all_of_it_is() {
    for variant in ["correct", "closes-first", "no-time-left", "counts-too-late"] {
        let trace = finished(&format!("/graceful-shutdown?variant={variant}"));
        let tables = tables(&trace, "phases");
        for rows in &tables {
            let [phases @ .., over] = rows else { continue };
            let settled = phases.iter().all(|phase| phase.fine.is_some());
            if over.name.starts_with("over by") {
                assert_eq!(over.fine, settled.then_some(true), "{variant}: {rows:?}");
            }
        }
        let last = tables.last().and_then(|rows| rows.last()).expect("rows");
        assert_eq!(last.fine, Some(true), "{variant}: {last:?}");
    }
}

#[test]
fn the_letters_that_fill_up_are_those_that_are_shown() {
    let trace = finished("/resilient-pipeline?variant=waits-at-the-letters");
    let last = shown(&trace, "letters kept").last();
    assert_eq!(last, Some(&State::Number { value: 2, limit: Some(2) }));
    // One of the two had an older answer to fall back on; the other ended as a dead letter.
    let tables = tables(&trace, "requests");
    let rows = tables.last().expect("rows");
    let count = |name: &str| rows.iter().find(|row| row.name == name).map(|row| row.cells[0]);
    assert_eq!((count("dead letters"), count("other refusal")), (Some(1), Some(0)));
}

#[test]
fn failures_by_rate_are_so_many_of_so_many_calls() {
    let trace = finished("/circuit-breaker?policy=rate");
    let closed: Vec<&Machine> =
        shown(&trace, "breaker").map(machine_of).filter(|is| is.at == Position::Closed).collect();
    for machine in &closed {
        let among = machine.among.as_ref().expect("a rate is of something");
        assert_eq!((machine.threshold, among.window), (5, 10));
        let failures = among.failed.iter().filter(|failed| **failed).count();
        assert_eq!(machine.failures as usize, failures, "{machine:?}");
        assert!(among.failed.len() <= among.window as usize, "{machine:?}");
    }
    assert!(closed.iter().any(|is| is.failures > is.threshold), "more than needed, of too few");
}

fn machine_of(state: &State) -> &Machine {
    match state {
        State::Machine(machine) => machine,
        other => panic!("no machine: {other:?}"),
    }
}
