//! What gates decide and queues hold, in numbers; and what stays hidden while somebody is asked.

use lab::{Claim, Event, EventKind, Loss, Micros, Resource, ResourceKind, Run, Task, Trace, Wait};
use stage::*;

/// One task, a queue of any length and a gate.
fn trace(happened: impl IntoIterator<Item = (Micros, EventKind)>) -> Trace {
    let mut trace = Trace::new(Run::default());
    trace.tasks.push(Task { name: "door".to_owned(), parent: None, site: None });
    let queue = ResourceKind::Channel { capacity: None };
    for (name, kind) in [("queue", queue), ("gate", ResourceKind::Shown)] {
        trace.resources.push(Resource { name: name.to_owned(), kind });
    }
    let events = happened.into_iter();
    let events = events.map(|(at, kind)| Event { at, task: Some(0), site: None, kind });
    trace.events.extend(events);
    trace
}

fn put(item: u32) -> EventKind {
    EventKind::Sent { to: Some(0), item: Some(item) }
}

fn refused(item: u32) -> EventKind {
    EventKind::Lost { from: None, item: Some(item), why: Loss::Refused }
}

#[test]
fn what_a_gate_decides_counts_and_what_became_of_it_does_not_count_again() {
    let decided = |item, admitted| EventKind::Decided { resource: 1, item, admitted };
    let trace = trace([
        (0, decided(1, true)),
        (0, put(1)),
        (0, decided(2, false)),
        (0, refused(2)),
        (9, decided(3, false)),
    ]);
    let found = measured(&trace, &Index::new(&trace), "");
    assert_eq!((found.admitted, found.refused, found.given_up), (Some(1), 2, 1));
}

#[test]
fn without_a_gate_what_was_turned_away_counts() {
    let cancelled = EventKind::Lost { from: None, item: Some(3), why: Loss::Cancelled };
    let trace = trace([(0, refused(1)), (0, refused(2)), (0, cancelled)]);
    let found = measured(&trace, &Index::new(&trace), "");
    assert_eq!((found.admitted, found.refused, found.given_up), (None, 2, 3));
}

#[test]
fn the_most_that_waited_in_a_channel_is_its_peak() {
    let take = |item| EventKind::Received { from: Some(0), item: Some(item) };
    let trace = trace([(0, put(1)), (1, put(2)), (2, take(1)), (3, put(3)), (4, take(2))]);
    assert_eq!(measured(&trace, &Index::new(&trace), "").peak, Some(2));
}

#[test]
fn what_was_given_up_and_is_made_again_has_not_been_under_way_meanwhile() {
    let made = || EventKind::Received { from: None, item: Some(1) };
    let kept = EventKind::Lost { from: None, item: Some(1), why: Loss::Kept };
    let done = EventKind::Sent { to: None, item: Some(1) };
    let trace = trace([(0, made()), (5, kept), (70, made()), (90, done)]);
    assert_eq!(measured(&trace, &Index::new(&trace), "").p50_us, Some(20));
}

#[test]
fn who_is_blocked_has_nothing_in_progress() {
    let trace = trace([
        (0, EventKind::Spawned),
        (0, EventKind::Running { thread: 0 }),
        (0, EventKind::Received { from: None, item: Some(1) }),
        (0, EventKind::Sleeping { until: 5 }),
        (5, EventKind::Running { thread: 0 }),
        (5, EventKind::Blocked { on: Some(0), how: Wait::Send }),
    ]);
    let index = Index::new(&trace);
    let in_progress = |at| {
        let cursor = Cursor::at(&trace, at);
        now(&View { cursor, ..View::new(&trace, &index, &Labels::EN) }).in_progress
    };
    assert_eq!((in_progress(4), in_progress(5)), (1, 0));
}

#[test]
fn what_is_yet_to_come_can_be_hidden() {
    let computes = |until| EventKind::Computing { until };
    let mut trace =
        trace([(0, computes(400_000)), (600_000, computes(900_000)), (900_000, put(1))]);
    let broken = |event, at| Claim {
        claim: "x".to_owned(),
        holds: false,
        broken_at_us: Some(at),
        event: Some(event),
        tasks: Vec::new(),
        items: Vec::new(),
    };
    trace.claims = vec![broken(0, 0), broken(2, 900_000)];
    let index = Index::new(&trace);
    let over = |secret| {
        let cursor = Cursor::at(&trace, 500_000);
        let view = View { cursor, secret, ..View::new(&trace, &index, &Labels::EN) };
        (playhead(&view), x_of(&view, cursor))
    };
    let marks = |scene: &Scene| {
        scene.targets.iter().filter(|target| matches!(target.subject, Subject::Mark(_))).count()
    };
    let ((open, _), (hidden, x)) = (over(false), over(true));
    assert_eq!((marks(&open), marks(&hidden)), (2, 1));
    // From just behind the cursor to the edge, every lane lies under something solid.
    let covers = |shape: &Shape| match shape {
        Shape::Rect { area, paint, .. } => {
            let reaches = area.x <= x + 4.0 && area.x + area.w >= hidden.width - 1.0;
            let solid = matches!(paint.fill, Fill::Solid(Role::Sunk | Role::Panel));
            (reaches && solid && area.h > 8.0).then_some(paint.alpha)
        }
        _ => None,
    };
    let veils: Vec<f32> = hidden.shapes.iter().filter_map(covers).collect();
    assert!(!veils.is_empty() && veils.iter().all(|alpha| *alpha == 1.0), "{veils:?}");
}

#[test]
fn the_name_of_the_one_thread_keeps_clear_of_its_bars() {
    let trace = trace([(0, EventKind::Spawned), (9, EventKind::Running { thread: 0 })]);
    let index = Index::new(&trace);
    let is_bold = |labels: &Labels| {
        let scene = timeline(&View::new(&trace, &index, labels));
        let name = scene.shapes.iter().find_map(|shape| match shape {
            Shape::Text { text, weight, .. } => (*text == labels.the_one_thread).then_some(*weight),
            _ => None,
        });
        name.is_some_and(|weight| weight > 400)
    };
    assert!(is_bold(&Labels::EN) && !is_bold(&Labels::VI));
}
