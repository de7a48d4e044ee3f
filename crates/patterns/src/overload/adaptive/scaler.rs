//! The decision alone: latencies and instants in, a step out. It runs nothing.

use super::Rule;
use crate::LatencyWindow;
use std::collections::BTreeMap;
use std::time::Duration;

/// A wait that keeps being regretted doubles so many times at most: about a thousand cooldowns.
const DOUBLINGS: u32 = 10;

/// Decides how many workers there should be.
///
/// One more while the 95th percentile is above the target and work is waiting; one fewer while it
/// is below half of the target and a worker is idle; never two changes within a cooldown, and each
/// change begins a new window, because what came before tells of another number of workers.
///
/// That alone would try the same step down for ever, if one worker fewer is too few. So a step
/// down that had to be taken back waits twice as long the next time, up to a thousand cooldowns,
/// and forgets that once a further step down shows that less is enough. Under constant load the
/// number of workers settles.
///
/// ```
/// use patterns::adaptive::{Rule, Scaler, Step};
/// use std::time::Duration;
///
/// let mut scaler = Scaler::new(Rule::new(Duration::from_millis(100), 1, 4));
/// for second in 0..10 {
///     scaler.record(Duration::from_secs(second), Duration::from_millis(300));
/// }
/// let assessment = scaler.assess(Duration::from_secs(10), true);
/// assert_eq!((assessment.step, scaler.workers()), (Step::Grow, 2));
/// ```
#[derive(Clone, Debug)]
pub struct Scaler {
    rule: Rule,
    workers: usize,
    /// The latencies since the last change.
    window: LatencyWindow,
    /// The latest instant seen.
    now: Duration,
    /// The last change: when, and whether it was down.
    changed: Option<(Duration, bool)>,
    /// How often a step down to this many workers was taken back.
    regrets: BTreeMap<usize, u32>,
}

/// What was decided, and what it was decided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// When, by the caller's clock.
    pub at: Duration,
    /// The 95th percentile; `None` if there is no latency since the last change.
    pub p95: Option<Duration>,
    /// Over how many latencies.
    pub samples: usize,
    /// What is to be done.
    pub step: Step,
    /// How many workers there are to be from now on.
    pub workers: usize,
    /// When the cooldown after the last change is over; `None` before the first change.
    pub cooldown_until: Option<Duration>,
}

/// What is to be done about the number of workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One worker more.
    Grow,
    /// One worker fewer: one that is idle.
    Shrink,
    /// As many as there are.
    Stay(Why),
}

/// Why nothing is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// There are too few latencies to tell.
    TooFewSamples,
    /// The percentile is between half of the target and the target.
    OnTarget,
    /// Too slow, but no work is waiting: another worker would have nothing to do.
    NothingWaits,
    /// Fast, but work is waiting: every worker is needed.
    NobodyIdle,
    /// Too slow, with as many workers as may be.
    AtMost,
    /// Fast, with as few workers as may be.
    AtLeast,
    /// It is too soon after the last change.
    Cooling {
        /// When this step may be taken.
        until: Duration,
    },
}

impl Scaler {
    /// Begins with the fewest workers.
    ///
    /// ```
    /// use patterns::adaptive::{Rule, Scaler};
    /// use std::time::Duration;
    ///
    /// assert_eq!(Scaler::new(Rule::new(Duration::from_millis(100), 2, 4)).workers(), 2);
    /// ```
    pub fn new(rule: Rule) -> Self {
        let rule = rule.sound();
        let window = LatencyWindow::last(rule.window);
        let (workers, regrets) = (rule.min, BTreeMap::new());
        Self { rule, workers, window, now: Duration::ZERO, changed: None, regrets }
    }

    /// Adds a latency, counted from the instant at which the work was meant to start. What was
    /// refused has none.
    ///
    /// ```
    /// use patterns::adaptive::{Rule, Scaler};
    /// use std::time::Duration;
    ///
    /// let mut scaler = Scaler::new(Rule::new(Duration::from_millis(100), 2, 4));
    /// scaler.record(Duration::from_secs(1), Duration::from_millis(20));
    /// assert_eq!(scaler.assess(Duration::from_secs(1), false).samples, 1);
    /// ```
    pub fn record(&mut self, now: Duration, latency: Duration) {
        self.now = self.now.max(now);
        self.window.record(self.now, latency);
    }

