//! The pictures of every scenario and every trap: sound, legible, and true to their figures.

use lab::{ResourceKind, TaskId, Trace};
use scenarios::{Group, Language, SCENARIOS, Scenario, Setup, Words, words};
use stage::*;

/// Every scenario in every variant, with its trace.
fn runs() -> impl Iterator<Item = (String, &'static str, Trace)> {
    SCENARIOS.iter().flat_map(|scenario| {
        (0..scenario.variants.len()).map(move |variant| {
            let setup = Setup { variant, ..Setup::new(scenario) };
            let name = format!("{}, {}", scenario.slug, scenario.variants[variant].slug);
            (name, scenario.works, setup.finish())
        })
    })
}

/// Some cursors all over a trace.
fn cursors(trace: &Trace, count: usize) -> impl Iterator<Item = Cursor> + '_ {
    let step = (trace.events.len() / count).max(1);
    let cursors = (0..=trace.events.len()).step_by(step).map(|events| Cursor::after(trace, events));
    cursors.chain([Cursor::end(trace)])
}

const SIZES: [(f32, f32); 5] =
    [(960.0, 440.0), (1_240.0, 560.0), (640.0, 280.0), (390.0, 480.0), (328.0, 420.0)];

/// Embedded, with the variants on one line and on two, and phones.
const FRAMES: [(f32, f32); 4] = [(612.0, 208.0), (612.0, 182.0), (358.0, 410.0), (300.0, 410.0)];

#[test]
fn words_overlap_nowhere() {
    for (name, works, trace) in runs() {
        let index = Index::new(&trace);
        for labels in [&Labels::EN, &Labels::VI] {
            for cursor in cursors(&trace, 8) {
                for (width, height) in SIZES {
                    let view = View::new(&trace, &index, labels);
                    let view = View { cursor, width, height, works, motion: false, ..view };
                    // A phone's stage is as high as it needs to be; a frame may be lower.
                    let least = if width < 560.0 { f32::MAX } else { 300.0 };
                    let height = height.max(diagram_height(&view).min(least));
                    for scene in [diagram(&View { height, ..view }), timeline(&view)] {
                        check_words(&scene, &format!("{name} at {width}, event {}", cursor.events));
                    }
                }
            }
        }
    }
}

#[test]
fn words_of_overload_and_failure_overlap_nowhere_in_small_frames_in_vietnamese() {
    let shown = |scenario: &&Scenario| matches!(scenario.group, Group::Overload | Group::Failure);
    for scenario in SCENARIOS.iter().filter(shown) {
        let said = words(scenario.slug, Language::Vi);
        let (checks, shown) = (Words::pairs(said.checks), Words::pairs(said.shown));
        let terms = Terms { checks, shown, ..Terms::default() };
        for variant in 0..scenario.variants.len() {
            let trace = Setup { variant, ..Setup::new(scenario) }.finish();
            let index = Index::new(&trace);
            for cursor in cursors(&trace, 8) {
                for (width, height) in FRAMES {
                    let view = View::new(&trace, &index, &Labels::VI);
                    let view = View { cursor, width, terms: &terms, motion: false, ..view };
                    let height = height.max(diagram_least_height(&view).min(if width < 560.0 {
                        f32::MAX
                    } else {
                        0.0
                    }));
                    let scene = diagram(&View { height, works: scenario.works, ..view });
                    let picture = format!("{} {variant} at {width} × {height}", scenario.slug);
                    check_words(&scene, &format!("{picture}, event {}", cursor.events));
                }
            }
        }
    }
}

/// No two lines of words share a place, and none leaves the picture.
fn check_words(scene: &Scene, picture: &str) {
    let areas: Vec<(Area, &str)> = scene.shapes.iter().filter_map(place_of_words).collect();
    for (place, (area, words)) in areas.iter().enumerate() {
        let inside = area.x >= -1.0 && area.x + area.w <= scene.width + 1.0;
        let inside = inside && area.y >= 0.0 && area.y + area.h <= scene.height + 1.0;
        assert!(inside, "{picture}: “{words}” leaves the picture: {area:?}");
        for (other, others) in &areas[..place] {
            let apart = area.x >= other.x + other.w
                || other.x >= area.x + area.w
                || area.y >= other.y + other.h
                || other.y >= area.y + area.h;
            assert!(apart, "{picture}: “{words}” and “{others}” overlap: {area:?} {other:?}");
        }
    }
}

