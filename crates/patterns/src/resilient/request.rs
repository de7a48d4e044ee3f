//! A request on its way.

use super::books::{Ended, Entry};
use super::metrics::Refusal;
use std::time::Duration;

/// A request on its way through the queue.
///
/// Made by an [`Intake`](super::Intake) only. Dropped anywhere, it ends as refused.
///
/// ```
/// # use futures::executor::block_on;
/// # use patterns::resilient::{Stages, pipeline};
/// # use patterns::{Context, ManualTimer, channel};
/// # let (context, _keep) = Context::root();
/// # let (answers, _outcomes) = channel::bounded(9);
/// # let call = async |n: u32| if n == 1 { Err("no answer") } else { Ok(n) };
/// let (sender, receiver) = channel::bounded(1);
/// let queue = (sender, receiver.clone());
/// let timer = ManualTimer::new();
/// let mut service = pipeline(&context, timer, Stages::bare(), queue, answers, call);
/// block_on(service.intake.submit(&context, 7)).unwrap();
/// assert_eq!(receiver.try_recv().unwrap().body, 7);
/// assert_eq!(service.gauges.read().refused.dropped, 1);
/// ```
#[derive(Debug)]
pub struct Request<Q> {
    /// Which one it is: how many were handed in before it.
    pub number: u64,
    /// What is asked for.
    pub body: Q,
    /// When it was meant to begin: what its latency is counted from.
    pub due: Duration,
    pub(super) entry: Entry,
}

impl<Q> Request<Q> {
    /// Ends it here, and takes out what was asked for.
    pub(super) fn refuse(self, why: Refusal) -> Q {
        self.entry.end(Ended::Refused(why), None);
        self.body
    }
}
