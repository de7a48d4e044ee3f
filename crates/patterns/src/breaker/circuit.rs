//! The state machine.

use super::probes::Probes;
use super::tally::Tally;
use super::{Change, Mode, Pass, Refused, Settings, State, Verdict, Why};
use std::time::Duration;

/// A circuit breaker as a state machine: it is told the time and what became of calls, and says
/// what may pass.
///
/// A time earlier than one it has been told counts as that one: a stale caller cannot shorten
/// what others wait for.
///
/// ```
/// use patterns::breaker::{Circuit, Mode, Settings, Trip, Verdict};
/// use std::time::Duration;
///
/// let seconds = Duration::from_secs;
/// let trip = Trip::InARow { failures: 1 };
/// let mut circuit = Circuit::new(Settings { trip, probes: 1, ..Settings::default() });
/// let (pass, _) = circuit.try_acquire(seconds(0)).unwrap();
/// circuit.record(pass, Verdict::Failure, seconds(1));
/// assert_eq!(circuit.try_acquire(seconds(11)).unwrap_err().retry_after, seconds(20));
/// let (probe, change) = circuit.try_acquire(seconds(31)).unwrap();
/// assert_eq!(change.unwrap().to, Mode::HalfOpen);
/// let change = circuit.record(probe, Verdict::Success, seconds(32));
/// assert_eq!(change.unwrap().to, Mode::Closed);
/// ```
#[derive(Clone, Debug)]
pub struct Circuit {
    settings: Settings,
    /// The latest time it was told.
    seen: Duration,
    /// Changes so far: what tells a result of an earlier state.
    generation: u64,
    inner: Inner,
}

/// What each state remembers.
#[derive(Clone, Debug)]
enum Inner {
    Closed(Tally),
    /// Until when, and the calls that opened it.
    Open {
        until: Duration,
        tally: Tally,
    },
    HalfOpen(Probes),
}

impl Circuit {
    /// A closed circuit.
    ///
    /// # Panics
    /// If it could never open or never close: no probes or no time for one, a trip at no
    /// failures, a rate beyond 1 to 100 percent or over no call or more than its window.
    ///
    /// ```
    /// use patterns::breaker::{Circuit, Settings, State};
    /// use std::time::Duration;
    ///
    /// let circuit = Circuit::new(Settings::default());
    /// assert_eq!(circuit.state(Duration::ZERO), State::Closed { failures: 0, calls: 0 });
    /// ```
    pub fn new(settings: Settings) -> Self {
        settings.assert_usable();
        let inner = Inner::Closed(Tally::default());
        Self { settings, seen: Duration::ZERO, generation: 0, inner }
    }

    /// Asks for a call at `now`. The first one let through after the open time turns the circuit
    /// half-open, and says so.
    ///
    /// # Errors
    /// [`Refused`] while it is open, or while enough probes are out.
    ///
    /// ```
    /// use patterns::breaker::{Circuit, Settings};
    /// use std::time::Duration;
    ///
    /// let (pass, change) = Circuit::new(Settings::default()).try_acquire(Duration::ZERO).unwrap();
    /// assert_eq!(change, None);
    /// # drop(pass);
    /// ```
    pub fn try_acquire(&mut self, now: Duration) -> Result<(Pass, Option<Change>), Refused> {
        let now = self.see(now);
        let change = match self.inner {
            Inner::Open { until, .. } if now < until => {
                return Err(Refused { retry_after: until - now });
            }
            Inner::Open { .. } => {
                Some(self.turn(now, Inner::HalfOpen(Probes::default()), Why::Waited))
            }
            Inner::Closed(_) | Inner::HalfOpen(_) => None,
        };
        let Settings { probes, probe_limit, .. } = self.settings;
        let probe = match &mut self.inner {
            Inner::HalfOpen(out) => {
                let sent = out.send(probes, probe_limit, now);
                Some(sent.map_err(|retry_after| Refused { retry_after })?)
            }
            Inner::Closed(_) | Inner::Open { .. } => None,
        };
        Ok((Pass { generation: self.generation, probe }, change))
    }

