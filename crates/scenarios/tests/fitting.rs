//! The limit that fits is the one the run itself agrees with.

use lab::{Arrival, EventKind, Loss, Trace};
use scenarios::{FitSearch, Fits, SCENARIOS, Setup};

/// Every scenario with a limit, with its knob's place.
fn limits(mut test: impl FnMut(Setup, usize)) {
    let mut tested = 0;
    for scenario in SCENARIOS {
        let knob = scenario.fields.iter().position(|field| field.fitting.is_some());
        let (Some(knob), Some((place, yours))) = (knob, scenario.takes_traffic()) else { continue };
        let mut setup = Setup::new(scenario);
        setup.values[place] = yours;
        test(setup, knob);
        tested += 1;
    }
    assert!(tested >= 4, "{tested}");
}

fn shapes() -> Vec<Vec<Arrival>> {
    let arrival = |at, key| Arrival { at, key };
    let even = (0..60).map(|n| arrival(n * 50_000, n as u32 % 3));
    let bursts = (0..70).map(|n| arrival(n / 10 * 430_000 + n % 3 / 2, n as u32 % 5));
    let mut last = 0;
    let uneven = (0..150_u64).map(|n| {
        last += n * n * 7_919 % 61_000;
        arrival(last, (n * 31 % 4) as u32)
    });
    vec![
        even.collect(),
        bursts.collect(),
        uneven.collect(),
        vec![arrival(0, 0)],
        vec![arrival(0, 0); 7],
    ]
}

fn found(setup: &Setup) -> Vec<Fits> {
    let mut search = FitSearch::new(setup).expect("there is traffic, and a limit");
    loop {
        if let Some(fits) = search.advance() {
            return fits.to_vec();
        }
    }
}

/// How many requests the limiter of this name refused; how many were lost so, if it has none.
fn refused(trace: &Trace, limiter: &str) -> usize {
    let refuses = |kind: &EventKind| match *kind {
        EventKind::Lost { why: Loss::Refused, .. } => limiter.is_empty(),
        EventKind::Decided { resource, admitted: false, .. } => {
            trace.resources[resource as usize].name == limiter
        }
        _ => false,
    };
    trace.events.iter().filter(|event| refuses(&event.kind)).count()
}

#[test]
fn what_is_counted_is_what_the_run_refuses() {
    limits(|setup, knob| {
        let field = &setup.scenario.fields[knob];
        let fitting = field.fitting.expect("a limit");
        for traffic in shapes() {
            let mut setup = Setup { traffic: traffic.into(), ..setup.clone() };
            for value in (field.min..=field.max.min(30)).chain([field.max]) {
                setup.values[knob] = value;
                let trace = setup.finish();
                for (place, limiter) in fitting.limiters.iter().enumerate() {
                    let counted = (fitting.refused)(place, &setup.traffic, &setup.values);
                    let slug = setup.scenario.slug;
                    assert_eq!(
                        counted,
                        refused(&trace, limiter),
                        "{slug} {limiter} {}={value}",
                        field.name
                    );
                }
            }
        }
    });
}

#[test]
fn a_limit_that_fits_is_the_least_that_does() {
    limits(|setup, knob| {
        let field = &setup.scenario.fields[knob];
        let fitting = field.fitting.expect("a limit");
        for traffic in shapes() {
            let mut setup = Setup { traffic: traffic.into(), ..setup.clone() };
            let slug = setup.scenario.slug;
            let found = found(&setup);
            assert_eq!(found.len(), fitting.limiters.len());
            for (place, fits) in found.into_iter().enumerate() {
                let hundredth = setup.traffic.len() / 100;
                let mut least = |allowed: usize| {
                    (field.min..=field.max).find(|value| {
                        setup.values[knob] = *value;
                        (fitting.refused)(place, &setup.traffic, &setup.values) <= allowed
                    })
                };
                assert_eq!(fits.all, least(0), "{slug} {}", fits.limiter);
                assert_eq!(fits.most, least(hundredth), "{slug} {}", fits.limiter);
            }
        }
    });
}
