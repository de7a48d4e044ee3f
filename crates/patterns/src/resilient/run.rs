//! From a request to its end.

use super::books::{Books, Ended};
use super::metrics::Refusal;
use super::{Answer, DeadLetters, End, Gauges, Intake, Letter, Request, Shift, Stages, Trouble};
use crate::breaker::{Breaker, Change, Verdict};
use crate::report::hand_on;
use crate::{Backpressure, Context, Decision, Ending, Report, Timer, timeout, until};
use futures::sink::Sink;
use futures::stream::{Stream, StreamExt};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A pipeline, ready to be run.
#[derive(Debug)]
pub struct Resilient<S, T, L, Q, E, W> {
    /// Where requests are handed in.
    pub intake: Intake<S, T>,
    /// What has become of them.
    pub gauges: Gauges<T, L>,
    /// What failed and was kept.
    pub dead_letters: DeadLetters<Q, E>,
    /// Those who serve, for the caller to run.
    pub workers: Vec<W>,
}

/// Serves requests from `queue` with `call`, and hands how each ended to `answers`.
///
/// A worker ends when the queue is closed and empty, on cancel, or when nobody wants answers.
/// On cancel a call under way is dropped, which is nobody's failure; what is queued stays in the
/// queue, and ends as refused with it.
///
/// # Panics
/// If there are no workers, or the window is empty.
///
/// ```
/// use futures::{StreamExt, executor::block_on, future::{join, join_all}};
/// use patterns::breaker::{Breaker, Settings};
/// use patterns::resilient::{Stages, pipeline};
/// use patterns::{Context, Decision, ManualTimer, Strategy, channel};
/// use std::{sync::Arc, time::Duration};
///
/// let (context, _keep) = Context::root();
/// let stages = Stages {
///     workers: 2,
///     strategy: Strategy::DropNewest,
///     breaker: Some(Arc::new(Breaker::new(Settings::default()))),
///     limiter: |_now| Decision::Admitted,
///     call_limit: Some(Duration::from_secs(5)),
///     fallback: |request: &u32, _why: &_| (*request == 1).then_some(100),
///     dead_letters: 10,
///     window: 100,
/// };
/// let call = async |n: u32| if n < 3 { Err("too small") } else { Ok(n) };
/// let (answers, outcomes) = channel::bounded(8);
/// let mut service =
///     pipeline(&context, ManualTimer::new(), stages, channel::bounded(3), answers, call);
/// block_on(async {
///     for n in 1..=3 {
///         service.intake.submit(&context, n).await.unwrap();
///     }
///     assert_eq!(service.intake.submit(&context, 4).await.unwrap_err().request, 4);
/// });
/// drop(service.intake);
/// block_on(join(join_all(service.workers), outcomes.count()));
/// let metrics = service.gauges.read();
/// assert_eq!((metrics.ok, metrics.fallback, metrics.dead_letters), (1, 1, 1));
/// assert_eq!((metrics.refused.full, metrics.ended()), (1, 4));
/// assert_eq!(service.dead_letters.take().unwrap().request, 2);
/// ```
#[expect(clippy::type_complexity, reason = "the parts are the caller's to name, by pattern")]
pub fn pipeline<T, L, G, B, S, J, O, Q, R, E, F, Fut>(
    context: &Context,
    timer: T,
    stages: Stages<L, G, B>,
    queue: (S, J),
    answers: O,
    call: F,
) -> Resilient<
    S,
    T,
    L,
    Q,
    E,
    impl Future<Output = Shift<Q, Answer<Q, R, E>, O::Error>>
    + use<T, L, G, B, S, J, O, Q, R, E, F, Fut>,
>
where
    T: Timer + Clone,
    L: Fn(&Change),
    G: Fn(Duration) -> Decision,
    B: Fn(&Q, &Trouble<E>) -> Option<R>,
    J: Stream<Item = Request<Q>> + Clone + Unpin,
    O: Sink<Answer<Q, R, E>> + Clone + Unpin,
    Q: Clone,
    F: Fn(Q) -> Fut,
    Fut: Future<Output = Result<R, E>>,
{
    assert!(stages.workers > 0, "a pipeline needs a worker");
    let books = Arc::new(Mutex::new(Books::new(stages.window)));
    let dead_letters = DeadLetters::new(stages.dead_letters);
    let pressure = Backpressure::new(stages.strategy, queue.0);
    let intake = Intake { queue: pressure, timer: timer.clone(), books: books.clone() };
    let gauges = Gauges { timer: timer.clone(), books, breaker: stages.breaker.clone() };
    let desk = Desk { timer, stages, dead_letters: dead_letters.clone(), call };
    let desk = Arc::new(desk);
    let worker = |_| work(context.clone(), desk.clone(), queue.1.clone(), answers.clone());
    let workers = (0..desk.stages.workers).map(worker).collect();
    Resilient { intake, gauges, dead_letters, workers }
}

/// What every worker works with.
struct Desk<T, L, G, B, Q, E, F> {
    timer: T,
    stages: Stages<L, G, B>,
    dead_letters: DeadLetters<Q, E>,
    call: F,
}

