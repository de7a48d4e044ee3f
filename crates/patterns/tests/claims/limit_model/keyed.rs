//! Keys have a limiter each, and none feels another.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::histories::{histories, settings, step, units};
use super::kinds::{bucket, counter, fixed, log};
use super::model::{END, Kind, Model, duration};
use crate::support::Rng;
use patterns::{Decision, Excessive, Limit, PerKey, Rule, SharedPerKey};
use std::time::Duration;

/// One history of several keys: each has the limiter to itself, in a table that is never full of
/// keys that matter, and is turned away only when it is.
fn keyed_history<R: Rule + Clone>(seed: u64, kind: Kind, make: impl Fn(&Model) -> Limit<R>) {
    let mut rng = Rng(seed);
    let model = settings(&mut rng, kind);
    let most = 1 + rng.below(4);
    let mut limits = PerKey::new(make(&model), most as u32);
    let shared = SharedPerKey::new(make(&model), most as u32);
    let mut models = vec![model.clone(); 1 + rng.below(6)];
    let (mut asked, mut seen, mut hint) = (0, 0, None);
    for _ in 0..4 + rng.below(16) {
        asked = step(&mut rng, asked, model.span, hint);
        seen = asked.max(seen);
        let (key, units) = (rng.below(models.len()), units(&mut rng, model.limit));
        let decision = limits.ask(&key, duration(asked), units);
        assert_eq!(shared.ask(&key, duration(asked), units), decision);
        hint = None;
        if units > model.limit {
            assert_eq!(decision, Err(Excessive { units, limit: model.limit }));
            continue;
        }
        // A key that matters is in the table; whoever cannot be told from a new one needs a place.
        let busy = models.iter().filter(|model| !model.is_fresh(seen)).count();
        let is_full = busy >= most && models[key].is_fresh(seen) && units > 0;
        match decision {
            Ok(Decision::Admitted) => {
                assert!(!is_full && models[key].admits(seen, units));
                models[key].admitted.push((seen, units.into()));
            }
            Ok(Decision::Refused { retry_after }) => {
                hint = retry_after;
                let first = retry_after.map(|span| duration(asked) + span);
                if is_full {
                    // Until the first of the others is as new.
                    check_first_fresh(&models, seen, first);
                } else {
                    models[key].check_first(seen, first, units);
                    assert!(!models[key].admits(seen, units));
                }
            }
            Err(excessive) => panic!("{excessive}"),
        }
        assert!(limits.len() <= most);
        assert!(limits.iter().all(|(key, _)| limits.get(key).is_some()));
    }
    assert_eq!(shared.counts(), limits.counts());
}

/// That `first` is the first instant at which one of those that are busy is as new.
fn check_first_fresh(models: &[Model], now: u128, first: Option<Duration>) {
    let busy: Vec<&Model> = models.iter().filter(|model| !model.is_fresh(now)).collect();
    match first.map(|first| first.as_nanos()) {
        Some(first) => {
            assert!(first > now && busy.iter().any(|model| model.is_fresh(first)));
            assert!(busy.iter().all(|model| !model.is_fresh(first - 1)));
        }
        None => assert!(busy.iter().all(|model| !model.is_fresh(END))),
    }
}

#[test]
fn no_key_feels_another() {
    histories(|seed| match seed % 4 {
        0 => keyed_history(seed, Kind::Fixed, fixed),
        1 => keyed_history(seed, Kind::Log, log),
        2 => keyed_history(seed, Kind::Counter, counter),
        _ => keyed_history(seed, Kind::Bucket(0), bucket),
    });
}