    /// Takes a pass back, with what became of its call by `now`; says what that changed.
    ///
    /// Ignored if the circuit has changed since, or if the pass is a probe that is overdue.
    ///
    /// ```
    /// use patterns::breaker::{Circuit, Settings, State, Verdict};
    /// use std::time::Duration;
    ///
    /// let mut circuit = Circuit::new(Settings::default());
    /// let (pass, _) = circuit.try_acquire(Duration::ZERO).unwrap();
    /// assert_eq!(circuit.record(pass, Verdict::Failure, Duration::ZERO), None);
    /// assert_eq!(circuit.state(Duration::ZERO), State::Closed { failures: 1, calls: 0 });
    /// ```
    pub fn record(&mut self, pass: Pass, verdict: Verdict, now: Duration) -> Option<Change> {
        let now = self.see(now);
        if pass.generation != self.generation {
            return None;
        }
        let failed = verdict == Verdict::Failure;
        let until = now.saturating_add(self.settings.open_for);
        let (to, why) = match (&mut self.inner, pass.probe) {
            (Inner::Closed(tally), None) if verdict != Verdict::Neither => {
                let why = tally.count(failed, &self.settings.trip)?;
                (Inner::Open { until, tally: std::mem::take(tally) }, why)
            }
            (Inner::HalfOpen(probes), Some(name)) => match probes.take_back(name, now) {
                true if failed => {
                    (Inner::Open { until, tally: Tally::default() }, Why::ProbeFailed)
                }
                true if verdict == Verdict::Success => {
                    probes.successes += 1;
                    let successes = probes.successes;
                    if successes < self.settings.probes {
                        return None;
                    }
                    (Inner::Closed(Tally::default()), Why::Recovered { successes })
                }
                _ => return None,
            },
            _ => return None,
        };
        Some(self.turn(now, to, why))
    }

    /// What it holds at `now`. Only looks: open for long enough reads as half-open, though the
    /// change is made, and told, by the first call after that.
    ///
    /// ```
    /// use patterns::breaker::{Circuit, Mode, Settings};
    /// use std::time::Duration;
    ///
    /// let circuit = Circuit::new(Settings::default());
    /// assert_eq!(circuit.state(Duration::ZERO).mode(), Mode::Closed);
    /// ```
    pub fn state(&self, now: Duration) -> State {
        let now = self.seen.max(now);
        match &self.inner {
            Inner::Closed(tally) => {
                State::Closed { failures: tally.failures, calls: tally.calls() }
            }
            Inner::Open { until, .. } if now < *until => State::Open { until: *until },
            Inner::Open { .. } => State::HalfOpen { in_flight: 0, successes: 0 },
            Inner::HalfOpen(probes) => {
                State::HalfOpen { in_flight: probes.out_at(now), successes: probes.successes }
            }
        }
    }

    /// The calls that a rate is taken of, the oldest first: whether each failed. While it is open,
    /// those that opened it. None where failures in a row count, nor while it is half-open.
    ///
    /// ```
    /// use patterns::breaker::{Circuit, Settings, Trip, Verdict};
    /// use std::time::Duration;
    ///
    /// let trip = Trip::Rate { percent: 50, window: 2, at_least: 2 };
    /// let mut circuit = Circuit::new(Settings { trip, ..Settings::default() });
    /// for verdict in [Verdict::Success, Verdict::Failure] {
    ///     let (pass, _) = circuit.try_acquire(Duration::ZERO).unwrap();
    ///     circuit.record(pass, verdict, Duration::ZERO);
    /// }
    /// assert_eq!(circuit.outcomes(), [false, true]);
    /// ```
    pub fn outcomes(&self) -> Vec<bool> {
        match &self.inner {
            Inner::Closed(tally) | Inner::Open { tally, .. } => tally.outcomes(),
            Inner::HalfOpen(_) => Vec::new(),
        }
    }

    /// What it was told at the beginning.
    ///
    /// ```
    /// use patterns::breaker::{Circuit, Settings};
    /// assert_eq!(Circuit::new(Settings::default()).settings().probes, 3);
    /// ```
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// While closed: the generation, and whether one more success would change nothing.
    pub(super) fn closed(&self) -> Option<(u64, bool)> {
        let Inner::Closed(tally) = &self.inner else { return None };
        Some((self.generation, tally.is_clear(&self.settings.trip)))
    }

    /// The time, which never goes back.
    fn see(&mut self, now: Duration) -> Duration {
        self.seen = self.seen.max(now);
        self.seen
    }

    fn turn(&mut self, at: Duration, to: Inner, why: Why) -> Change {
        let from = self.inner.mode();
        self.inner = to;
        self.generation += 1;
        Change { at, from, to: self.inner.mode(), why, generation: self.generation }
    }
}

impl Inner {
    fn mode(&self) -> Mode {
        match self {
            Self::Closed(_) => Mode::Closed,
            Self::Open { .. } => Mode::Open,
            Self::HalfOpen(_) => Mode::HalfOpen,
        }
    }
}