/// One worker: takes, serves, hands on.
async fn work<T, L, G, B, J, O, Q, R, E, F, Fut>(
    context: Context,
    desk: Arc<Desk<T, L, G, B, Q, E, F>>,
    mut queue: J,
    mut answers: O,
) -> Shift<Q, Answer<Q, R, E>, O::Error>
where
    T: Timer,
    L: Fn(&Change),
    G: Fn(Duration) -> Decision,
    B: Fn(&Q, &Trouble<E>) -> Option<R>,
    J: Stream<Item = Request<Q>> + Unpin,
    O: Sink<Answer<Q, R, E>> + Unpin,
    Q: Clone,
    F: Fn(Q) -> Fut,
    Fut: Future<Output = Result<R, E>>,
{
    let mut cancelled = context.cancelled();
    let (mut taken, mut delivered, mut cut_off) = (0, 0, None);
    let ending = loop {
        let mut request = match until(&context, queue.next()).await {
            Ok(Some(request)) => request,
            Ok(None) => break Ending::Completed,
            Err(cause) => break Ending::Cancelled { cause, undelivered: None },
        };
        taken += 1;
        request.entry.taken();
        let outcome = match until(&context, desk.attempt(&request.body)).await {
            Ok(outcome) => outcome,
            Err(cause) => {
                cut_off = Some(request.refuse(Refusal::Cancelled));
                break Ending::Cancelled { cause, undelivered: None };
            }
        };
        let answer = desk.settle(request, outcome);
        // Here the breaker has its verdict and the call is gone: the reader may take its time.
        match hand_on(&mut cancelled, &mut answers, answer).await {
            Ok(()) => delivered += 1,
            Err(ending) => break ending,
        }
    };
    Shift { report: Report { taken, delivered, ending }, cut_off }
}

impl<T, L, G, B, Q, E, F> Desk<T, L, G, B, Q, E, F>
where
    T: Timer,
    L: Fn(&Change),
    G: Fn(Duration) -> Decision,
    Q: Clone,
{
    /// Makes the call, if breaker and limiter let it. Nothing is held when it is over.
    async fn attempt<R, Fut>(&self, body: &Q) -> Result<R, Trouble<E>>
    where
        F: Fn(Q) -> Fut,
        Fut: Future<Output = Result<R, E>>,
    {
        let now = self.timer.now();
        let breaker: Option<&Breaker<L>> = self.stages.breaker.as_deref();
        // The breaker first: an open circuit spends no tokens. A permit that is dropped, because
        // the limiter refuses or because of a cancel, is no failure and gives its place back.
        let permit = match breaker {
            Some(breaker) => Some((breaker, breaker.try_acquire(now).map_err(Trouble::Open)?)),
            None => None,
        };
        if let Decision::Refused { retry_after } = (self.stages.limiter)(now) {
            return Err(Trouble::OverLimit { retry_after });
        }
        let call = (self.call)(body.clone());
        let outcome = match self.stages.call_limit {
            Some(limit) => match timeout(&self.timer, limit, call).await {
                Ok(outcome) => outcome.map_err(Trouble::Failed),
                Err(elapsed) => Err(Trouble::Elapsed(elapsed)),
            },
            None => call.await.map_err(Trouble::Failed),
        };
        if let Some((breaker, permit)) = permit {
            let verdict = if outcome.is_ok() { Verdict::Success } else { Verdict::Failure };
            breaker.record(permit, verdict, self.timer.now());
        }
        outcome
    }

    /// Ends a request, as one of four.
    fn settle<R>(&self, request: Request<Q>, outcome: Result<R, Trouble<E>>) -> Answer<Q, R, E>
    where
        B: Fn(&Q, &Trouble<E>) -> Option<R>,
    {
        let Request { number, body, due, entry } = request;
        let now = self.timer.now();
        let latency = now.saturating_sub(due);
        let served = outcome.is_ok();
        let (end, how) = match outcome {
            Ok(answer) => (End::Ok(answer), Ended::Ok),
            Err(why) => match (self.stages.fallback)(&body, &why) {
                Some(answer) => (End::Fallback(answer), Ended::Fallback),
                None => self.bury(number, &body, why, now),
            },
        };
        entry.end(how, served.then_some((latency, now)));
        Answer { number, request: body, latency, end }
    }

    /// Keeps what failed, if it was called for and there is a place; otherwise it is refused.
    fn bury<R>(&self, number: u64, body: &Q, why: Trouble<E>, at: Duration) -> (End<R, E>, Ended) {
        let refusal = match why {
            Trouble::Open(_) => Refusal::Open,
            Trouble::OverLimit { .. } => Refusal::OverLimit,
            Trouble::Failed(_) | Trouble::Elapsed(_) => {
                let letter = Letter { number, request: body.clone(), why, at };
                return match self.dead_letters.keep(letter) {
                    Ok(()) => (End::DeadLetter, Ended::DeadLetter),
                    Err(letter) => (End::Refused(letter.why), Ended::Refused(Refusal::Failed)),
                };
            }
        };
        (End::Refused(why), Ended::Refused(refusal))
    }
}
