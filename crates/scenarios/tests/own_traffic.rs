//! Whatever takes the reader's own arrivals takes all of them, to the last, as many as there may be.

use lab::{Arrival, Bounds, Event, Outcome, Trace};
use scenarios::traffic::MOST;
use scenarios::{Kind, SCENARIOS, Setup};

/// Every scenario that takes arrivals, set to the reader's own.
fn each(test: impl Fn(Setup)) {
    let mut tested = 0;
    for scenario in SCENARIOS {
        let Some((place, yours)) = scenario.takes_traffic() else { continue };
        let mut setup = Setup::new(scenario);
        setup.values[place] = yours;
        test(setup);
        tested += 1;
    }
    assert!(tested > 9, "{tested}");
}

/// So many: evenly, all at one instant, and in small crowds from two hundred clients.
fn shapes(count: u64) -> [Vec<Arrival>; 3] {
    let even = (0..count).map(|n| Arrival { at: n * 10_000_000 / count, key: 0 });
    let at_once = (0..count).map(|_| Arrival { at: 0, key: 0 });
    let crowds = (0..count)
        .map(|n| Arrival { at: (n - n % 3) * 10_000_000 / count, key: (n * 7_919 % 200) as u32 });
    [even.collect(), at_once.collect(), crowds.collect()]
}

fn broken(trace: &Trace) -> Vec<&str> {
    let broken = trace.claims.iter().filter(|claim| !claim.holds);
    broken.map(|claim| claim.claim.as_str()).collect()
}

/// Every variant, and every value of the first choice among the knobs for the right one.
fn ways(setup: &Setup) -> Vec<Setup> {
    let traps =
        (1..setup.scenario.variants.len()).map(|variant| Setup { variant, ..setup.clone() });
    let first = &setup.scenario.fields[0];
    let choices = matches!(first.kind, Kind::Choice(_))
        && setup.scenario.takes_traffic().map(|of| of.0) != Some(0);
    let values = if choices { first.min..=first.max } else { first.default..=first.default };
    let right = values.map(|value| {
        let mut setup = setup.clone();
        setup.values[0] = value;
        setup
    });
    if choices {
        right.chain(traps).collect()
    } else {
        std::iter::once(setup.clone()).chain(traps).collect()
    }
}

#[test]
fn a_run_that_takes_no_arrivals_is_the_same_beside_one_that_does() {
    each(|yours| {
        let setup = Setup::new(yours.scenario);
        assert!(!setup.uses_traffic());
        for traffic in shapes(50) {
            let beside = Setup { traffic: traffic.into(), ..setup.clone() };
            assert_eq!(beside.finish(), setup.finish(), "{}", setup.scenario.slug);
        }
    });
}

#[test]
fn every_run_takes_the_most_arrivals_that_are_read_to_its_end() {
    each(|setup| {
        for setup in ways(&setup) {
            for traffic in shapes(MOST as u64) {
                let setup = Setup { traffic: traffic.into(), ..setup.clone() };
                let (slug, variant) = (setup.scenario.slug, setup.scenario.variants[setup.variant]);
                let trace = setup.finish();
                // A trap may get stuck: that is its lesson.
                let ended = match trace.outcome {
                    Outcome::Finished => true,
                    Outcome::Deadlocked { .. } => variant.breaks.is_some(),
                    _ => false,
                };
                let events = trace.events.len();
                assert!(ended, "{slug} {}: {:?}, {events} events", variant.slug, trace.outcome);
                if variant.breaks.is_none() {
                    assert_eq!(broken(&trace), Vec::<&str>::new(), "{slug}");
                }
                assert_eq!(setup.cut(&trace), None);
            }
        }
    });
}

#[test]
fn correct_holds_with_few_arrivals() {
    each(|setup| {
        for traffic in [1, 30].into_iter().flat_map(shapes) {
            let trace = Setup { traffic: traffic.into(), ..setup.clone() }.finish();
            assert_eq!(trace.outcome, Outcome::Finished, "{}", setup.scenario.slug);
            assert_eq!(broken(&trace), Vec::<&str>::new(), "{}", setup.scenario.slug);
        }
    });
}

#[test]
fn a_run_that_is_cut_breaks_no_claim_and_says_how_many_had_come() {
    each(|setup| {
        let [even, ..] = shapes(400);
        let setup = Setup { traffic: even.into(), ..setup };
        for part in 1..8 {
            let bounds = [
                Bounds { time: part * 180_000, ..setup.bounds() },
                Bounds { events: part as usize * 25, ..setup.bounds() },
            ];
            for bounds in bounds {
                let mut trace = setup.begin().bounded(bounds).finish();
                setup.conclude(&mut trace);
                assert_eq!(broken(&trace), Vec::<&str>::new(), "{}", setup.scenario.slug);
                let come = setup.traffic.iter().filter(|arrival| arrival.at <= trace.end());
                assert_eq!(setup.cut(&trace), Some(come.count()), "{}", setup.scenario.slug);
            }
        }
    });
}

/// Each trap and each choice, a knob at its least and its most: whether that makes a difference to
/// any of them.
fn turns(setup: &Setup, place: usize) -> bool {
    let events = |setup: &Setup| -> Vec<Event> { setup.finish().events };
    let fields = setup.scenario.fields;
    let choices = fields.iter().enumerate().filter(|(other, field)| {
        *other != place && field.name != "arrivals" && matches!(field.kind, Kind::Choice(_))
    });
    let mut others = vec![setup.clone()];
    for (other, field) in choices {
        others.extend((field.min..=field.max).map(|value| {
            let mut setup = setup.clone();
            setup.values[other] = value;
            setup
        }));
    }
    let variants = 0..setup.scenario.variants.len();
    variants.into_iter().flat_map(|variant| others.iter().map(move |of| (variant, of))).any(
        |(variant, of)| {
            let turned = [fields[place].min, fields[place].max].map(|value| {
                let mut setup = Setup { variant, ..of.clone() };
                setup.values[place] = value;
                events(&setup)
            });
            turned[0] != turned[1]
        },
    )
}

#[test]
fn the_knobs_that_own_arrivals_make_idle_are_those_that_say_so() {
    each(|setup| {
        let arrival =
            |n: u64| Arrival { at: n * n * 7_919 % 400_000 + n * 90_000, key: n as u32 % 5 };
        let mut traffic: Vec<Arrival> = (0..60).map(arrival).collect();
        traffic.sort_by_key(|arrival| arrival.at);
        let own = Setup { traffic: traffic.into(), ..setup.clone() };
        for (place, field) in setup.scenario.fields.iter().enumerate() {
            let other = field.idle.is_some_and(|idle| idle.knob != "arrivals");
            if field.name == "arrivals" || other {
                continue;
            }
            let (slug, name) = (setup.scenario.slug, field.name);
            let idle = own.idle(place).is_some();
            if idle {
                assert!(!turns(&own, place), "{slug}: {name} is not idle");
            } else if !turns(&own, place) {
                // What never makes a difference to such a run is not idle because of it.
                assert!(!turns(&setup, place), "{slug}: {name} is idle, and does not say so");
            }
            assert!(
                !idle
                    || setup.idle(place).is_none()
                    || field.idle.is_some_and(|idle| idle.values.len() > 1)
            );
        }
    });
}
