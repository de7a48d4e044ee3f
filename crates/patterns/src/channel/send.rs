//! One item on its way in.

use super::SendError;
use super::sender::Sender;
use super::shared::Wait;
use super::state::{Bid, State};
use super::wakes::{Wakes, wake};
use std::pin::Pin;
use std::sync::MutexGuard;
use std::task::{Context, Poll};

/// Sends one item: the future of [`Sender::send`].
///
/// Dropped while pending, it has not delivered and never will.
///
/// # Examples
/// Held rather than awaited at once, it waits beside what makes room for it.
///
/// ```
/// use futures::{executor::block_on, future::join};
/// use patterns::channel::bounded;
///
/// let (sender, receiver) = bounded(1);
/// sender.try_send("first").unwrap();
/// let second = sender.send("second");
/// assert_eq!(block_on(join(second, receiver.recv())), (Ok(()), Ok("first")));
/// assert_eq!(receiver.try_recv(), Ok("second"));
/// ```
#[derive(Debug)]
#[must_use = "futures do nothing unless awaited or polled"]
pub struct Send<'a, T> {
    sender: &'a Sender<T>,
    /// The item, unless it is held out in the line or gone.
    item: Option<T>,
    /// Where it stands in line, once it had to wait.
    wait: Option<Wait>,
}

// The item is never pinned, only moved.
impl<T> Unpin for Send<'_, T> {}

impl<'a, T> Send<'a, T> {
    pub(super) fn new(sender: &'a Sender<T>, item: T) -> Self {
        Self { sender, item: Some(item), wait: None }
    }

    /// Gives up and takes the item back; `None` if it has been delivered.
    ///
    /// ```
    /// use futures::FutureExt;
    /// use patterns::channel::bounded;
    ///
    /// let (sender, receiver) = bounded(1);
    /// sender.try_send(1).unwrap();
    /// let mut second = sender.send(2);
    /// assert!((&mut second).now_or_never().is_none());
    /// assert_eq!(second.take_back(), Some(2));
    /// assert_eq!((receiver.try_recv().ok(), receiver.try_recv().ok()), (Some(1), None));
    /// ```
    pub fn take_back(mut self) -> Option<T> {
        self.leave()
    }

    /// Leaves the line, and hands back the item if it is still here.
    fn leave(&mut self) -> Option<T> {
        let Some(Wait { key, .. }) = self.wait.take() else { return self.item.take() };
        let mut wakes = Wakes::default();
        let mut state = self.sender.shared.lock();
        let left = state.leave_senders(key);
        state.settle(&mut wakes);
        drop(state);
        wakes.wake();
        match left.payload {
            Bid::Offer(item) => Some(item),
            Bid::Place => self.item.take(),
            Bid::Taken => None,
        }
    }

    /// The first poll: straight in, or into the line.
    #[inline]
    fn enter(&mut self, item: T, task: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        let mut state = self.sender.shared.lock();
        if self.sender.left {
            return Poll::Ready(Err(SendError(item)));
        }
        match state.push_unnoticed(item) {
            Ok(()) => Poll::Ready(Ok(())),
            Err(item) => self.meet(state, item, task),
        }
    }

    /// The first poll where others wait, or nobody listens any more.
    fn meet(
        &mut self,
        mut state: MutexGuard<'_, State<T>>,
        item: T,
        task: &mut Context<'_>,
    ) -> Poll<Result<(), SendError<T>>> {
        if state.closed {
            return Poll::Ready(Err(SendError(item)));
        }
        if state.capacity == 0 {
            let (key, called) = state.join_with_offer(item, task.waker());
            self.wait = Some(Wait::new(key, state.senders.turn(key), task.waker()));
            drop(state);
            wake(called);
            Poll::Pending
        } else if state.has_place() {
            let called = state.push(item);
            drop(state);
            wake(called);
            Poll::Ready(Ok(()))
        } else {
            self.item = Some(item);
            let key = state.join_for_place(task.waker());
            self.wait = Some(Wait::new(key, state.senders.turn(key), task.waker()));
            Poll::Pending
        }
    }

    /// A later poll: waits until it was called.
    fn stand(&mut self, wait: Wait, task: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        if self.sender.shared.sender_sleeps(&wait, task.waker()) {
            return Poll::Pending;
        }
        let key = wait.key;
        let mut state = self.sender.shared.lock();
        let Some(bid) = state.leave_called_sender(key) else {
            let stale = state.renew_sender(key, task.waker());
            self.wait = Some(Wait::new(key, state.senders.turn(key), task.waker()));
            drop(state);
            drop(stale);
            return Poll::Pending;
        };
        self.wait = None;
        match bid {
            Bid::Taken => Poll::Ready(Ok(())),
            Bid::Offer(item) => Poll::Ready(Err(SendError(item))),
            Bid::Place => self.fill(state),
        }
    }

    /// Puts the item into the place that was kept for it.
    fn fill(&mut self, mut state: MutexGuard<'_, State<T>>) -> Poll<Result<(), SendError<T>>> {
        let item = self.item.take().expect("a sender that waits for a place holds its item");
        if state.closed {
            return Poll::Ready(Err(SendError(item)));
        }
        let called = state.push(item);
        drop(state);
        wake(called);
        Poll::Ready(Ok(()))
    }
}

impl<T> Future for Send<'_, T> {
    type Output = Result<(), SendError<T>>;

    /// # Panics
    /// If polled after it completed.
    #[inline]
    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        match (self.wait, self.item.take()) {
            (None, Some(item)) => self.enter(item, task),
            (Some(wait), item) => {
                self.item = item;
                self.stand(wait, task)
            }
            (None, None) => panic!("`Send` polled after it completed"),
        }
    }
}

impl<T> Drop for Send<'_, T> {
    #[inline]
    fn drop(&mut self) {
        if self.wait.is_some() {
            drop(self.leave());
        }
    }
}
