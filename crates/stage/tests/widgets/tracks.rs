//! What has a past: tracks along one axis of time.

use crate::states::{one_state, states_over_time};
use crate::{WIDTHS, each, shown, words};
use lab::{Event, EventKind, Run, State, Task, Trace};
use stage::*;

#[test]
fn five_limiters_share_one_axis() {
    let trace = shown::limiters();
    let index = Index::new(&trace);
    for width in WIDTHS {
        let cursor = Cursor::at(&trace, trace.end() / 2);
        let view = View { cursor, width, ..View::new(&trace, &index, &Labels::EN) };
        let view = View { height: diagram_least_height(&view).max(420.0), ..view };
        let scene = diagram(&view);
        let is_now = |said: &&(Area, &str)| said.1 == Labels::EN.states.now;
        assert_eq!(words(&scene).iter().filter(is_now).count(), 1, "one axis at {width}");
        // The cursor goes through each track at one place.
        let upright = scene.shapes.iter().filter_map(|shape| match shape {
            Shape::Curve { from, pieces, paint } => {
                let stroke = paint.stroke?;
                let is_cursor = stroke.role == Role::Ink && stroke.width == 1.4 && !stroke.dashed;
                (is_cursor && from.x == pieces[0][2].x).then_some(from.x)
            }
            _ => None,
        });
        let places: Vec<f32> = upright.collect();
        assert_eq!(places.len(), 5, "a track a limiter at {width}");
        assert!(places.iter().all(|x| *x == places[0]), "{places:?}");
    }
}

#[test]
fn each_decision_has_its_mark_and_its_place_in_the_tally() {
    let trace = shown::limiters();
    let index = Index::new(&trace);
    let gate = |event: &&Event| matches!(event.kind, EventKind::Decided { .. });
    let decisions: Vec<&Event> = trace.events.iter().filter(gate).collect();
    for width in WIDTHS {
        for part in [0, 30, 60, 100] {
            let cursor = Cursor::at(&trace, trace.end() * part / 100);
            let view = View { cursor, width, ..View::new(&trace, &index, &Labels::EN) };
            let view = View { height: diagram_least_height(&view).max(420.0), ..view };
            let scene = diagram(&view);
            let so_far = decisions.iter().filter(|event| event.at <= cursor.at);
            let of = |admits: bool| {
                let said = |event: &&&Event| match event.kind {
                    EventKind::Decided { admitted, .. } => admitted == admits,
                    _ => false,
                };
                so_far.clone().filter(said).count()
            };
            let bar = |shape: &&Shape| match shape {
                Shape::Rect { area, paint, .. } => {
                    area.w == 3.0 && paint.fill == Fill::Solid(Role::Accent)
                }
                _ => false,
            };
            let stroke = |shape: &&Shape| match shape {
                Shape::Curve { paint, .. } => paint
                    .stroke
                    .is_some_and(|stroke| stroke.role == Role::Bad && stroke.width == 1.5),
                _ => false,
            };
            // What one mark says it stands for, beyond itself.
            let said = |wanted: Role| -> usize {
                let more = scene.shapes.iter().filter_map(move |shape| match shape {
                    Shape::Text { role, text, .. } if *role == wanted => {
                        text.strip_prefix('×')?.parse::<usize>().ok()
                    }
                    _ => None,
                });
                more.map(|count| count - 1).sum()
            };
            // One more of each is in the tally; a cross has two strokes.
            let shapes = || scene.shapes.iter();
            let at = format!("at {width}, {part} %");
            let admitted = shapes().filter(bar).count() + said(Role::Ink);
            let refused = shapes().filter(stroke).count() / 2 + said(Role::Bad);
            assert_eq!([admitted, refused], [of(true) + 1, of(false) + 1], "{at}");
            let tally = [of(true), of(false)].map(|count| count.to_string());
            let said: Vec<&str> = words(&scene).into_iter().map(|(_, said)| said).collect();
            let is_tally = |pair: &[&str]| pair[0] == tally[0] && pair[1] == tally[1];
            assert!(said.windows(2).any(is_tally), "{at}: {tally:?} in {said:?}");
        }
    }
}

#[test]
fn twice_the_limit_around_an_edge_is_called_out() {
    let window = |from, count| State::Window {
        span: 1_000_000,
        limit: 5,
        counted: lab::Counted::Fixed { from, count },
    };
    let around = |second: u64| {
        let before = (1..=5_u64).map(|n| (900_000 + n * 10_000, window(0, n as u32)));
        let after = (1..=second).map(|n| (1_000_000 + n * 10_000, window(1_000_000, n as u32)));
        states_over_time(before.chain(after))
    };
    for (second, said) in [(5, Some("10 in one window's length: 2 × the limit")), (0, None)] {
        let trace = around(second);
        let index = Index::new(&trace);
        let view = View::new(&trace, &index, &Labels::EN);
        let scene = diagram(&view);
        let found = words(&scene).into_iter().find(|(_, said)| said.contains("in one window"));
        assert_eq!(found.map(|(_, said)| said), said);
    }
}

