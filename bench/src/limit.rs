//! Decisions of a token bucket, alone and for many keys, against governor by one fake clock.
//!
//! Governor's limiters are shared by threads (an atomic; a sharded map, its default store for
//! keys), and so are `SharedTokenBucket` and `SharedPerKey`. A value that one owner asks, and a
//! limiter that keeps a line, are shown beside them.

use std::cell::{Cell, RefCell};
use std::hint::black_box;
use std::num::NonZeroU32;
use std::rc::Rc;
use std::time::Duration;

use governor::{Quota, RateLimiter};
use patterns::{
    Clock, Decision, Excessive, Limiter, PerKey, Rate, SharedLimiter, SharedPerKey,
    SharedTokenBucket, TokenBucket,
};

use crate::measure::{Contender, Table, Target};

const TIMES: u32 = 100_000;
const RATE: u32 = 1_000;
const BURST: u32 = 10;
const KEYS: u64 = 10_000;
const TARGET: Target = Target { ratio: Some(1.0), against: &["governor"] };
const REPORTED: Target = Target { ratio: None, against: &["governor"] };

/// How the clock moves: by a token's time, so that all are admitted, or by half of it.
const STEPS: [(&str, Duration); 2] = [
    ("all admitted", Duration::from_millis(1)),
    ("half refused, with the time to wait", Duration::from_micros(500)),
];

/// One clock for both, moved by hand.
#[derive(Clone, Default)]
struct Fake(Rc<Cell<Duration>>);

impl Fake {
    fn advance(&self, span: Duration) {
        self.0.set(self.0.get() + span);
    }
}

impl Clock for Fake {
    fn now(&self) -> Duration {
        self.0.get()
    }
}

impl governor::clock::Clock for Fake {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.get()
    }
}

pub(crate) fn run(table: &mut Table) {
    let mut row = |what: &str, target, ours, theirs| {
        table.measure(format!("token bucket{what}"), TIMES, target, vec![ours, theirs]);
    };
    for (what, step) in STEPS {
        row(&format!(", shared, {what}"), TARGET, shared(step), theirs(step));
        row(&format!(", one owner, {what}"), TARGET, owned(step), theirs(step));
        row(&format!(", with a line to wait in, {what}"), REPORTED, in_line(step), theirs(step));
    }
    row(&format!(" for {KEYS} keys, shared"), TARGET, keyed_shared(), keyed_theirs());
    row(&format!(" for {KEYS} keys, one owner"), TARGET, keyed(), keyed_theirs());
}

fn bucket() -> TokenBucket {
    TokenBucket::new(Rate::per_second(RATE), BURST)
}

fn quota() -> Quota {
    let number = |n| NonZeroU32::new(n).expect("not zero");
    Quota::per_second(number(RATE)).allow_burst(number(BURST))
}

/// Asks once at each step of the clock, and adds up how long one is told to wait.
fn ask(clock: &Fake, step: Duration, mut ask: impl FnMut() -> Option<Duration>) {
    let mut told = Duration::ZERO;
    for _ in 0..TIMES {
        clock.advance(step);
        if let Some(wait) = ask() {
            told += wait;
        }
    }
    black_box(told);
}

/// How long one is told to wait, if at all.
fn wait(decision: Result<Decision, Excessive>) -> Option<Duration> {
    match decision {
        Ok(Decision::Refused { retry_after }) => retry_after,
        _ => None,
    }
}

fn owned(step: Duration) -> Contender<'static> {
    let (clock, bucket) = (Fake::default(), RefCell::new(bucket()));
    let work = move || {
        let bucket = &mut *bucket.borrow_mut();
        ask(&clock, step, || wait(bucket.ask(clock.0.get(), 1)));
    };
    ("ours", Box::new(work))
}

fn shared(step: Duration) -> Contender<'static> {
    let clock = Fake::default();
    let bucket = SharedTokenBucket::new(Rate::per_second(RATE), BURST);
    let work = move || ask(&clock, step, || wait(bucket.ask(clock.0.get(), 1)));
    ("ours", Box::new(work))
}

fn in_line(step: Duration) -> Contender<'static> {
    let clock = Fake::default();
    let bucket = SharedLimiter::new(bucket(), clock.clone());
    let work = move || ask(&clock, step, || wait(bucket.ask(1)));
    ("ours", Box::new(work))
}

fn theirs(step: Duration) -> Contender<'static> {
    let clock = Fake::default();
    let limiter = RateLimiter::direct_with_clock(quota(), clock.clone());
    let work = move || {
        ask(&clock, step, || Some(limiter.check().err()?.wait_time_from(clock.0.get())));
    };
    ("governor", Box::new(work))
}

/// Keys in an order that is not that of memory, each as often as the others.
fn keys() -> impl Iterator<Item = u64> {
    (0..u64::from(TIMES)).map(|turn| turn * 7_919 % KEYS)
}

fn keyed() -> Contender<'static> {
    let (clock, limits) = (Fake::default(), RefCell::new(PerKey::new(bucket(), KEYS as u32)));
    let work = move || {
        let limits = &mut *limits.borrow_mut();
        for key in keys() {
            clock.advance(Duration::from_nanos(50));
            let _ = black_box(limits.ask(&key, clock.0.get(), 1));
        }
    };
    ("ours", Box::new(work))
}

fn keyed_shared() -> Contender<'static> {
    let (clock, limits) = (Fake::default(), SharedPerKey::new(bucket(), KEYS as u32));
    let work = move || {
        for key in keys() {
            clock.advance(Duration::from_nanos(50));
            let now = clock.0.get();
            let _ = black_box(limits.ask(&key, now, 1));
        }
    };
    ("ours", Box::new(work))
}

fn keyed_theirs() -> Contender<'static> {
    let clock = Fake::default();
    let limiter = RateLimiter::dashmap_with_clock(quota(), clock.clone());
    let work = move || {
        for key in keys() {
            clock.advance(Duration::from_nanos(50));
            let _ =
                black_box(limiter.check_key(&key).map_err(|no| no.wait_time_from(clock.0.get())));
        }
    };
    ("governor", Box::new(work))
}
