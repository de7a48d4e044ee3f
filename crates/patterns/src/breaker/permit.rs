//! A pass that comes back by itself.

use super::shared::Shared;
use super::{Pass, Verdict};
use std::time::Duration;

/// The right to one call through a [`Breaker`](super::Breaker).
///
/// Dropped without a verdict it was a call that was cancelled: a probe gives its place back, and
/// nothing is counted.
///
/// # Examples
/// Held while the call is out; a call that is given up says nothing about the dependency.
///
/// ```
/// use patterns::breaker::{Breaker, Settings, State, Verdict};
/// use std::time::Duration;
///
/// let breaker = Breaker::new(Settings::default());
/// let [given_up, failed] = [(); 2].map(|()| breaker.try_acquire(Duration::ZERO).unwrap());
/// drop(given_up);
/// breaker.record(failed, Verdict::Failure, Duration::ZERO);
/// assert_eq!(breaker.state(Duration::ZERO), State::Closed { failures: 1, calls: 0 });
/// ```
#[derive(Debug)]
#[must_use = "a permit that is dropped is given back at once"]
pub struct Permit<'a> {
    shared: &'a Shared,
    /// Gone once the verdict is in.
    pass: Option<Pass>,
}

impl<'a> Permit<'a> {
    #[inline]
    pub(super) fn new(shared: &'a Shared, pass: Pass) -> Self {
        Self { shared, pass: Some(pass) }
    }

    /// Whether it was let out to find out, rather than because all is well.
    ///
    /// ```
    /// use patterns::breaker::{Breaker, Settings};
    /// use std::time::Duration;
    ///
    /// let breaker = Breaker::new(Settings::default());
    /// assert!(!breaker.try_acquire(Duration::ZERO).unwrap().is_probe());
    /// ```
    pub fn is_probe(&self) -> bool {
        self.pass.as_ref().is_some_and(Pass::is_probe)
    }

    /// The pass, for a verdict; `None` if it is of another breaker.
    #[inline]
    pub(super) fn into_pass(mut self, of: &Shared) -> Option<Pass> {
        if std::ptr::eq(self.shared, of) { self.pass.take() } else { None }
    }

    /// Whether its circuit is such that a success would change nothing.
    #[inline]
    pub(super) fn is_quiet(&self) -> bool {
        self.pass.as_ref().is_some_and(|pass| self.shared.is_quiet(pass))
    }
}

impl Drop for Permit<'_> {
    #[inline]
    fn drop(&mut self) {
        // Only a probe holds anything. The circuit knows what time it is well enough: a place
        // that is given back late is a place that was overdue.
        if let Some(pass) = self.pass.take()
            && pass.is_probe()
        {
            self.shared.record(pass, Verdict::Neither, Duration::ZERO);
        }
    }
}
