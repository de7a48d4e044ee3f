//! What is to be seen from outside.

use super::books::Books;
use crate::breaker::{Breaker, Change, State};
use crate::sync::lock;
use crate::{Clock, Percentiles};
use std::fmt;
use std::sync::{Arc, Mutex};

/// Reads a pipeline's metrics; clones read the same.
///
/// ```
/// # use futures::executor::block_on;
/// # use patterns::resilient::{Stages, pipeline};
/// # use patterns::{Context, ManualTimer, channel};
/// # let (context, _keep) = Context::root();
/// # let (answers, _outcomes) = channel::bounded(9);
/// # let call = async |n: u32| if n == 1 { Err("no answer") } else { Ok(n) };
/// let queue = channel::bounded(1);
/// let timer = ManualTimer::new();
/// let mut service = pipeline(&context, timer, Stages::bare(), queue, answers, call);
/// block_on(service.intake.submit(&context, 7)).unwrap();
/// let metrics = service.gauges.read();
/// assert_eq!((metrics.submitted, metrics.queued, metrics.ended()), (1, 1, 0));
/// ```
pub struct Gauges<T, L> {
    pub(super) timer: T,
    pub(super) books: Arc<Mutex<Books>>,
    pub(super) breaker: Option<Arc<Breaker<L>>>,
}

/// What a pipeline has done and holds, at one instant:
/// `submitted = queued + serving + ok + fallback + dead_letters + refused`.
///
/// ```
/// use futures::executor::block_on;
/// use patterns::resilient::{Stages, pipeline};
/// use patterns::{Context, ManualTimer, channel};
///
/// let (context, _keep) = Context::root();
/// let (answers, _outcomes) = channel::bounded(9);
/// let call = async |n: u32| if n == 1 { Err("no answer") } else { Ok(n) };
/// let stages = Stages { dead_letters: 10, ..Stages::bare() };
/// let queue = channel::bounded(3);
/// let mut service = pipeline(&context, ManualTimer::new(), stages, queue, answers, call);
/// for n in 0..3 {
///     block_on(service.intake.submit(&context, n)).unwrap();
/// }
/// drop(service.intake);
/// block_on(service.workers.pop().unwrap());
/// let metrics = service.gauges.read();
/// assert_eq!((metrics.ok, metrics.dead_letters, metrics.refused.failed), (2, 1, 0));
/// assert_eq!((metrics.submitted, metrics.queued, metrics.serving), (3, 0, 0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metrics {
    /// Requests handed in, in number, those refused at the door included.
    pub submitted: u64,
    /// Those no worker has taken yet: in the queue, or waiting for a place in it.
    pub queued: u64,
    /// Those a worker has in hand.
    pub serving: u64,
    /// Ended with an answer.
    pub ok: u64,
    /// Ended with what the fallback gave.
    pub fallback: u64,
    /// Ended as dead letters, whatever became of the letters since.
    pub dead_letters: u64,
    /// Ended refused, by kind.
    pub refused: Refusals,
    /// What the breaker holds, if there is one.
    pub breaker: Option<State>,
    /// How long the last requests took that ended with an answer, from when they were due until their
    /// call was over. Neither refusals are latencies, nor failures, nor what a fallback gave. `None`
    /// before the first.
    pub latency: Option<Percentiles>,
}

/// Refusals by kind, in number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refusals {
    /// [`Refusal::Full`].
    pub full: u64,
    /// [`Refusal::Evicted`].
    pub evicted: u64,
    /// [`Refusal::Skipped`].
    pub skipped: u64,
    /// [`Refusal::Closed`].
    pub closed: u64,
    /// [`Refusal::Open`].
    pub open: u64,
    /// [`Refusal::OverLimit`].
    pub over_limit: u64,
    /// [`Refusal::Failed`].
    pub failed: u64,
    /// [`Refusal::Cancelled`].
    pub cancelled: u64,
    /// [`Refusal::Dropped`].
    pub dropped: u64,
}

/// Why a request was refused.
///
/// ```
/// assert_eq!(patterns::resilient::Refusal::Full.to_string(), "the queue is full");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// The queue was full.
    Full,
    /// A newer one took its place in the queue.
    Evicted,
    /// Only a sample is let in, and this was not it.
    Skipped,
    /// The queue is closed: nobody serves any more.
    Closed,
    /// The circuit was open, and there was no fallback.
    Open,
    /// The limiter had nothing left, and there was no fallback.
    OverLimit,
    /// The call failed, and there was neither a fallback nor room for a dead letter.
    Failed,
    /// The context was cancelled while it waited or was served.
    Cancelled,
    /// It was dropped where it was: with the queue, or with its worker.
    Dropped,
}

impl<T: Clock, L: Fn(&Change)> Gauges<T, L> {
    /// What they read now.
    pub fn read(&self) -> Metrics {
        let breaker = self.breaker.as_ref().map(|breaker| breaker.state(self.timer.now()));
        let mut books = lock(&self.books);
        Metrics { breaker, latency: books.latencies.percentiles(), ..books.counts }
    }
}

impl Metrics {
    /// Requests that have ended, whichever way.
    pub fn ended(&self) -> u64 {
        self.ok + self.fallback + self.dead_letters + self.refused.total()
    }

    pub(super) fn none() -> Self {
        Self {
            submitted: 0,
            queued: 0,
            serving: 0,
            ok: 0,
            fallback: 0,
            dead_letters: 0,
            refused: Refusals::default(),
            breaker: None,
            latency: None,
        }
    }
}

impl Refusals {
    /// All kinds together.
    ///
    /// ```
    /// use patterns::resilient::Refusals;
    /// assert_eq!(Refusals { full: 2, open: 1, ..Refusals::default() }.total(), 3);
    /// ```
    pub fn total(&self) -> u64 {
        let Self { full, evicted, skipped, closed, open, over_limit, .. } = self;
        let Self { failed, cancelled, dropped, .. } = self;
        full + evicted + skipped + closed + open + over_limit + failed + cancelled + dropped
    }

    pub(super) fn count(&mut self, why: Refusal) {
        *match why {
            Refusal::Full => &mut self.full,
            Refusal::Evicted => &mut self.evicted,
            Refusal::Skipped => &mut self.skipped,
            Refusal::Closed => &mut self.closed,
            Refusal::Open => &mut self.open,
            Refusal::OverLimit => &mut self.over_limit,
            Refusal::Failed => &mut self.failed,
            Refusal::Cancelled => &mut self.cancelled,
            Refusal::Dropped => &mut self.dropped,
        } += 1;
    }
}

impl<T: Clone, L> Clone for Gauges<T, L> {
    fn clone(&self) -> Self {
        let Self { timer, books, breaker } = self;
        Self { timer: timer.clone(), books: books.clone(), breaker: breaker.clone() }
    }
}

impl<T, L> fmt::Debug for Gauges<T, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gauges").finish_non_exhaustive()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full => "the queue is full",
            Self::Evicted => "a newer request took its place",
            Self::Skipped => "not among the samples",
            Self::Closed => "the queue is closed",
            Self::Open => "the circuit is open",
            Self::OverLimit => "over the limit",
            Self::Failed => "the call failed",
            Self::Cancelled => "cancelled",
            Self::Dropped => "dropped",
        })
    }
}
