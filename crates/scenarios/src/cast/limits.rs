//! Any of the five limiters, and what it holds, to be shown.

use std::collections::BTreeMap;
use std::time::Duration;

use lab::{Counted, KeyLevel, Level, Micros, State};
use patterns::{
    BucketRule, BucketState, CounterState, Decision, FixedState, FixedWindow, Limiter, PerKey,
    Rate, SlidingCounter, SlidingLog, TokenBucket,
};

use super::micros;

/// The most clients that have a bucket at a time.
const CLIENTS: u32 = 1_000;

/// What a limiter allows.
#[derive(Clone, Copy, Debug)]
pub struct Allowed {
    /// So many in each window; a bucket gets as many tokens in that time.
    pub limit: u32,
    /// How long a window is.
    pub window: Duration,
    /// How many tokens a bucket holds.
    pub burst: u32,
}

/// Any of the five.
#[derive(Debug)]
pub enum Limits {
    /// A bucket for everybody.
    Bucket(TokenBucket),
    /// A bucket a client.
    PerKey(PerKey<u32, BucketRule>),
    /// A count that starts again.
    Fixed(FixedWindow),
    /// Every admission of the window that ends now.
    Log(SlidingLog),
    /// Two counts, the earlier of which counts less and less.
    Counter(SlidingCounter),
}

impl Limits {
    /// The names of the five.
    pub const NAMES: [&str; 5] =
        ["token bucket", "per key", "fixed window", "sliding log", "counter"];

    /// One of each, in the order of their names.
    pub fn all(allowed: Allowed) -> [Limits; 5] {
        std::array::from_fn(|place| Limits::new(place, allowed))
    }

    /// The one whose name is at this place; the last, if there is none.
    pub fn new(place: usize, allowed: Allowed) -> Self {
        let Allowed { limit, window, burst } = allowed;
        let bucket = || TokenBucket::new(Rate::new(limit, window), burst);
        match place {
            0 => Limits::Bucket(bucket()),
            1 => Limits::PerKey(PerKey::new(bucket(), CLIENTS)),
            2 => Limits::Fixed(FixedWindow::new(limit, window)),
            3 => Limits::Log(SlidingLog::new(limit, window)),
            _ => Limits::Counter(SlidingCounter::new(limit, window)),
        }
    }

    /// Decides on a request of this client.
    pub fn admits(&mut self, client: u32, now: Duration) -> bool {
        let decision = match self {
            Limits::Bucket(bucket) => bucket.ask(now, 1),
            Limits::PerKey(buckets) => buckets.ask(&client, now, 1),
            Limits::Fixed(window) => window.ask(now, 1),
            Limits::Log(log) => log.ask(now, 1),
            Limits::Counter(counter) => counter.ask(now, 1),
        };
        decision.is_ok_and(Decision::is_admitted)
    }

    /// How much memory what it remembers takes.
    pub fn bytes(&self) -> usize {
        match self {
            Limits::Bucket(_) => size_of::<BucketState>(),
            Limits::PerKey(buckets) => buckets.memory(),
            Limits::Fixed(_) => size_of::<FixedState>(),
            Limits::Log(log) => log.memory(),
            Limits::Counter(_) => size_of::<CounterState>(),
        }
    }

    /// What limiters of one kind hold together; of `many` requests or clients, only how much in all.
    pub fn state(all: &[&Limits], allowed: Allowed, now: Duration, many: bool) -> Option<State> {
        let Allowed { limit, window, .. } = allowed;
        let counted = match all.first()? {
            Limits::Bucket(_) => return Some(State::Level(level(all, allowed, now))),
            Limits::PerKey(_) if many => {
                let all = clients(all, allowed, now).into_values().flatten();
                return Some(State::Level(together(all)));
            }
            Limits::PerKey(_) => return Some(levels(all, allowed, now)),
            Limits::Fixed(fixed) => {
                let of = |one: &&Limits| match one {
                    Limits::Fixed(window) => window.count(now),
                    _ => 0,
                };
                Counted::Fixed { from: micros(fixed.start(now)), count: all.iter().map(of).sum() }
            }
            Limits::Log(_) if many => {
                let of = |one: &&Limits| match one {
                    Limits::Log(log) => log.count(now),
                    _ => 0,
                };
                Counted::Log { ticks: Vec::new(), count: all.iter().map(of).sum() }
            }
            Limits::Log(_) => {
                let mut ticks: Vec<Micros> = all.iter().flat_map(|one| one.ticks(now)).collect();
                ticks.sort_unstable();
                Counted::Log { count: ticks.len() as u32, ticks }
            }
            Limits::Counter(counter) => {
                let of = |one: &&Limits| match one {
                    Limits::Counter(counter) => (counter.previous(now), counter.current(now)),
                    _ => (0, 0),
                };
                let sum = |(a, b): (u32, u32), (c, d): (u32, u32)| (a + c, b + d);
                let (previous, count) = all.iter().map(of).fold((0, 0), sum);
                Counted::Counter { from: micros(counter.start(now)), previous, count }
            }
        };
        Some(super::window(window, limit, counted))
    }

    /// The admissions in a log, the oldest first.
    fn ticks(&self, now: Duration) -> Vec<Micros> {
        let Limits::Log(log) = self else { return Vec::new() };
        let entries = log.entries(now);
        entries.flat_map(|(at, units)| std::iter::repeat_n(micros(at), units as usize)).collect()
    }
}

fn level(all: &[&Limits], allowed: Allowed, now: Duration) -> Level {
    let of = |one: &&Limits| match one {
        Limits::Bucket(bucket) => Some(holds(bucket, allowed, now)),
        _ => None,
    };
    together(all.iter().filter_map(of))
}

fn levels(all: &[&Limits], allowed: Allowed, now: Duration) -> State {
    let row = |(client, levels): (u32, Vec<Level>)| {
        let key = format!("client {}", client + 1);
        KeyLevel { key, level: together(levels.into_iter()), evicted: false }
    };
    let rows = clients(all, allowed, now).into_iter().map(row).collect();
    State::Levels { rows, most: None }
}

/// What the buckets of each client hold.
fn clients(all: &[&Limits], allowed: Allowed, now: Duration) -> BTreeMap<u32, Vec<Level>> {
    let mut clients: BTreeMap<u32, Vec<Level>> = BTreeMap::new();
    for one in all {
        let Limits::PerKey(buckets) = one else { continue };
        for (client, bucket) in buckets.iter() {
            clients.entry(*client).or_default().push(holds(&bucket, allowed, now));
        }
    }
    clients
}

/// What a bucket holds.
fn holds(bucket: &TokenBucket, Allowed { limit, window, .. }: Allowed, now: Duration) -> Level {
    let each = (micros(window) / Micros::from(limit.max(1))).max(1);
    let next = bucket.next_token(now).map(|to| {
        let to = to.as_nanos().div_ceil(1_000) as Micros;
        (to.saturating_sub(each), to)
    });
    Level { held: bucket.tokens(now), size: bucket.limit(), next }
}

/// What several buckets hold, and the next token that comes to any of them.
fn together(levels: impl Iterator<Item = Level>) -> Level {
    let none = Level { held: 0, size: 0, next: None };
    levels.fold(none, |sum, level| {
        let next = [sum.next, level.next].into_iter().flatten().min_by_key(|(_, to)| *to);
        Level { held: sum.held + level.held, size: sum.size + level.size, next }
    })
}
