//! The circuit against a slow and obvious one, on many random histories.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::Rng;
use patterns::breaker::*;
use std::time::Duration;

/// As wasm the same in small: a page that tests must also come to an end.
const HISTORIES: u64 = if cfg!(target_arch = "wasm32") { 5_000 } else { 100_000 };
const STEPS: usize = 40;

/// The same circuit, from everything that was ever said: nothing is counted as it goes.
struct Obvious {
    settings: Settings,
    latest: Duration,
    /// Every change, with what was recorded since: the results that count, in order.
    mode: Mode,
    since: Duration,
    epoch: u64,
    results: Vec<bool>,
    /// Probes of this epoch: when sent, and whether back or given up.
    probes: Vec<(Duration, bool)>,
}

/// A pass of the obvious circuit.
#[derive(Clone, Copy)]
struct Slip {
    epoch: u64,
    probe: Option<usize>,
}

impl Obvious {
    fn new(settings: Settings) -> Self {
        let (mode, since, latest) = (Mode::Closed, Duration::ZERO, Duration::ZERO);
        Self { settings, latest, mode, since, epoch: 0, results: vec![], probes: vec![] }
    }

    fn turn(&mut self, to: Mode) {
        (self.mode, self.since) = (to, self.latest);
        self.epoch += 1;
        (self.results, self.probes) = (vec![], vec![]);
    }

    fn until(&self) -> Duration {
        self.since.saturating_add(self.settings.open_for)
    }

    fn overdue_at(&self, sent: Duration) -> Duration {
        sent.saturating_add(self.settings.probe_limit)
    }

    fn successes(&self) -> u32 {
        self.results.iter().filter(|failed| !**failed).count() as u32
    }

    fn acquire(&mut self, now: Duration) -> Result<Slip, Duration> {
        self.latest = self.latest.max(now);
        if self.mode == Mode::Open {
            if self.latest < self.until() {
                return Err(self.until() - self.latest);
            }
            self.turn(Mode::HalfOpen);
        }
        if self.mode == Mode::Closed {
            return Ok(Slip { epoch: self.epoch, probe: None });
        }
        for place in 0..self.probes.len() {
            self.probes[place].1 |= self.overdue_at(self.probes[place].0) <= self.latest;
        }
        let out: Vec<_> = self.probes.iter().filter(|probe| !probe.1).collect();
        if out.len() as u32 + self.successes() >= self.settings.probes {
            let first = out.iter().map(|probe| self.overdue_at(probe.0)).min();
            return Err(first.expect("somebody is out") - self.latest);
        }
        self.probes.push((self.latest, false));
        Ok(Slip { epoch: self.epoch, probe: Some(self.probes.len() - 1) })
    }

    fn record(&mut self, slip: Slip, verdict: Verdict, now: Duration) {
        self.latest = self.latest.max(now);
        if slip.epoch != self.epoch {
            return;
        }
        if let Some(place) = slip.probe {
            let (sent, over) = self.probes[place];
            self.probes[place].1 = true;
            if over || self.overdue_at(sent) < self.latest {
                return;
            }
        }
        if verdict == Verdict::Neither {
            return;
        }
        self.results.push(verdict == Verdict::Failure);
        match self.mode {
            Mode::Closed if self.trips() => self.turn(Mode::Open),
            Mode::HalfOpen if verdict == Verdict::Failure => self.turn(Mode::Open),
            Mode::HalfOpen if self.successes() >= self.settings.probes => self.turn(Mode::Closed),
            _ => {}
        }
    }

    /// Failures and calls that count while closed.
    fn counted(&self) -> (usize, usize) {
        match self.settings.trip {
            Trip::InARow { .. } => {
                (self.results.iter().rev().take_while(|failed| **failed).count(), 0)
            }
            Trip::Rate { window, .. } => {
                let last: Vec<_> = self.results.iter().rev().take(window as usize).collect();
                (last.iter().filter(|failed| ***failed).count(), last.len())
            }
        }
    }

    fn trips(&self) -> bool {
        let (failed, calls) = self.counted();
        match self.settings.trip {
            Trip::InARow { failures } => failed >= failures as usize,
            Trip::Rate { percent, at_least, .. } => {
                calls >= at_least as usize && 100 * failed >= percent as usize * calls
            }
        }
    }

