//! A token bucket that threads share: what the plain one decides, and the bound whoever races whom.

use crate::support::Rng;
use patterns::{
    Counts, Decision, Excessive, Limiter, Rate, SharedPerKey, SharedTokenBucket, TokenBucket,
};
use proptest::prelude::*;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

const HISTORIES: u64 = 100_000;

/// The last nanosecond that a clock can show, and the first that does not fit the word of a bucket
/// with a refill of so many parts.
const END: u128 = Duration::MAX.as_nanos();
const WORD: u128 = 1 << 62;

fn duration(nanos: u128) -> Duration {
    let nanos = nanos.min(END);
    Duration::new((nanos / 1_000_000_000) as u64, (nanos % 1_000_000_000) as u32)
}

fn pick<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    from[rng.below(from.len())]
}

/// Two that are told the same.
struct Twins {
    plain: TokenBucket,
    shared: SharedTokenBucket,
}

impl Twins {
    fn new(rate: Rate, burst: u32) -> Self {
        let (plain, shared) = (TokenBucket::new(rate, burst), SharedTokenBucket::new(rate, burst));
        assert_eq!(shared.limit(), plain.limit());
        Self { plain, shared }
    }

    /// Asks both, and checks that nobody could tell them apart by the answer or by looking.
    fn ask(&mut self, now: Duration, units: u32) -> Result<Decision, Excessive> {
        let decision = self.plain.ask(now, units);
        assert_eq!(self.shared.ask(now, units), decision, "{units} at {now:?}");
        assert_eq!(self.shared.counts(), self.plain.counts());
        let got = self.shared.get();
        assert_eq!(got.counts(), self.plain.counts());
        for at in [now, now.saturating_sub(Duration::from_nanos(3)), Duration::ZERO] {
            assert_eq!(got.tokens(at), self.plain.tokens(at));
            assert_eq!(got.thousandths(at), self.plain.thousandths(at));
            assert_eq!(got.next_token(at), self.plain.next_token(at));
            assert_eq!(got.delay(at, units), self.plain.delay(at, units));
        }
        decision
    }
}

/// A clock that stands, creeps, runs backwards, jumps years, goes to where it is told to retry, and
/// to where the state no longer fits a word.
fn step(rng: &mut Rng, now: u128, span: u128, hint: Option<Duration>) -> u128 {
    let hint = hint.map_or(1, |hint| hint.as_nanos());
    let near = rng.below(2 * (span.clamp(1, 1 << 40) as usize)) as u128;
    match rng.below(20) {
        0..=3 => now,
        4..=5 => now + 1,
        6..=8 => now + near,
        9..=10 => now + hint,
        11 => (now + hint).saturating_sub(1),
        12 => now + span,
        13..=15 => now.saturating_sub(near),
        16 => now + (near << 20),
        17 => pick(rng, &[0, now / 2, now]),
        18 if rng.below(4) == 0 => pick(rng, &[WORD - near, WORD + near, END - near, END]),
        _ => now + pick(rng, &[1 << 55, 40 << 55]),
    }
    .min(END)
}

fn history(seed: u64) {
    let mut rng = Rng(seed);
    let few = 1 + rng.below(12) as u128;
    let span = pick(&mut rng, &[few, few, 7 * few + 1, 1_000_000_000, 1_000_000_000, 1 << 55, END]);
    let burst = pick(&mut rng, &[0, 1, 2, 5, 10, 100, u32::MAX]);
    let units = pick(&mut rng, &[0, 1, 1, 1, 3, 7, 10, 1_000, u32::MAX]);
    let mut twins = Twins::new(Rate::new(units, duration(span)), burst);
    let (mut now, mut hint) = (0, None);
    for _ in 0..4 + rng.below(24) {
        now = step(&mut rng, now, span, hint);
        let some = rng.below(burst as usize + 1) as u32;
        let units = pick(&mut rng, &[1, 1, 1, some, burst, burst.saturating_add(1), 0]);
        hint = match twins.ask(duration(now), units) {
            Ok(Decision::Refused { retry_after }) => retry_after,
            _ => None,
        };
    }
}

