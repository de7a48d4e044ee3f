//! What cards say, in the room that they have.

use lab::{Event, EventKind, Micros, Run, Task, Trace};
use stage::*;

/// Four workers that wait for times as different as they come.
fn workers() -> Trace {
    let mut trace = Trace::new(Run::default());
    for (task, until) in [(0, 420_000), (1, 1_000), (2, 77_000), (3, 233_000_u64)] {
        trace.tasks.push(Task { name: format!("worker {}", task + 1), parent: None, site: None });
        let mut add = |kind| trace.events.push(Event { at: 0, task: Some(task), site: None, kind });
        add(EventKind::Spawned);
        add(EventKind::Running { thread: 0 });
        add(EventKind::Received { from: None, item: Some(task) });
        add(EventKind::Sleeping { until });
    }
    trace
}

/// Everything that is written at an instant.
fn said(trace: &Trace, at: Micros, view: impl Fn(View) -> View) -> Vec<String> {
    let index = Index::new(trace);
    let cursor = Cursor { at, ..Cursor::end(trace) };
    let scene = diagram(&view(View { cursor, ..View::new(trace, &index, &Labels::VI) }));
    let text = |shape: &Shape| match shape {
        Shape::Text { text, .. } => Some(text.clone()),
        _ => None,
    };
    scene.shapes.iter().filter_map(text).collect()
}

#[test]
fn peers_that_wait_say_so_alike_and_keep_to_it() {
    let trace = workers();
    for width in [960.0, 640.0, 390.0, 320.0] {
        let forms = [0, 400_000].map(|at| {
            let said = said(&trace, at, |view| View { width, ..view });
            let times = said.iter().filter(|said| said.ends_with(" ms"));
            let forms: Vec<bool> = times.map(|said| said.contains("chờ ")).collect();
            assert!(forms.windows(2).all(|pair| pair[0] == pair[1]), "{said:?}");
            forms.first().copied()
        });
        assert_eq!(forms[0], forms[1], "at {width}");
    }
}
