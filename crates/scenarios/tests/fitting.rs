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
    assert!(tested >= 5, "{tested}");
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
    limits(|setup, limit| {
        let fitting = setup.scenario.fields[limit].fitting.expect("a limit");
        let room = fitting.room.and_then(|name| setup.scenario.field(name)).map(|(room, _)| room);
        for traffic in shapes() {
            let setup = Setup { traffic: traffic.into(), ..setup.clone() };
            let slug = setup.scenario.slug;
            let found = found(&setup);
            assert_eq!(found.len(), fitting.limiters.len() * if room.is_some() { 2 } else { 1 });
            for (place, limiter) in fitting.limiters.iter().enumerate() {
                let mut rows = found.iter().filter(|fits| fits.limiter == *limiter);
                let fits = rows.next().expect("a row a limiter");
                let mut ample = setup.clone();
                if let Some(room) = room {
                    ample.values[room] = 256;
                }
                assert_eq!(fits.all, least(&ample, limit, place, 0), "{slug} {limiter}");
                let hundredth = setup.traffic.len() / 100;
                assert_eq!(fits.most, least(&ample, limit, place, hundredth), "{slug} {limiter}");
                let Some(room) = room else { continue };
                let within = |found: Option<i64>, allowed| {
                    let values = [(limit, found?)];
                    least(&with(&setup, &values), room, place, allowed)
                };
                let rooms = rows.next().expect("a row for the room");
                assert_eq!(rooms.all, within(fits.all, 0), "{slug} {limiter}");
                assert_eq!(rooms.most, within(fits.most, hundredth), "{slug} {limiter}");
            }
        }
    });
}

/// With the limit and the room that the table says, the run refuses nobody.
#[test]
fn what_fits_together_refuses_nobody_in_the_run() {
    limits(|setup, limit| {
        if setup.scenario.fields[limit].fitting.is_none_or(|fitting| fitting.room.is_none()) {
            return;
        }
        let mut fitted = 0;
        for traffic in shapes() {
            let setup = Setup { traffic: traffic.into(), ..setup.clone() };
            let values: Option<Vec<_>> =
                found(&setup).iter().map(|fits| Some((fits.knob, fits.all?))).collect();
            // More at one instant than a bucket holds fit no rate.
            let Some(values) = values else { continue };
            let trace = with(&setup, &values).finish();
            assert_eq!(refused(&trace, ""), 0);
            fitted += 1;
        }
        assert!(fitted >= 3, "{fitted}");
    });
}

fn with(setup: &Setup, values: &[(usize, i64)]) -> Setup {
    let mut setup = setup.clone();
    values.iter().for_each(|(knob, value)| setup.values[*knob] = *value);
    setup
}

/// The least value of a knob with which the limiter turns no more away than this.
fn least(setup: &Setup, knob: usize, limiter: usize, allowed: usize) -> Option<i64> {
    let limit = setup.scenario.fields.iter().find_map(|field| field.fitting).expect("a limit");
    let field = &setup.scenario.fields[knob];
    (field.min..=field.max).find(|value| {
        let setup = with(setup, &[(knob, *value)]);
        (limit.refused)(limiter, &setup.traffic, &setup.values) <= allowed
    })
}
