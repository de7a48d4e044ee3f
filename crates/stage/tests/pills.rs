//! The pill of a thread beside the playhead, and who has delivered.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::time::Duration;

use lab::{Micros, Run, Setting, Trace, VirtualHost};
use stage::*;

const MS: Micros = 1_000;

/// Four workers with a job each, which computes, or waits and touches the thread before and after.
fn jobs(waits: bool, threads: u32) -> Trace {
    let knobs = BTreeMap::from([("threads".to_owned(), Setting::Number(threads.into()))]);
    VirtualHost::new(Run { knobs, ..Run::default() }, threads, move |lab| async move {
        let (todo, jobs) = lab.channel("jobs", 4);
        let producer = lab.clone();
        lab.spawn("producer", async move {
            for job in 1..=4_u32 {
                producer.made(job);
                let _ = todo.send(job).await;
            }
        });
        for n in 1..=4 {
            let (lab, jobs, spawner) = (lab.clone(), jobs.clone(), lab.clone());
            spawner.spawn(format!("worker {n}"), async move {
                let Ok(job) = jobs.recv().await else { return };
                let ms = Duration::from_millis;
                if waits {
                    lab.compute(ms(4)).await;
                    lab.sleep(ms(592)).await;
                    lab.compute(ms(4)).await;
                } else {
                    lab.compute(ms(600)).await;
                }
                lab.done(job);
            });
        }
    })
    .finish()
}

/// A picture as it plays, so long after the beginning.
fn look<R>(trace: &Trace, at: Micros, look: impl FnOnce(&View<'_>) -> R) -> R {
    let index = Index::new(trace);
    let held = at.saturating_sub(trace.end());
    let cursor = Cursor { held, ..Cursor::at(trace, at) };
    look(&View { cursor, ..View::new(trace, &index, &Labels::EN) })
}

/// The pills at an instant: the label of the lane where each is, what it says, and whether it is
/// filled.
fn pills_at(trace: &Trace, at: Micros) -> Vec<(String, String, bool)> {
    look(trace, at, pills_of)
}

fn pills_of(view: &View<'_>) -> Vec<(String, String, bool)> {
    let scene = pills(view);
    let rects = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Rect { area, paint, .. } => Some((*area, paint.stroke.is_none())),
        _ => None,
    });
    let said = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Text { text, .. } => Some(text.clone()),
        _ => None,
    });
    rects.zip(said).map(|((area, filled), said)| (lane_at(view, area), said, filled)).collect()
}

/// The label that is in the middle of this height.
fn lane_at(view: &View<'_>, area: Area) -> String {
    let middle = area.y + area.h / 2.0 + 4.5;
    let named = lanes(view).shapes.into_iter().filter_map(|shape| match shape {
        Shape::Text { at, text, .. } if at.x == 12.0 => Some(((at.y - middle).abs(), text)),
        _ => None,
    });
    named.min_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, text)| text).unwrap_or_default()
}

fn check_pill(trace: &Trace, at_ms: Micros, lane: &str, filled: bool) {
    let expected = vec![(lane.to_owned(), "thread".to_owned(), filled)];
    assert_eq!(pills_at(trace, at_ms * MS), expected, "at {at_ms} ms");
}

fn ticks_at(trace: &Trace, at_ms: Micros) -> usize {
    look(trace, at_ms * MS, |view| delivered(view).shapes.len())
}

#[test]
fn the_pill_taps_whoever_waits_one_after_the_other() {
    let trace = jobs(true, 1);
    for (at, lane) in [(2, "worker 1"), (130, "worker 2"), (250, "worker 3"), (370, "worker 4")] {
        check_pill(&trace, at, lane, true);
    }
    check_pill(&trace, 500, "the one thread", false);
    // They end within 16 ms, and are seen to end one after the other, with the clock held.
    for (at, lane) in [(597, "worker 1"), (720, "worker 2"), (840, "worker 3"), (960, "worker 4")] {
        check_pill(&trace, at, lane, true);
    }
    check_pill(&trace, 1_200, "the one thread", false);
}

#[test]
fn the_pill_stays_with_whoever_computes() {
    let trace = jobs(false, 1);
    for (at, lane) in [(1, "worker 1"), (599, "worker 1"), (601, "worker 2"), (2_399, "worker 4")] {
        check_pill(&trace, at, lane, true);
    }
    check_pill(&trace, 2_401, "the one thread", false);
}

