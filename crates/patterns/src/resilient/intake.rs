//! Where requests are handed in.

use super::books::{Books, Entry};
use super::metrics::Refusal;
use super::request::Request;
use crate::{Backpressure, Clock, Context, Inlet, Sent, Unsent};
use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Where requests are handed in. The queue closes with the last clone.
///
/// ```
/// # use futures::executor::block_on;
/// # use patterns::resilient::{Stages, pipeline};
/// # use patterns::{Context, ManualTimer, channel};
/// # let (context, _keep) = Context::root();
/// # let (answers, _outcomes) = channel::bounded(9);
/// # let call = async |n: u32| if n == 1 { Err("no answer") } else { Ok(n) };
/// use patterns::resilient::Refusal;
///
/// let queue = channel::bounded(1);
/// let timer = ManualTimer::new();
/// let mut service = pipeline(&context, timer, Stages::bare(), queue, answers, call);
/// block_on(async {
///     assert_eq!(service.intake.submit(&context, 7).await.unwrap().number, 0);
///     let rejected = service.intake.submit(&context, 8).await.unwrap_err();
///     assert_eq!((rejected.request, rejected.why), (8, Refusal::Full));
/// });
/// ```
pub struct Intake<S, T> {
    pub(super) queue: Backpressure<S>,
    pub(super) timer: T,
    pub(super) books: Arc<Mutex<Books>>,
}

/// A request is in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitted<Q> {
    /// Which one it is.
    pub number: u64,
    /// An older one that gave way to it, and ended so.
    pub evicted: Option<Q>,
}

/// A request was refused at the door; here it is back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Rejected<Q> {
    /// What was asked for.
    pub request: Q,
    /// Why it was refused.
    pub why: Refusal,
}

impl<S, T: Clock> Intake<S, T> {
    /// Hands in a request that is due now, as the strategy has it: dropping the newest or the
    /// oldest never waits.
    ///
    /// # Errors
    /// [`Rejected`] with the request: the queue is full or closed, it was no sample, or `context`
    /// was cancelled before there was a place.
    pub async fn submit<Q>(
        &mut self,
        context: &Context,
        request: Q,
    ) -> Result<Submitted<Q>, Rejected<Q>>
    where
        S: Inlet<Request<Q>>,
    {
        let due = self.timer.now();
        self.submit_due(context, request, due).await
    }

    /// [`submit`](Self::submit) for a request that was due at `due`: latency counts from there, so
    /// that being late to hand it in shows.
    ///
    /// # Errors
    /// As [`submit`](Self::submit).
    pub async fn submit_due<Q>(
        &mut self,
        context: &Context,
        request: Q,
        due: Duration,
    ) -> Result<Submitted<Q>, Rejected<Q>>
    where
        S: Inlet<Request<Q>>,
    {
        let (number, entry) = Entry::new(&self.books);
        let request = Request { number, body: request, due, entry };
        let reject = |request: Request<Q>, why| Err(Rejected { request: request.refuse(why), why });
        match self.queue.send(context, request).await {
            Ok(Sent::Queued) => Ok(Submitted { number, evicted: None }),
            Ok(Sent::Evicted(oldest)) => {
                let evicted = Some(oldest.refuse(Refusal::Evicted));
                Ok(Submitted { number, evicted })
            }
            Ok(Sent::Refused(request)) => reject(request, Refusal::Full),
            Ok(Sent::Skipped(request)) => reject(request, Refusal::Skipped),
            Err(Unsent::Closed(request)) => reject(request, Refusal::Closed),
            Err(Unsent::Cancelled { item: request, .. }) => reject(request, Refusal::Cancelled),
        }
    }
}

impl<S: Clone, T: Clone> Clone for Intake<S, T> {
    fn clone(&self) -> Self {
        let Self { queue, timer, books } = self;
        Self { queue: queue.clone(), timer: timer.clone(), books: books.clone() }
    }
}

impl<S, T> fmt::Debug for Intake<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intake").finish_non_exhaustive()
    }
}

// Written by hand so that an error can be printed whatever the request is.
impl<Q> fmt::Debug for Rejected<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejected").field("why", &self.why).finish_non_exhaustive()
    }
}

impl<Q> fmt::Display for Rejected<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.why.fmt(f)
    }
}

impl<Q> Error for Rejected<Q> {}
