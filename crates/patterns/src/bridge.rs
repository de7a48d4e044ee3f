//! Bridge: a stream of streams read as one.

use crate::{Cancelled, Context};
use futures::FutureExt;
use futures::stream::{FusedStream, Stream};
use std::pin::Pin;
use std::task::{Context as Task, Poll, ready};

/// The items of each stream of `streams`, one stream after the other, in order.
///
/// The end of an inner stream is not the end; the end of `streams`, after its last, is. When
/// `context` is cancelled both levels are dropped; a cancel beats an item.
///
/// ```
/// use futures::{executor::block_on, stream, StreamExt};
/// use patterns::{Context, bridge};
///
/// let (context, _keep) = Context::root();
/// let streams = stream::iter([0..3, 10..12]).map(stream::iter);
/// assert_eq!(block_on(bridge(&context, streams).collect::<Vec<_>>()), [0, 1, 2, 10, 11]);
/// ```
pub fn bridge<S>(context: &Context, streams: S) -> Bridge<S>
where
    S: Stream + Unpin,
    S::Item: Stream + Unpin,
{
    Bridge { streams: Some(streams), current: None, cancelled: context.cancelled() }
}

/// The stream of [`bridge()`].
///
/// # Examples
/// Held and read item by item, across the seams, for as long as anybody wants more.
///
/// ```
/// use futures::{StreamExt, executor::block_on, stream};
/// use patterns::{Context, bridge};
///
/// let (context, canceller) = Context::root();
/// let pages = stream::iter([vec!["a"], vec![], vec!["b", "c"]]).map(stream::iter);
/// let mut names = bridge(&context, pages);
/// assert_eq!((block_on(names.next()), block_on(names.next())), (Some("a"), Some("b")));
/// canceller.cancel();
/// assert_eq!(block_on(names.next()), None);
/// ```
#[derive(Debug)]
#[must_use = "streams do nothing unless polled"]
pub struct Bridge<S: Stream> {
    /// Gone once this is over.
    streams: Option<S>,
    /// The inner stream that is being read.
    current: Option<S::Item>,
    cancelled: Cancelled,
}

impl<S> Bridge<S>
where
    S: Stream + Unpin,
    S::Item: Stream + Unpin,
{
    /// The next item of whichever inner stream is due.
    fn poll_item(&mut self, task: &mut Task<'_>) -> Poll<Option<<S::Item as Stream>::Item>> {
        loop {
            if let Some(inner) = &mut self.current {
                match ready!(Pin::new(inner).poll_next(task)) {
                    Some(item) => return Poll::Ready(Some(item)),
                    None => self.current = None,
                }
            }
            // Empty inner streams may follow one another without end.
            if self.cancelled.is_due() {
                return Poll::Ready(None);
            }
            let Some(streams) = &mut self.streams else { return Poll::Ready(None) };
            match ready!(Pin::new(streams).poll_next(task)) {
                Some(inner) => self.current = Some(inner),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<S> Stream for Bridge<S>
where
    S: Stream + Unpin,
    S::Item: Stream + Unpin,
{
    type Item = <S::Item as Stream>::Item;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if !this.cancelled.is_due() {
            match this.poll_item(task) {
                Poll::Ready(Some(item)) => return Poll::Ready(Some(item)),
                Poll::Pending if this.cancelled.poll_unpin(task).is_pending() => {
                    return Poll::Pending;
                }
                Poll::Pending | Poll::Ready(None) => {}
            }
        }
        (this.streams, this.current) = (None, None);
        Poll::Ready(None)
    }
}

// Nothing in it is pinned: both levels are `Unpin` wherever it is polled.
impl<S: Stream> Unpin for Bridge<S> {}

impl<S> FusedStream for Bridge<S>
where
    S: Stream + Unpin,
    S::Item: Stream + Unpin,
{
    fn is_terminated(&self) -> bool {
        self.streams.is_none()
    }
}
