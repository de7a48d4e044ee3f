//! What the decision about workers claims, against a slow and obvious one, and before a queue.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{Rng, ms};
use patterns::adaptive::{Assessment, Rule, Scaler, Step, Why};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::time::Duration;

/// As wasm the same in small: a page that tests must also come to an end.
const HISTORIES: u64 = if cfg!(target_arch = "wasm32") { 5_000 } else { 100_000 };

/// The decision made anew each time, from everything that ever happened.
struct Naive {
    rule: Rule,
    now: Duration,
    /// Latencies since the last change.
    latencies: Vec<Duration>,
    /// Every change: when, from how many workers, and whether it was up.
    changes: Vec<(Duration, usize, bool)>,
}

impl Naive {
    fn workers(&self) -> usize {
        let ups = self.changes.iter().filter(|(_, _, up)| *up).count();
        self.min() + ups - (self.changes.len() - ups)
    }

    fn min(&self) -> usize {
        self.rule.min.max(1)
    }

    /// How often a step down to `workers` was taken back since a further one was taken.
    fn regrets(&self, workers: usize) -> u32 {
        let mut regrets = 0;
        for (place, (_, from, up)) in self.changes.iter().enumerate() {
            let after_down = place > 0 && !self.changes[place - 1].2;
            match (*from == workers, up) {
                (true, true) if after_down => regrets += 1,
                (true, false) => regrets = 0,
                _ => {}
            }
        }
        regrets.min(10)
    }

    fn p95(&self) -> Option<Duration> {
        let window = self.rule.window.max(1);
        let last = self.latencies.len().saturating_sub(window);
        let mut sorted = self.latencies[last..].to_vec();
        sorted.sort();
        (0..sorted.len()).find(|place| (place + 1) * 100 >= 95 * sorted.len()).map(|at| sorted[at])
    }

    fn assess(&mut self, busy: bool) -> Assessment {
        let (p95, workers) = (self.p95(), self.workers());
        let samples = self.latencies.len().min(self.rule.window.max(1));
        let target = self.rule.target.as_nanos();
        let enough = self.rule.samples.max(1).min(self.rule.window.max(1));
        let too_slow = p95.is_some_and(|p95| p95.as_nanos() > target);
        let fast = p95.is_some_and(|p95| p95.as_nanos() * 2 < target);
        let since = |wait: u32| {
            let (last, ..) = *self.changes.last()?;
            let until = last.saturating_add(self.rule.cooldown.saturating_mul(wait));
            (self.now < until).then_some(Step::Stay(Why::Cooling { until }))
        };
        let step = if samples < enough {
            Step::Stay(Why::TooFewSamples)
        } else if too_slow && workers == self.rule.max.max(self.min()) {
            Step::Stay(Why::AtMost)
        } else if too_slow && !busy {
            Step::Stay(Why::NothingWaits)
        } else if too_slow {
            since(1).unwrap_or(Step::Grow)
        } else if fast && workers == self.min() {
            Step::Stay(Why::AtLeast)
        } else if fast && busy {
            Step::Stay(Why::NobodyIdle)
        } else if fast {
            since(2_u32.pow(self.regrets(workers - 1))).unwrap_or(Step::Shrink)
        } else {
            Step::Stay(Why::OnTarget)
        };
        if !matches!(step, Step::Stay(_)) {
            self.changes.push((self.now, workers, step == Step::Grow));
            self.latencies.clear();
        }
        let cooldown = self.rule.cooldown;
        let cooldown_until = self.changes.last().map(|(at, ..)| at.saturating_add(cooldown));
        Assessment { at: self.now, p95, samples, step, workers: self.workers(), cooldown_until }
    }
}

fn any_rule(rng: &mut Rng) -> Rule {
    Rule {
        target: Duration::from_nanos([1, 2, 7, 1_000][rng.below(4)]),
        min: rng.below(4),
        max: rng.below(6),
        window: rng.below(6),
        samples: rng.below(6),
        cooldown: [Duration::ZERO, Duration::from_nanos(1), ms(5), Duration::MAX][rng.below(4)],
    }
}

/// The same instant again, a nanosecond, some time, back, years, the end of time.
fn jump(rng: &mut Rng, now: Duration) -> Duration {
    match rng.below(10) {
        0..3 => now,
        3 => now.saturating_add(Duration::from_nanos(1)),
        4 => now.saturating_sub(ms(rng.below(20) as u64)),
        5 if rng.below(30) == 0 => now.saturating_add(Duration::from_secs(1 << rng.below(40))),
        6 if rng.below(200) == 0 => Duration::MAX,
        _ => now.saturating_add(ms(rng.below(20) as u64)),
    }
}

#[test]
fn any_history_is_decided_as_by_the_naive_rule() {
    let mut seen = [0_u32; 3];
    for seed in 0..HISTORIES {
        let mut rng = Rng(seed);
        let rule = any_rule(&mut rng);
        let mut scaler = Scaler::new(rule.clone());
        let mut naive =
            Naive { rule, now: Duration::ZERO, latencies: Vec::new(), changes: Vec::new() };
        let mut now = Duration::ZERO;
        // A while of fast or of slow jobs, so that there are runs of steps.
        let mut scale = 1;
        for _ in 0..10 + rng.below(60) {
            now = jump(&mut rng, now);
            naive.now = naive.now.max(now);
            if rng.below(8) == 0 {
                scale = [1, 4, 2_000][rng.below(3)];
            }
            if rng.below(3) > 0 {
                let latency = Duration::from_nanos(rng.below(scale) as u64);
                scaler.record(now, latency);
                naive.latencies.push(latency);
            }
            let busy = rng.below(2) == 0;
            let (ours, naives) = (scaler.assess(now, busy), naive.assess(busy));
            assert_eq!(ours, naives, "seed {seed}");
            assert!((scaler.rule().min..=scaler.rule().max).contains(&scaler.workers()));
            seen[match ours.step {
                Step::Grow => 0,
                Step::Shrink => 1,
                Step::Stay(_) => 2,
            }] += 1;
        }
    }
    assert!(
        seen.iter().all(|seen| u64::from(*seen) > HISTORIES / 10),
        "each step is tried often: {seen:?}"
    );
}

