//! What cards say, in the room that they have.

use lab::{Event, EventKind, Micros, Resource, ResourceKind, Run, State, Task, Trace};
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

#[test]
fn in_real_time_whose_time_is_up_says_how_late_it_is() {
    let trace = workers();
    let late = |real| said(&trace, 353_000, |view| View { real, labels: &Labels::EN, ..view });
    assert!(late(true).contains(&"120 ms late".to_owned()), "{:?}", late(true));
    assert!(late(true).contains(&"waiting 67 ms".to_owned()), "{:?}", late(true));
    assert!(!late(false).iter().any(|said| said.ends_with("late")));
}

#[test]
fn an_item_of_two_digits_has_its_number_in_a_narrow_card() {
    let mut trace = chain();
    for event in &mut trace.events {
        if let EventKind::Received { from: None, item } = &mut event.kind {
            *item = item.map(|item| item + 20);
        }
    }
    for width in [960.0, 900.0, 850.0] {
        let said = said(&trace, 0, |view| View { width, ..view });
        assert!((20..25).all(|item| said.contains(&item.to_string())), "at {width}: {said:?}");
    }
}

/// Eight workers with a producer and a consumer.
fn pool() -> Trace {
    let mut trace = Trace::new(Run::default());
    for name in ["jobs", "results"] {
        let kind = ResourceKind::Channel { capacity: Some(3) };
        trace.resources.push(Resource { name: name.to_owned(), kind });
    }
    for task in 0..10 {
        let name = match task {
            8 => "producer".to_owned(),
            9 => "consumer".to_owned(),
            _ => format!("worker {}", task + 1),
        };
        trace.tasks.push(Task { name, parent: None, site: None });
        let mut add = |kind| trace.events.push(Event { at: 0, task: Some(task), site: None, kind });
        let item = Some(task + 11);
        add(EventKind::Spawned);
        if task != 8 {
            let from = Some(u32::from(task == 9));
            add(EventKind::Received { from, item });
        }
        if task != 9 {
            let to = Some(u32::from(task != 8));
            add(EventKind::Sent { to, item });
        }
        add(EventKind::Received { from: None, item });
        add(EventKind::Sleeping { until: 100_000 });
    }
    trace
}

#[test]
fn in_a_frame_eight_workers_have_their_whole_names() {
    let said = said(&pool(), 0, |view| View { width: 612.0, height: 208.0, ..view });
    for worker in 1..=8 {
        assert!(said.contains(&format!("worker {worker}")), "{said:?}");
    }
}

#[test]
fn a_name_of_ten_letters_is_whole_in_a_narrow_card() {
    let mut trace = chain();
    trace.tasks.iter_mut().enumerate().for_each(|(n, task)| task.name = format!("consumer {n}"));
    for width in [960.0, 920.0, 900.0] {
        let said = said(&trace, 0, |view| View { width, ..view });
        assert!(said.contains(&"consumer 1".to_owned()), "at {width}: {said:?}");
    }
}

/// A chain of five tasks, which all wait.
fn chain() -> Trace {
    let mut trace = Trace::new(Run::default());
    for task in 0..5 {
        trace.tasks.push(Task { name: format!("stage {task}"), parent: None, site: None });
        let kind = ResourceKind::Channel { capacity: Some(1) };
        trace.resources.push(Resource { name: format!("buffer {task}"), kind });
        let mut add = |kind| trace.events.push(Event { at: 0, task: Some(task), site: None, kind });
        add(EventKind::Spawned);
        add(EventKind::Running { thread: 0 });
        add(EventKind::Sent { to: Some(task), item: Some(task) });
        if task > 0 {
            add(EventKind::Received { from: Some(task - 1), item: Some(task - 1) });
        }
        add(EventKind::Received { from: None, item: Some(task) });
        add(EventKind::Sleeping { until: 138_000 });
    }
    trace
}

#[test]
fn words_under_the_ring_of_a_narrow_card_keep_clear_of_its_edge() {
    let trace = chain();
    let index = Index::new(&trace);
    let cursor = Cursor { at: 0, ..Cursor::end(&trace) };
    let mut narrow = 0;
    for width in (640..1_000).step_by(10) {
        let view = View { cursor, width: width as f32, ..View::new(&trace, &index, &Labels::EN) };
        let scene = diagram(&view);
        for target in scene.targets.iter().filter(|t| matches!(t.subject, Subject::Task(_))) {
            let card = target.area;
            let long = scene.shapes.iter().any(|shape| match shape {
                Shape::Text { at, text, .. } => {
                    text == "waiting 138 ms" && card.contains(at.x, at.y)
                }
                _ => false,
            });
            narrow += usize::from(card.w < 110.0);
            assert!(!long || card.w >= 110.0, "{card:?} at {width}");
        }
    }
    assert!(narrow > 0);
}

#[test]
fn queues_keep_their_names_where_tiles_take_the_place_of_cards() {
    let mut trace = Trace::new(Run::default());
    for queue in 1..=3 {
        let kind = ResourceKind::Channel { capacity: Some(2) };
        trace.resources.push(Resource { name: format!("rows {queue}"), kind });
    }
    for task in 0..9_u32 {
        let (stem, number) = if task < 6 { ("query", task) } else { ("handler", task - 6) };
        let name = format!("{stem} {}", number + 1);
        trace.tasks.push(Task { name, parent: None, site: None });
        let queue = Some(task % 3);
        let kind = match task {
            0..6 => EventKind::Sent { to: queue, item: Some(task) },
            _ => EventKind::Received { from: queue, item: Some(task - 6) },
        };
        for kind in [EventKind::Spawned, EventKind::Running { thread: 0 }, kind] {
            trace.events.push(Event { at: 0, task: Some(task), site: None, kind });
        }
    }
    let said = said(&trace, 0, |view| View { width: 1_200.0, height: 160.0, ..view });
    assert!(said.iter().any(|said| said.contains(" × ")), "tiles: {said:?}");
    assert!(said.contains(&"rows 2 1/2".to_owned()), "{said:?}");
}

#[test]
fn a_number_that_is_only_shown_is_whole_whatever_it_is_called() {
    let mut trace = workers();
    let name = "the most that ever came within a span".to_owned();
    trace.resources.push(Resource { name, kind: ResourceKind::Shown });
    let state = Box::new(State::Number { value: 200, limit: Some(20_000) });
    let kind = EventKind::Showed { resource: 0, state };
    trace.events.push(Event { at: 0, task: Some(0), site: None, kind });
    for width in [960.0, 390.0] {
        let said = said(&trace, 0, |view| View { width, ..view });
        assert!(said.iter().any(|said| said.ends_with("… 200/20\u{202f}000")), "{said:?}");
    }
}
