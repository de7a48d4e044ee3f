//! What holds of the pictures of what resources show.
#![cfg(not(target_arch = "wasm32"))]

#[path = "common/shown.rs"]
mod shown;
#[path = "common/states.rs"]
mod states;

use lab::{
    Among, Event, EventKind, KeyLevel, Level, Machine, Node, Position, Resource, ResourceKind, Row,
    Run, State, Task, Trace,
};
use stage::*;

use states::{one_state, states_over_time};

const WIDTHS: [f32; 6] = [1_440.0, 1_200.0, 960.0, 640.0, 390.0, 340.0];

/// As an embedded page has them, with the variants on one line and on two.
const LOW: [(f32, f32); 2] = [(612.0, 208.0), (612.0, 182.0)];

/// Every run at every width, in both languages, at several instants.
fn each(check: impl Fn(&str, &View, &Scene)) {
    for (name, trace) in shown::all() {
        let index = Index::new(&trace);
        for labels in [&Labels::EN, &Labels::VI] {
            for (width, height) in
                WIDTHS.map(|width| (width, None)).into_iter().chain(LOW.map(|(w, h)| (w, Some(h))))
            {
                for part in [0, 15, 45, 70, 100] {
                    let cursor = Cursor::at(&trace, trace.end() * part / 100);
                    let view = View { cursor, width, ..View::new(&trace, &index, labels) };
                    let high = height.unwrap_or(diagram_least_height(&view).max(250.0));
                    let view = View { height: high, ..view };
                    let at = format!("{name} at {width} × {high}, {part} %");
                    check(&at, &view, &diagram(&view));
                }
            }
        }
    }
}

/// The words of a scene with the room they take.
fn words(scene: &Scene) -> Vec<(Area, &str)> {
    let words = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Text { at, size, anchor, text, .. } => {
            // About as wide as letters are.
            let w = text.chars().count() as f32 * size * 0.46;
            let x = match anchor {
                Anchor::Start => at.x,
                Anchor::Middle => at.x - w / 2.0,
                Anchor::End => at.x - w,
            };
            let area = Area { x, y: at.y - size * 0.72, w, h: size * 0.8 };
            Some((area, text.as_str()))
        }
        _ => None,
    });
    words.collect()
}

#[test]
fn no_two_words_overlap_and_none_leaves_the_stage() {
    each(|at, _, scene| {
        let words = words(scene);
        for (place, (one, said)) in words.iter().enumerate() {
            let inside = one.x >= -0.5 && one.x + one.w <= scene.width + 0.5;
            assert!(inside && one.y + one.h <= scene.height, "{at}: “{said}” at {one:?}");
            for (other, also) in &words[..place] {
                let apart = one.x + one.w <= other.x
                    || other.x + other.w <= one.x
                    || one.y + one.h <= other.y
                    || other.y + other.h <= one.y;
                assert!(apart, "{at}: “{said}” is over “{also}”");
            }
        }
    });
}