#[test]
fn a_step_down_that_is_taken_back_waits_twice_as_long_the_next_time() {
    let rule = Rule { samples: 1, cooldown: ms(10), ..Rule::new(ms(100), 1, 9) };
    let mut scaler = Scaler::new(rule);
    let mut now = Duration::ZERO;
    let mut until = |scaler: &mut Scaler, latency, busy, step| {
        for waited in 0.. {
            scaler.record(now, latency);
            if scaler.assess(now, busy).step == step {
                return waited;
            }
            now += ms(1);
        }
        unreachable!("it is never decided")
    };
    until(&mut scaler, ms(200), true, Step::Grow);
    let waits: Vec<_> = (0..14)
        .map(|_| {
            let waited = until(&mut scaler, ms(1), false, Step::Shrink);
            until(&mut scaler, ms(200), true, Step::Grow);
            waited / 10
        })
        .collect();
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1024, 1024, 1024]);
}

/// Jobs that come evenly, in line before workers that each take a while; milliseconds.
struct Shop {
    scaler: Scaler,
    rng: Rng,
    /// Completions to come: when, and when the job was due.
    running: BinaryHeap<Reverse<(u64, u64)>>,
    waiting: VecDeque<u64>,
    workers: usize,
    /// When the number of workers changed.
    changes: Vec<u64>,
}

impl Shop {
    fn new(seed: u64, rule: Rule) -> Self {
        let scaler = Scaler::new(rule);
        let workers = scaler.workers();
        let (running, waiting) = (BinaryHeap::new(), VecDeque::new());
        Self { scaler, rng: Rng(seed), running, waiting, workers, changes: Vec::new() }
    }

    /// A job every `every` from `from` until `to`, each `work` long, give or take a tenth.
    fn open(&mut self, from: u64, to: u64, every: u64, work: u64) {
        let mut next = from;
        while next < to {
            match self.running.peek() {
                Some(Reverse((done, _))) if *done <= next => self.complete(work),
                _ => {
                    self.waiting.push_back(next);
                    self.begin(next, work);
                    next += every;
                }
            }
        }
    }

    fn begin(&mut self, now: u64, work: u64) {
        while self.running.len() < self.workers
            && let Some(due) = self.waiting.pop_front()
        {
            let spread = self.rng.below((work / 5) as usize + 1) as u64;
            self.running.push(Reverse((now + work - work / 10 + spread, due)));
        }
    }

    fn complete(&mut self, work: u64) {
        let Some(Reverse((now, due))) = self.running.pop() else { return };
        self.scaler.record(ms(now), ms(now - due));
        let assessment = self.scaler.assess(ms(now), !self.waiting.is_empty());
        if assessment.workers != self.workers {
            self.changes.push(now);
        }
        self.workers = assessment.workers;
        self.begin(now, work);
    }

    fn changes_since(&self, since: u64) -> usize {
        self.changes.iter().filter(|at| **at >= since).count()
    }
}

/// Loads of which one worker fewer is too few, yet whose latency is far below the target.
const LOADS: [(u64, u64); 5] = [(10, 45), (10, 38), (25, 60), (7, 100), (20, 150)];
/// Long enough to settle: twenty minutes.
const LONG: u64 = 1_200_000;

#[test]
fn under_constant_load_the_number_of_workers_settles() {
    for (seed, (every, work)) in (0..).zip(LOADS) {
        let mut shop = Shop::new(seed, Rule::new(ms(400), 1, 64));
        shop.open(0, LONG, every, work);
        assert!(shop.workers as u64 * every >= work, "they keep up");
        let late = shop.changes_since(LONG / 2);
        assert!(late <= 8, "{late} changes in the second half, of {}", shop.changes.len());
    }
}

#[test]
fn without_a_minimum_of_samples_and_a_cooldown_it_oscillates() {
    for (seed, (every, work)) in (0..).zip(LOADS) {
        let rule = Rule { samples: 1, cooldown: Duration::ZERO, ..Rule::new(ms(400), 1, 64) };
        let mut shop = Shop::new(seed, rule);
        shop.open(0, LONG, every, work);
        assert!(shop.changes_since(LONG / 2) > 500);
    }
}

#[test]
fn workers_follow_the_load_up_and_down() {
    let mut shop = Shop::new(1, Rule::new(ms(400), 1, 64));
    shop.open(0, LONG, 100, 90);
    let few = shop.workers;
    shop.open(LONG, 2 * LONG, 10, 90);
    assert!(few <= 2 && shop.workers >= 9, "{few}, then {}", shop.workers);
    shop.open(2 * LONG, 3 * LONG, 100, 90);
    assert!(shop.workers <= 2, "and {} in the end", shop.workers);
}
