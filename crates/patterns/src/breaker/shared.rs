//! A circuit that many calls share.

use super::{Change, Circuit, Pass, Permit, Refused, Settings, State, Verdict};
use crate::sync::lock;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A circuit breaker to be shared by reference, with somebody who is told of every change.
///
/// ```
/// use patterns::breaker::{Breaker, Mode, Settings, Trip, Verdict};
/// use std::{sync::Mutex, time::Duration};
///
/// let told = Mutex::new(Vec::new());
/// let trip = Trip::InARow { failures: 1 };
/// let settings = Settings { trip, ..Settings::default() };
/// let breaker = Breaker::with_listener(settings, |change| told.lock().unwrap().push(change.to));
/// let permit = breaker.try_acquire(Duration::ZERO).unwrap();
/// breaker.record(permit, Verdict::Failure, Duration::ZERO);
/// assert!(breaker.try_acquire(Duration::ZERO).is_err());
/// assert_eq!(*told.lock().unwrap(), [Mode::Open]);
/// ```
pub struct Breaker<L = fn(&Change)> {
    shared: Shared,
    /// Told of every change, without the lock.
    listener: L,
}

/// The circuit behind its lock.
#[derive(Debug)]
pub(super) struct Shared {
    circuit: Mutex<Circuit>,
    /// What calls need to know while it is closed, see [`word`]; 0 while it is not. Written under
    /// the lock, read without: calls that are well touch nothing else.
    closed: AtomicU64,
}

impl Breaker {
    /// A closed breaker.
    ///
    /// # Panics
    /// As [`Circuit::new`].
    ///
    /// ```
    /// use patterns::breaker::{Breaker, Mode, Settings};
    /// use std::time::Duration;
    ///
    /// let breaker = Breaker::new(Settings::default());
    /// assert_eq!(breaker.state(Duration::ZERO).mode(), Mode::Closed);
    /// ```
    pub fn new(settings: Settings) -> Self {
        Self::with_listener(settings, |_| {})
    }
}

impl<L: Fn(&Change)> Breaker<L> {
    /// A closed breaker whose changes `listener` is told, each once, after it happened. Between
    /// threads two changes may be told in either order; their generations say which was first.
    ///
    /// # Panics
    /// As [`Circuit::new`].
    ///
    /// ```
    /// use patterns::breaker::{Breaker, Settings};
    /// let breaker = Breaker::with_listener(Settings::default(), |change| println!("{change}"));
    /// # drop(breaker);
    /// ```
    pub fn with_listener(settings: Settings, listener: L) -> Self {
        let circuit = Circuit::new(settings);
        let closed = AtomicU64::new(word(&circuit));
        Self { shared: Shared { circuit: Mutex::new(circuit), closed }, listener }
    }

    /// Asks for one call at `now`.
    ///
    /// # Errors
    /// [`Refused`] while it is open, or while enough probes are out.
    ///
    /// ```
    /// use patterns::breaker::{Breaker, Settings};
    /// use std::time::Duration;
    ///
    /// let permit = Breaker::new(Settings::default()).try_acquire(Duration::ZERO).is_ok();
    /// assert!(permit);
    /// ```
    pub fn try_acquire(&self, now: Duration) -> Result<Permit<'_>, Refused> {
        let (pass, change) = self.shared.change(|circuit| circuit.try_acquire(now))?;
        // Made first: a listener that panics must not cost a probe's place.
        let permit = Permit::new(&self.shared, pass);
        self.tell(change);
        Ok(permit)
    }

    /// Gives a permit back with what became of its call by `now`.
    ///
    /// Ignored if the circuit has changed since, if the permit is a probe that is overdue, or if
    /// it is of another breaker.
    ///
    /// ```
    /// use patterns::breaker::{Breaker, Settings, State, Verdict};
    /// use std::time::Duration;
    ///
    /// let breaker = Breaker::new(Settings::default());
    /// let permit = breaker.try_acquire(Duration::ZERO).unwrap();
    /// breaker.record(permit, Verdict::Failure, Duration::ZERO);
    /// assert_eq!(breaker.state(Duration::ZERO), State::Closed { failures: 1, calls: 0 });
    /// ```
    pub fn record(&self, permit: Permit<'_>, verdict: Verdict, now: Duration) {
        if let Some(pass) = permit.into_pass(&self.shared) {
            self.tell(self.shared.record(pass, verdict, now));
        }
    }

    /// What it holds at `now`; see [`Circuit::state`].
    ///
    /// ```
    /// use patterns::breaker::{Breaker, Settings, State};
    /// use std::time::Duration;
    ///
    /// let breaker = Breaker::new(Settings::default());
    /// assert_eq!(breaker.state(Duration::ZERO), State::Closed { failures: 0, calls: 0 });
    /// ```
    pub fn state(&self, now: Duration) -> State {
        lock(&self.shared.circuit).state(now)
    }

    /// The calls that a rate is taken of; see [`Circuit::outcomes`].
    ///
    /// ```
    /// use patterns::breaker::{Breaker, Settings};
    /// assert!(Breaker::new(Settings::default()).outcomes().is_empty());
    /// ```
    pub fn outcomes(&self) -> Vec<bool> {
        lock(&self.shared.circuit).outcomes()
    }

    /// What it was told at the beginning.
    ///
    /// ```
    /// use patterns::breaker::{Breaker, Settings};
    /// assert_eq!(Breaker::new(Settings::default()).settings(), Settings::default());
    /// ```
    pub fn settings(&self) -> Settings {
        *lock(&self.shared.circuit).settings()
    }

    /// A permit without a look at the clock, if it is closed: then any call passes.
    #[inline]
    pub(super) fn acquire_closed(&self) -> Option<Permit<'_>> {
        let generation = (self.shared.closed.load(Ordering::Acquire) >> 1).checked_sub(1)?;
        Some(Permit::new(&self.shared, Pass { generation, probe: None }))
    }

    fn tell(&self, change: Option<Change>) {
        if let Some(change) = change {
            (self.listener)(&change);
        }
    }
}

impl Shared {
    /// Takes a pass back; with a time of zero, at the latest one the circuit was told.
    pub(super) fn record(&self, pass: Pass, verdict: Verdict, now: Duration) -> Option<Change> {
        self.change(|circuit| circuit.record(pass, verdict, now))
    }

    /// Whether a success under this pass would change nothing.
    #[inline]
    pub(super) fn is_quiet(&self, pass: &Pass) -> bool {
        self.closed.load(Ordering::Acquire) == (pass.generation + 1) << 1 | CLEAR
    }

    fn change<T>(&self, step: impl FnOnce(&mut Circuit) -> T) -> T {
        let mut circuit = lock(&self.circuit);
        let outcome = step(&mut circuit);
        self.closed.store(word(&circuit), Ordering::Release);
        outcome
    }
}

/// The lowest bit of the word: nothing is counted, so a success would change nothing.
const CLEAR: u64 = 1;

/// One more than the generation of a closed circuit, above that bit.
fn word(circuit: &Circuit) -> u64 {
    circuit.closed().map_or(0, |(generation, clear)| (generation + 1) << 1 | u64::from(clear))
}

impl<L> fmt::Debug for Breaker<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Breaker").field("shared", &self.shared).finish_non_exhaustive()
    }
}
