//! What a task waits for, and who could free it, as far as anybody can know.

use lab::{
    Event, EventKind, Micros, Outcome, Resource, ResourceKind, Run, Share, State, Task, Trace, Wait,
};
use stage::*;

/// `reader` waits for good; of `worker` nobody can know yet whether it will send. Last it ends.
fn waits() -> Trace {
    let mut trace = Trace::new(Run::default());
    for name in ["reader", "worker"] {
        trace.tasks.push(Task { name: name.to_owned(), parent: None, site: None });
    }
    let kind = ResourceKind::Channel { capacity: Some(1) };
    trace.resources.push(Resource { name: "answers".to_owned(), kind });
    let mut add = |at: Micros, task, kind| {
        trace.events.push(Event { at, task: Some(task), site: None, kind })
    };
    add(0, 0, EventKind::Spawned);
    add(0, 1, EventKind::Spawned);
    add(0, 0, EventKind::Running { thread: 0 });
    add(0, 0, EventKind::Blocked { on: Some(0), how: Wait::Receive });
    add(0, 1, EventKind::Running { thread: 0 });
    add(0, 1, EventKind::Sleeping { until: 2_000_000 });
    add(2_000_000, 1, EventKind::Running { thread: 0 });
    add(2_000_000, 1, EventKind::Finished);
    trace
}

/// What is said of the reader at an instant.
fn said(trace: &Trace, cursor: Cursor) -> String {
    let (index, labels) = (Index::new(trace), Labels::EN);
    let view = View { cursor, ..View::new(trace, &index, &labels) };
    why(&view, Subject::Task(0)).expect("every task has a reason").say().to_owned()
}

const NOBODY: &str = "nobody, no task is left";

#[test]
fn nobody_is_left_only_once_everyone_else_has_ended() {
    let trace = waits();
    let while_it_works = said(&trace, Cursor::at(&trace, 1_000_000));
    assert!(while_it_works.starts_with("reader") && !while_it_works.contains(NOBODY));
    assert!(said(&trace, Cursor::end(&trace)).contains(NOBODY));
}

#[test]
fn nobody_is_left_in_a_deadlock() {
    let mut trace = waits();
    trace.events.truncate(5);
    trace.events[4].kind = EventKind::Blocked { on: None, how: Wait::Other };
    assert!(!said(&trace, Cursor::end(&trace)).contains(NOBODY), "it goes on, maybe");
    trace.outcome = Outcome::Deadlocked { waits: Vec::new() };
    assert!(said(&trace, Cursor::end(&trace)).contains(NOBODY));
    assert!(!said(&trace, Cursor::after(&trace, 4)).contains(NOBODY), "one more event is to come");
}

#[test]
fn who_has_ended_gives_no_permits_back() {
    let mut trace = waits();
    trace.resources[0].kind = ResourceKind::Slots { size: 1 };
    let share = |task| vec![Share { task, count: 1 }];
    let state = Box::new(State::Slots { held: share(1), waiting: share(0) });
    let kinds = [
        EventKind::Blocked { on: Some(0), how: Wait::Acquire },
        EventKind::Showed { resource: 0, state },
    ];
    let events = kinds.map(|kind| Event { at: 0, task: Some(0), site: None, kind });
    trace.events.splice(3..4, events);
    let while_it_works = said(&trace, Cursor::at(&trace, 1_000_000));
    assert!(while_it_works.ends_with("Freed by: worker releasing."), "{while_it_works}");
    assert!(said(&trace, Cursor::end(&trace)).contains(NOBODY));
}

#[test]
fn who_waits_for_a_task_says_for_which() {
    let mut trace = waits();
    trace.events[3].kind = EventKind::Blocked { on: None, how: Wait::Task(1) };
    let cursor = Cursor::at(&trace, 1_000_000);
    assert_eq!(said(&trace, cursor), "reader: waits for worker to end, since 0.000 s.");
    let (index, labels) = (Index::new(&trace), Labels::EN);
    let view = View { cursor, ..View::new(&trace, &index, &labels) };
    assert_eq!(why(&view, Subject::Task(0)).expect("a reason").freed_by, [1]);
    let after = View { cursor: Cursor::end(&trace), ..view };
    let left = why(&after, Subject::Task(0)).expect("a reason").freed_by;
    assert!(left.is_empty(), "who has ended frees nobody");
    assert_eq!(stage::step_words(&view, 3), "reader waits for worker to end.");
}

#[test]
fn who_waits_to_be_cancelled_says_so() {
    let mut trace = waits();
    trace.events[3].kind = EventKind::Blocked { on: None, how: Wait::Cancel };
    let said = said(&trace, Cursor::at(&trace, 1_000_000));
    assert_eq!(said, "reader: waits only to be cancelled, since 0.000 s.");
}
