//! Every limiter against a slow and obvious one: a list of all it has admitted, and the definition.
//!
//! A hundred thousand histories each, by clocks that stand, creep by a nanosecond, run backwards,
//! jump years, and come to their end.

mod histories;
mod keyed;
mod kinds;
mod model;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

pub(crate) use histories::{histories, settings, step, units};
pub(crate) use kinds::{bucket, counter, fixed, log};
pub(crate) use model::{Kind, Model, duration};

use crate::support::Rng;
use patterns::{Decision, Excessive, Limit, Limiter, Rule};
use std::time::Duration;

/// Asks both, and checks every word of the answer; what it may wait for.
fn ask_both<L: Limiter + Clone>(
    limiter: &mut L,
    model: &mut Model,
    asked: u128,
    seen: u128,
    units: u32,
) -> Option<Duration> {
    let delay = limiter.delay(duration(asked), units);
    let twin = limiter.clone();
    let decision = limiter.ask(duration(asked), units);
    if units > model.limit {
        let excessive = Excessive { units, limit: model.limit };
        assert_eq!((delay, decision), (Err(excessive), Err(excessive)));
        return None;
    }
    if model.admits(seen, units) {
        assert_eq!((delay, decision), (Ok(Some(Duration::ZERO)), Ok(Decision::Admitted)));
        model.admitted.push((seen, units.into()));
        return None;
    }
    let Ok(Decision::Refused { retry_after }) = decision else { panic!("too much: {decision:?}") };
    assert_eq!(delay, Ok(retry_after));
    let first = retry_after.map(|span| duration(asked) + span);
    assert!(first.is_none_or(|first| first.as_nanos() > seen));
    model.check_first(seen, first, units);
    if let Some(first) = first {
        let at = |at: Duration| twin.clone().ask(at, units).is_ok_and(Decision::is_admitted);
        assert!(at(first) && !at(first - Duration::from_nanos(1)));
    }
    retry_after
}

/// One history: a random clock asks for random units.
fn history<R: Rule + Clone>(
    seed: u64,
    kind: Kind,
    make: impl Fn(&Model) -> Limit<R>,
    look: impl Fn(&Limit<R>, &Model, u128),
) {
    let mut rng = Rng(seed);
    let mut model = settings(&mut rng, kind);
    let mut limiter = make(&model);
    let (mut asked, mut seen, mut hint) = (0, 0, None);
    let mut within_limit = 0;
    for _ in 0..4 + rng.below(16) {
        asked = step(&mut rng, asked, model.span, hint);
        seen = asked.max(seen);
        let units = units(&mut rng, model.limit);
        hint = ask_both(&mut limiter, &mut model, asked, seen, units);
        within_limit += if units <= model.limit { u128::from(units) } else { 0 };
        model.check_first(seen, limiter.fresh_at(), model.limit);
        // Whoever reads it may be behind as well.
        look(&limiter, &model, seen);
        assert_eq!(limiter.limit(), model.limit);
    }
    let counts = limiter.counts();
    let admitted = model.sum(|_| true);
    assert_eq!(u128::from(counts.admitted), admitted);
    assert_eq!(u128::from(counts.refused), within_limit - admitted);
}

#[test]
fn a_token_bucket_is_its_definition() {
    histories(|seed| {
        history(seed, Kind::Bucket(0), bucket, |bucket, model, now| {
            let tokens = bucket.tokens(duration(now));
            assert!(model.admits(now, tokens));
            assert_eq!(bucket.thousandths(duration(now)) / 1_000, u64::from(tokens));
            let next = bucket.next_token(duration(now));
            if tokens < model.limit {
                assert!(!model.admits(now, tokens + 1));
                model.check_first(now, next, tokens + 1);
            } else {
                assert_eq!((tokens, next), (model.limit, None));
            }
        });
    });
}

#[test]
fn a_fixed_window_is_its_definition() {
    histories(|seed| {
        history(seed, Kind::Fixed, fixed, |window, model, now| {
            let start = window.start(duration(now)).as_nanos();
            assert_eq!(start, now - now % model.span);
            assert_eq!(u128::from(window.count(duration(now))), model.sum(|at| at >= start));
        });
    });
}

#[test]
fn a_sliding_log_is_its_definition() {
    histories(|seed| {
        history(seed, Kind::Log, log, |log, model, now| {
            let entries: Vec<_> = log.entries(duration(now)).collect();
            assert!(entries.iter().all(|(at, _)| now - at.as_nanos() < model.span));
            assert!(entries.is_sorted_by(|one, other| one.0 < other.0));
            assert_eq!(u128::from(log.count(duration(now))), model.sum(|at| now - at < model.span));
            assert!(log.memory() as u64 <= 16 * u64::from(model.limit));
        });
    });
}

#[test]
fn a_sliding_counter_is_its_definition() {
    histories(|seed| {
        history(seed, Kind::Counter, counter, |counter, model, now| {
            let start = counter.start(duration(now)).as_nanos();
            assert_eq!(start, now - now % model.span);
            let previous = model.sum(|at| at < start && at + model.span >= start);
            assert_eq!(u128::from(counter.previous(duration(now))), previous);
            assert_eq!(u128::from(counter.current(duration(now))), model.sum(|at| at >= start));
        });
    });
}