#[test]
fn boxes_of_resources_and_cards_of_tasks_keep_apart() {
    each(|at, _, scene| {
        let of = |wanted: fn(&Subject) -> bool| {
            scene.targets.iter().filter(move |target| wanted(&target.subject)).map(|t| t.area)
        };
        for card in of(|subject| matches!(subject, Subject::Task(_))) {
            for other in of(|subject| matches!(subject, Subject::Resource(_))) {
                let apart = card.x + card.w <= other.x + 0.1
                    || other.x + other.w <= card.x + 0.1
                    || card.y + card.h <= other.y + 0.1
                    || other.y + other.h <= card.y + 0.1;
                assert!(apart, "{at}: {card:?} and {other:?}");
            }
        }
    });
}

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
fn a_table_takes_no_height_or_a_line_from_the_tracks_that_it_sums_up() {
    let both = |with_table: bool| {
        let window = State::Window {
            span: 500_000,
            limit: 4,
            counted: lab::Counted::Fixed { from: 0, count: 3 },
        };
        let mut trace = one_state(window);
        if with_table {
            let row = lab::Row { name: "a sum".to_owned(), cells: vec![1], fine: None };
            let table = State::Table { columns: vec!["of all".to_owned()], rows: vec![row] };
            trace.resources.push(Resource { name: "sums".to_owned(), kind: ResourceKind::Shown });
            let kind = EventKind::Showed { resource: 1, state: Box::new(table) };
            trace.events.push(Event { at: 2_000, task: Some(0), site: None, kind });
        }
        trace
    };
    let drawn = |with_table, height| {
        let trace = both(with_table);
        let index = Index::new(&trace);
        let scene = diagram(&View { height, ..View::new(&trace, &index, &Labels::EN) });
        let of = |target: &&Target| target.subject == Subject::Resource(0);
        let track = scene.targets.iter().find(of).map(|target| target.area.h);
        (track, words(&scene).iter().any(|(_, said)| *said == "a sum"))
    };
    let [mut with, mut without] = [0, 0];
    for height in [120.0, 160.0, 200.0, 240.0, 280.0, 320.0, 360.0, 420.0] {
        let ((track, alone), (beside, shown)) = (drawn(false, height), drawn(true, height));
        // A line has its name above it, and a gap.
        let taken = track.zip(beside).map(|(track, beside)| track - beside);
        assert!(!alone && taken.is_some_and(|taken| taken <= 62.0), "{taken:?} at {height}");
        *(if shown { &mut with } else { &mut without }) += 1;
    }
    assert!(with > 0 && without > 0, "{with} with it, {without} without");
}