#[test]
fn a_picture_that_has_come_to_rest_shows_who_has_the_thread_at_that_instant() {
    let trace = jobs(true, 1);
    let index = Index::new(&trace);
    for (at, lane) in [(14, "worker 4"), (300, "the one thread"), (604, "worker 3")] {
        let cursor = Cursor::at(&trace, at * MS);
        let view = View { cursor, ..View::new(&trace, &index, &Labels::EN) };
        let found: Vec<String> = pills_of(&view).into_iter().map(|pill| pill.0).collect();
        assert_eq!(found, [lane], "at {at} ms");
    }
}

#[test]
fn each_of_several_threads_has_a_pill_of_its_own() {
    let trace = jobs(false, 4);
    let found = pills_at(&trace, 300 * MS);
    let said: Vec<&str> = found.iter().map(|pill| pill.1.as_str()).collect();
    assert_eq!(said, ["thread 1", "thread 2", "thread 3", "thread 4"]);
    let mut lanes: Vec<&str> = found.iter().map(|pill| pill.0.as_str()).collect();
    lanes.sort_unstable();
    assert_eq!(lanes, ["worker 1", "worker 2", "worker 3", "worker 4"]);
}

#[test]
fn pills_are_in_the_picture_and_apart_or_left_out() {
    for (waits, threads) in [(true, 1), (false, 1), (true, 4), (false, 4)] {
        let trace = jobs(waits, threads);
        for room in [None, Some(180.0), Some(120.0)] {
            for at in (0..3_000).step_by(50) {
                look(&trace, at * MS, |view| {
                    let view = View { width: 330.0, room, ..*view };
                    let areas: Vec<Area> = pills(&view).shapes.iter().filter_map(area).collect();
                    for (place, one) in areas.iter().enumerate() {
                        assert!(one.x > 126.0 && one.x + one.w <= 330.0, "{one:?} at {at} ms");
                        assert!(one.h >= 14.0, "no room for words: {one:?} at {at} ms");
                        assert!(one.y > 0.0 && one.y + one.h < timeline_height(&view));
                        let apart =
                            |other: &Area| one.y + one.h <= other.y || other.y + other.h <= one.y;
                        assert!(areas[..place].iter().all(apart), "{areas:?} at {at} ms");
                    }
                });
            }
        }
    }
}

fn area(shape: &Shape) -> Option<Area> {
    match shape {
        Shape::Rect { area, .. } => Some(*area),
        _ => None,
    }
}

#[test]
fn who_has_delivered_has_a_tick_once_the_thread_is_seen_to_leave() {
    let computing = jobs(false, 1);
    assert_eq!(
        [0, 599, 601, 1_300, 2_399, 2_400].map(|at| ticks_at(&computing, at)),
        [0, 0, 1, 2, 3, 4]
    );
    let waiting = jobs(true, 1);
    assert_eq!(
        [400, 600, 720, 840, 960, 1_100].map(|at| ticks_at(&waiting, at)),
        [0, 0, 1, 2, 3, 4]
    );
}

#[test]
fn who_ends_without_having_delivered_has_no_tick() {
    let trace = jobs(false, 1);
    let index = Index::new(&trace);
    let view = View::new(&trace, &index, &Labels::EN);
    let producer = trace.tasks.iter().position(|task| task.name == "producer");
    let over = index.doing(producer.expect("there is one") as u32, trace.events.len());
    assert!(over.is_some_and(|stretch| stretch.phase == Phase::Finished));
    assert_eq!(delivered(&view).shapes.len(), 4);
}

#[test]
fn lanes_keep_to_the_room_there_is() {
    let usual = |threads| look(&jobs(false, threads), 0, timeline_height);
    let kept = |threads, room| {
        let trace = jobs(false, threads);
        look(&trace, 0, |view| timeline_height(&View { room: Some(room), ..*view }))
    };
    assert_eq!((usual(1), kept(1, usual(1))), (180.0, 180.0));
    assert!(usual(4) > 180.0 && kept(4, 180.0) <= 180.0);
    // Not at any price: they can be read.
    assert!(kept(4, 60.0) > 100.0);
}
