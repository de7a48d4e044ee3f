//! Waiting to be cancelled.

use super::Cause;
use super::tree::Node;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll};

/// Completes with the cause once its context is cancelled: the future of
/// [`Context::cancelled`](super::Context::cancelled).
///
/// It may be polled again afterwards and says the same.
///
/// # Examples
/// A sign to stop for whatever takes a future as one.
///
/// ```
/// use futures::{StreamExt, executor::block_on, stream};
///
/// let (context, canceller) = patterns::Context::root();
/// let mut numbers = stream::iter(0..).take_until(context.cancelled());
/// assert_eq!(block_on(numbers.next()), Some(0));
/// canceller.cancel();
/// assert_eq!(block_on(numbers.next()), None);
/// ```
#[derive(Debug)]
#[must_use = "futures do nothing unless awaited or polled"]
pub struct Cancelled {
    node: Arc<Node>,
    /// Where it stands among those who wait.
    key: Option<usize>,
}

impl Cancelled {
    pub(super) fn new(node: Arc<Node>) -> Self {
        Self { node, key: None }
    }

    /// Whether the context is cancelled, without standing in line for it.
    #[inline]
    pub(crate) fn is_due(&self) -> bool {
        self.node.cause().is_some()
    }
}

impl Future for Cancelled {
    type Output = Cause;

    fn poll(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Cause> {
        let this = &mut *self;
        match this.node.cause().or_else(|| this.node.wait(&mut this.key, task.waker())) {
            Some(cause) => Poll::Ready(cause.clone()),
            None => Poll::Pending,
        }
    }
}

impl Clone for Cancelled {
    fn clone(&self) -> Self {
        Self::new(self.node.clone())
    }
}

impl Drop for Cancelled {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            drop(self.node.leave(key));
        }
    }
}
