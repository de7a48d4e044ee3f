//! Knobs that are idle, and knobs at which instants meet that are computed in different ways.

use lab::{Arrival, Claim, Event, Outcome};
use scenarios::{Field, Kind, Link, SCENARIOS, Scenario, Setup};

/// A run as a link has it, to its end: it breaks nothing.
fn holds(link: &str) {
    let (link, notices) = Link::parse(link);
    assert!(notices.is_empty(), "#{link}: {notices:?}");
    let trace = link.setup.finish();
    let broken: Vec<_> = trace.claims.iter().filter(|claim| !claim.holds).collect();
    assert!(broken.is_empty(), "#{link}: {broken:?}");
    assert_eq!(trace.outcome, Outcome::Finished, "#{link}");
}

/// Who waits for all that a bucket holds gets it when the clock has ticked; what comes between the
/// exact instant and that tick does not fit in.
#[test]
fn whoever_is_refused_by_a_tick_of_the_clock_is_refused_for_a_reason() {
    for burst in 1..=3 {
        for units in 1..=burst {
            for rate in [3, 6, 7, 9, 11, 12, 13] {
                for patience in [300, 500, 1_000] {
                    for requests in [24, 80, 120] {
                        holds(&format!(
                            "/token-bucket?burst={burst}&units={units}&rate={rate}\
                             &patience={patience}&requests={requests}"
                        ));
                    }
                }
            }
        }
    }
    holds("/token-bucket?burst=5&units=5");
}

/// Every choice, or the least, the usual and the most.
fn values(field: &Field) -> Vec<i64> {
    match field.kind {
        Kind::Choice(_) => (field.min..=field.max).collect(),
        Kind::Count | Kind::Millis => vec![field.min, field.default, field.max],
    }
}

/// Whether turning the knob at this place makes a difference to a run.
fn turns(setup: &Setup, place: usize) -> bool {
    let came = |value: &i64| -> (Vec<Event>, Vec<Claim>) {
        let mut setup = setup.clone();
        setup.values[place] = *value;
        let trace = setup.finish();
        (trace.events, trace.claims)
    };
    let mut runs = values(&setup.scenario.fields[place]).iter().map(came).collect::<Vec<_>>();
    runs.dedup();
    runs.len() > 1
}

/// Every variant, alone and with each action.
fn ways(scenario: &'static Scenario, set: &str) -> Vec<Setup> {
    let traffic = (0..40).map(|n| Arrival { at: n * n * 1_000, key: n as u32 % 3 }).collect();
    let scripts = scenario.examples().into_iter().map(|example| format!("{example}@300"));
    let scripts: Vec<String> = [String::new()].into_iter().chain(scripts).collect();
    let mut ways = Vec::new();
    for variant in scenario.variants {
        for script in &scripts {
            let link = format!("{}?variant={}&{set}&do={script}", scenario.slug, variant.slug);
            let (Link { setup, .. }, notices) = Link::parse(&link);
            assert_eq!(notices, [], "{link}");
            ways.push(Setup { traffic: std::rc::Rc::clone(&traffic), ..setup });
        }
    }
    ways
}

#[test]
fn an_idle_knob_changes_nothing_and_one_that_is_not_does() {
    for scenario in SCENARIOS {
        for (place, field) in scenario.fields.iter().enumerate() {
            let Some(idle) = field.idle else { continue };
            let by = scenario.field(idle.knob).expect("it is idle by a knob").1;
            for value in values(by) {
                let set = format!("{}={}", by.name, by.format(value));
                let said = format!("{}: {} at {set}", scenario.slug, field.name);
                let (idle, busy): (Vec<_>, Vec<_>) =
                    ways(scenario, &set).into_iter().partition(|way| way.idle(place).is_some());
                assert!(!idle.iter().any(|way| turns(way, place)), "{said} is not idle");
                let any = busy.is_empty() || busy.iter().any(|way| turns(way, place));
                assert!(any, "{said} is idle, and does not say so");
            }
        }
    }
}
