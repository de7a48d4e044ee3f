//! The hand that enforces a deadline.

use super::Cause;
use super::tree::Node;
use futures::FutureExt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, Weak};
use std::task::{Context as Task, Poll};

/// Cancels a context when its deadline comes, made by
/// [`Context::with_deadline`](super::Context::with_deadline).
///
/// A future to be driven by whoever likes: spawned beside the work, or with it in
/// [`during`](Self::during). It completes with the cause when the context ends, whoever ended it,
/// and with `None` when every handle of the context is gone: no timer outlives what it is for.
///
/// # Examples
/// Driven beside work that knows the context only, it ends that work in time.
///
/// ```
/// use futures::{executor::block_on, future::{join3, pending}};
/// use patterns::{Cause, Context, ManualTimer, until};
/// use std::time::Duration;
///
/// let timer = ManualTimer::new();
/// let (root, _keep) = Context::root();
/// let (context, _canceller, watch) = root.with_timeout(&timer, Duration::from_secs(1));
/// let work = until(&context, pending::<()>());
/// let time = async { timer.advance(Duration::from_secs(1)) };
/// let (ended, worked, ()) = block_on(join3(watch, work, time));
/// assert_eq!((ended, worked), (Some(Cause::Deadline), Err(Cause::Deadline)));
/// ```
#[derive(Debug)]
#[must_use = "a deadline is enforced by the watch that is driven"]
pub struct Watch<F> {
    /// Watched, not kept alive.
    node: Weak<Node>,
    /// Until the deadline; none once it is over. Boxed so that a watch can be moved.
    wait: Option<Pin<Box<F>>>,
    /// Where it stands among those who wait for the cancel.
    key: Option<usize>,
}

impl<F: Future<Output = ()>> Watch<F> {
    pub(super) fn new(node: &Arc<Node>, wait: F) -> Self {
        Self { node: Arc::downgrade(node), wait: Some(Box::pin(wait)), key: None }
    }

    /// Runs `work` under this watch. A cancel beats the work; work that is ready at the deadline
    /// beats the deadline.
    ///
    /// # Errors
    /// The [`Cause`] if the context ended first; the work is dropped.
    ///
    /// ```
    /// use futures::{executor::block_on, future::ready};
    /// use patterns::{Context, ManualTimer};
    /// use std::time::Duration;
    ///
    /// let timer = ManualTimer::new();
    /// let (root, _keep) = Context::root();
    /// let (context, canceller, watch) = root.with_timeout(&timer, Duration::from_secs(1));
    /// timer.advance(Duration::from_secs(1));
    /// assert_eq!(block_on(watch.during(ready("in time"))), Ok("in time"));
    /// # drop((context, canceller));
    /// ```
    pub async fn during<W: Future>(mut self, work: W) -> Result<W::Output, Cause> {
        let mut work = pin!(work);
        poll_fn(move |task| {
            if let Some(cause) = self.cause() {
                return Poll::Ready(Err(cause));
            }
            if let Poll::Ready(output) = work.as_mut().poll(task) {
                return Poll::Ready(Ok(output));
            }
            match self.poll_unpin(task) {
                Poll::Ready(Some(cause)) => Poll::Ready(Err(cause)),
                // Nobody else can cancel what has no handle: the work goes on alone.
                Poll::Ready(None) | Poll::Pending => Poll::Pending,
            }
        })
        .await
    }

    /// Why the context ended, if it did.
    fn cause(&self) -> Option<Cause> {
        self.node.upgrade()?.cause().cloned()
    }
}

impl<F: Future<Output = ()>> Future for Watch<F> {
    type Output = Option<Cause>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Cause>> {
        let this = &mut *self;
        let Some(node) = this.node.upgrade() else {
            this.wait = None;
            return Poll::Ready(None);
        };
        if node.cause().is_none()
            && let Some(wait) = &mut this.wait
            && wait.as_mut().poll(task).is_ready()
        {
            node.cancel(Cause::Deadline);
        }
        match node.wait(&mut this.key, task.waker()) {
            Some(cause) => {
                this.wait = None;
                Poll::Ready(Some(cause.clone()))
            }
            None => Poll::Pending,
        }
    }
}

impl<F> Drop for Watch<F> {
    fn drop(&mut self) {
        if let Some((node, key)) = self.node.upgrade().zip(self.key) {
            drop(node.leave(key));
        }
    }
}
