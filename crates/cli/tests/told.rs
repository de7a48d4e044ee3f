//! What a story is about can be seen on the stages of usual windows.

use lab::Trace;
use scenarios::{Setup, find};
use stage::*;

/// The stage of a page of 1440 × 900 and of 1366 × 768 pixels, and on a phone.
const STAGES: [(f32, f32); 3] = [(860.0, 420.0), (800.0, 300.0), (364.0, 410.0)];

fn run(slug: &str, variant: &str) -> Trace {
    let scenario = find(slug).expect("it is in the catalogue");
    let place = scenario.variants.iter().position(|listed| listed.slug == variant);
    Setup { variant: place.expect("it has that variant"), ..Setup::new(scenario) }.finish()
}

/// The diagram of the end of a run, at least as high as it asks to be.
fn end(trace: &Trace, (width, height): (f32, f32)) -> Scene {
    let index = Index::new(trace);
    let view = View { width, ..View::new(trace, &index, &Labels::EN) };
    diagram(&View { height: height.max(diagram_least_height(&view)), ..view })
}

fn words(scene: &Scene) -> Vec<&str> {
    let words = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    words.collect()
}

#[test]
fn a_pipeline_to_ship_shows_its_whole_checklist_and_every_kind_of_refusal() {
    for variant in ["correct", "refusals-count"] {
        let trace = run("resilient-pipeline", variant);
        let names = trace.events.iter().filter_map(|event| match &event.kind {
            lab::EventKind::Showed { state, .. } => match &**state {
                lab::State::Table { rows, .. } if rows.len() > 8 => {
                    Some(rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>())
                }
                lab::State::Checklist { checks } => {
                    Some(checks.iter().map(|check| check.key.clone()).collect())
                }
                _ => None,
            },
            _ => None,
        });
        let names: Vec<String> = names.flatten().collect();
        assert!(names.iter().any(|name| name == "over limit"));
        for stage in STAGES {
            let scene = end(&trace, stage);
            let said = words(&scene);
            for name in &names {
                let called = name.replace('-', " ");
                let is_said = said.iter().any(|said| said.eq_ignore_ascii_case(&called));
                assert!(is_said, "{variant} at {stage:?}: no {called}");
            }
        }
    }
}

#[test]
fn a_breaker_that_counts_refusals_stands_where_the_right_one_does() {
    let places = ["correct", "refusals-count"].map(|variant| {
        let trace = run("resilient-pipeline", variant);
        let breaker = trace.resources.iter().position(|listed| listed.name == "breaker");
        let breaker = breaker.expect("it has a breaker") as lab::ResourceId;
        let is_it = |target: &&Target| target.subject == Subject::Resource(breaker);
        let scene = end(&trace, STAGES[0]);
        scene.targets.iter().find(is_it).map(|target| target.area)
    });
    assert!(places[0].is_some(), "the breaker cannot be pointed at");
    assert_eq!(places[0], places[1]);
}

#[test]
fn no_pipe_of_a_narrow_fan_crosses_the_words_of_a_part() {
    let scenario = find("fan-out-fan-in").expect("it is in the catalogue");
    let place = scenario.fields.iter().position(|field| field.name == "stages");
    for stages in [3, 4, 6] {
        let mut setup = Setup::new(scenario);
        setup.values[place.expect("it has that knob")] = stages;
        let scene = end(&setup.finish(), STAGES[2]);
        let parts = scene.shapes.iter().filter_map(|shape| match shape {
            Shape::Text { at, text, .. } if text.starts_with("part ") => Some((*at, text)),
            _ => None,
        });
        let parts: Vec<(Point, &String)> = parts.collect();
        assert!(!parts.is_empty());
        for at in scene.shapes.iter().flat_map(along) {
            let on = |(words, text): &&(Point, &String)| {
                let (right, above) = (words.x + 5.0 * text.len() as f32, words.y - 8.0);
                at.x > words.x && at.x < right && at.y > above && at.y < words.y
            };
            let hit = parts.iter().find(on);
            assert!(hit.is_none(), "{stages} stages: a pipe crosses {hit:?} at {at:?}");
        }
    }
}

/// Points along a curve.
fn along(shape: &Shape) -> Vec<Point> {
    let Shape::Curve { from, pieces, .. } = shape else { return Vec::new() };
    let (mut points, mut start) = (Vec::new(), *from);
    for [one, two, end] in pieces {
        for step in 0..=16 {
            let t = step as f32 / 16.0;
            let u = 1.0 - t;
            let mix = |a: f32, b: f32, c: f32, d: f32| {
                u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
            };
            let (x, y) = (mix(start.x, one.x, two.x, end.x), mix(start.y, one.y, two.y, end.y));
            points.push(Point { x, y });
        }
        start = *end;
    }
    points
}
