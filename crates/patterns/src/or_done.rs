//! Or-done: read a stream until it ends or somebody says stop.

use crate::{Cancelled, Context};
use futures::FutureExt;
use futures::stream::{FusedStream, Stream};
use std::pin::Pin;
use std::task::{Context as Task, Poll};

/// A prefix of `input`, which ends when `context` is cancelled even if the input never does.
///
/// If an item and a cancel are both there, cancel wins and the item stays where it is. Once it
/// is over the input is dropped.
///
/// ```
/// use futures::{StreamExt, executor::block_on, stream};
/// use patterns::{Context, or_done};
///
/// let (context, canceller) = Context::root();
/// let mut numbers = or_done(&context, stream::iter(0..));
/// assert_eq!(block_on(numbers.next()), Some(0));
/// canceller.cancel();
/// assert_eq!(block_on(numbers.next()), None);
/// ```
pub fn or_done<S: Stream + Unpin>(context: &Context, input: S) -> OrDone<S> {
    OrDone { input: Some(input), cancelled: context.cancelled() }
}

/// The stream of [`or_done()`].
///
/// # Examples
/// Workers hold a clone each: one cancel ends them all, and whoever feeds them learns.
///
/// ```
/// use futures::{StreamExt, executor::block_on};
/// use patterns::{Context, channel::bounded, or_done};
///
/// let (context, canceller) = Context::root();
/// let (sender, receiver) = bounded(1);
/// let mut first = or_done(&context, receiver);
/// let mut second = first.clone();
/// sender.try_send('a').unwrap();
/// assert_eq!(block_on(first.next()), Some('a'));
/// canceller.cancel();
/// assert_eq!((block_on(first.next()), block_on(second.next())), (None, None));
/// assert!(sender.is_closed());
/// ```
#[derive(Debug)]
#[must_use = "streams do nothing unless polled"]
pub struct OrDone<S> {
    /// Gone once this is over, so that whoever feeds it learns.
    input: Option<S>,
    cancelled: Cancelled,
}

impl<S> OrDone<S> {
    /// Ends it now: the input is dropped.
    pub(crate) fn close(&mut self) {
        self.input = None;
    }
}

impl<S: Stream + Unpin> Stream for OrDone<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<S::Item>> {
        let this = &mut *self;
        let Some(input) = &mut this.input else { return Poll::Ready(None) };
        if !this.cancelled.is_due() {
            match Pin::new(input).poll_next(task) {
                Poll::Ready(Some(item)) => return Poll::Ready(Some(item)),
                Poll::Pending if this.cancelled.poll_unpin(task).is_pending() => {
                    return Poll::Pending;
                }
                Poll::Pending | Poll::Ready(None) => {}
            }
        }
        this.input = None;
        Poll::Ready(None)
    }
}

impl<S: Stream + Unpin> FusedStream for OrDone<S> {
    fn is_terminated(&self) -> bool {
        self.input.is_none()
    }
}

/// A clone reads the same input, if the input's clones do.
impl<S: Clone> Clone for OrDone<S> {
    fn clone(&self) -> Self {
        Self { input: self.input.clone(), cancelled: self.cancelled.clone() }
    }
}
