//! A breaker: a switch in the pipe.

use crate::states::one_state;
use crate::{shown, words};
use lab::{Among, Machine, Position, State};
use stage::*;

#[test]
fn a_breaker_stands_in_the_pipe_of_whoever_shows_it() {
    let trace = shown::breaker();
    let index = Index::new(&trace);
    let view = View::new(&trace, &index, &Labels::EN);
    let scene = diagram(&view);
    let place = |wanted: Subject| {
        let of = |target: &&Target| target.subject == wanted;
        scene.targets.iter().find(of).map(|target| target.area.x)
    };
    let (client, breaker, calls) = (
        place(Subject::Task(1)).expect("the client has a card"),
        place(Subject::Resource(0)).expect("the breaker is drawn"),
        place(Subject::Resource(1)).expect("the queue is drawn"),
    );
    assert!(client < breaker && breaker < calls, "{client}, {breaker}, {calls}");
}

#[test]
fn a_breaker_says_how_many_more_items_probe() {
    let drawn = |probes: u32| {
        let machine = Machine {
            at: Position::HalfOpen,
            failures: 0,
            threshold: 3,
            among: None,
            open: None,
            successes: 0,
            quota: 8,
            probes: (1..=probes).collect(),
        };
        let trace = one_state(State::Machine(machine));
        let index = Index::new(&trace);
        let scene = diagram(&View::new(&trace, &index, &Labels::EN));
        let more = |(_, words): &(Area, &str)| words.starts_with('+');
        words(&scene).into_iter().find(more).map(|(_, words)| words.to_owned())
    };
    assert_eq!([0, 2, 3, 8].map(drawn), [None, None, Some("+1".into()), Some("+6".into())]);
}

#[test]
fn a_breaker_by_rate_shows_the_calls_it_looks_back_on() {
    let drawn = |at: Position, failed: &[bool]| {
        let machine = Machine {
            at,
            failures: failed.iter().filter(|failed| **failed).count() as u32,
            threshold: 4,
            among: Some(Among { failed: failed.to_vec(), window: 8 }),
            open: (at == Position::Open).then_some((500, 9_000)),
            successes: 0,
            quota: 3,
            probes: Vec::new(),
        };
        let trace = one_state(State::Machine(machine));
        let index = Index::new(&trace);
        let scene = diagram(&View::new(&trace, &index, &Labels::EN));
        let filled = |role: Role| {
            let is = |shape: &&Shape| match shape {
                // The gauge below the calls is lower.
                Shape::Rect { area, paint, .. } => area.h > 3.5 && paint.fill == Fill::Solid(role),
                _ => false,
            };
            scene.shapes.iter().filter(is).count()
        };
        [filled(Role::Bad), filled(Role::Good)]
    };
    assert_eq!(drawn(Position::Closed, &[]), [0, 0]);
    assert_eq!(drawn(Position::Closed, &[true, false, true]), [2, 1]);
    let opened_it = [true, false, true, false, true, false, true, false];
    assert_eq!(drawn(Position::Open, &opened_it), [4, 4]);
    assert_eq!(drawn(Position::HalfOpen, &[]), [0, 0]);
}
