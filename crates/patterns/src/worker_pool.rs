//! Worker pool: many jobs, few at once.

use crate::{Context, Report, stage};
use futures::FutureExt;
use futures::sink::Sink;
use futures::stream::Stream;
use std::any::Any;
use std::error::Error;
use std::fmt;
use std::panic::AssertUnwindSafe;

/// `workers` futures that share `jobs` and hand what `job` makes of them to `results`.
///
/// The caller runs the workers, wherever it likes: at most `workers` jobs are in progress, each
/// job is done by one worker, once. A worker ends when the jobs do, on cancel, or when nobody
/// wants results; it then drops its clone of `results`, so the results close after the last one.
/// A job already taken on cancel is finished, and its [`Report`] holds the outcome. Jobs that
/// cannot be cloned as a stream: see [`share`](crate::share()).
///
/// A job that panics becomes an error among the results and its worker lives on; where a panic
/// aborts, as in the browser, jobs return errors of their own.
///
/// # Panics
/// If `workers` is 0: nobody would ever take a job.
///
/// ```
/// use futures::{StreamExt, executor::block_on, future::{join, join_all}, stream};
/// use patterns::{Context, channel, share, worker_pool};
///
/// let (context, _keep) = Context::root();
/// let jobs = share(stream::iter([2, 0, 5]));
/// let (results, outcomes) = channel::bounded(1);
/// let workers = worker_pool(&context, jobs, results, 2, async |n: u32| 10 / n);
/// let (outcomes, reports) = block_on(join(outcomes.collect::<Vec<_>>(), join_all(workers)));
/// assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 2);
/// assert_eq!(reports.iter().map(|report| report.delivered).sum::<usize>(), 3);
/// ```
pub fn worker_pool<J, R, F, Fut>(
    context: &Context,
    jobs: J,
    results: R,
    workers: usize,
    job: F,
) -> Vec<impl Future<Output = Report<Outcome<Fut::Output>, R::Error>> + use<J, R, F, Fut>>
where
    J: Stream + Clone + Unpin,
    R: Sink<Outcome<Fut::Output>> + Clone + Unpin,
    F: Fn(J::Item) -> Fut + Clone,
    Fut: Future,
{
    assert!(workers > 0, "a pool needs a worker");
    let worker = |_| {
        let job = job.clone();
        let guarded = move |item| {
            let job = job.clone();
            // Sound as far as this pool goes: nothing of a job that panicked is used again.
            AssertUnwindSafe(async move { job(item).await })
                .catch_unwind()
                .map(|outcome| outcome.map_err(Panicked::new))
        };
        stage(context, jobs.clone(), results.clone(), guarded)
    };
    (0..workers).map(worker).collect()
}

/// What became of one job: what it gave, or its panic.
///
/// ```
/// use patterns::{Outcome, Panicked};
///
/// let outcome: Outcome<u8> = Err(Panicked { message: String::new() });
/// assert_eq!(outcome.unwrap_err().to_string(), "the job panicked");
/// ```
pub type Outcome<T> = Result<T, Panicked>;

/// A job panicked; its worker did not.
///
/// ```
/// use patterns::Panicked;
///
/// let panicked = Panicked { message: "index out of bounds".into() };
/// assert_eq!(panicked.to_string(), "the job panicked: index out of bounds");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panicked {
    /// What the panic said, if it said anything in words.
    pub message: String,
}

impl Panicked {
    fn new(payload: Box<dyn Any + Send>) -> Self {
        let message = match payload.downcast::<String>() {
            Ok(words) => *words,
            Err(payload) => payload.downcast_ref::<&str>().copied().unwrap_or_default().to_owned(),
        };
        Self { message }
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message.as_str() {
            "" => f.write_str("the job panicked"),
            words => write!(f, "the job panicked: {words}"),
        }
    }
}

impl Error for Panicked {}
