//! The end items come out of.

use super::figures::figures;
use super::lines::Joined;
use super::shared::{Shared, Wait};
use super::state::{State, Taken, UNBOUNDED};
use super::ticket::{Stand, Ticket};
use super::wakes::{Wakes, wake};
use super::{Recv, RecvError, TryRecvError};
use std::sync::{Arc, MutexGuard};
use std::task::{Context, Poll, Waker};

/// The end items come out of. Clones share the items: each goes to one of them.
///
/// When the last receiver is dropped the channel closes and what is left in it is dropped.
///
/// As a [`Stream`](futures::Stream) it keeps its place in line between polls. A receiver that was polled and
/// abandoned keeps the item that was set aside for it until it is used again or dropped;
/// [`recv`](Self::recv) has no such care.
///
/// ```
/// use futures::{StreamExt, executor::block_on};
///
/// let (sender, receiver) = patterns::channel::bounded(3);
/// for item in [1, 2, 3] {
///     sender.try_send(item).unwrap();
/// }
/// drop(sender);
/// assert_eq!(block_on(receiver.collect::<Vec<_>>()), [1, 2, 3]);
/// ```
#[derive(Debug)]
pub struct Receiver<T> {
    pub(super) shared: Arc<Shared<T>>,
    /// Where this handle stands in line as a stream.
    pub(super) ticket: Ticket,
}

impl<T> Receiver<T> {
    pub(super) fn new(shared: Arc<Shared<T>>) -> Self {
        Self { shared, ticket: Ticket::none() }
    }

    /// Receives the next item, waiting for it if need be. Safe to drop at any moment.
    ///
    /// # Errors
    /// [`RecvError`] once the channel is closed and empty.
    ///
    /// ```
    /// use futures::{FutureExt, executor::block_on};
    ///
    /// let (sender, receiver) = patterns::channel::bounded(1);
    /// assert!(receiver.recv().now_or_never().is_none());
    /// sender.try_send('a').unwrap();
    /// assert_eq!(block_on(receiver.recv()), Ok('a'));
    /// ```
    #[inline]
    pub fn recv(&self) -> Recv<'_, T> {
        self.step_aside();
        Recv::new(self)
    }

    /// Receives an item that is there now and that nobody waits for already.
    ///
    /// On a rendezvous that is what the first waiting [`send`](super::Sender::send) holds out.
    ///
    /// # Errors
    /// [`TryRecvError::Empty`] if there is none, [`TryRecvError::Closed`] if there never will be.
    ///
    /// ```
    /// let (sender, receiver) = patterns::channel::bounded(1);
    /// sender.try_send('a').unwrap();
    /// assert_eq!(receiver.try_recv(), Ok('a'));
    /// ```
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.step_aside();
        let mut state = self.shared.lock();
        match state.take_fresh() {
            Some(taken) => Ok(hand_out(state, taken)),
            None if state.is_over() => Err(TryRecvError::Closed),
            None => Err(TryRecvError::Empty),
        }
    }

    /// Closes the channel for every end: nothing enters any more, what is queued still comes out.
    /// Tells whether this call did it.
    ///
    /// ```
    /// let (sender, receiver) = patterns::channel::bounded(1);
    /// sender.try_send(1).unwrap();
    /// assert!(receiver.close());
    /// assert!(sender.try_send(2).is_err());
    /// assert_eq!(receiver.try_recv(), Ok(1));
    /// ```
    pub fn close(&self) -> bool {
        super::sender::close(&self.shared)
    }

    /// Takes an item, or stands in line.
    #[inline]
    pub(super) fn poll_take(
        &self,
        wait: &mut Option<Wait>,
        task: &mut Context<'_>,
    ) -> Poll<Result<T, RecvError>> {
        let mut state = self.shared.lock();
        if wait.is_none()
            && let Some(item) = state.take_unnoticed()
        {
            return Poll::Ready(Ok(item));
        }
        self.meet(state, wait, task)
    }

    /// Takes an item where others wait, or gets in line.
    fn meet(
        &self,
        mut state: MutexGuard<'_, State<T>>,
        wait: &mut Option<Wait>,
        task: &mut Context<'_>,
    ) -> Poll<Result<T, RecvError>> {
        let key = wait.map(|wait| wait.key);
        let taken = match key {
            None => state.take_fresh(),
            Some(key) if state.receiver_called(key) => state.take_called(key),
            Some(_) => None,
        };
        match taken {
            Some(taken) => {
                *wait = None;
                Poll::Ready(Ok(hand_out(state, taken)))
            }
            None if state.is_over() => {
                *wait = None;
                drop(state);
                if let Some(key) = key {
                    self.give_up(key);
                }
                Poll::Ready(Err(RecvError))
            }
            None => {
                let Joined { key, stale, called } = state.join_receivers(key, task.waker());
                *wait = Some(Wait::new(key, state.receivers.turn(key), task.waker()));
                drop(state);
                drop(stale);
                wake(called);
                Poll::Pending
            }
        }
    }

    /// Gives up a place in the line; a claim passes to the next.
    pub(super) fn give_up(&self, key: usize) {
        let mut wakes = Wakes::default();
        let mut state = self.shared.lock();
        let left = state.leave_receivers(key, &mut wakes);
        drop(state);
        drop(left);
        wakes.wake();
    }

    /// Gives up where an abandoned poll of the stream stood.
    #[inline]
    fn step_aside(&self) {
        if !self.ticket.is_none()
            && let Some(Stand::Line(key)) = self.ticket.take()
        {
            self.give_up(key);
        }
    }
}

/// Gives an item to whoever takes it, and wakes who was called for its place.
#[inline]
fn hand_out<T>(state: MutexGuard<'_, State<T>>, taken: Taken<T>) -> T {
    let Taken { item, called } = taken;
    if state.capacity == 0 || state.is_over() {
        wake_with_others(state, called);
        return item;
    }
    drop(state);
    wake(called);
    item
}

/// Wakes who was called, and whoever else an item on its way out concerns: on a rendezvous, those
/// who stood behind the one who is served; at the end, those who wait for more in vain.
fn wake_with_others<T>(mut state: MutexGuard<'_, State<T>>, called: Option<Waker>) {
    let mut wakes = Wakes::default();
    wakes.add(called);
    state.settle(&mut wakes);
    if state.is_over() {
        state.call_all_receivers(&mut wakes);
    }
    drop(state);
    wakes.wake();
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        self.shared.lock().receiver_count += 1;
        Self::new(self.shared.clone())
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.step_aside();
        let mut wakes = Wakes::default();
        let mut state = self.shared.lock();
        state.receiver_count -= 1;
        if state.receiver_count > 0 {
            return;
        }
        state.close(&mut wakes);
        // Nobody can receive these: whatever hangs on them should learn that now.
        let unread = state.clear();
        drop(state);
        wakes.wake();
        drop(unread);
    }
}

figures!(Receiver);