#[test]
fn shared_it_decides_what_the_plain_one_does() {
    for seed in 0..HISTORIES {
        if let Err(panic) = std::panic::catch_unwind(|| history(seed)) {
            eprintln!("the history with seed {seed} breaks it");
            std::panic::resume_unwind(panic);
        }
    }
}

proptest! {
    /// Whatever the clock says: any instants in any order.
    #[test]
    fn no_clock_tells_the_shared_one_from_the_plain_one(
        units in 0_u32..8,
        span in 1_u64..1_000,
        burst in 0_u32..6,
        asked in prop::collection::vec(
            (prop_oneof![4 => 0_u64..5_000, 1 => (1_u64 << 61)..(1 << 63), 1 => any::<u64>()], 0_u32..7),
            0..60,
        ),
    ) {
        let mut twins = Twins::new(Rate::new(units, Duration::from_nanos(span)), burst);
        for (at, units) in asked {
            let _ = twins.ask(Duration::from_nanos(at), units);
        }
    }

    /// What was admitted in each span, by the instants told: never more than the bound.
    #[test]
    fn no_span_admits_more_than_burst_and_rate_allow(
        units in 1_u32..5,
        span in 1_u64..50,
        burst in 1_u32..6,
        steps in prop::collection::vec((0_u64..60, 1_u32..6), 1..60),
    ) {
        let bucket = SharedTokenBucket::new(Rate::new(units, Duration::from_nanos(span)), burst);
        let (mut now, mut admitted) = (0, Vec::new());
        for (step, asked) in steps {
            now += step;
            if bucket.ask(Duration::from_nanos(now), asked).is_ok_and(Decision::is_admitted) {
                admitted.push((now, asked));
            }
        }
        for (first, (begin, _)) in admitted.iter().enumerate() {
            let mut taken = 0;
            for (end, asked) in &admitted[first..] {
                taken += u64::from(*asked);
                let refilled = u64::from(units) * (end - begin);
                prop_assert!(taken * span <= u64::from(burst) * span + refilled);
            }
        }
    }
}

#[test]
fn who_is_behind_waits_by_its_own_clock_and_only_if_all_must() {
    let s = Duration::from_secs;
    let mut twins = Twins::new(Rate::per_second(1), 5);
    assert_eq!(twins.ask(s(10), 3), Ok(Decision::Admitted));
    // By its own clock there would be nothing yet.
    assert_eq!(twins.ask(s(0), 2), Ok(Decision::Admitted));
    assert_eq!(twins.ask(s(4), 1), Ok(Decision::Refused { retry_after: Some(s(7)) }));
    // Asking for nothing, or too much, shows the time as well.
    assert_eq!(twins.ask(s(11), 0), Ok(Decision::Admitted));
    assert_eq!(twins.ask(s(4), 1), Ok(Decision::Admitted));
    assert_eq!(twins.ask(s(12), 6), Err(Excessive { units: 6, limit: 5 }));
    assert_eq!(twins.ask(s(4), 1), Ok(Decision::Admitted));
    assert_eq!(twins.ask(s(4), 1), Ok(Decision::Refused { retry_after: Some(s(9)) }));
    // An hour of nothing fills it once.
    assert_eq!(twins.ask(s(3_600), 0), Ok(Decision::Admitted));
    assert_eq!(twins.ask(s(0), 5), Ok(Decision::Admitted));
    assert_eq!(twins.ask(s(3_600), 1), Ok(Decision::Refused { retry_after: Some(s(1)) }));
}

#[test]
fn what_is_in_the_word_goes_behind_the_lock_when_time_outgrows_it() {
    for (units, last) in [(1, WORD), (3, WORD / 3), (1_000_000, WORD)] {
        let mut twins = Twins::new(Rate::per_second(units), 10);
        let last = last / 1_000_000_000 * 1_000_000_000;
        assert_eq!(twins.ask(duration(last - 1), 9), Ok(Decision::Admitted));
        for at in [last, last - 1, last + 1, 0, last + 2_000_000_000, END - 1, END] {
            for asked in [1, 9, 0, 11] {
                let _ = twins.ask(duration(at), asked);
            }
        }
    }
}

