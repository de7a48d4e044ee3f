//! What a picture makes of the surface it is on.
#![cfg(not(target_arch = "wasm32"))]

use std::time::Duration;

use lab::{Event, EventKind, Loss, Run, Trace, VirtualHost};
use stage::*;

/// Three tasks pass one item on.
fn passed_on() -> Trace {
    VirtualHost::new(Run::default(), 1, |lab| async move {
        let (first_in, first) = lab.channel("first", 2);
        let (second_in, second) = lab.channel("second", 2);
        let worker = lab.clone();
        lab.spawn("producer", async move { first_in.send(1_u32).await.is_ok() });
        lab.spawn("worker", async move {
            worker.sleep(Duration::from_millis(5)).await;
            if let Ok(item) = first.recv().await {
                let _ = second_in.send(item).await;
            }
        });
        lab.spawn("consumer", async move { second.recv().await.is_ok() }).await;
    })
    .finish()
}

#[test]
fn a_large_surface_has_larger_forms_and_a_usual_one_has_not() {
    let trace = passed_on();
    let index = Index::new(&trace);
    let step = |width, height| {
        diagram_step(&View { width, height, ..View::new(&trace, &index, &Labels::EN) })
    };
    assert_eq!(step(960.0, 440.0), 1.0);
    assert_eq!(step(3_000.0, 300.0), 1.0);
    assert!(step(1_900.0, 1_000.0) > 1.0);
    assert!(step(3_100.0, 1_700.0) >= 2.0);
}

#[test]
fn larger_forms_have_room() {
    let trace = passed_on();
    let index = Index::new(&trace);
    for width in [1_500.0, 1_700.0, 2_100.0, 2_600.0, 3_200.0] {
        let view = View { width, height: width / 2.0, ..View::new(&trace, &index, &Labels::EN) };
        let step = diagram_step(&view);
        let small = View { width: width / step, height: width / 2.0 / step, ..view };
        let scene = diagram(&small);
        let tasks: Vec<Area> = scene.targets.iter().map(|target| target.area).collect();
        for (place, one) in tasks.iter().enumerate() {
            assert!(one.x > 0.0 && one.x + one.w < scene.width, "{one:?} at {width}");
            for other in &tasks[..place] {
                let apart = one.x + one.w <= other.x || other.x + other.w <= one.x;
                assert!(apart, "{one:?} and {other:?} at {width}");
            }
        }
    }
}

#[test]
fn a_diagram_says_how_high_it_has_to_be() {
    let trace = passed_on();
    let index = Index::new(&trace);
    let heights = [360.0, 960.0].map(|width| {
        let view = View { width, ..View::new(&trace, &index, &Labels::VI) };
        let height = diagram_least_height(&view);
        let scene = diagram(&View { height, ..view });
        let lowest = scene.targets.iter().map(|target| target.area.y + target.area.h);
        assert!(lowest.fold(0.0, f32::max) < height, "at {width}");
        height
    });
    assert!(heights[0] > heights[1], "{heights:?}");
}

#[test]
fn what_is_given_up_is_not_lost() {
    let mut trace = passed_on();
    // The consumer ends with the item in its hands.
    let before = measured(&trace, &Index::new(&trace), "worker");
    assert_eq!((before.lost, before.given_up), (1, 0));
    let at = trace.end();
    let gone = |from, why| Event {
        at,
        task: Some(1),
        site: None,
        kind: EventKind::Lost { from, item: Some(7), why },
    };
    trace.events.push(gone(None, Loss::Dropped));
    trace.events.push(gone(None, Loss::Cancelled));
    trace.events.push(gone(Some(0), Loss::Dropped));
    let found = measured(&trace, &Index::new(&trace), "worker");
    assert_eq!((found.lost, found.given_up), (2, 2));
}

#[test]
fn a_button_goes_where_it_hides_least() {
    let card = |x, y| Shape::Rect {
        area: Area { x, y, w: 100.0, h: 52.0 },
        radius: 8.0,
        paint: Paint::default(),
    };
    let corner = |shapes, figures| {
        let scene = Scene { width: 400.0, height: 300.0, shapes, targets: Vec::new() };
        free_corner(&scene, 56.0, 10.0, figures)
    };
    let (right, left, above) = (card(290.0, 240.0), card(10.0, 240.0), card(290.0, 60.0));
    assert_eq!(corner(vec![], 200.0), Corner::LowerRight);
    assert_eq!(corner(vec![right.clone()], 200.0), Corner::LowerLeft);
    assert_eq!(corner(vec![right.clone(), left.clone()], 200.0), Corner::UpperRight);
    assert_ne!(corner(vec![right.clone(), left.clone()], 350.0), Corner::UpperRight);
    // A frame around everything hides nothing; the card that it meets least is hidden.
    let frame = Shape::Rect {
        area: Area { x: 0.0, y: 0.0, w: 400.0, h: 300.0 },
        radius: 0.0,
        paint: Paint::default(),
    };
    assert_eq!(corner(vec![frame, right, left, above], 200.0), Corner::UpperRight);
}

#[test]
fn who_came_too_late_for_anything_is_shown_beside_those_like_it() {
    let trace = VirtualHost::new(Run::default(), 1, |lab| async move {
        let (jobs_in, jobs) = lab.channel("jobs", 2);
        lab.spawn("producer", async move { jobs_in.send(1_u32).await.is_ok() }).await;
        for place in 1..=3 {
            let jobs = jobs.clone();
            lab.spawn(format!("worker {place}"), async move { while jobs.recv().await.is_ok() {} });
        }
        lab.spawn("helper", async {});
    })
    .finish();
    let index = Index::new(&trace);
    let shown: Vec<_> =
        index.shown_tasks().map(|task| trace.tasks[task as usize].name.as_str()).collect();
    assert_eq!(shown, ["producer", "worker 1", "worker 2", "worker 3"]);
}
