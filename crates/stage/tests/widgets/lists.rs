//! Tables, checklists and buckets: what is counted row by row.

use crate::states::one_state;
use crate::{WIDTHS, shown, words};
use lab::{Event, EventKind, KeyLevel, Level, Resource, ResourceKind, Row, State};
use stage::*;

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
fn one_bucket_is_not_called_buckets() {
    for (count, called) in [(1, "1 bucket:"), (2, "2 buckets:")] {
        let level = Level { held: 1, size: 3, next: None };
        let row = |key: u32| KeyLevel { key: key.to_string(), level, evicted: false };
        let trace = one_state(State::Levels { rows: (0..count).map(row).collect(), most: None });
        let said = describe(&View::new(&trace, &Index::new(&trace), &Labels::EN));
        assert!(said.contains(called), "{said}");
    }
}
