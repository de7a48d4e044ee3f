//! A call through a breaker.

use super::{Breaker, Change, Permit, Refused, Verdict};
use crate::Clock;
use std::error::Error;
use std::fmt;

impl<L: Fn(&Change)> Breaker<L> {
    /// Makes the call `work`, unless the circuit is open; an `Err` is a failure.
    ///
    /// Dropped while it waits, the call was cancelled: that is no failure, and a probe gives its
    /// place back. While all is well neither the clock nor a lock is touched.
    ///
    /// # Errors
    /// [`CallError::Refused`] without making the call, [`CallError::Failed`] with its error.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use patterns::{ManualTimer, breaker::{Breaker, CallError, Settings, Trip}};
    ///
    /// let clock = ManualTimer::new();
    /// let trip = Trip::InARow { failures: 1 };
    /// let breaker = Breaker::new(Settings { trip, ..Settings::default() });
    /// let failed = block_on(breaker.call(&clock, async || Err::<(), _>("no answer")));
    /// assert_eq!(failed, Err(CallError::Failed("no answer")));
    /// let refused = block_on(breaker.call(&clock, async || Ok::<_, &str>(())));
    /// assert!(matches!(refused, Err(CallError::Refused(_))));
    /// ```
    pub async fn call<T, E, F>(
        &self,
        clock: &impl Clock,
        work: impl FnOnce() -> F,
    ) -> Result<T, CallError<E>>
    where
        F: Future<Output = Result<T, E>>,
    {
        let permit = self.enter(clock).map_err(CallError::Refused)?;
        let outcome = work().await;
        let verdict = if outcome.is_ok() { Verdict::Success } else { Verdict::Failure };
        self.leave(permit, verdict, clock);
        outcome.map_err(CallError::Failed)
    }

    /// [`call`](Self::call), with something to give instead when there is no answer.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use patterns::{ManualTimer, breaker::{Breaker, Settings}};
    ///
    /// let (clock, breaker) = (ManualTimer::new(), Breaker::new(Settings::default()));
    /// let call = breaker.call_or(&clock, |_| "from yesterday", async || Err(()));
    /// assert_eq!(block_on(call), "from yesterday");
    /// ```
    pub async fn call_or<T, E, F>(
        &self,
        clock: &impl Clock,
        fallback: impl FnOnce(CallError<E>) -> T,
        work: impl FnOnce() -> F,
    ) -> T
    where
        F: Future<Output = Result<T, E>>,
    {
        self.call(clock, work).await.unwrap_or_else(fallback)
    }

    /// [`call`](Self::call), where `judge` says what an outcome means.
    ///
    /// So that a refusal further down, or a question that has no answer, is not held against
    /// whoever was asked.
    ///
    /// # Errors
    /// [`Refused`] without making the call.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use patterns::{Clock, ManualTimer, breaker::{Breaker, Settings, State, Verdict}};
    ///
    /// let clock = ManualTimer::new();
    /// let breaker = Breaker::new(Settings::default());
    /// let judge = |status: &u16| match status {
    ///     429 => Verdict::Neither,
    ///     500.. => Verdict::Failure,
    ///     _ => Verdict::Success,
    /// };
    /// assert_eq!(block_on(breaker.call_judged(&clock, judge, async || 429)), Ok(429));
    /// assert_eq!(block_on(breaker.call_judged(&clock, judge, async || 503)), Ok(503));
    /// assert_eq!(breaker.state(clock.now()), State::Closed { failures: 1, calls: 0 });
    /// ```
    pub async fn call_judged<F: Future>(
        &self,
        clock: &impl Clock,
        judge: impl FnOnce(&F::Output) -> Verdict,
        work: impl FnOnce() -> F,
    ) -> Result<F::Output, Refused> {
        let permit = self.enter(clock)?;
        let outcome = work().await;
        self.leave(permit, judge(&outcome), clock);
        Ok(outcome)
    }

    #[inline]
    fn enter(&self, clock: &impl Clock) -> Result<Permit<'_>, Refused> {
        match self.acquire_closed() {
            Some(permit) => Ok(permit),
            None => self.try_acquire(clock.now()),
        }
    }

    #[inline]
    fn leave(&self, permit: Permit<'_>, verdict: Verdict, clock: &impl Clock) {
        if verdict != Verdict::Success || !permit.is_quiet() {
            self.record(permit, verdict, clock.now());
        }
    }
}

/// The call gave no answer.
///
/// ```
/// use patterns::breaker::CallError;
/// assert_eq!(CallError::Failed("no answer").to_string(), "no answer");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallError<E> {
    /// It was not made: nothing passes now.
    Refused(Refused),
    /// It was made, and failed.
    Failed(E),
}

impl<E: fmt::Display> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refused) => refused.fmt(f),
            Self::Failed(error) => error.fmt(f),
        }
    }
}

impl<E: Error> Error for CallError<E> {}
