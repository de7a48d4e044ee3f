//! What holds of every picture of every trace.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use lab::{EventKind, ItemId, Trace};
use proptest::prelude::*;
use stage::*;

/// Pictures of a trace at widths and settings that differ most.
fn views<'a>(trace: &'a Trace, index: &'a Index, labels: &'a Labels) -> Vec<View<'a>> {
    let view = View::new(trace, index, labels);
    let phone = View { width: 390.0, height: 410.0, touch: true, unfolded: true, ..view };
    let embed = View { width: 640.0, height: 220.0, followed: Some(3), axis: Axis::Order, ..view };
    let ringed = View { width: 1_800.0, ringed: &[0, 2], live: true, works: "worker", ..view };
    vec![view, phone, embed, ringed, View { width: 280.0, height: 60.0, motion: false, ..view }]
}

fn cursors(trace: &Trace) -> Vec<Cursor> {
    let events = trace.events.len();
    let stepped = (0..=events).step_by((events / 12).max(1)).map(|n| Cursor::after(trace, n));
    let between = stepped.clone().map(|cursor| Cursor { held: 30_000, ..cursor });
    stepped.chain(between).chain([Cursor::end(trace)]).collect()
}

fn assert_sound(scene: &Scene) {
    for shape in &scene.shapes {
        let numbers = match shape {
            Shape::Rect { area, radius, .. } => vec![area.x, area.y, area.w, area.h, *radius],
            Shape::Circle { at, radius, .. } => vec![at.x, at.y, *radius],
            Shape::Polygon { points, .. } => points.iter().flat_map(|p| [p.x, p.y]).collect(),
            Shape::Curve { from, pieces, .. } => {
                pieces.iter().flatten().chain([from]).flat_map(|p| [p.x, p.y]).collect()
            }
            Shape::Arc { at, radius, from, to, .. } => vec![at.x, at.y, *radius, *from, *to],
            Shape::Text { at, size, .. } => {
                assert!(*size >= 12.0, "words are at least 12 high");
                vec![at.x, at.y]
            }
        };
        assert!(numbers.iter().all(|number| number.is_finite()), "{shape:?}");
        if let Shape::Rect { area, .. } = shape {
            assert!(area.w >= 0.0 && area.h >= 0.0, "{shape:?}");
        }
    }
    for target in &scene.targets {
        let Area { x, y, w, h } = target.area;
        let inside =
            x >= 0.0 && y >= 0.0 && x + w <= scene.width + 0.01 && y + h <= scene.height + 0.01;
        assert!(inside, "{target:?} is outside of {} × {}", scene.width, scene.height);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn every_picture_is_sound(trace in common::traces()) {
        let index = Index::new(&trace);
        for view in views(&trace, &index, &Labels::EN) {
            for cursor in cursors(&trace) {
                let view = View { cursor, ..view };
                assert_sound(&diagram(&view));
                assert_sound(&timeline(&view));
                prop_assert!(diagram_height(&view).is_finite());
                let x = x_of(&view, cursor);
                prop_assert!(instant_at(&view, x).events <= trace.events.len());
            }
        }
        let view = View::new(&trace, &index, &Labels::EN);
        let picture = svg(&[&diagram(&view), &timeline(&view)], &Palette::DARK);
        prop_assert!(!picture.contains("NaN") && !picture.contains("inf"));
    }

    #[test]
    fn everything_has_a_reason_in_both_languages(trace in common::traces()) {
        let index = Index::new(&trace);
        for labels in [&Labels::EN, &Labels::VI] {
            for cursor in cursors(&trace) {
                let view = View { cursor, ..View::new(&trace, &index, labels) };
                prop_assert!(!describe(&view).is_empty());
                for task in 0..trace.tasks.len() as u32 {
                    let why = why(&view, Subject::Task(task)).expect("every task has a reason");
                    prop_assert!(why.say().starts_with(&trace.tasks[task as usize].name));
                    prop_assert!(!why.say().contains(['{', '}']), "{}", why.say());
                }
                for item in 0..70 {
                    prop_assert!(!why(&view, Subject::Item(item)).expect("a reason").say().is_empty());
                }
                for resource in 0..trace.resources.len() as u32 {
                    let why = why(&view, Subject::Resource(resource)).expect("a reason");
                    prop_assert!(!why.say().is_empty());
                }
            }
            for event in 0..trace.events.len() {
                let said = step_words(&View::new(&trace, &index, labels), event);
                prop_assert!(said.ends_with('.') && !said.contains(['{', '}']), "{}", said);
            }
        }
    }

    #[test]
    fn stretches_follow_each_other_without_a_gap(trace in common::traces()) {
        let index = Index::new(&trace);
        for lane in index.tasks.iter().chain(&index.threads) {
            for pair in lane.stretches.windows(2) {
                prop_assert!(pair[0].event <= pair[1].event && pair[0].at <= pair[1].at);
            }
            for events in 0..=trace.events.len() {
                let found = lane.after(events);
                let slow = lane.stretches.iter().rev().find(|s| (s.event as usize) < events);
                prop_assert_eq!(found, slow);
            }
        }
    }

    #[test]
    fn what_a_task_does_equals_a_slow_replay(trace in common::traces()) {
        let index = Index::new(&trace);
        for task in 0..trace.tasks.len() as u32 {
            let mut hands: Vec<ItemId> = Vec::new();
            let mut alive = false;
            for (place, event) in trace.events.iter().enumerate() {
                if event.task == Some(task) {
                    replay_hands(&mut hands, &event.kind);
                    alive |= is_phase(&event.kind);
                }
                let doing = index.doing(task, place + 1);
                prop_assert_eq!(doing.is_some(), alive);
                if let Some(doing) = doing {
                    prop_assert_eq!(doing.item, hands.last().copied());
                }
            }
        }
    }

    #[test]
    fn contents_of_a_queue_equal_a_slow_replay(trace in common::traces()) {
        let index = Index::new(&trace);
        for resource in 0..trace.resources.len() {
            let (mut inside, mut early) = (Vec::new(), Vec::new());
            for (place, event) in trace.events.iter().enumerate() {
                if event.kind.resource() == Some(resource as u32) {
                    replay_queue(&mut inside, &mut early, &event.kind);
                }
                let store = &index.stores[resource];
                let found: Vec<_> = store.after(place + 1).map(|stay| stay.item).collect();
                prop_assert_eq!(&found, &inside);
                prop_assert_eq!(store.len_after(place + 1), inside.len());
            }
        }
    }

    #[test]
    fn an_index_that_grew_equals_one_made_at_once(trace in common::traces(), cuts in 1..7_usize) {
        let whole = Index::new(&trace);
        let mut grown = Index::default();
        for cut in 0..=cuts {
            let mut part = trace.clone();
            part.events.truncate(trace.events.len() * cut / cuts);
            grown.extend(&part);
        }
        for cursor in cursors(&trace) {
            let of = |index| {
                let view = View { cursor, ..View::new(&trace, index, &Labels::EN) };
                (diagram(&view), timeline(&view), describe(&view))
            };
            prop_assert_eq!(of(&whole), of(&grown));
        }
    }

    #[test]
    fn figures_of_now_are_those_of_the_picture(trace in common::traces()) {
        let index = Index::new(&trace);
        for cursor in cursors(&trace) {
            let view = View { cursor, motion: false, ..View::new(&trace, &index, &Labels::EN) };
            let now = now(&view);
            let busy = index.shown_tasks().filter(|task| {
                index.doing(*task, cursor.events).is_some_and(|doing| {
                    doing.item.is_some() && !matches!(doing.phase, Phase::Blocked { .. })
                })
            });
            prop_assert_eq!(now.in_progress, busy.count());
            for task in &now.on_threads {
                let doing = index.doing(*task, cursor.events).expect("it has begun");
                prop_assert!(doing.phase.is_on_thread());
            }
        }
    }

    #[test]
    fn playback_comes_to_the_end_and_never_goes_back(trace in common::traces(), speed in 100..10_000_u32) {
        let index = Index::new(&trace);
        let mut cursor = Cursor::start();
        let mut frames = 0;
        while !cursor.is_at_end(&trace) {
            let next = cursor.advance(&trace, &index, 160_000, speed);
            prop_assert!(next.events >= cursor.events && next.at >= cursor.at);
            prop_assert!(next.at >= Cursor::after(&trace, next.events).at);
            cursor = next;
            frames += 1;
            prop_assert!(frames < 1_000_000);
        }
    }

    #[test]
    fn a_place_of_the_timeline_is_the_cursor_there(trace in common::traces()) {
        let index = Index::new(&trace);
        for axis in [Axis::Time, Axis::Order] {
            let view = View { axis, width: 2_000.0, ..View::new(&trace, &index, &Labels::EN) };
            for cursor in cursors(&trace) {
                let x = x_of(&view, cursor);
                let back = x_of(&view, instant_at(&view, x));
                prop_assert!((x - back).abs() < 1.0, "{} is not {}", x, back);
            }
        }
    }
}

fn is_phase(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::Spawned
            | EventKind::Finished
            | EventKind::Dropped
            | EventKind::Ready
            | EventKind::Running { .. }
            | EventKind::Sleeping { .. }
            | EventKind::Computing { .. }
            | EventKind::Blocked { .. }
    )
}

fn replay_hands(hands: &mut Vec<ItemId>, kind: &EventKind) {
    match kind {
        EventKind::Received { item: Some(item), .. } => hands.push(*item),
        EventKind::Sent { item: Some(item), .. }
        | EventKind::Lost { from: None, item: Some(item), .. } => {
            if let Some(place) = hands.iter().position(|held| held == item) {
                hands.remove(place);
            }
        }
        _ => {}
    }
}

fn replay_queue(
    inside: &mut Vec<Option<ItemId>>,
    early: &mut Vec<Option<ItemId>>,
    kind: &EventKind,
) {
    match kind {
        EventKind::Sent { item, .. } => match early.iter().position(|early| early == item) {
            Some(place) => drop(early.remove(place)),
            None => inside.push(*item),
        },
        EventKind::Received { item, .. } | EventKind::Lost { item, .. } => {
            match inside.iter().position(|inside| inside == item) {
                Some(place) => drop(inside.remove(place)),
                None => early.push(*item),
            }
        }
        _ => {}
    }
}