    fn state(&self, now: Duration) -> State {
        let now = self.latest.max(now);
        match self.mode {
            Mode::Closed => {
                let (failures, calls) = self.counted();
                State::Closed { failures: failures as u32, calls: calls as u32 }
            }
            Mode::Open if now < self.until() => State::Open { until: self.until() },
            Mode::Open => State::HalfOpen { in_flight: 0, successes: 0 },
            Mode::HalfOpen => {
                let out = |probe: &&(Duration, bool)| !probe.1 && self.overdue_at(probe.0) > now;
                let in_flight = self.probes.iter().filter(out).count() as u32;
                State::HalfOpen { in_flight, successes: self.successes() }
            }
        }
    }
}

fn any_settings(rng: &mut Rng) -> Settings {
    let window = 1 + rng.below(6) as u32;
    let trip = if rng.below(2) == 0 {
        Trip::InARow { failures: 1 + rng.below(4) as u32 }
    } else {
        let at_least = 1 + rng.below(window as usize) as u32;
        Trip::Rate { percent: 1 + rng.below(100) as u32, window, at_least }
    };
    let span = |rng: &mut Rng| [1, 7, 1_000, u64::MAX][rng.below(4)];
    Settings {
        trip,
        open_for: Duration::from_nanos(span(rng) - rng.below(2) as u64),
        probes: 1 + rng.below(3) as u32,
        probe_limit: Duration::from_nanos(span(rng)),
    }
}

/// The next reading of a clock that stands, creeps, leaps to the very instant that matters or
/// just before it, goes back, and skips centuries.
fn any_time(rng: &mut Rng, now: Duration, obvious: &Obvious) -> Duration {
    let nanos = |n: usize| Duration::from_nanos(n as u64);
    match rng.below(16) {
        0..4 => now,
        4..8 => now.saturating_add(nanos(1 + rng.below(8))),
        8 => obvious.until(),
        9 => obvious.until().saturating_sub(nanos(1)),
        10 => obvious.overdue_at(obvious.probes.first().map_or(now, |probe| probe.0)),
        11 => now.saturating_sub(nanos(rng.below(2_000))),
        12 => now.saturating_add(Duration::from_secs(10_000_000_000)),
        _ => now.saturating_add(nanos(rng.below(1_000))),
    }
}

const VERDICTS: [Verdict; 4] =
    [Verdict::Failure, Verdict::Failure, Verdict::Success, Verdict::Neither];

fn history(seed: u64, visited: &mut [u32; 3]) {
    let mut rng = Rng(seed);
    let settings = any_settings(&mut rng);
    let (mut circuit, mut obvious) = (Circuit::new(settings), Obvious::new(settings));
    let mut held: Vec<(Pass, Slip)> = Vec::new();
    let mut now = Duration::ZERO;
    for step in 0..STEPS {
        now = any_time(&mut rng, now, &obvious);
        let (before, epoch) = (obvious.mode, obvious.epoch);
        let change = if held.is_empty() || rng.below(2) == 0 {
            match (circuit.try_acquire(now), obvious.acquire(now)) {
                (Ok((pass, change)), Ok(slip)) => {
                    assert_eq!(pass.is_probe(), slip.probe.is_some());
                    held.push((pass, slip));
                    change
                }
                (Err(refused), Err(retry_after)) => {
                    assert_eq!(refused.retry_after, retry_after, "seed {seed}, step {step}");
                    None
                }
                (ours, _) => panic!("seed {seed}, step {step}: {ours:?}"),
            }
        } else {
            let (pass, slip) = held.swap_remove(rng.below(held.len()));
            let verdict = VERDICTS[rng.below(4)];
            obvious.record(slip, verdict, now);
            circuit.record(pass, verdict, now)
        };
        let told = change.map(|change| (change.at, change.from, change.to, change.generation));
        let expected = (obvious.epoch > epoch).then_some((
            obvious.latest,
            before,
            obvious.mode,
            obvious.epoch,
        ));
        assert_eq!(told, expected, "seed {seed}, step {step}");
        let (ours, theirs) = (circuit.state(now), obvious.state(now));
        assert_eq!(ours, theirs, "seed {seed}, step {step}");
        visited[ours.mode() as usize] += 1;
    }
}

#[test]
fn the_circuit_is_the_obvious_one() {
    let mut visited = [0; 3];
    for seed in 0..HISTORIES {
        history(seed, &mut visited);
    }
    let all = HISTORIES as u32 * STEPS as u32;
    assert!(visited.iter().all(|count| *count > all / 20), "{visited:?} of {all}");
}
