//! Workers that come and go by a rule.

use super::crew::{Crew, Order};
use super::{Assessment, Rule, Worker};
use crate::{Canceller, Cause, Clock, Context};
use futures::stream::Stream;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

/// Workers that share `jobs`, one more or one fewer as `rule` has it; completes when all of them
/// have ended.
///
/// `spawn` is given each worker to run, wherever it likes: the fewest at once, and another
/// whenever the rule calls for one. A worker that has done a job looks for the next. One that finds
/// it waiting may call for another worker; one that finds nothing may go, so shrinking never ends a
/// job. Everything that is decided, with the figures behind it, is told to `observe`.
///
/// A latency runs from the instant at which a job was meant to start ([`Due`]) to the instant at
/// which it is done, so the time it waited counts; what was [refused](Served::Refused) has none.
/// Nothing is decided while nothing is done: without work the workers stay.
///
/// Workers end when the jobs do or on cancel; a job in hand is finished first. Dropped, this stops
/// them in the same way. A job that panics is counted and its worker lives on.
///
/// ```
/// use futures::{executor::LocalPool, stream, task::LocalSpawnExt};
/// use patterns::adaptive::{Due, Rule};
/// use patterns::{Context, ManualTimer, adaptive_workers, share};
/// use std::time::Duration;
///
/// let mut pool = LocalPool::new();
/// let spawner = pool.spawner();
/// let (context, _keep) = Context::root();
/// let jobs = share(stream::iter((1..=5).map(|job| Due { at: Duration::ZERO, job })));
/// let totals = pool.run_until(adaptive_workers(
///     &context,
///     ManualTimer::new(),
///     jobs,
///     Rule::new(Duration::from_millis(100), 1, 4),
///     |worker| spawner.spawn_local(worker).expect("the pool is there"),
///     |assessment| assert_eq!(assessment.workers, 1),
///     async |job: u32| assert!(job > 0),
/// ));
/// assert_eq!((totals.done, totals.cause), (5, None));
/// ```
pub fn adaptive_workers<I, J, C, S, O, F, Fut>(
    context: &Context,
    clock: C,
    jobs: I,
    rule: Rule,
    spawn: S,
    observe: O,
    job: F,
) -> impl Future<Output = Totals> + use<I, J, C, S, O, F, Fut>
where
    I: Stream<Item = Due<J>> + Clone + Unpin,
    C: Clock,
    S: FnMut(Worker<I, C, O, F, Fut>),
    O: Fn(&Assessment),
    F: Fn(J) -> Fut + Clone + Unpin,
    Fut: Future<Output: Into<Served>>,
{
    let (context, canceller) = context.child();
    async move {
        let (mut spawn, scope) = (spawn, Scope(canceller));
        let crew = Arc::new(Crew::new(clock, rule, observe));
        if let Some(cause) = context.cause() {
            crew.over(Some(cause));
        }
        let totals = poll_fn(|task| {
            loop {
                match crew.order(task.waker()) {
                    Order::Hire(number) => {
                        let (jobs, job) = (jobs.clone(), job.clone());
                        spawn(Worker::new(number, context.clone(), jobs, job, crew.clone()));
                    }
                    Order::Wait => return Poll::Pending,
                    Order::Over(totals) => return Poll::Ready(totals),
                }
            }
        })
        .await;
        drop(scope);
        totals
    }
}

/// Stops the workers when whoever hires them is dropped.
struct Scope(Canceller);

impl Drop for Scope {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// A job, and the instant at which it was meant to start.
///
/// ```
/// use patterns::adaptive::Due;
/// use std::time::Duration;
///
/// let due = Due { at: Duration::from_secs(1), job: "write to the reader" };
/// assert_eq!(due.at.as_secs(), 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due<J> {
    /// When it was meant to start, by the clock the workers read.
    pub at: Duration,
    /// What is to be done.
    pub job: J,
}

/// What became of a job. A job that gives nothing is done.
///
/// ```
/// use patterns::adaptive::Served;
/// assert_eq!(Served::from(()), Served::Done);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Served {
    /// It is done: how long that took counts.
    Done,
    /// It was turned away, and how fast that went says nothing.
    Refused,
}

impl From<()> for Served {
    fn from((): ()) -> Self {
        Self::Done
    }
}

/// What the workers did, told when all have ended, in jobs.
///
/// ```
/// assert_eq!(patterns::adaptive::Totals::default().done, 0);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Done.
    pub done: usize,
    /// Turned away.
    pub refused: usize,
    /// Ended by a panic.
    pub panicked: usize,
    /// Why the workers stopped before the jobs ended, if they did.
    pub cause: Option<Cause>,
}
