//! One worker: a job after the other, until there is none or one worker less is enough.

use super::crew::Crew;
use super::{Assessment, Due, Served};
use crate::{Clock, Context, OrDone, or_done};
use futures::FutureExt;
use futures::future::CatchUnwind;
use futures::stream::{Stream, StreamExt};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll, ready};
use std::time::Duration;

/// One of the [`adaptive_workers`](super::adaptive_workers()): a future for `spawn` to run.
///
/// It never gives up a job that it has begun. Dropped before its end it is not replaced.
#[must_use = "a worker that nobody runs does nothing"]
pub struct Worker<I, C, O, F, Fut> {
    number: usize,
    context: Context,
    jobs: OrDone<I>,
    job: F,
    crew: Arc<Crew<C, O>>,
    /// The job in hand, and when it was meant to start.
    hand: Option<(Duration, Job<Fut>)>,
    /// Whether a job was done and nothing decided since.
    fresh: bool,
    ended: bool,
}

/// A job under way; a panic in it is caught.
type Job<Fut> = Pin<Box<CatchUnwind<AssertUnwindSafe<Fut>>>>;

impl<I: Stream + Unpin, C, O, F, Fut> Worker<I, C, O, F, Fut> {
    pub(super) fn new(
        number: usize,
        context: Context,
        jobs: I,
        job: F,
        crew: Arc<Crew<C, O>>,
    ) -> Self {
        let jobs = or_done(&context, jobs);
        Self { number, context, jobs, job, crew, hand: None, fresh: false, ended: false }
    }
}

impl<I, C, O, F, Fut> Worker<I, C, O, F, Fut> {
    /// Its number: they are counted from 1, in the order in which they are spawned.
    pub fn number(&self) -> usize {
        self.number
    }

    fn end(&mut self) -> Poll<()> {
        if !std::mem::replace(&mut self.ended, true) {
            // It must not stand in line for a job that it would never do.
            self.jobs.close();
            self.crew.leave();
        }
        Poll::Ready(())
    }
}

impl<I, C, O, F, Fut, J> Future for Worker<I, C, O, F, Fut>
where
    I: Stream<Item = Due<J>> + Unpin,
    C: Clock,
    O: Fn(&Assessment),
    F: Fn(J) -> Fut + Unpin,
    Fut: Future<Output: Into<Served>>,
{
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<()> {
        let this = &mut *self;
        while !this.ended {
            if let Some((due, job)) = &mut this.hand {
                let served = ready!(job.as_mut().poll(task));
                this.crew.done(*due, served.ok().map(Into::into));
                this.hand = None;
                this.fresh = true;
            }
            let next = this.jobs.poll_next_unpin(task);
            if let Poll::Ready(None) = next {
                this.crew.over(this.context.cause());
                return this.end();
            }
            // Work that is there at once was waiting.
            let fresh = std::mem::take(&mut this.fresh);
            if fresh && this.crew.assess(next.is_ready()) {
                return this.end();
            }
            let Some(Due { at, job }) = ready!(next) else { continue };
            // Sound as far as this goes: nothing of a job that panicked is used again.
            match catch_unwind(AssertUnwindSafe(|| (this.job)(job))) {
                Ok(job) => {
                    this.hand = Some((at, Box::pin(AssertUnwindSafe(job).catch_unwind())));
                }
                Err(_) => {
                    this.crew.done(at, None);
                    this.fresh = true;
                }
            }
        }
        Poll::Ready(())
    }
}

impl<I, C, O, F, Fut> Drop for Worker<I, C, O, F, Fut> {
    fn drop(&mut self) {
        let _over = self.end();
    }
}

impl<I, C, O, F, Fut> fmt::Debug for Worker<I, C, O, F, Fut> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker").field("number", &self.number).finish_non_exhaustive()
    }
}