/// Threads that all read one clock, and move it on as they go.
fn race(threads: u64, rounds: u64, bucket: &SharedTokenBucket, clock: &AtomicU64) -> Vec<u64> {
    let work = |number: u64| {
        let mut rng = Rng(number);
        let mut admitted = 0;
        for _ in 0..rounds {
            let now = clock.fetch_add(rng.below(3) as u64, Ordering::Relaxed);
            let units = 1 + rng.below(3) as u32;
            if bucket.ask(Duration::from_nanos(now), units) == Ok(Decision::Admitted) {
                admitted += u64::from(units);
            }
        }
        admitted
    };
    thread::scope(|scope| {
        let threads: Vec<_> =
            (0..threads).map(|number| scope.spawn(move || work(number))).collect();
        threads.into_iter().map(|thread| thread.join().expect("it does not panic")).collect()
    })
}

#[test]
fn threads_together_are_admitted_no_more_than_one_would_be() {
    // A token each seven nanoseconds, three in ten, and one that needs the lock half way.
    let begin = (1_u64 << 62) / 1_000_000_000 * 1_000_000_000 - 20_000;
    for (units, span, begin) in [(1, 7, 0), (3, 10, 0), (0, 1, 0), (1, 7, begin)] {
        let bucket = SharedTokenBucket::new(Rate::new(units, Duration::from_nanos(span)), 50);
        let clock = AtomicU64::new(begin);
        // More threads than have a count of their own.
        let admitted: u64 = race(24, 2_000, &bucket, &clock).iter().sum();
        let passed = clock.into_inner() - begin;
        let most = 50 + u64::from(units) * passed / span;
        assert!(admitted <= most, "{admitted} in {passed} ns, where {most} are allowed");
        assert!(admitted + 100 >= most.min(90_000), "{admitted} of {most}: nothing is lost");
        let asked: u64 = (0..24)
            .map(|number| {
                let mut rng = Rng(number);
                (0..2_000).map(|_| (rng.below(3), 1 + rng.below(3) as u64).1).sum::<u64>()
            })
            .sum();
        assert_eq!(bucket.counts(), Counts { admitted, refused: asked - admitted });
        assert_eq!(bucket.get().counts(), bucket.counts());
    }
}

#[test]
fn threads_at_once_take_each_token_once() {
    let bucket = SharedTokenBucket::new(Rate::per_second(0), 3_000_000);
    let begin = Barrier::new(4);
    let work = || {
        begin.wait();
        let admitted = |_: &u32| bucket.ask(Duration::ZERO, 1).is_ok_and(Decision::is_admitted);
        (0..1_500_000).filter(admitted).count()
    };
    let admitted: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().expect("it does not panic")).sum()
    });
    assert_eq!(admitted, 3_000_000);
    assert_eq!(bucket.counts(), Counts { admitted: 3_000_000, refused: 3_000_000 });
}

#[test]
fn threads_share_a_table_of_keys_as_one_would_use_it() {
    let limits = SharedPerKey::new(TokenBucket::new(Rate::per_second(0), 10), 100);
    let ask_all = || {
        (0..150)
            .filter(|key| limits.ask(key, Duration::ZERO, 1).is_ok_and(Decision::is_admitted))
            .count()
    };
    let admitted: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..20).map(|_| scope.spawn(ask_all)).collect();
        threads.into_iter().map(|thread| thread.join().expect("it does not panic")).sum()
    });
    // Ten for each key that has a place; nobody ever gives one up.
    assert_eq!(admitted, 1_000);
    assert_eq!(limits.counts(), Counts { admitted: 1_000, refused: 2_000 });
    limits.read(|table| assert_eq!((table.len(), table.turned_away()), (100, 1_000)));
}

#[test]
fn who_counted_may_end_and_nothing_is_forgotten() {
    let bucket = SharedTokenBucket::new(Rate::per_second(0), 1_000);
    for _ in 0..40 {
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| bucket.ask(Duration::ZERO, 10));
            }
        });
    }
    assert_eq!(bucket.counts(), Counts { admitted: 1_000, refused: 200 });
}
