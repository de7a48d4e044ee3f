//! Where pipes begin and end.

use lab::{Event, EventKind, Resource, ResourceKind, Run, Task, Trace, Wait};
use stage::*;

/// Ten tasks that want the same permits.
fn permits() -> Trace {
    let mut trace = Trace::new(Run::default());
    let kind = ResourceKind::Slots { size: 4 };
    trace.resources.push(Resource { name: "permits".to_owned(), kind });
    for task in 0..10 {
        trace.tasks.push(Task { name: format!("query {}", task + 1), parent: None, site: None });
        let mut add = |kind| trace.events.push(Event { at: 0, task: Some(task), site: None, kind });
        add(EventKind::Spawned);
        add(EventKind::Running { thread: 0 });
        add(EventKind::Blocked { on: Some(0), how: Wait::Acquire });
    }
    trace
}

#[test]
fn a_pipe_for_a_whole_group_begins_along_all_of_it() {
    let trace = permits();
    let index = Index::new(&trace);
    for width in [1_440.0, 640.0, 390.0] {
        let view = View { width, ..View::new(&trace, &index, &Labels::EN) };
        let scene = diagram(&View { height: diagram_least_height(&view).max(300.0), ..view });
        let task = |target: &&Target| matches!(target.subject, Subject::Task(_));
        let cards: Vec<Area> = scene.targets.iter().filter(task).map(|t| t.area).collect();
        let lines = scene.shapes.iter().filter_map(|shape| match shape {
            Shape::Curve { from, pieces, paint } => {
                let is_pipe = paint.stroke.is_some_and(|s| s.role == Role::Pipe && s.dashed);
                is_pipe.then(|| (*from, pieces[pieces.len() - 1][2]))
            }
            _ => None,
        });
        let lines: Vec<(Point, Point)> = lines.collect();
        let begins = |pipe: &Point, (from, to): &(Point, Point)| {
            let along = |card: &Area| match width < 560.0 {
                true => from.x <= card.x && card.x + card.w <= to.x,
                false => from.y <= card.y && card.y + card.h <= to.y,
            };
            let is_on = from.x <= pipe.x && pipe.x <= to.x && from.y <= pipe.y && pipe.y <= to.y;
            is_on && cards.iter().filter(|card| along(card)).count() >= 10
        };
        let pipe = lines.iter().find(|pipe| lines.iter().any(|line| begins(&pipe.0, line)));
        assert!(pipe.is_some(), "at {width}: {lines:?}");
    }
}

/// Three writers with a stream each, which one reader reads, and a stream of streams.
fn streams() -> Trace {
    let mut trace = Trace::new(Run::default());
    for name in ["source", "writer 1", "writer 2", "writer 3", "reader"] {
        trace.tasks.push(Task { name: name.to_owned(), parent: None, site: None });
    }
    for (name, places) in [("streams", 1), ("stream 1", 2), ("stream 2", 2), ("stream 3", 2)] {
        let kind = ResourceKind::Channel { capacity: Some(places) };
        trace.resources.push(Resource { name: name.to_owned(), kind });
    }
    let mut add = |task, kind| {
        trace.events.push(Event { at: 0, task: Some(task), site: None, kind });
    };
    for queue in 0..4 {
        add(queue, EventKind::Spawned);
        add(queue, EventKind::Sent { to: Some(queue), item: Some(queue) });
        add(4, EventKind::Received { from: Some(queue), item: Some(queue) });
    }
    trace
}

#[test]
fn on_a_phone_no_pipe_passes_behind_a_queue_that_it_does_not_feed() {
    let trace = streams();
    let index = Index::new(&trace);
    let view = View { width: 390.0, ..View::new(&trace, &index, &Labels::EN) };
    let scene = diagram(&View { height: diagram_least_height(&view).max(300.0), ..view });
    let is_queue = |target: &&Target| matches!(target.subject, Subject::Resource(_));
    let queues: Vec<Area> = scene.targets.iter().filter(is_queue).map(|t| t.area).collect();
    assert_eq!(queues.len(), 4);
    for shape in &scene.shapes {
        let Shape::Curve { from, pieces, paint } = shape else { continue };
        let is_pipe = paint.stroke.is_some_and(|s| s.role == Role::Pipe && s.width == 1.6);
        let (mut at, end) = (*from, pieces[pieces.len() - 1][2]);
        for [one, two, to] in pieces.iter().filter(|_| is_pipe) {
            for step in 1..20 {
                let (t, u) = (step as f32 / 20.0, 1.0 - step as f32 / 20.0);
                let on = |a: f32, b: f32, c: f32, d: f32| {
                    u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
                };
                let x = on(at.x, one.x, two.x, to.x);
                let y = on(at.y, one.y, two.y, to.y);
                let behind = queues.iter().find(|area| area.contains(x, y));
                assert!(behind.is_none(), "{from:?} to {end:?} is at {x}, {y}: {behind:?}");
            }
            at = *to;
        }
    }
}
