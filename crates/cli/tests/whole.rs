//! Nothing of a diagram is cut off, whatever the knobs say.

use scenarios::{SCENARIOS, Scenario, Setup};
use stage::*;

/// The stage of a page of 1440 × 900 and of 1366 × 768 pixels, beside Code, and on a phone.
const STAGES: [(f32, f32); 4] = [(880.0, 420.0), (800.0, 300.0), (394.0, 420.0), (364.0, 410.0)];

#[test]
fn nothing_is_drawn_outside_a_stage_that_is_as_high_as_it_asks_to_be() {
    let mut wrong = Vec::new();
    for scenario in SCENARIOS {
        for (name, setup) in setups(scenario) {
            let trace = setup.finish();
            let index = Index::new(&trace);
            let end = trace.events.len();
            for events in [0, end / 3, end] {
                for (width, height) in STAGES {
                    let view = View::new(&trace, &index, &Labels::EN);
                    let cursor = Cursor::after(&trace, events);
                    let view = View { cursor, width, motion: false, works: scenario.works, ..view };
                    let height = height.max(diagram_least_height(&view));
                    let scene = diagram(&View { height, ..view });
                    let picture = format!("{name} at {width} × {height}, event {events}");
                    wrong.extend(outside(&scene).map(|shape| format!("{picture}: {shape:?}")));
                    wrong.extend(covered(&scene).map(|card| format!("{picture}: {card:?}")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} are wrong: {:#?}", wrong.len(), &wrong[..wrong.len().min(12)]);
}

#[test]
fn a_long_pipeline_goes_on_in_a_second_row() {
    let scenario = scenarios::find("pipeline").expect("it is in the catalogue");
    let mut setup = Setup::new(scenario);
    let place = scenario.fields.iter().position(|field| field.name == "stages");
    setup.values[place.expect("it has that knob")] = 6;
    let trace = setup.finish();
    let index = Index::new(&trace);
    for (width, most) in [(950.0, 400.0), (880.0, 420.0), (800.0, 300.0)] {
        let view = View { width, ..View::new(&trace, &index, &Labels::EN) };
        let height = diagram_least_height(&view).max(240.0);
        assert!(height <= most, "{height} at {width}");
        let cards = |scene: &Scene| {
            let is_card = |target: &&Target| matches!(target.subject, Subject::Task(_));
            let mut rows: Vec<i32> =
                scene.targets.iter().filter(is_card).map(|card| card.area.y as i32).collect();
            rows.sort_unstable();
            rows.dedup();
            rows.len()
        };
        let rows = cards(&diagram(&View { height, ..view }));
        assert!(rows <= 2, "{rows} rows at {width}");
    }
}

#[test]
fn the_thread_covers_no_name() {
    let scenario = scenarios::find("worker-pool").expect("it is in the catalogue");
    let trace = Setup::new(scenario).finish();
    let index = Index::new(&trace);
    for events in 0..trace.events.len() {
        let view = View::new(&trace, &index, &Labels::EN);
        // As low as that the cards have a line each.
        let view = View { cursor: Cursor::after(&trace, events), height: 270.0, ..view };
        let scene = diagram(&view);
        let names = |shape: &&Shape| match shape {
            Shape::Text { text, .. } => text == "producer" || text.starts_with("worker "),
            _ => false,
        };
        let flat = scene
            .targets
            .iter()
            .any(|card| matches!(card.subject, Subject::Task(_)) && card.area.h < 40.0);
        assert!(flat, "the cards are too high for this test");
        assert_eq!(scene.shapes.iter().filter(names).count(), 5, "event {events}");
    }
}

#[test]
fn every_scope_of_the_largest_tree_can_be_pointed_at() {
    let (link, _) = scenarios::Link::parse("/context-tree?handlers=5&queries=4");
    let trace = link.setup.finish();
    let index = Index::new(&trace);
    let all = trace.events.iter().filter_map(|event| match &event.kind {
        lab::EventKind::Showed { state, .. } => match &**state {
            lab::State::Tree { nodes } => Some(nodes.len()),
            _ => None,
        },
        _ => None,
    });
    let all = all.max().expect("it shows a tree");
    for (width, height) in STAGES {
        let view = View { width, ..View::new(&trace, &index, &Labels::EN) };
        let height = height.max(diagram_least_height(&view));
        let scene = diagram(&View { height, ..view });
        let is_scope = |target: &&Target| matches!(target.subject, Subject::Part(..));
        assert_eq!(scene.targets.iter().filter(is_scope).count(), all, "at {width} × {height}");
    }
}

/// As it is, with every knob at its ends, and with all of them.
fn setups(scenario: &'static Scenario) -> Vec<(String, Setup)> {
    let plain = || Setup::new(scenario);
    let mut setups = vec![(scenario.slug.to_owned(), plain())];
    let mut all = [plain(), plain()];
    for (place, field) in scenario.fields.iter().enumerate() {
        for (most, end) in [field.min, field.max].into_iter().enumerate() {
            let mut setup = plain();
            setup.values[place] = end;
            all[most].values[place] = end;
            setups.push((format!("{}, {} {end}", scenario.slug, field.name), setup));
        }
    }
    let names = ["least of all", "most of all"].map(|name| format!("{}, {name}", scenario.slug));
    setups.extend(names.into_iter().zip(all));
    setups
}

/// What is drawn beyond the edges of a scene.
fn outside(scene: &Scene) -> impl Iterator<Item = &Shape> {
    let is_in = |x: f32, y: f32| {
        (-1.0..=scene.width + 1.0).contains(&x) && (-1.0..=scene.height + 1.0).contains(&y)
    };
    let area_is_in = move |Area { x, y, w, h }: Area| is_in(x, y) && is_in(x + w, y + h);
    let around = |at: &Point, r: f32| Area { x: at.x - r, y: at.y - r, w: 2.0 * r, h: 2.0 * r };
    scene.shapes.iter().filter(move |shape| match shape {
        Shape::Rect { area, .. } => !area_is_in(*area),
        Shape::Circle { at, radius, .. } | Shape::Arc { at, radius, .. } => {
            !area_is_in(around(at, *radius))
        }
        Shape::Polygon { points, .. } => points.iter().any(|at| !is_in(at.x, at.y)),
        Shape::Curve { from, pieces, .. } => {
            pieces.iter().map(|piece| &piece[2]).chain([from]).any(|at| !is_in(at.x, at.y))
        }
        Shape::Text { at, .. } => !is_in(at.x, at.y),
    })
}

/// The cards that lie on another.
fn covered(scene: &Scene) -> impl Iterator<Item = &Target> {
    let is_card = |target: &&Target| matches!(target.subject, Subject::Task(_));
    let cards: Vec<&Target> = scene.targets.iter().filter(is_card).collect();
    let meet = |one: Area, other: Area| {
        one.x < other.x + other.w
            && other.x < one.x + one.w
            && one.y < other.y + other.h
            && other.y < one.y + one.h
    };
    let covered = |place: &usize| {
        let area = cards[*place].area;
        cards[..*place].iter().any(|other| meet(area, other.area))
    };
    let places: Vec<usize> = (0..cards.len()).filter(covered).collect();
    places.into_iter().map(move |place| cards[place])
}
