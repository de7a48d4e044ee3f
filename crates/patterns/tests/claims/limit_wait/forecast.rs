//! What is foretold to those in line is what comes.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::s;
use crate::support::{Flag, Rng, check, ms, poll};
use patterns::{
    Clock, Context, Decision, FixedWindow, Limiter, ManualTimer, NotAdmitted, Rate, Reservation,
    SharedLimiter, SlidingCounter, SlidingLog, TokenBucket,
};
use std::time::Duration;

type Place<L> = Reservation<L, ManualTimer>;

/// When each in line is served if nothing comes between, worked out from nothing each time.
fn forecast<L: Limiter>(mut limiter: L, now: Duration, line: &[u32]) -> Vec<Duration> {
    let mut last = now;
    let serve = |units: &u32| {
        last += limiter.delay(last, *units).unwrap().unwrap();
        assert_eq!(limiter.ask(last, *units), Ok(Decision::Admitted));
        last
    };
    line.iter().map(serve).collect()
}

/// Reserve, give up, ask and be served in any order, at any time: what is foretold is what a
/// forecast from nothing says.
fn foretold<L: Limiter + Clone + 'static>(seed: u64, limiter: L) {
    let mut rng = Rng(seed);
    let timer = ManualTimer::new();
    let shared = SharedLimiter::new(limiter.clone(), timer.clone());
    let (context, _keep) = Context::root();
    let mut line: Vec<Place<L>> = Vec::new();
    let mut admitted = 0;
    for _ in 0..60 {
        let units = 1 + rng.below(limiter.limit() as usize) as u32;
        let wanted = |line: &[Place<L>]| line.iter().map(Reservation::units).collect::<Vec<_>>();
        let mut with = wanted(&line);
        with.push(units);
        let times = forecast(shared.read(L::clone), timer.now(), &with);
        let due = times[line.len()];
        match rng.below(6) {
            0 | 1 => {
                let by = timer.now() + ms(rng.below(4_000) as u64);
                match shared.reserve(units, Some(by)) {
                    Ok(place) => line.push(place),
                    Err(error) => {
                        let retry_after = Some(due - timer.now());
                        assert_eq!(error, NotAdmitted::TooLate { retry_after });
                        assert!(due > by);
                    }
                }
            }
            2 => match shared.ask(units).unwrap() {
                Decision::Admitted => {
                    assert_eq!(due, timer.now());
                    admitted += u64::from(units);
                }
                Decision::Refused { retry_after } => {
                    assert!(due > timer.now());
                    assert_eq!(retry_after, Some(due - timer.now()));
                }
            },
            3 if !line.is_empty() => drop(line.remove(rng.below(line.len()))),
            4 if !line.is_empty() => {
                let first = line.remove(0);
                let units = first.units();
                let is_due = times[0] == timer.now();
                let mut first = Box::pin(first.admitted(&context));
                assert_eq!(poll(&mut first, &Flag::new()).is_ready(), is_due);
                admitted += if is_due { u64::from(units) } else { 0 };
            }
            _ if !line.is_empty() && rng.below(2) == 0 => timer.advance(times[0] - timer.now()),
            _ => timer.advance(ms(rng.below(400) as u64)),
        }
        let times = forecast(shared.read(L::clone), timer.now(), &wanted(&line));
        let told: Vec<_> = line.iter().map(|place| place.due().unwrap()).collect();
        assert_eq!(told, times);
        assert_eq!((shared.waiting(), shared.counts().admitted), (line.len(), admitted));
    }
}

#[test]
fn what_is_foretold_is_what_comes() {
    check(|seed| {
        foretold(seed, TokenBucket::new(Rate::new(4, s(1)), 3));
        foretold(seed, FixedWindow::new(3, ms(700)));
        foretold(seed, SlidingLog::new(3, ms(700)));
        foretold(seed, SlidingCounter::new(3, ms(700)));
    });
}