/// Where a line of words is, with letters of a usual width.
fn place_of_words(shape: &Shape) -> Option<(Area, &str)> {
    let Shape::Text { at, size, anchor, text, .. } = shape else { return None };
    let w = text.chars().count() as f32 * size * 0.5;
    let x = match anchor {
        Anchor::Start => at.x,
        Anchor::Middle => at.x - w / 2.0,
        Anchor::End => at.x - w,
    };
    Some((Area { x, y: at.y - size * 0.74, w, h: size * 0.76 }, text))
}

#[test]
fn targets_are_in_the_picture() {
    for (name, works, trace) in runs() {
        let index = Index::new(&trace);
        for cursor in cursors(&trace, 12) {
            for (width, height) in SIZES {
                let view = View::new(&trace, &index, &Labels::EN);
                let view = View { cursor, width, height, works, ..view };
                for scene in [diagram(&view), timeline(&view)] {
                    for Target { area, subject } in &scene.targets {
                        let Area { x, y, w, h } = *area;
                        let (right, bottom) = (scene.width + 0.01, scene.height + 0.01);
                        let inside = x >= 0.0 && y >= 0.0 && x + w <= right && y + h <= bottom;
                        assert!(inside, "{name} at {width}: {subject:?} at {area:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn every_task_has_a_reason_at_every_event() {
    for (name, works, trace) in runs() {
        let index = Index::new(&trace);
        for cursor in (0..=trace.events.len()).map(|events| Cursor::after(&trace, events)) {
            let view = View { cursor, works, ..View::new(&trace, &index, &Labels::EN) };
            for task in 0..trace.tasks.len() as TaskId {
                let why = why(&view, Subject::Task(task));
                let why = why.unwrap_or_else(|| panic!("{name}: no reason for task {task}"));
                assert!(why.say().ends_with('.'), "{name}: {}", why.say());
                assert!(why.since <= cursor.at, "{name}: {} in the future", why.say());
            }
        }
    }
}

#[test]
fn in_progress_is_what_can_be_counted() {
    for (name, works, trace) in runs() {
        let index = Index::new(&trace);
        for cursor in cursors(&trace, 40) {
            let view =
                View { cursor, works, motion: false, ..View::new(&trace, &index, &Labels::EN) };
            let height = diagram_height(&view).max(view.height);
            let scene = diagram(&View { height, ..view });
            let blocked = |task: &TaskId| {
                let doing = index.doing(*task, cursor.events).map(|stretch| stretch.phase);
                matches!(doing, Some(Phase::Blocked { .. }))
            };
            let cards: Vec<Area> = cards_of(&scene, &trace, works, |task| !blocked(&task));
            let items = scene.targets.iter().filter(|t| matches!(t.subject, Subject::Item(_)));
            let held = items.filter(|item| {
                let (x, y) = (item.area.x + item.area.w / 2.0, item.area.y + item.area.h / 2.0);
                cards.iter().any(|card| card.contains(x, y))
            });
            let counted = held.count();
            assert_eq!(now(&view).in_progress, counted, "{name} after {} events", cursor.events);
        }
    }
}

#[test]
fn whoever_works_is_in_progress_unless_workers_are_what_is_bounded() {
    for (name, works, trace) in runs().filter(|(_, works, _)| works.is_empty()) {
        let index = Index::new(&trace);
        for cursor in cursors(&trace, 200) {
            let spends_time = |task| {
                let doing = index.doing(task, cursor.events)?;
                let takes = matches!(doing.phase, Phase::Computing { .. } | Phase::Sleeping { .. });
                (takes && doing.item.is_some()).then_some(())
            };
            let busy = index.shown_tasks().filter_map(spends_time).count();
            let view = View { cursor, works, ..View::new(&trace, &index, &Labels::EN) };
            assert!(now(&view).in_progress >= busy, "{name} after {} events", cursor.events);
        }
    }
}

fn cards_of(
    scene: &Scene,
    trace: &Trace,
    works: &str,
    counts: impl Fn(TaskId) -> bool,
) -> Vec<Area> {
    let any = !works.is_empty() && trace.tasks.iter().any(|task| task.name.starts_with(works));
    let cards = scene.targets.iter().filter(|target| match target.subject {
        Subject::Task(task) => {
            (!any || trace.tasks[task as usize].name.starts_with(works)) && counts(task)
        }
        _ => false,
    });
    cards.map(|target| target.area).collect()
}

#[test]
fn every_event_of_every_run_can_be_said() {
    for (name, _, trace) in runs() {
        let index = Index::new(&trace);
        for labels in [&Labels::EN, &Labels::VI] {
            for event in 0..trace.events.len() {
                let said = step_words(&View::new(&trace, &index, labels), event);
                assert!(said.ends_with('.') && !said.contains(['{', '?']), "{name}: {said}");
            }
        }
    }
}

#[test]
fn a_producer_at_a_full_queue_says_who_frees_it() {
    let scenario = scenarios::find("worker-pool").expect("it is in the catalogue");
    let trace = Setup::new(scenario).finish();
    let index = Index::new(&trace);
    let cursor = Cursor::at(&trace, 400_000);
    let view = View { cursor, ..View::new(&trace, &index, &Labels::EN) };
    let producer =
        trace.tasks.iter().position(|task| task.name == "producer").expect("it is there");
    let why = why(&view, Subject::Task(producer as TaskId)).expect("it has a reason");
    assert_eq!(
        why.say(),
        "producer: blocked sending item 8, jobs 3/3, since 0.208 s. Freed by: any worker receiving."
    );
    assert_eq!(why.freed_by.len(), 4);
    assert_eq!(why.on.map(|on| (on.len, on.capacity)), Some((3, Some(3))));
}

/// Points on a curve, close together.
fn points(from: Point, pieces: &[[Point; 3]]) -> Vec<Point> {
    let mut at = from;
    let mut points = Vec::new();
    for [one, two, to] in pieces {
        points.extend((0..=40).map(|step| {
            let (t, u) = (step as f32 / 40.0, 1.0 - step as f32 / 40.0);
            let on = |a: f32, b: f32, c: f32, d: f32| {
                u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
            };
            Point { x: on(at.x, one.x, two.x, to.x), y: on(at.y, one.y, two.y, to.y) }
        }));
        at = *to;
    }
    points
}

#[test]
fn on_a_phone_no_pipe_passes_behind_a_card_or_a_queue() {
    for (name, works, trace) in runs() {
        let index = Index::new(&trace);
        for width in [390.0, 360.0] {
            let view = View::new(&trace, &index, &Labels::EN);
            let view = View { cursor: Cursor::end(&trace), width, works, motion: false, ..view };
            let scene = diagram(&View { height: diagram_least_height(&view).max(300.0), ..view });
            let is_in_the_way = |target: &&Target| match target.subject {
                Subject::Task(_) => true,
                Subject::Resource(of) => {
                    matches!(trace.resources[of as usize].kind, ResourceKind::Channel { .. })
                }
                _ => false,
            };
            let boxes: Vec<Area> =
                scene.targets.iter().filter(is_in_the_way).map(|target| target.area).collect();
            for shape in &scene.shapes {
                let Shape::Curve { from, pieces, paint } = shape else { continue };
                if !paint.stroke.is_some_and(|stroke| stroke.role == Role::Pipe) {
                    continue;
                }
                for Point { x, y } in points(*from, pieces) {
                    let is_in = |area: &&Area| {
                        let Area { x: left, y: top, w, h } = **area;
                        x > left + 1.0 && x < left + w - 1.0 && y > top + 1.0 && y < top + h - 1.0
                    };
                    let behind = boxes.iter().find(is_in);
                    assert!(behind.is_none(), "{name} at {width}: {x}, {y} is behind {behind:?}");
                }
            }
        }
    }
}
