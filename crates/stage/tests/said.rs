//! What is said agrees with what is counted and drawn.

use lab::{Event, EventKind, Loss, Press, Resource, ResourceKind, Run, Task, Trace};
use stage::*;

/// What `door` and `main`, which has no card, did; all at one instant.
fn trace(happened: impl IntoIterator<Item = (u32, EventKind)>) -> Trace {
    let mut trace = Trace::new(Run::default());
    for name in ["main", "door"] {
        trace.tasks.push(Task { name: name.to_owned(), parent: None, site: None });
    }
    let kind = ResourceKind::Channel { capacity: Some(1) };
    trace.resources.push(Resource { name: "calls".to_owned(), kind });
    let events = happened.into_iter();
    let events = events.map(|(task, kind)| Event { at: 0, task: Some(task), site: None, kind });
    trace.events.extend(events);
    trace
}

fn at_end<T>(trace: &Trace, ask: impl FnOnce(&View) -> T) -> T {
    let (index, labels) = (Index::new(trace), Labels::EN);
    ask(&View { cursor: Cursor::end(trace), ..View::new(trace, &index, &labels) })
}

#[test]
fn only_what_counts_as_lost_is_called_so() {
    let made = (1, EventKind::Received { from: None, item: Some(7) });
    let gone = |from, why| (1, EventKind::Lost { from, item: Some(7), why });
    let said = |gone| {
        let trace = trace([made.clone(), gone]);
        let found = measured(&trace, &Index::new(&trace), "");
        let (step, why) = at_end(&trace, |view| {
            let why = why(view, Subject::Item(7)).expect("it was made");
            (step_words(view, 1), why.say().to_owned())
        });
        for said in [&step, &why] {
            assert_eq!(said.contains("lost"), found.lost == 1, "{said}");
        }
        step
    };
    assert_eq!(said(gone(None, Loss::Dropped)), "door lost item 7: whoever held it dropped it.");
    assert_eq!(said(gone(None, Loss::Refused)), "door no longer has item 7: it was turned away.");
    let left = gone(Some(0), Loss::Dropped);
    assert_eq!(said(left), "calls no longer has item 7: nobody was left to take it.");
}

#[test]
fn who_has_no_card_is_on_no_thread_in_words_either() {
    let trace = trace([
        (0, EventKind::Spawned),
        (1, EventKind::Spawned),
        (1, EventKind::Received { from: None, item: Some(1) }),
        (0, EventKind::Running { thread: 0 }),
    ]);
    let (now, said) = at_end(&trace, |view| (now(view), describe(view)));
    assert!(now.on_threads.is_empty());
    assert!(said.contains("nobody is on the thread"), "{said}");
}

#[test]
fn an_action_names_its_task_as_the_stage_does() {
    let press = Press { action: "give-up".to_owned(), argument: Some("query-4".to_owned()) };
    let trace = trace([(0, EventKind::Acted { press: Box::new(press) })]);
    assert_eq!(at_end(&trace, |view| step_words(view, 0)), "Action: give-up query 4.");
}
