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