#[test]
fn however_many_are_refused_the_whole_lane_is_marked() {
    let mut trace = Trace::new(Run::default());
    let task = |name: &str| Task { name: name.to_owned(), parent: None, site: None };
    trace.tasks = vec![task("main"), task("door")];
    let refused = |n: u32| Event {
        at: u64::from(n) * 500,
        task: Some(1),
        site: None,
        kind: match n % 2 {
            0 => EventKind::Received { from: None, item: Some(n / 2) },
            _ => EventKind::Lost { from: None, item: Some(n / 2), why: lab::Loss::Refused },
        },
    };
    trace.events = (0..40_000).map(refused).collect();
    let index = Index::new(&trace);
    for width in WIDTHS {
        let scene = timeline(&View { width, ..View::new(&trace, &index, &Labels::EN) });
        let of = |shape: &Shape| match shape {
            Shape::Curve { from, paint, .. } => {
                paint.stroke.filter(|stroke| stroke.role == Role::Bad).map(|_| from.x)
            }
            _ => None,
        };
        let mut places: Vec<f32> = scene.shapes.iter().filter_map(of).collect();
        places.sort_by(f32::total_cmp);
        let apart = places.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f32::max);
        assert!(apart <= 10.0, "a gap of {apart} at {width}");
        let last = places.last().copied().unwrap_or_default();
        assert!(last > width * 0.9, "the last is at {last} of {width}");
        assert!(places.len() < width as usize, "{} at {width}", places.len());
    }
}

#[test]
fn the_target_is_named_where_the_figure_is_not() {
    each(|at, _, scene| {
        let named = words(scene).into_iter().find(|(area, said)| {
            area.y > 34.0 && (said.starts_with("target") || said.starts_with("mục tiêu"))
        });
        let Some((named, _)) = named else { return };
        let line = scene.shapes.iter().filter_map(|shape| match shape {
            Shape::Curve { from, pieces, paint } => {
                let is_figure = paint.stroke.is_some_and(|s| s.role == Role::Accent);
                is_figure.then(|| [*from, pieces[0][2]])
            }
            _ => None,
        });
        for place in line.flatten() {
            assert!(!named.contains(place.x, place.y), "{at}: {named:?} is over {place:?}");
        }
    });
}

#[test]
fn a_picture_of_a_long_run_has_no_more_shapes_than_one_of_a_short_one() {
    let shapes = |states: u64| {
        let window = |at: u64| State::Window {
            span: 500_000,
            limit: 4,
            counted: lab::Counted::Fixed { from: at / 500_000 * 500_000, count: (at % 5) as u32 },
        };
        let trace = states_over_time((1..=states).map(|n| (n * 100_000, window(n * 100_000))));
        let index = Index::new(&trace);
        diagram(&View::new(&trace, &index, &Labels::EN)).shapes.len()
    };
    let (short, long) = (shapes(200), shapes(20_000));
    assert!(long <= short + 8, "{short}, then {long}");
}

#[test]
fn thousands_are_told_apart_as_the_language_does() {
    let counted = lab::Counted::Fixed { from: 0, count: 2_010 };
    let trace = one_state(State::Window { span: 500_000, limit: 20_000, counted });
    let index = Index::new(&trace);
    for (labels, limit) in [(&Labels::EN, "limit 20,000"), (&Labels::VI, "giới hạn 20\u{202f}000")]
    {
        let scene = diagram(&View::new(&trace, &index, labels));
        let said: Vec<&str> = words(&scene).into_iter().map(|(_, said)| said).collect();
        assert!(said.contains(&limit), "{said:?}");
        let count = limit.replace("20", "2").replace("000", "010");
        let count = count.rsplit(' ').next().unwrap_or_default();
        assert!(said.iter().any(|said| said.starts_with(count)), "{said:?}");
    }
}

#[test]
fn the_first_span_without_a_change_is_named_where_it_has_room() {
    let trace = shown::steered();
    let index = Index::new(&trace);
    for (width, named) in [(1_440.0, 1), (390.0, 0)] {
        let view = View { width, ..View::new(&trace, &index, &Labels::EN) };
        let scene = diagram(&View { height: diagram_least_height(&view).max(440.0), ..view });
        let said = words(&scene).into_iter().filter(|(_, said)| *said == "cooldown");
        assert_eq!(said.count(), named, "at {width}");
    }
}
