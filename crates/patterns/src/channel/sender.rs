//! The end items go into.

use super::figures::figures;
use super::shared::Shared;
use super::state::{Forced, UNBOUNDED};
use super::ticket::{Stand, Ticket};
use super::wakes::{Wakes, wake};
use super::{Send, TrySendError};
use std::sync::Arc;

/// The end items go into. Every clone feeds the same channel.
///
/// When the last sender is dropped the channel closes; what is queued is still received.
///
/// # As a sink
/// `poll_ready` waits in line for a place and keeps it (on a rendezvous: a receiver that waits),
/// `start_send` fills it, `poll_flush` has nothing left to do: between the two the item is in
/// nobody's hands but the channel's. So [`SinkExt::send`] dropped while pending has not
/// delivered. Should the receiver of a rendezvous leave between `poll_ready` and `start_send`,
/// the item is held out to the next, and `poll_flush` and `poll_close` wait until it is taken; if
/// the channel closes first, they hand it back. What `start_send` accepted stays when the handle
/// is dropped. A place kept by a handle that is then abandoned stays empty until the handle is
/// used again or dropped. A closed channel is always ready, so that `start_send` can hand the
/// item back. `poll_close` closes this handle only, as dropping it would.
///
/// [`SinkExt::send`]: futures::SinkExt::send
///
/// ```
/// use futures::{SinkExt, executor::block_on, stream};
///
/// let (mut sender, receiver) = patterns::channel::bounded(2);
/// block_on(sender.send_all(&mut stream::iter([Ok(1), Ok(2)]))).unwrap();
/// assert_eq!((receiver.try_recv(), receiver.try_recv()), (Ok(1), Ok(2)));
/// ```
#[derive(Debug)]
pub struct Sender<T> {
    pub(super) shared: Arc<Shared<T>>,
    /// Where this handle stands in line as a sink, or the place it keeps.
    pub(super) ticket: Ticket,
    /// Whether this handle was closed as a sink, and counts no longer.
    pub(super) left: bool,
}

impl<T> Sender<T> {
    pub(super) fn new(shared: Arc<Shared<T>>) -> Self {
        Self { shared, ticket: Ticket::none(), left: false }
    }

    /// Sends `item`, waiting for a place if need be. Safe to drop at any moment.
    ///
    /// # Errors
    /// [`SendError`](super::SendError) with the item if the channel is closed.
    ///
    /// ```
    /// use futures::{FutureExt, executor::block_on, future::join};
    ///
    /// let (sender, receiver) = patterns::channel::bounded(0);
    /// assert!(sender.send('a').now_or_never().is_none()); // dropped: never sent
    /// assert_eq!(block_on(join(sender.send('b'), receiver.recv())), (Ok(()), Ok('b')));
    /// ```
    #[inline]
    pub fn send(&self, item: T) -> Send<'_, T> {
        self.step_aside();
        Send::new(self, item)
    }

    /// Sends `item` if there is a place that nobody waits for.
    ///
    /// On a rendezvous that is a receiver who waits already; should it be dropped before it looks,
    /// the item waits for the next.
    ///
    /// # Errors
    /// [`TrySendError`] with the item: full, or closed.
    ///
    /// ```
    /// use patterns::channel::{TrySendError, bounded};
    ///
    /// let (sender, _receiver) = bounded(1);
    /// assert_eq!(sender.try_send(1), Ok(()));
    /// assert_eq!(sender.try_send(2), Err(TrySendError::Full(2)));
    /// ```
    pub fn try_send(&self, item: T) -> Result<(), TrySendError<T>> {
        self.step_aside();
        let mut state = self.shared.lock();
        if state.closed || self.left {
            return Err(TrySendError::Closed(item));
        }
        if !state.has_place() {
            return Err(TrySendError::Full(item));
        }
        let called = state.push(item);
        drop(state);
        wake(called);
        Ok(())
    }

    /// Sends `item` now, at the cost of the oldest item if the channel is full; that one is
    /// handed back.
    ///
    /// # Errors
    /// [`TrySendError`] with `item`: closed, or full of what cannot be evicted (a rendezvous nobody
    /// waits at, or every place kept for a sender that was called, whose item will be newer).
    ///
    /// ```
    /// let (sender, receiver) = patterns::channel::bounded(1);
    /// assert_eq!(sender.force_send('a'), Ok(None));
    /// assert_eq!(sender.force_send('b'), Ok(Some('a')));
    /// assert_eq!(receiver.try_recv(), Ok('b'));
    /// ```
    pub fn force_send(&self, item: T) -> Result<Option<T>, TrySendError<T>> {
        self.step_aside();
        let mut state = self.shared.lock();
        if state.closed || self.left {
            return Err(TrySendError::Closed(item));
        }
        let Forced { evicted, called } = state.force(item).map_err(TrySendError::Full)?;
        drop(state);
        wake(called);
        Ok(evicted)
    }

    /// Closes the channel for every end: nothing enters any more, what is queued still comes out.
    /// Tells whether this call did it.
    ///
    /// ```
    /// let (sender, receiver) = patterns::channel::bounded(1);
    /// sender.try_send(1).unwrap();
    /// assert!(sender.close() && receiver.is_closed());
    /// assert_eq!(receiver.try_recv(), Ok(1));
    /// ```
    pub fn close(&self) -> bool {
        close(&self.shared)
    }

    /// Gives up what an abandoned poll of the sink stood for or kept.
    #[inline]
    pub(crate) fn step_aside(&self) {
        if !self.ticket.is_none() {
            self.give_up();
        }
    }

    fn give_up(&self) {
        let mut wakes = Wakes::default();
        let mut state = self.shared.lock();
        let left = match self.ticket.take() {
            Some(Stand::Line(key)) => Some(state.leave_handle(key)),
            Some(Stand::Place) => {
                state.unreserve();
                None
            }
            None => None,
        };
        state.settle(&mut wakes);
        drop(state);
        drop(left);
        wakes.wake();
    }

    /// Stops counting as a sender; the last one closes the channel.
    pub(super) fn retire(&mut self) {
        self.step_aside();
        if std::mem::replace(&mut self.left, true) {
            return;
        }
        let mut wakes = Wakes::default();
        let mut state = self.shared.lock();
        state.sender_count -= 1;
        if state.sender_count == 0 {
            state.close(&mut wakes);
        }
        drop(state);
        wakes.wake();
    }
}

/// Closes a channel, from either end.
pub(super) fn close<T>(shared: &Shared<T>) -> bool {
    let mut wakes = Wakes::default();
    let closed = shared.lock().close(&mut wakes);
    wakes.wake();
    closed
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        if self.left {
            return Self { shared: self.shared.clone(), ticket: Ticket::none(), left: true };
        }
        self.shared.lock().sender_count += 1;
        Self::new(self.shared.clone())
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.retire();
    }
}

figures!(Sender);
