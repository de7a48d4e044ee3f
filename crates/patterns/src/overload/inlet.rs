//! Inlet: what a strategy must be able to do to a queue.

use crate::channel::{self, SendError, TrySendError};
use futures::channel::mpsc;
use futures::sink::Sink;
use std::pin::Pin;
use std::task::{Context as Task, Poll, ready};

/// The end of a queue that [`Backpressure`](super::Backpressure) puts items into.
///
/// Of [`channel::Sender`], and of the sender of [`futures::channel::mpsc`], which evicts nothing:
/// over that one, dropping the oldest refuses the newest instead.
///
/// # Examples
/// One strategy over either queue: the one gives up its oldest item, the other refuses the newest.
///
/// ```
/// use futures::{channel::mpsc, executor::block_on};
/// use patterns::{Backpressure, Context, Inlet, Sent, Strategy, channel};
///
/// fn one_too_many(inlet: impl Inlet<u32>, places: u32) -> Sent<u32> {
///     let (context, _keep) = Context::root();
///     let mut queue = Backpressure::new(Strategy::DropOldest, inlet);
///     let mut send = |item| block_on(queue.send(&context, item)).unwrap();
///     (0..places).for_each(|item| assert_eq!(send(item), Sent::Queued));
///     send(places)
/// }
///
/// let (sender, _receiver) = channel::bounded(2);
/// assert_eq!(one_too_many(sender, 2), Sent::Evicted(0));
/// // One place more: that of its only sender.
/// let (sender, _receiver) = mpsc::channel(2);
/// assert_eq!(one_too_many(sender, 3), Sent::Refused(3));
/// ```
pub trait Inlet<T> {
    /// Puts in what `item` holds once there is a place, and leaves nothing there. Until then the
    /// item stays where it is and the sender stands in line.
    ///
    /// # Errors
    /// [`SendError`] with the item if the queue is closed.
    fn poll_send(
        &mut self,
        task: &mut Task<'_>,
        item: &mut Option<T>,
    ) -> Poll<Result<(), SendError<T>>>;

    /// Leaves the line: nobody polls on.
    fn step_aside(&mut self);

    /// Puts `item` in if there is a place for it now.
    ///
    /// # Errors
    /// [`TrySendError`] with the item: full, or closed.
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>>;

    /// Puts `item` in now, at the cost of the oldest if need be, which is handed back: one step,
    /// with nobody in between.
    ///
    /// # Errors
    /// [`TrySendError`] with the item: closed, or full of what cannot be evicted.
    fn force_send(&mut self, item: T) -> Result<Option<T>, TrySendError<T>>;
}

impl<T> Inlet<T> for channel::Sender<T> {
    fn poll_send(
        &mut self,
        task: &mut Task<'_>,
        item: &mut Option<T>,
    ) -> Poll<Result<(), SendError<T>>> {
        ready!(Pin::new(&mut *self).poll_ready(task))?;
        Poll::Ready(item.take().map_or(Ok(()), |item| Pin::new(self).start_send(item)))
    }

    fn step_aside(&mut self) {
        channel::Sender::step_aside(self);
    }

    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        channel::Sender::try_send(self, item)
    }

    fn force_send(&mut self, item: T) -> Result<Option<T>, TrySendError<T>> {
        channel::Sender::force_send(self, item)
    }
}

impl<T> Inlet<T> for mpsc::Sender<T> {
    fn poll_send(
        &mut self,
        task: &mut Task<'_>,
        item: &mut Option<T>,
    ) -> Poll<Result<(), SendError<T>>> {
        // A closed channel says so here without the item, and again below with it.
        let _open = ready!(mpsc::Sender::poll_ready(self, task));
        let sent = item.take().map_or(Ok(()), |item| mpsc::Sender::try_send(self, item));
        Poll::Ready(sent.map_err(|error| SendError(error.into_inner())))
    }

    /// There is no line to leave: this handle has a slot of its own.
    fn step_aside(&mut self) {}

    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        mpsc::Sender::try_send(self, item).map_err(|error| match error.is_full() {
            true => TrySendError::Full(error.into_inner()),
            false => TrySendError::Closed(error.into_inner()),
        })
    }

    fn force_send(&mut self, item: T) -> Result<Option<T>, TrySendError<T>> {
        Inlet::try_send(self, item).map(|()| None)
    }
}