#[test]
fn a_table_shows_every_line_and_its_whole_headings_on_a_phone() {
    let names = ["token bucket", "per key", "fixed window", "sliding log", "counter"];
    let columns = ["admitted", "refused", "bytes", "most a window"].map(str::to_owned).to_vec();
    let row = |name: &str| lab::Row {
        name: name.to_owned(),
        cells: vec![12_000, 8_000, 212, 10],
        fine: Some(false),
    };
    let rows = names.map(row).to_vec();
    let trace = one_state(State::Table { columns, rows });
    let index = Index::new(&trace);
    for width in [370.0, 340.0] {
        let view = View { width, ..View::new(&trace, &index, &Labels::EN) };
        // A border takes two pixels of what was asked for.
        let view = View { height: diagram_least_height(&view) - 2.0, ..view };
        let scene = diagram(&view);
        let said: Vec<&str> = words(&scene).into_iter().map(|(_, said)| said).collect();
        let wanted = names.iter().chain(&["admitted", "refused", "bytes", "12,000", "8,000"]);
        for wanted in wanted {
            assert!(said.contains(wanted), "{wanted} at {width}: {said:?}");
        }
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
fn a_bucket_has_a_place_a_token_and_as_many_filled_as_it_holds() {
    for (held, size) in [(0, 5), (3, 5), (5, 5), (2, 12)] {
        let trace = one_state(State::Level(Level { held, size, next: None }));
        let index = Index::new(&trace);
        for width in WIDTHS {
            let view = View { width, ..View::new(&trace, &index, &Labels::EN) };
            let scene = diagram(&view);
            let tokens = |wanted: Role| {
                let of = |shape: &&Shape| match shape {
                    Shape::Circle { paint, .. } => paint.stroke.is_some_and(|s| s.role == wanted),
                    _ => false,
                };
                scene.shapes.iter().filter(of).count() as u32
            };
            assert_eq!(tokens(Role::Accent), held, "held, of {size} at {width}");
            assert_eq!(tokens(Role::Pipe), size - held, "empty, of {size} at {width}");
        }
    }
}

#[test]
fn a_card_of_a_tree_is_pointed_at_and_says_what_ended_it() {
    let trace = shown::tree();
    let index = Index::new(&trace);
    for width in WIDTHS {
        let view = View { width, ..View::new(&trace, &index, &Labels::EN) };
        let view = View { height: diagram_least_height(&view).max(420.0), ..view };
        let scene = diagram(&view);
        let parts: Vec<Subject> = scene
            .targets
            .iter()
            .map(|target| target.subject)
            .filter(|subject| matches!(subject, Subject::Part(..)))
            .collect();
        assert_eq!(parts.len(), 5, "at {width}");
        let why = why(&view, parts[2]).expect("a scope has a reason");
        assert_eq!(why.reached_as, None, "it is over");
        let said = "shard 1: cancelled 0.400 s, because search ended, the user closed the tab.";
        assert_eq!(why.say(), said);
        assert_eq!(why.since, 400_000);
    }
}

/// Requests inside of each other, the last of which was cancelled with the one above it.
fn cancelled() -> Trace {
    let node = |name: &str, parent, ended| Node {
        name: name.to_owned(),
        parent,
        from: 0,
        deadline: parent.map(|_| 900_000),
        ended,
    };
    let ended = |from_above| {
        let words = Some("enough".to_owned());
        Some(lab::Ended { at: 1_000, by_deadline: false, from_above, words })
    };
    let nodes = vec![
        node("server", None, None),
        node("request", Some(0), None),
        node("handler 1", Some(1), ended(false)),
        node("query 1", Some(2), ended(true)),
        node("query 2", Some(1), None),
    ];
    one_state(State::Tree { nodes })
}

#[test]
fn a_card_that_was_cancelled_says_why_rather_than_that() {
    let trace = cancelled();
    let index = Index::new(&trace);
    for (width, height, causes) in [(1_440.0, 260.0, 2), (960.0, 260.0, 2), (612.0, 208.0, 1)] {
        let view = View { width, height, ..View::new(&trace, &index, &Labels::EN) };
        let scene = diagram(&view);
        let said: Vec<&str> = words(&scene).into_iter().map(|(_, said)| said).collect();
        let why = said.iter().filter(|said| said.ends_with("enough")).count();
        let title = 1;
        assert!(why >= causes + title, "at {width}: {said:?}");
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
fn one_bucket_is_not_called_buckets() {
    for (count, called) in [(1, "1 bucket:"), (2, "2 buckets:")] {
        let level = Level { held: 1, size: 3, next: None };
        let row = |key: u32| KeyLevel { key: key.to_string(), level, evicted: false };
        let trace = one_state(State::Levels { rows: (0..count).map(row).collect(), most: None });
        let said = describe(&View::new(&trace, &Index::new(&trace), &Labels::EN));
        assert!(said.contains(called), "{said}");
    }
}

#[test]
fn an_action_reaches_a_scope_by_its_name_until_it_ends() {
    let trace = shown::tree();
    let index = Index::new(&trace);
    let reached = |at| {
        let cursor = Cursor::at(&trace, at);
        let view = View { cursor, ..View::new(&trace, &index, &Labels::EN) };
        let tree = trace.resources.iter().position(|listed| listed.kind == ResourceKind::Shown);
        let part = Subject::Part(tree.expect("a tree is shown") as u32, 2);
        why(&view, part).expect("a scope has a reason").reached_as
    };
    assert_eq!(reached(399_999).as_deref(), Some("shard 1"));
    assert_eq!(reached(400_000), None);
}

#[test]
fn the_lines_of_a_checklist_are_called_what_the_scenario_calls_them() {
    let trace = shown::lists();
    let index = Index::new(&trace);
    let checks = vec![("timeout", "Hết giờ thì thôi"), ("metrics", "Số liệu, luôn thấy được")];
    let terms = Terms { checks, ..Terms::default() };
    let (known, called_so) = terms.checks[0];
    let list = trace.resources.iter().position(|listed| listed.name == "stages");
    let list = Subject::Resource(list.expect("a checklist is shown") as u32);
    for width in WIDTHS {
        let plain = View { width, ..View::new(&trace, &index, &Labels::VI) };
        let height = diagram_least_height(&plain).max(600.0);
        for (view, called, not) in [
            (View { height, terms: &terms, ..plain }, called_so, known),
            (View { height, ..plain }, known, called_so),
        ] {
            let scene = diagram(&view);
            let drawn: Vec<&str> = words(&scene).into_iter().map(|(_, words)| words).collect();
            assert!(drawn.contains(&called) && !drawn.contains(&not), "at {width}: {drawn:?}");
            assert!(drawn.contains(&"rate limit"), "a key without words speaks for itself");
            let why = why(&view, list).expect("it is shown");
            let step = step_words(&view, why.event.expect("it was shown"));
            for said in [describe(&view).as_str(), why.say(), &step] {
                assert!(said.contains(called) && !said.contains(not), "{said}");
            }
        }
    }
}

#[test]
fn what_is_shown_has_a_reason_and_words() {
    for (name, trace) in shown::all() {
        let index = Index::new(&trace);
        for labels in [&Labels::EN, &Labels::VI] {
            let view = View::new(&trace, &index, labels);
            for (resource, store) in index.stores.iter().enumerate() {
                let listed = &trace.resources[resource];
                if listed.kind != ResourceKind::Shown {
                    continue;
                }
                let why = why(&view, Subject::Resource(resource as u32)).expect("it is shown");
                assert!(why.say().starts_with(&listed.name), "{name}: {}", why.say());
                assert!(why.task.is_some() && why.event.is_some(), "{name}: {why:?}");
                assert!(store.opened.is_some());
                let said = step_words(&view, why.event.expect("it was shown"));
                assert!(said.len() > listed.name.len() + 8 && !said.contains('…'), "{said}");
                assert!(describe(&view).contains(&listed.name), "{name}: {}", describe(&view));
            }
        }
    }
}

#[test]
fn a_breaker_stands_in_the_pipe_of_whoever_shows_it() {
    let trace = shown::breaker();
    let index = Index::new(&trace);
    let view = View::new(&trace, &index, &Labels::EN);
    let scene = diagram(&view);
    let place = |wanted: Subject| {
        let of = |target: &&Target| target.subject == wanted;
        scene.targets.iter().find(of).map(|target| target.area.x)
    };
    let (client, breaker, calls) = (
        place(Subject::Task(1)).expect("the client has a card"),
        place(Subject::Resource(0)).expect("the breaker is drawn"),
        place(Subject::Resource(1)).expect("the queue is drawn"),
    );
    assert!(client < breaker && breaker < calls, "{client}, {breaker}, {calls}");
}

#[test]
fn in_a_low_frame_every_row_of_a_table_has_its_number() {
    let rows = (10..20).map(|n| Row { name: format!("row {n}"), cells: vec![n], fine: None });
    let state = State::Table { columns: vec!["so far".to_owned()], rows: rows.collect() };
    let trace = one_state(state);
    let index = Index::new(&trace);
    let view = View { width: 612.0, height: 150.0, ..View::new(&trace, &index, &Labels::EN) };
    let scene = diagram(&view);
    let drawn: Vec<&str> = words(&scene).into_iter().map(|(_, words)| words).collect();
    for n in 10..20 {
        let (name, number) = (format!("row {n}"), n.to_string());
        assert!(drawn.contains(&&*name) && drawn.contains(&&*number), "{n} of {drawn:?}");
    }
}

#[test]
fn in_a_low_frame_every_scope_of_a_tree_has_its_card() {
    // A root, a request, three handlers, two queries each.
    let parents = [None, Some(0), Some(1), Some(1), Some(1)].into_iter();
    let parents = parents.chain([2, 2, 3, 3, 4, 4].map(Some));
    let node = |(n, parent)| Node {
        name: format!("scope {n}"),
        parent,
        from: 0,
        deadline: Some(9_000),
        ended: None,
    };
    let nodes: Vec<Node> = parents.enumerate().map(node).collect();
    let scopes = nodes.len();
    let trace = one_state(State::Tree { nodes });
    let index = Index::new(&trace);
    for (width, height) in LOW {
        let view = View { width, height, ..View::new(&trace, &index, &Labels::EN) };
        let scene = diagram(&view);
        let is_card = |target: &&Target| matches!(target.subject, Subject::Part(..));
        let cards = scene.targets.iter().filter(is_card).count();
        assert_eq!(cards, scopes);
    }
}

#[test]
fn a_breaker_says_how_many_more_items_probe() {
    let drawn = |probes: u32| {
        let machine = Machine {
            at: Position::HalfOpen,
            failures: 0,
            threshold: 3,
            among: None,
            open: None,
            successes: 0,
            quota: 8,
            probes: (1..=probes).collect(),
        };
        let trace = one_state(State::Machine(machine));
        let index = Index::new(&trace);
        let scene = diagram(&View::new(&trace, &index, &Labels::EN));
        let more = |(_, words): &(Area, &str)| words.starts_with('+');
        words(&scene).into_iter().find(more).map(|(_, words)| words.to_owned())
    };
    assert_eq!([0, 2, 3, 8].map(drawn), [None, None, Some("+1".into()), Some("+6".into())]);
}

#[test]
fn a_breaker_by_rate_shows_the_calls_it_looks_back_on() {
    let drawn = |at: Position, failed: &[bool]| {
        let machine = Machine {
            at,
            failures: failed.iter().filter(|failed| **failed).count() as u32,
            threshold: 4,
            among: Some(Among { failed: failed.to_vec(), window: 8 }),
            open: (at == Position::Open).then_some((500, 9_000)),
            successes: 0,
            quota: 3,
            probes: Vec::new(),
        };
        let trace = one_state(State::Machine(machine));
        let index = Index::new(&trace);
        let scene = diagram(&View::new(&trace, &index, &Labels::EN));
        let filled = |role: Role| {
            let is = |shape: &&Shape| match shape {
                // The gauge below the calls is lower.
                Shape::Rect { area, paint, .. } => area.h > 3.5 && paint.fill == Fill::Solid(role),
                _ => false,
            };
            scene.shapes.iter().filter(is).count()
        };
        [filled(Role::Bad), filled(Role::Good)]
    };
    assert_eq!(drawn(Position::Closed, &[]), [0, 0]);
    assert_eq!(drawn(Position::Closed, &[true, false, true]), [2, 1]);
    let opened_it = [true, false, true, false, true, false, true, false];
    assert_eq!(drawn(Position::Open, &opened_it), [4, 4]);
    assert_eq!(drawn(Position::HalfOpen, &[]), [0, 0]);
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
fn what_sums_up_several_limiters_is_there_on_a_desktop() {
    let mut trace = shown::limiters();
    let row = |name: &str| Row { name: name.to_owned(), cells: vec![5, 8, 16, 5], fine: None };
    let rows = ["token bucket", "leaky bucket", "fixed window"].map(row).to_vec();
    let columns = ["admitted", "refused", "bytes", "most a window"].map(str::to_owned).to_vec();
    let resource = trace.resources.len() as u32;
    trace.resources.push(Resource { name: "sums".to_owned(), kind: ResourceKind::Shown });
    let state = Box::new(State::Table { columns, rows });
    let at = trace.end();
    let kind = EventKind::Showed { resource, state };
    trace.events.push(Event { at, task: Some(0), site: None, kind });
    let index = Index::new(&trace);
    let view = View { width: 1_400.0, height: 440.0, ..View::new(&trace, &index, &Labels::EN) };
    assert!(diagram_least_height(&view) <= 440.0);
    let scene = diagram(&view);
    let said: Vec<&str> = words(&scene).into_iter().map(|(_, said)| said).collect();
    assert!(said.contains(&"5 / 8 / 16 / 5"), "{said:?}");
    assert!(said.iter().any(|said| said.contains("in one window's length")), "{said:?}");
    assert!(said.contains(&"limit 4"), "{said:?}");
}

#[test]
fn thousands_are_told_apart_as_the_language_does() {
    let counted = lab::Counted::Fixed { from: 0, count: 2_010 };
    let trace = one_state(State::Window { span: 500_000, limit: 20_000, counted });
    let index = Index::new(&trace);
    for (labels, limit) in [(&Labels::EN, "limit 20,000"), (&Labels::VI, "giới hạn 20.000")] {
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
