//! The cursor and what moves with it, on a trace made by hand.

use lab::{
    Event, EventKind, ItemId, Measured, Micros, Resource, ResourceKind, Run, Task, Trace, Wait,
};
use stage::*;

/// `a` hands items over to `b` through a queue of two; everything at one instant, then `b` sleeps.
fn handed_over() -> Trace {
    let mut trace = Trace::new(Run::default());
    for name in ["a", "b"] {
        trace.tasks.push(Task { name: name.to_owned(), parent: None, site: None });
    }
    let kind = ResourceKind::Channel { capacity: Some(2) };
    trace.resources.push(Resource { name: "q".to_owned(), kind });
    let mut add = |at: Micros, task, kind| {
        trace.events.push(Event { at, task: Some(task), site: None, kind })
    };
    add(0, 0, EventKind::Spawned);
    add(0, 1, EventKind::Spawned);
    add(0, 0, EventKind::Running { thread: 0 });
    add(0, 0, EventKind::Received { from: None, item: Some(1) });
    add(0, 0, EventKind::Sent { to: Some(0), item: Some(1) });
    add(0, 0, EventKind::Blocked { on: Some(0), how: Wait::Send });
    add(0, 1, EventKind::Running { thread: 0 });
    add(0, 1, EventKind::Received { from: Some(0), item: Some(1) });
    add(0, 1, EventKind::Sleeping { until: 1_000_000 });
    add(1_000_000, 1, EventKind::Running { thread: 0 });
    add(1_000_000, 1, EventKind::Sent { to: None, item: Some(1) });
    add(1_000_000, 1, EventKind::Finished);
    trace
}

/// Whatever is built of a long trace leaves time for other things in between.
#[test]
fn an_index_takes_in_no_more_events_at_a_time_than_it_is_asked_to() {
    const EVENTS: usize = 7;
    let mut trace = handed_over();
    for turn in 2..200 {
        let (at, item) = (turn * 1_000_000, Some(turn as ItemId));
        trace.events.push(Event {
            at,
            task: Some(0),
            site: None,
            kind: EventKind::Running { thread: 0 },
        });
        let kind = EventKind::Received { from: None, item };
        trace.events.push(Event { at, task: Some(0), site: None, kind });
        trace.events.push(Event {
            at,
            task: Some(0),
            site: None,
            kind: EventKind::Sent { to: None, item },
        });
    }
    let (mut index, mut slices) = (Index::default(), 0);
    while !index.advance(&trace, EVENTS) {
        slices += 1;
        assert!(index.events <= slices * EVENTS, "{} after {slices}", index.events);
    }
    // One pass takes the events in, another says how long each is shown; whole instants are a slice.
    assert!(slices > trace.events.len() / EVENTS + 3, "{slices}");
    assert_eq!(format!("{index:?}"), format!("{:?}", Index::new(&trace)));
}

#[test]
fn events_of_one_instant_are_shown_one_after_the_other() {
    let trace = handed_over();
    let index = Index::new(&trace);
    let mut cursor = Cursor::start();
    let mut held = 0;
    while cursor.at == 0 {
        cursor = cursor.advance(&trace, &index, 1_000, 1_000);
        held += 1;
    }
    // Five telling events (b's running is of another task): four holds of 80 ms between them.
    assert!((315..=325).contains(&held), "held for {held} ms");
}

#[test]
fn the_clock_is_held_for_at_most_400_ms() {
    let mut trace = handed_over();
    let send = trace.events[4].clone();
    let more = std::iter::repeat_n(send, 500);
    trace.events.splice(5..5, more);
    let index = Index::new(&trace);
    let cursor = Cursor::start().advance(&trace, &index, 410_000, 1_000);
    assert!(cursor.at > 0, "{cursor:?}");
}

#[test]
fn faster_playback_holds_for_less() {
    let trace = handed_over();
    let index = Index::new(&trace);
    let slow = Cursor::start().advance(&trace, &index, 100_000, 1_000);
    let fast = Cursor::start().advance(&trace, &index, 100_000, 10_000);
    assert!(slow.at == 0 && fast.at > 0);
}

#[test]
fn steps_visit_every_event() {
    let trace = handed_over();
    let mut cursor = Cursor::start();
    for events in 1..=trace.events.len() {
        cursor = cursor.forward(&trace);
        assert_eq!(cursor.events, events);
    }
    assert_eq!(cursor.forward(&trace), cursor);
    for events in (0..trace.events.len()).rev() {
        cursor = cursor.back(&trace);
        assert_eq!(cursor.events, events);
    }
    assert_eq!(cursor, Cursor::start());
}

