//! What limiters claim, one case each; the definitions are held against them in `limit_model`.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::Rng;
use patterns::{
    BucketState, Counts, Decision, Excessive, FixedWindow, Limit, Limiter, PerKey, Rate, Rule,
    SlidingCounter, SlidingLog, TokenBucket,
};
use std::time::Duration;

const NEVER: Result<Decision, Excessive> = Ok(Decision::Refused { retry_after: None });

fn s(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn ns(nanos: u64) -> Duration {
    Duration::from_nanos(nanos)
}

/// Whether one unit is admitted at each of these instants, asked for in turn.
fn asked<L: Limiter, const N: usize>(limiter: &mut L, at: [Duration; N]) -> [bool; N] {
    at.map(|at| limiter.ask(at, 1).unwrap().is_admitted())
}

#[test]
fn a_clock_that_runs_back_mints_no_tokens() {
    let mut bucket = TokenBucket::new(Rate::per_second(1), 2);
    assert_eq!(asked(&mut bucket, [s(10), s(10), s(10)]), [true, true, false]);
    // Going from 0 to 10 a second time is ten tokens for whoever believes it.
    assert_eq!(asked(&mut bucket, [s(0), s(10), s(0), s(10)]), [false; 4]);
    assert_eq!(bucket.tokens(s(0)), 0);
    // Who is behind waits by the clock it has.
    let retry_after = Some(s(7));
    assert_eq!(bucket.ask(s(4), 1), Ok(Decision::Refused { retry_after }));
    assert_eq!(asked(&mut bucket, [s(11), s(11)]), [true, false]);
}

#[test]
fn a_refill_asked_for_at_every_nanosecond_loses_nothing() {
    // A third of a token a nanosecond, and a seventh of one.
    for (units, span) in [(1, 3), (1, 7), (2, 7), (3, 10)] {
        let mut bucket = TokenBucket::new(Rate::new(units, ns(span)), 1);
        let admitted = (0..=7_000).filter(|at| asked(&mut bucket, [ns(*at)])[0]).count() as u64;
        // A bucket of one that is emptied at once is refilled in whole nanoseconds at best.
        let each = span.div_ceil(units.into());
        assert_eq!(admitted, 1 + 7_000 / each);
    }
    let mut bucket = TokenBucket::new(Rate::new(3, ns(10)), 10);
    let admitted = (0..=7_000).filter(|at| asked(&mut bucket, [ns(*at)])[0]).count();
    assert_eq!(admitted, 10 + 2_100, "to the token, whatever the steps");
}

#[test]
fn a_rate_of_zero_spends_the_burst_and_no_more() {
    let mut bucket = TokenBucket::new(Rate::per_second(0), 2);
    assert_eq!(asked(&mut bucket, [s(0), s(1)]), [true, true]);
    assert_eq!(bucket.ask(Duration::MAX, 1), NEVER);
    assert_eq!((bucket.next_token(s(2)), bucket.fresh_at()), (None, None));
}

#[test]
fn more_than_fits_is_an_error_and_costs_nothing() {
    fn check(mut limiter: impl Limiter) {
        let excessive = Excessive { units: 4, limit: 3 };
        assert_eq!(limiter.ask(s(0), 4), Err(excessive));
        assert_eq!(limiter.delay(s(0), 4), Err(excessive));
        assert_eq!(limiter.counts(), Counts::default());
        assert_eq!(limiter.ask(s(0), 3), Ok(Decision::Admitted));
    }
    check(TokenBucket::new(Rate::per_second(1), 3));
    check(FixedWindow::new(3, s(1)));
    check(SlidingLog::new(3, s(1)));
    check(SlidingCounter::new(3, s(1)));
}

#[test]
fn asking_for_nothing_is_admitted_and_changes_nothing() {
    let mut log = SlidingLog::new(1, s(60));
    assert_eq!(asked(&mut log, [s(0)]), [true]);
    assert_eq!(log.ask(s(1), 0), Ok(Decision::Admitted));
    assert_eq!(log.entries(s(1)).collect::<Vec<_>>(), [(s(0), 1)]);
    assert_eq!(FixedWindow::new(0, s(1)).ask(s(0), 0), Ok(Decision::Admitted));
}

#[test]
fn twice_the_limit_passes_around_the_edge_of_a_fixed_window() {
    fn passed(mut limiter: impl Limiter) -> [usize; 2] {
        [s(59), s(61)].map(|at| (0..150).filter(|_| asked(&mut limiter, [at])[0]).count())
    }
    assert_eq!(passed(FixedWindow::new(100, s(60))), [100, 100], "in two seconds of a minute");
    assert_eq!(passed(SlidingLog::new(100, s(60))), [100, 0]);
    assert_eq!(passed(SlidingCounter::new(100, s(60))), [100, 1]);
}

#[test]
fn two_at_one_instant_are_two() {
    let mut log = SlidingLog::new(2, s(60));
    assert_eq!(asked(&mut log, [s(5), s(5), s(5), s(64), s(65)]), [true, true, false, false, true]);
}

#[test]
fn refusals_leave_no_trace_in_the_log() {
    let mut log = SlidingLog::new(1, s(60));
    assert_eq!(asked(&mut log, [s(0)]), [true]);
    for at in 1..60 {
        assert_eq!(asked(&mut log, [s(at)]), [false]);
    }
    assert_eq!(asked(&mut log, [s(60)]), [true], "who kept asking is not starved");
}

#[test]
fn a_log_takes_sixteen_bytes_a_permit_at_most() {
    let mut rng = Rng(7);
    let mut log = SlidingLog::new(1_000, s(1));
    let mut now = Duration::ZERO;
    for _ in 0..20_000 {
        now += ns(rng.below(400_000) as u64);
        let _ = log.ask(now, 1);
        assert!(log.memory() <= 16 * 1_000);
    }
    assert!(log.count(now) > 900, "it was nearly full");
    // Few permits take little, whatever the limit.
    let mut log = SlidingLog::new(u32::MAX, s(1));
    let _ = (log.ask(s(1), 5), log.ask(s(1), u32::MAX - 5));
    assert_eq!(log.memory(), 16);
}

#[test]
fn the_counter_rounds_nothing() {
    let mut counter = SlidingCounter::new(10, ns(3));
    assert_eq!(counter.ask(ns(0), 10), Ok(Decision::Admitted));
    // 10 · 2/3 is 6.67: rounded down it leaves room for four, and there is room for three.
    let retry_after = Some(ns(1));
    assert_eq!(counter.ask(ns(4), 4), Ok(Decision::Refused { retry_after }));
    assert_eq!(counter.ask(ns(4), 3), Ok(Decision::Admitted));
}

#[test]
fn an_idle_gap_forgets_the_window_before() {
    let mut counter = SlidingCounter::new(10, s(60));
    assert_eq!(counter.ask(s(0), 10), Ok(Decision::Admitted));
    assert_eq!(counter.previous(s(119)), 10);
    assert_eq!((counter.previous(s(120)), counter.current(s(120))), (0, 0));
    assert_eq!(counter.ask(s(120), 10), Ok(Decision::Admitted));
}

#[test]
fn a_spent_key_is_never_refilled_by_eviction() {
    let mut limits = PerKey::new(TokenBucket::new(Rate::per_second(1), 2), 2);
    assert_eq!(limits.ask(&'a', s(0), 2), Ok(Decision::Admitted));
    assert_eq!(limits.ask(&'b', s(0), 1), Ok(Decision::Admitted));
    // The table is full of keys that have spent: b is as new first.
    let retry_after = Some(s(1));
    assert_eq!(limits.ask(&'c', s(0), 1), Ok(Decision::Refused { retry_after }));
    assert_eq!((limits.turned_away(), limits.evicted()), (1, 0));
    assert_eq!(limits.ask(&'c', s(1), 2), Ok(Decision::Admitted));
    assert_eq!((limits.last_evicted(), limits.evicted()), (Some(&'b'), 1));
    // a still has the one token that has come back.
    let retry_after = Some(s(1));
    assert_eq!(limits.ask(&'a', s(1), 2), Ok(Decision::Refused { retry_after }));
    let names: Vec<_> = limits.iter().map(|(key, _)| *key).collect();
    assert_eq!(names, ['a', 'c']);
}

#[test]
fn an_attack_by_new_keys_takes_bounded_memory_and_no_place_in_use() {
    let mut limits = PerKey::new(TokenBucket::new(Rate::per_second(1), 5), 1_000);
    for round in 0..20_u64 {
        for key in 0..5_000 {
            let _ = limits.ask(&(round * 5_000 + key), s(round), 3);
        }
        assert!(limits.len() <= 1_000 && limits.memory() <= 64_000);
        assert_eq!(limits.evicted(), 1_000 * (round / 3), "three seconds until they are as new");
    }
}

#[test]
fn a_key_takes_64_bytes_beside_itself() {
    for most in [1, 10, 100, 1_000, 5_000, 10_000, 65_536] {
        let limit = TokenBucket::new(Rate::per_second(1), 5);
        let (mut small, mut words) = (PerKey::new(limit.clone(), most), PerKey::new(limit, most));
        for key in 0..most {
            let _ = small.ask(&key, s(0), 1);
            let _ = words.ask(&key.to_string(), s(0), 1);
        }
        assert_eq!((small.len(), words.len()), (most as usize, most as usize));
        for memory in [small.memory(), words.memory()] {
            assert!(memory <= 64 * most as usize, "{most} keys take {memory}");
        }
    }
    assert_eq!(size_of::<BucketState>(), 16);
}

/// Settings and instants at the ends of their ranges: no product or sum overflows.
#[test]
fn the_ends_of_every_range_are_in_range() {
    fn press<R: Rule>(mut limiter: Limit<R>) {
        let ends = [Duration::ZERO, ns(1), Duration::MAX - ns(1), Duration::MAX];
        for at in ends {
            for units in [limiter.limit(), 1, 0, limiter.limit() / 2 + 1, u32::MAX] {
                let delay = limiter.delay(at, units);
                match limiter.ask(at, units) {
                    Ok(Decision::Admitted) => assert_eq!(delay, Ok(Some(Duration::ZERO))),
                    Ok(Decision::Refused { retry_after }) => {
                        assert_eq!(delay, Ok(retry_after));
                        assert!(retry_after.is_none_or(|span| at.checked_add(span).is_some()));
                    }
                    Err(excessive) => assert_eq!(delay, Err(excessive)),
                }
                let _ = limiter.fresh_at();
            }
        }
    }
    for limit in [0, 1, 2, u32::MAX - 1, u32::MAX] {
        for span in [Duration::ZERO, ns(1), s(1), Duration::MAX - ns(1), Duration::MAX] {
            for rate in [0, 1, 3, u32::MAX] {
                let bucket = TokenBucket::new(Rate::new(rate, span), limit);
                let (now, full) = (Duration::MAX, u64::from(limit) * 1_000);
                assert_eq!((bucket.thousandths(now), bucket.next_token(now)), (full, None));
                press(bucket);
            }
            press(FixedWindow::new(limit, span));
            press(SlidingLog::new(limit, span));
            press(SlidingCounter::new(limit, span));
        }
    }
}
