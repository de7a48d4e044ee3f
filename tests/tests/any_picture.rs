//! Whatever the knobs say, wherever the cursor stands and however large the surface is, there is a
//! picture and there are words for it: a panic would end the page.
#![cfg(not(target_arch = "wasm32"))]

use lab::ScriptEntry;
use proptest::prelude::*;
use scenarios::{Argument, Field, Link, SCENARIOS, Scenario, Setup};
use stage::*;

const WIDTHS: [f32; 6] = [0.0, 1.0, 40.0, 320.0, 960.0, 5_000.0];
const HEIGHTS: [f32; 5] = [0.0, 1.0, 60.0, 440.0, 3_000.0];

/// What a picture is taken of: a run, and where in it.
#[derive(Clone, Debug)]
struct Shot {
    setup: Setup,
    /// Parts of the run, in thousandths of its events.
    cursors: Vec<usize>,
    surface: (f32, f32),
    flags: [bool; 6],
}

fn any_shot() -> impl Strategy<Value = Shot> {
    let setup = (0..SCENARIOS.len()).prop_flat_map(|place| any_setup(&SCENARIOS[place]));
    let cursors = prop::collection::vec(0..=1_000_usize, 3);
    let surface = (prop::sample::select(&WIDTHS[..]), prop::sample::select(&HEIGHTS[..]));
    (setup, cursors, surface, any::<[bool; 6]>())
        .prop_map(|(setup, cursors, surface, flags)| Shot { setup, cursors, surface, flags })
}

fn any_setup(scenario: &'static Scenario) -> impl Strategy<Value = Setup> {
    let values: Vec<_> = scenario.fields.iter().map(any_value).collect();
    let script = prop::collection::vec(any_entry(scenario), 0..3);
    (0..scenario.variants.len(), values, 0..9_u64, script).prop_map(
        move |(variant, values, seed, mut script)| {
            script.sort_by_key(|entry| entry.at);
            Setup { variant, values, seed, script, ..Setup::new(scenario) }
        },
    )
}

/// An end of its range, its default, or anything in between.
fn any_value(field: &Field) -> impl Strategy<Value = i64> + use<> {
    let Field { min, max, default, .. } = *field;
    prop_oneof![2 => Just(min), 2 => Just(max), 3 => Just(default), 1 => min..=max]
}

fn any_entry(scenario: &'static Scenario) -> impl Strategy<Value = ScriptEntry> {
    (0..scenario.actions.len().max(1), 0..3_000_u64, 1..5).prop_map(move |(place, ms, n)| {
        let none = Argument::None;
        let action = scenario.actions.get(place);
        let stem = action.map_or(&none, |action| &action.argument);
        let argument = match stem {
            Argument::Task(stem) => Some(format!("{stem}-{n}")),
            Argument::Tasks(stems) => stems.first().map(|stem| format!("{stem}-{n}")),
            Argument::None | Argument::Once => None,
        };
        let action = action.map_or_else(String::new, |action| action.slug.to_owned());
        ScriptEntry { at: ms * 1_000, action, argument }
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_shot_is_taken(shot in any_shot()) {
        let trace = shot.setup.finish();
        let index = Index::new(&trace);
        let (width, height) = shot.surface;
        let [touch, unfolded, order, motion, real, vietnamese] = shot.flags;
        let labels = if vietnamese { &Labels::VI } else { &Labels::EN };
        let axis = if order { Axis::Order } else { Axis::Time };
        let view = View { width, height, touch, unfolded, axis, motion, real, ..View::new(&trace, &index, labels) };
        for part in &shot.cursors {
            let events = trace.events.len() * part / 1_000;
            let cursor = Cursor::after(&trace, events);
            let followed = motion.then_some(1);
            let view = View { cursor, followed, works: shot.setup.scenario.works, ..view };
            all_of(&view);
            all_of(&View { height: diagram_least_height(&view), ..view });
            if let Some(event) = events.checked_sub(1) {
                prop_assert!(!step_words(&view, event).is_empty());
            }
        }
        prop_assert!(trace.end() == 0 || measured(&trace, &index, "").makespan_us > 0);
    }
}

#[test]
fn a_wait_without_an_end_is_said_as_one() {
    let (link, notices) = Link::parse("/resilient-pipeline?variant=leaves-calls-running&timeout=0");
    assert_eq!(notices, []);
    let trace = link.setup.finish();
    let index = Index::new(&trace);
    let view = |events| {
        let cursor = Cursor::after(&trace, events);
        View { cursor, ..View::new(&trace, &index, &Labels::EN) }
    };
    let said: Vec<String> =
        (0..=trace.events.len()).map(|events| describe(&view(events))).collect();
    (0..=trace.events.len()).for_each(|events| all_of(&view(events)));
    assert!(said.iter().any(|said| said.contains("waiting ∞")), "{said:?}");
}

/// Everything that a page shows of an instant.
fn all_of(view: &View) {
    let [diagram, timeline] = [diagram(view), timeline(view)];
    assert!(!svg(&[&diagram, &timeline], &Palette::LIGHT).contains("NaN"), "{view:?}");
    assert!(!describe(view).is_empty());
    now(view);
    assert!(diagram_height(view).is_finite() && timeline_height(view).is_finite());
    assert!(diagram_step(view).is_finite() && diagram_corner(view).is_finite());
    playhead(view);
    for x in [-1.0, 0.0, view.width / 2.0, view.width + 1.0] {
        let cursor = instant_at(view, x);
        assert!(x_of(view, cursor).is_finite());
    }
    for target in diagram.targets.iter().chain(&timeline.targets) {
        let Area { x, y, w, h } = target.area;
        assert!([x, y, w, h].iter().all(|number| number.is_finite()), "{target:?}");
        why(view, target.subject);
    }
    picture(view);
}
