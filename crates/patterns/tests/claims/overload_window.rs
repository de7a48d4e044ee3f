//! What a latency window claims, against a sorted copy of what it should hold.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{Rng, ms};
use patterns::{LatencyWindow, Percentiles};
use std::time::Duration;

/// As wasm the same in small: a page that tests must also come to an end.
const HISTORIES: u64 = if cfg!(target_arch = "wasm32") { 5_000 } else { 100_000 };

/// The slow, obvious window.
struct Model {
    size: usize,
    span: Option<Duration>,
    now: Duration,
    samples: Vec<(Duration, Duration)>,
}

impl Model {
    fn at(&mut self, now: Duration) {
        self.now = self.now.max(now);
        let (now, span) = (self.now, self.span);
        self.samples.retain(|(at, _)| span.is_none_or(|span| now - *at <= span));
    }

    fn record(&mut self, now: Duration, latency: Duration) {
        self.at(now);
        self.samples.push((self.now, latency));
        let surplus = self.samples.len().saturating_sub(self.size);
        self.samples.drain(..surplus);
    }

    fn percentile(&self, percent: u32) -> Option<Duration> {
        let mut sorted: Vec<_> = self.samples.iter().map(|(_, latency)| *latency).collect();
        sorted.sort();
        // The smallest sample that at least so many of a hundred do not exceed.
        let enough = |place: &usize| (place + 1) * 100 >= percent as usize * sorted.len();
        (0..sorted.len()).find(enough).map(|place| sorted[place])
    }
}

/// An instant that nobody would expect: the same again, a step of a nanosecond, one back, years.
fn jump(rng: &mut Rng, now: Duration) -> Duration {
    match rng.below(8) {
        0 | 1 => now,
        2 => now.saturating_add(Duration::from_nanos(1)),
        3 => now.saturating_sub(ms(rng.below(40) as u64)),
        4 if rng.below(20) == 0 => now.saturating_add(Duration::from_secs(1 << rng.below(40))),
        5 if rng.below(200) == 0 => Duration::MAX,
        _ => now.saturating_add(ms(rng.below(10) as u64)),
    }
}

#[test]
fn any_history_gives_what_sorting_gives() {
    for seed in 0..HISTORIES {
        let mut rng = Rng(seed);
        let size = 1 + rng.below([4, 12, 40][seed as usize % 3]);
        let span = (rng.below(2) == 0).then(|| ms(rng.below(30) as u64));
        let mut window = LatencyWindow::last(size);
        if let Some(span) = span {
            window = window.no_older_than(span);
        }
        let mut model = Model { size, span, now: Duration::ZERO, samples: Vec::new() };
        let mut now = ms(rng.below(100) as u64);
        // Some are asked after each sample, some seldom.
        let patience = 1 + rng.below(30);
        for _ in 0..10 + rng.below(40) {
            now = jump(&mut rng, now);
            let latency = Duration::from_nanos(rng.below([3, 1_000_000][seed as usize % 2]) as u64);
            match rng.below(12) {
                0 => {
                    window.expire(now);
                    model.at(now);
                }
                1 if rng.below(8) == 0 => {
                    window.clear();
                    model.samples.clear();
                }
                _ => {
                    window.record(now, latency);
                    model.record(now, latency);
                }
            }
            assert_eq!(window.len(), model.samples.len(), "seed {seed}");
            if rng.below(patience) == 0 {
                let percent = rng.below(101) as u32;
                let told = window.percentile(percent);
                assert_eq!(told, model.percentile(percent), "p{percent} of {size}, seed {seed}");
            }
        }
    }
}

#[test]
fn the_95th_of_a_hundred_is_the_95th() {
    let mut window = LatencyWindow::last(100);
    for n in (1..=100).rev() {
        window.record(Duration::ZERO, ms(n));
    }
    let percentiles = Percentiles { p50: ms(50), p95: ms(95), p99: ms(99) };
    assert_eq!(window.percentiles(), Some(percentiles));
    assert_eq!((window.percentile(0), window.percentile(u32::MAX)), (Some(ms(1)), Some(ms(100))));
}

#[test]
fn of_few_samples_the_longest_is_the_95th() {
    let mut window = LatencyWindow::last(100);
    for n in 1..=10 {
        window.record(Duration::ZERO, ms(n));
    }
    assert_eq!(window.percentile(95), Some(ms(10)));
}

#[test]
fn a_window_larger_than_memory_takes_only_what_it_is_given() {
    let mut window = LatencyWindow::last(usize::MAX).no_older_than(Duration::MAX);
    for n in 0..1_000 {
        window.record(Duration::MAX, ms(n));
    }
    assert_eq!((window.len(), window.percentile(50)), (1_000, Some(ms(499))));
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
#[should_panic(expected = "a window needs a sample")]
fn a_window_of_nothing_is_a_mistake() {
    drop(LatencyWindow::last(0));
}