    /// Decides, at the instant `now`; an instant before the latest one counts as that one. `busy`
    /// says whether work is waiting for a worker.
    ///
    /// ```
    /// use patterns::adaptive::{Rule, Scaler, Step, Why};
    /// use std::time::Duration;
    ///
    /// let mut scaler = Scaler::new(Rule::new(Duration::from_millis(100), 1, 4));
    /// assert_eq!(scaler.assess(Duration::ZERO, true).step, Step::Stay(Why::TooFewSamples));
    /// ```
    pub fn assess(&mut self, now: Duration, busy: bool) -> Assessment {
        self.now = self.now.max(now);
        let (p95, samples) = (self.window.percentile(95), self.window.len());
        let step = self.decide(p95, samples, busy);
        match step {
            Step::Grow => self.grow(),
            Step::Shrink => self.shrink(),
            Step::Stay(_) => {}
        }
        let cooldown_until = self.changed.map(|(at, _)| at.saturating_add(self.rule.cooldown));
        Assessment { at: self.now, p95, samples, step, workers: self.workers, cooldown_until }
    }

    /// How many workers there are to be.
    ///
    /// ```
    /// use patterns::adaptive::{Rule, Scaler};
    /// use std::time::Duration;
    ///
    /// assert_eq!(Scaler::new(Rule::new(Duration::from_millis(100), 0, 0)).workers(), 1);
    /// ```
    pub fn workers(&self) -> usize {
        self.workers
    }

    /// The rule that is kept to, with what made no sense put right.
    ///
    /// ```
    /// use patterns::adaptive::{Rule, Scaler};
    /// use std::time::Duration;
    ///
    /// let scaler = Scaler::new(Rule::new(Duration::from_millis(100), 3, 2));
    /// assert_eq!(scaler.rule().max, 3);
    /// ```
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    fn decide(&self, p95: Option<Duration>, samples: usize, busy: bool) -> Step {
        let Some(p95) = p95.filter(|_| samples >= self.rule.samples) else {
            return Step::Stay(Why::TooFewSamples);
        };
        let (step, limit, reached, useless) = if p95 > self.rule.target {
            let useless = (!busy).then_some(Why::NothingWaits);
            (Step::Grow, self.rule.max, Why::AtMost, useless)
        } else if p95.saturating_mul(2) < self.rule.target {
            (Step::Shrink, self.rule.min, Why::AtLeast, busy.then_some(Why::NobodyIdle))
        } else {
            return Step::Stay(Why::OnTarget);
        };
        if self.workers == limit {
            return Step::Stay(reached);
        }
        if let Some(why) = useless {
            return Step::Stay(why);
        }
        match self.cooling(step) {
            Some(until) if self.now < until => Step::Stay(Why::Cooling { until }),
            _ => step,
        }
    }

    /// When this step may be taken, if there was one before.
    fn cooling(&self, step: Step) -> Option<Duration> {
        let (at, _) = self.changed?;
        let regrets = match step {
            Step::Shrink => self.regrets.get(&(self.workers - 1)).copied().unwrap_or(0),
            _ => 0,
        };
        Some(at.saturating_add(self.rule.cooldown.saturating_mul(1 << regrets)))
    }

    fn grow(&mut self) {
        if matches!(self.changed, Some((_, true))) {
            let regrets = self.regrets.entry(self.workers).or_default();
            *regrets = (*regrets + 1).min(DOUBLINGS);
        }
        self.workers += 1;
        self.change(false);
    }

    fn shrink(&mut self) {
        // As many as there are were enough, and even fewer may be.
        self.regrets.remove(&self.workers);
        self.workers -= 1;
        self.change(true);
    }

    fn change(&mut self, down: bool) {
        self.changed = Some((self.now, down));
        self.window.clear();
    }
}
