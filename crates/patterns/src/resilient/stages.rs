//! What stands between a request and its answer.

use super::Trouble;
use crate::breaker::{Breaker, Change};
use crate::{Decision, Strategy};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// What stands between a request and its answer; each stage can be left out.
///
/// # Examples
/// Here a limiter stands in the way, whose refusals a fallback answers; the rest is left out.
///
/// ```
/// use futures::{StreamExt, executor::block_on};
/// use patterns::resilient::{End, Stages, pipeline};
/// use patterns::{Context, Decision, ManualTimer, Strategy, channel};
/// use std::time::Duration;
///
/// let stages = Stages {
///     workers: 1,
///     strategy: Strategy::Block,
///     breaker: None::<std::sync::Arc<patterns::breaker::Breaker>>,
///     limiter: |_now: Duration| Decision::Refused { retry_after: None },
///     call_limit: None,
///     fallback: |request: &u32, _why: &_| Some(request + 100),
///     dead_letters: 0,
///     window: 1,
/// };
/// let (context, _keep) = Context::root();
/// let (answers, mut outcomes) = channel::bounded(1);
/// let call = async |n: u32| Ok::<_, ()>(n);
/// let queue = channel::bounded(1);
/// let mut service = pipeline(&context, ManualTimer::new(), stages, queue, answers, call);
/// block_on(service.intake.submit(&context, 7)).unwrap();
/// drop(service.intake);
/// block_on(service.workers.pop().unwrap());
/// assert_eq!(block_on(outcomes.next()).unwrap().end, End::Fallback(107));
/// ```
pub struct Stages<L, G, B> {
    /// How many serve at once.
    pub workers: usize,
    /// What is done when the queue may be full.
    pub strategy: Strategy,
    /// Asked first: fails at once while what is called is down.
    pub breaker: Option<Arc<Breaker<L>>>,
    /// Asked next, `Fn(now) -> Decision`: how much may be called in how long. One that always
    /// admits leaves this out.
    pub limiter: G,
    /// After how long a call is dropped.
    pub call_limit: Option<Duration>,
    /// `Fn(&request, &trouble) -> Option<answer>`: what to give instead of an answer. One that
    /// never knows leaves this out.
    pub fallback: B,
    /// How many dead letters are kept; 0 leaves this out.
    pub dead_letters: usize,
    /// How many of the last latencies the percentiles are taken of.
    pub window: usize,
}

impl<Q, R, E> Stages<fn(&Change), fn(Duration) -> Decision, fn(&Q, &Trouble<E>) -> Option<R>> {
    /// One worker and a queue that refuses when it is full; everything else is left out.
    ///
    /// ```
    /// use patterns::resilient::{Stages, Trouble};
    /// use std::time::Duration;
    ///
    /// type Fallback = fn(&u32, &Trouble<()>) -> Option<u32>;
    /// let call_limit = Some(Duration::from_secs(5));
    /// let stages: Stages<_, _, Fallback> = Stages { workers: 4, call_limit, ..Stages::bare() };
    /// assert!(stages.breaker.is_none() && stages.dead_letters == 0);
    /// ```
    pub fn bare() -> Self {
        Self {
            workers: 1,
            strategy: Strategy::DropNewest,
            breaker: None,
            limiter: |_| Decision::Admitted,
            call_limit: None,
            fallback: |_, _| None,
            dead_letters: 0,
            window: 100,
        }
    }
}

impl<L, G, B> fmt::Debug for Stages<L, G, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stages")
            .field("workers", &self.workers)
            .field("strategy", &self.strategy)
            .field("breaker", &self.breaker)
            .field("call_limit", &self.call_limit)
            .field("dead_letters", &self.dead_letters)
            .field("window", &self.window)
            .finish_non_exhaustive()
    }
}