#[test]
fn an_item_goes_from_where_it_was_to_where_it_is() {
    let trace = handed_over();
    let index = Index::new(&trace);
    let before = item_at(&trace, &index, Cursor::after(&trace, 7), true);
    let rest = item_at(&trace, &index, Cursor::after(&trace, 8), true);
    let at = |held| item_at(&trace, &index, Cursor { held, ..Cursor::after(&trace, 8) }, true);
    assert!((at(0) - before).abs() < 1.0, "it begins where it was");
    assert!(at(50_000) > before && at(50_000) < rest, "it is on its way");
    assert_eq!(at(140_000), rest, "it has come to rest");
    let still = item_at(&trace, &index, Cursor { held: 50_000, ..Cursor::after(&trace, 8) }, false);
    assert_eq!(still, rest, "without motion it is where it is");
}

fn item_at(trace: &Trace, index: &Index, cursor: Cursor, motion: bool) -> f32 {
    let view = View { cursor, motion, ..View::new(trace, index, &Labels::EN) };
    let item: ItemId = 1;
    let scene = diagram(&view);
    let target = scene.targets.iter().find(|target| target.subject == Subject::Item(item));
    let area = target.expect("the item is in the picture").area;
    area.x + area.w / 2.0
}

#[test]
fn what_a_point_belongs_to_is_the_uppermost() {
    let trace = handed_over();
    let index = Index::new(&trace);
    let view = View { cursor: Cursor::after(&trace, 9), ..View::new(&trace, &index, &Labels::EN) };
    let scene = diagram(&view);
    let item =
        scene.targets.iter().find(|t| t.subject == Subject::Item(1)).expect("it is there").area;
    assert_eq!(scene.at(item.x + 5.0, item.y + 5.0), Some(Subject::Item(1)));
    let card =
        scene.targets.iter().find(|t| t.subject == Subject::Task(1)).expect("it is there").area;
    assert_eq!(scene.at(card.x + 2.0, card.y + 2.0), Some(Subject::Task(1)));
    assert_eq!(scene.at(-1.0, 0.0), None);
}

#[test]
fn a_run_comes_to_figures() {
    let trace = handed_over();
    let index = Index::new(&trace);
    let measured = measured(&trace, &index, "b");
    assert_eq!(measured.makespan_us, 1_000_000);
    assert_eq!(measured.throughput, 1_000);
    assert_eq!((measured.p50_us, measured.p99_us), (Some(1_000_000), Some(1_000_000)));
    assert_eq!((measured.occupied_permille, measured.running_permille), (1_000, 0));
    assert_eq!((measured.delivered, measured.lost), (1, 0));
}

#[test]
fn an_empty_run_is_a_picture_too() {
    let trace = Trace::new(Run::default());
    let index = Index::new(&trace);
    let view = View::new(&trace, &index, &Labels::EN);
    assert!(diagram(&view).shapes.is_empty());
    assert!(!timeline(&view).shapes.is_empty());
    assert_eq!(measured(&trace, &index, "worker"), Measured::default());
    assert_eq!(view.cursor.advance(&trace, &index, 1_000_000, 1_000).events, 0);
}

/// How far to the right the bars of a live run go when its clock stands at `at`.
fn reach(trace: &Trace, at: Micros) -> (f32, f32) {
    let index = Index::new(trace);
    let cursor = Cursor { at, ..Cursor::end(trace) };
    let view = View { cursor, live: true, ..View::new(trace, &index, &Labels::EN) };
    let right = |shape: &Shape| match shape {
        Shape::Rect { area, paint, .. } if matches!(paint.fill, Fill::Solid(Role::Item(_))) => {
            area.x + area.w
        }
        _ => 0.0,
    };
    let bars = lanes(&view);
    (bars.shapes.iter().map(right).fold(0.0, f32::max), x_of(&view, cursor))
}

#[test]
fn what_is_under_way_in_a_live_run_goes_on_up_to_its_edge() {
    let mut trace = handed_over();
    // `b` sleeps, and nothing has been written since.
    trace.events.truncate(9);
    let (bars, edge) = reach(&trace, 600_000);
    assert!((bars - edge).abs() < 4.0, "bars end at {bars}, the edge is at {edge}");
}
