//! What a stage that moves items says when it is over, and the one way in which it hands them on.

use crate::{Cancelled, Cause};
use futures::FutureExt;
use futures::sink::Sink;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

/// What a stage did, told when it is over: of `taken` items it handed on `delivered`, and the
/// ending tells of the last.
///
/// `taken` is `delivered`, plus one if the ending holds an undelivered item or the error that
/// swallowed it.
///
/// # Examples
/// It tells what became of every item: here one was taken, and nobody was there to read it.
///
/// ```
/// use futures::{executor::block_on, future::ready, stream};
/// use patterns::{Context, Ending, channel, stage};
///
/// let (context, _keep) = Context::root();
/// let (output, results) = channel::bounded(1);
/// drop(results);
/// let report = block_on(stage(&context, stream::iter([1, 2, 3]), output, |n| ready(2 * n)));
/// assert_eq!((report.taken, report.delivered), (1, 0));
/// let error = channel::SendError(2);
/// assert_eq!(report.ending, Ending::Refused { error, undelivered: None });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report<T, E> {
    /// Items taken from the input, in number.
    pub taken: usize,
    /// Items the output accepted, in number.
    pub delivered: usize,
    /// Why the stage is over.
    pub ending: Ending<T, E>,
}

/// Why a stage is over.
///
/// # Examples
/// It tells a stage that is to be started again from one that has done its work.
///
/// ```
/// use futures::{executor::block_on, future::ready, stream};
/// use patterns::{Context, Ending, channel, stage};
///
/// let (context, canceller) = Context::root();
/// canceller.cancel_because("a restart");
/// let (output, _results) = channel::bounded::<u32>(1);
/// match block_on(stage(&context, stream::iter([1]), output, ready)).ending {
///     Ending::Cancelled { cause, .. } => assert_eq!(cause.to_string(), "cancelled: a restart"),
///     Ending::Completed | Ending::Refused { .. } => unreachable!(),
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending<T, E> {
    /// The input ended and everything was handed on.
    Completed,
    /// The context was cancelled.
    Cancelled {
        /// Why it was.
        cause: Cause,
        /// Work that was finished and could not be handed on any more.
        undelivered: Option<T>,
    },
    /// The output takes nothing more: its reader is gone.
    Refused {
        /// What the output said; it may hold the item.
        error: E,
        /// Work that was finished, unless the error has swallowed it.
        undelivered: Option<T>,
    },
}

impl<T, E> Ending<T, E> {
    /// Takes out what was finished and not handed on.
    ///
    /// ```
    /// use patterns::{Cause, Ending};
    ///
    /// let ending: Ending<_, ()> = Ending::Cancelled { cause: Cause::Deadline, undelivered: Some(7) };
    /// assert_eq!(ending.into_undelivered(), Some(7));
    /// ```
    pub fn into_undelivered(self) -> Option<T> {
        match self {
            Self::Completed => None,
            Self::Cancelled { undelivered, .. } | Self::Refused { undelivered, .. } => undelivered,
        }
    }
}

/// Hands `item` on, waiting for room as long as nobody cancels.
///
/// Once the sink has accepted the item it is delivered: a cancel then only ends the flush.
pub(crate) async fn hand_on<T, S>(
    cancelled: &mut Cancelled,
    sink: &mut S,
    item: T,
) -> Result<(), Ending<T, S::Error>>
where
    S: Sink<T> + Unpin,
{
    let mut item = Some(item);
    poll_fn(|task| {
        if item.is_some() {
            // A cancel beats room, so the sink is not even asked.
            let room = if cancelled.is_due() {
                Poll::Pending
            } else {
                Pin::new(&mut *sink).poll_ready(task)
            };
            let Poll::Ready(room) = room else {
                let give_up = |cause| Err(Ending::Cancelled { cause, undelivered: item.take() });
                return cancelled.poll_unpin(task).map(give_up);
            };
            if let Err(error) = room {
                return Poll::Ready(Err(Ending::Refused { error, undelivered: item.take() }));
            }
            if let Some(item) = item.take()
                && let Err(error) = Pin::new(&mut *sink).start_send(item)
            {
                return Poll::Ready(Err(Ending::Refused { error, undelivered: None }));
            }
        }
        match Pin::new(&mut *sink).poll_flush(task) {
            Poll::Ready(Ok(())) => Poll::Ready(Ok(())),
            Poll::Ready(Err(error)) => {
                Poll::Ready(Err(Ending::Refused { error, undelivered: None }))
            }
            Poll::Pending => cancelled.poll_unpin(task).map(|_| Ok(())),
        }
    })
    .await
}
