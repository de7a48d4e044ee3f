//! Every limiter against a slow and obvious one: a list of all it has admitted, and the definition.
//!
//! A hundred thousand histories each, by clocks that stand, creep by a nanosecond, run backwards,
//! jump years, and come to their end.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::Rng;
use patterns::{
    Decision, Excessive, FixedWindow, Limit, Limiter, PerKey, Rate, Rule, SharedPerKey,
    SlidingCounter, SlidingLog, TokenBucket,
};
use std::time::Duration;

/// As wasm the same in small: a page that tests must also come to an end.
const HISTORIES: u64 = if cfg!(target_arch = "wasm32") { 5_000 } else { 100_000 };

/// The last nanosecond a clock can show.
const END: u128 = Duration::MAX.as_nanos();

/// A year, about.
const YEAR: u128 = 1 << 55;

/// What is limited, and all that was admitted.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    kind: Kind,
    pub(crate) limit: u32,
    /// Of a window, or of the rate.
    pub(crate) span: u128,
    pub(crate) admitted: Vec<(u128, u128)>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// With the units of its rate.
    Bucket(u32),
    Fixed,
    Log,
    Counter,
}

impl Model {
    /// The units admitted at the instants that `which` picks.
    pub(crate) fn sum(&self, which: impl Fn(u128) -> bool) -> u128 {
        self.admitted.iter().filter(|(at, _)| which(*at)).map(|(_, units)| units).sum()
    }

    /// The definitions, word for word.
    pub(crate) fn admits(&self, now: u128, units: u32) -> bool {
        let (units, limit, span) = (u128::from(units), u128::from(self.limit), self.span);
        let window = now / span;
        match self.kind {
            // From any instant on: no more than the burst, and the rate times the time.
            Kind::Bucket(rate) => {
                let begins = self.admitted.iter().map(|(at, _)| *at).chain([now]);
                begins.into_iter().all(|begin| {
                    let taken = self.sum(|at| at >= begin) + units;
                    taken * span <= limit * span + u128::from(rate) * (now - begin)
                })
            }
            Kind::Fixed => self.sum(|at| at / span == window) + units <= limit,
            Kind::Log => self.sum(|at| now - at < span) + units <= limit,
            Kind::Counter => {
                let previous = self.sum(|at| at / span + 1 == window);
                let current = self.sum(|at| at / span == window);
                previous * (span - now % span) + (current + units) * span <= limit * span
            }
        }
    }

    /// That `first` is the first instant, from `now` on, at which so many would be admitted.
    pub(crate) fn check_first(&self, now: u128, first: Option<Duration>, units: u32) {
        match first.map(|first| first.as_nanos()) {
            Some(first) => {
                assert!(self.admits(first.max(now), units), "not admitted even then");
                assert!(first <= now || !self.admits(first - 1, units), "admitted before");
            }
            None => assert!(!self.admits(END, units), "admitted one day"),
        }
    }

    /// Whether it cannot be told from one that has admitted nothing.
    fn is_fresh(&self, now: u128) -> bool {
        self.admits(now, self.limit)
    }
}

pub(crate) fn duration(nanos: u128) -> Duration {
    Duration::new((nanos / 1_000_000_000) as u64, (nanos % 1_000_000_000) as u32)
}

fn pick<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    from[rng.below(from.len())]
}

/// A model with settings from tiny to absurd, and what they are on.
pub(crate) fn settings(rng: &mut Rng, kind: Kind) -> Model {
    let small = 1 + rng.below(12) as u128;
    let span = pick(rng, &[small, small, small, 7 * small + 1, 1_000_000_000, YEAR, END]);
    // The products of the definitions have to fit, and they sum what a whole history took.
    let few = rng.below(6) as u32;
    let many = if span > 1 << 64 { 1_000 } else { u32::MAX };
    let limit = pick(rng, &[few, few, few, few + 1, 100, many]);
    let kind = match kind {
        Kind::Bucket(_) => Kind::Bucket(pick(rng, &[0, 1, 1, few, few, 10, u32::MAX])),
        other => other,
    };
    Model { kind, limit, span, admitted: Vec::new() }
}

/// A clock for histories: mostly on, by steps of every size.
pub(crate) fn step(rng: &mut Rng, now: u128, span: u128, hint: Option<Duration>) -> u128 {
    let within = |rng: &mut Rng, most: u128| rng.below(most.clamp(1, 1 << 31) as usize) as u128;
    let next = match rng.below(16) {
        0..=3 => now,
        4..=5 => now + 1,
        6..=8 => now + within(rng, 2 * (span % YEAR) + 2),
        9 => now + span,
        10 => now - now % span + span,
        11..=12 => now.saturating_add(hint.map_or(1, |hint| hint.as_nanos())),
        13 => now.saturating_sub(within(rng, 2 * (span % YEAR) + 2)),
        14 => now + within(rng, 3) * span + within(rng, 3),
        _ => pick(rng, &[now + 40 * YEAR, now / 2, END - 1, END - span / 2, now]),
    };
    next.min(END)
}

pub(crate) fn units(rng: &mut Rng, limit: u32) -> u32 {
    let some = rng.below((limit as usize).saturating_add(1)) as u32;
    pick(rng, &[1, 1, 1, some, some, limit, limit.saturating_add(1), 0])
}

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

/// Every seed, and the one that breaks it by name.
pub(crate) fn histories(history: impl Fn(u64)) {
    for seed in 0..HISTORIES {
        let once = std::panic::AssertUnwindSafe(|| history(seed));
        if let Err(panic) = std::panic::catch_unwind(once) {
            eprintln!("the history with seed {seed} breaks it");
            std::panic::resume_unwind(panic);
        }
    }
}

pub(crate) fn bucket(model: &Model) -> TokenBucket {
    let Kind::Bucket(rate) = model.kind else { panic!("not a bucket: {:?}", model.kind) };
    TokenBucket::new(Rate::new(rate, duration(model.span)), model.limit)
}

fn fixed(model: &Model) -> FixedWindow {
    FixedWindow::new(model.limit, duration(model.span))
}

fn log(model: &Model) -> SlidingLog {
    SlidingLog::new(model.limit, duration(model.span))
}

fn counter(model: &Model) -> SlidingCounter {
    SlidingCounter::new(model.limit, duration(model.span))
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
