//! Scopes tell of themselves what the contexts do.

use std::future::pending;
use std::time::Duration;

use lab::*;

fn ms(span: u64) -> Duration {
    Duration::from_millis(span)
}

fn run<F: Future<Output = ()> + 'static>(scenario: impl FnOnce(Lab) -> F) -> Trace {
    VirtualHost::new(Run::default(), 1, scenario).finish()
}

/// The tree as it was shown last.
fn tree(trace: &Trace) -> Vec<Node> {
    let trees = trace.events.iter().rev().filter_map(|event| match &event.kind {
        EventKind::Showed { state, .. } => match &**state {
            State::Tree { nodes } => Some(nodes.clone()),
            _ => None,
        },
        _ => None,
    });
    trees.into_iter().next().expect("a tree was shown")
}

fn ended(trace: &Trace, name: &str) -> Ended {
    let node = tree(trace).into_iter().find(|node| node.name == name);
    node.and_then(|node| node.ended).expect("it ended")
}

#[test]
fn a_scope_that_ends_drops_its_task_which_gives_up_what_it_holds() {
    let trace = run(|lab| async move {
        let scope = lab.scopes("contexts").root("work");
        let held = lab.clone();
        let work = scope.spawn(async move {
            held.made(7);
            pending::<()>().await;
        });
        lab.sleep(ms(10)).await;
        scope.cancel_because("enough");
        assert!(work.await.is_err());
    });
    assert_eq!(trace.outcome, Outcome::Finished);
    let of_work = |kind: &EventKind| {
        trace.events.iter().any(|event| event.task == Some(1) && event.kind == *kind)
    };
    assert!(of_work(&EventKind::Dropped) && !of_work(&EventKind::Finished));
    let given_up = EventKind::Lost { from: None, item: Some(7), why: Loss::Cancelled };
    assert!(of_work(&given_up));
    assert_eq!(ended(&trace, "work").words.as_deref(), Some("enough"));
}

#[test]
fn a_child_cancelled_from_above_has_the_cause_of_the_one_above() {
    let trace = run(|lab| async move {
        let root = lab.scopes("contexts").root("root");
        let parent = root.with_timeout("parent", ms(20));
        let child = parent.with_timeout("child", ms(500));
        assert_eq!(child.context().deadline(), Some(ms(20)));
        drop(parent.spawn(pending::<()>()));
        assert!(child.spawn(pending::<()>()).await.is_err());
    });
    let (parent, child) = (ended(&trace, "parent"), ended(&trace, "child"));
    assert!(parent.by_deadline && !parent.from_above);
    assert!(child.by_deadline && child.from_above);
    assert_eq!((parent.at, child.at), (20_000, 20_000));
    assert_eq!(invariant::cancel_reaches_all_below(&trace), Ok(()));
    assert_eq!(invariant::scopes_end_with_their_tasks(&trace), Ok(()));
}

#[test]
fn a_scope_that_hangs_from_nothing_does_not_see_the_end_of_the_one_it_is_drawn_below() {
    let trace = run(|lab| async move {
        let root = lab.scopes("contexts").root("root");
        let stray = root.below("stray", patterns::Context::root());
        root.cancel_because("over");
        assert!(!stray.context().is_cancelled());
    });
    assert!(invariant::cancel_reaches_all_below(&trace).is_err());
    assert_eq!(ended(&trace, "stray").words, None);
}

#[test]
fn an_action_cancels_the_scope_it_names_and_no_other() {
    let script = vec![ScriptEntry {
        at: 5_000,
        action: "cancel".to_owned(),
        argument: Some("query-2".to_owned()),
    }];
    let run = Run { script, ..Run::default() };
    let trace = VirtualHost::new(run, 1, |lab: Lab| async move {
        let contexts = lab.scopes("contexts");
        contexts.cancel_on("cancel");
        let root = contexts.root("root");
        let [first, second] = ["query 1", "query 2"].map(|name| root.child(name));
        assert!(second.spawn(lab.sleep(ms(50))).await.is_err());
        assert!(first.spawn(lab.sleep(ms(50))).await.is_ok());
    })
    .finish();
    assert_eq!(ended(&trace, "query 2").at, 5_000);
    assert_eq!(ended(&trace, "query 1").words, None);
    assert_eq!(invariant::cancel_stays_below(&trace, "cancel"), Ok(()));
}

#[test]
fn who_only_waits_for_the_end_of_its_scope_says_so() {
    let trace = run(|lab| async move {
        let scope = lab.scopes("contexts").root("work");
        drop(scope.spawn(pending::<()>()));
        drop(scope.child("sleeper").spawn(lab.sleep(ms(10))));
        lab.sleep(ms(10)).await;
        scope.cancel_because("over");
    });
    let waits = |task| {
        let own = trace.events.iter().filter(move |event| event.task == Some(task));
        own.map(|event| event.kind.clone())
            .find(|kind| matches!(kind, EventKind::Blocked { .. } | EventKind::Sleeping { .. }))
    };
    assert_eq!(waits(1), Some(EventKind::Blocked { on: Some(0), how: Wait::Cancel }));
    assert_eq!(waits(2), Some(EventKind::Sleeping { until: 10_000 }));
}

#[test]
fn what_is_let_in_after_the_stop_is_found() {
    let stopped = |lets_in: bool| {
        run(move |lab| async move {
            let (out, _queue) = lab.channel("queue", 2);
            lab.made(1);
            out.send(1).await.expect("it is open");
            lab.press(Press { action: "stop".to_owned(), argument: None });
            lab.made(2);
            match lets_in {
                true => out.send(2).await.expect("it is open"),
                false => lab.lost(2, Loss::Refused),
            }
        })
    };
    assert_eq!(invariant::nothing_accepted_after(&stopped(false), "stop"), Ok(()));
    let broken = invariant::nothing_accepted_after(&stopped(true), "stop");
    assert_eq!(broken.map_err(|broken| broken.items), Err(vec![2]));
}
