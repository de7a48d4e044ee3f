//! Fan-in: many streams read as one, whichever is ready.

use crate::{Cancelled, Context};
use futures::FutureExt;
use futures::stream::{FusedStream, SelectAll, Stream};
use std::pin::Pin;
use std::task::{Context as Task, Poll};

/// The items of all `sources` as they come: the same multiset, in order per source.
///
/// Ends once, after the last source has, or when `context` is cancelled, which drops all sources;
/// a cancel beats an item. Fair: a source that has yielded goes behind those that are ready. Only
/// sources that were woken are polled.
///
/// ```
/// use futures::{StreamExt, executor::block_on, stream};
/// use patterns::{Context, fan_in};
///
/// let (context, _keep) = Context::root();
/// let merged = fan_in(&context, [stream::iter(0..2), stream::iter(10..12)]);
/// assert_eq!(block_on(merged.collect::<Vec<_>>()).len(), 4);
/// ```
pub fn fan_in<S: Stream + Unpin>(
    context: &Context,
    sources: impl IntoIterator<Item = S>,
) -> FanIn<S> {
    FanIn { sources: Some(sources.into_iter().collect()), cancelled: context.cancelled() }
}

/// The stream of [`fan_in()`].
///
/// # Examples
/// One inbox for several channels, over once every sender is gone.
///
/// ```
/// use futures::{StreamExt, executor::block_on};
/// use patterns::{Context, channel::bounded, fan_in};
///
/// let (context, _keep) = Context::root();
/// let ((mail, mails), (call, calls)) = (bounded(1), bounded(1));
/// let mut inbox = fan_in(&context, [mails, calls]);
/// call.try_send("a call").unwrap();
/// assert_eq!(block_on(inbox.next()), Some("a call"));
/// drop((mail, call));
/// assert_eq!(block_on(inbox.next()), None);
/// ```
#[derive(Debug)]
#[must_use = "streams do nothing unless polled"]
pub struct FanIn<S: Stream + Unpin> {
    /// Gone once this is over.
    sources: Option<SelectAll<S>>,
    cancelled: Cancelled,
}

impl<S: Stream + Unpin> Stream for FanIn<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<S::Item>> {
        let this = &mut *self;
        let Some(sources) = &mut this.sources else { return Poll::Ready(None) };
        if !this.cancelled.is_due() {
            match Pin::new(sources).poll_next(task) {
                Poll::Ready(Some(item)) => return Poll::Ready(Some(item)),
                Poll::Pending if this.cancelled.poll_unpin(task).is_pending() => {
                    return Poll::Pending;
                }
                Poll::Pending | Poll::Ready(None) => {}
            }
        }
        this.sources = None;
        Poll::Ready(None)
    }
}

impl<S: Stream + Unpin> FusedStream for FanIn<S> {
    fn is_terminated(&self) -> bool {
        self.sources.is_none()
    }
}
