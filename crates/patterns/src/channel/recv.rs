//! One item on its way out.

use super::RecvError;
use super::receiver::Receiver;
use super::shared::Wait;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Receives one item: the future of [`Receiver::recv`].
///
/// Dropped while pending, it took nothing; what was kept for it passes to the next in line.
///
/// # Examples
/// Held, it keeps its place in line; dropped, it leaves the item to the next.
///
/// ```
/// use futures::FutureExt;
/// use patterns::channel::{TryRecvError, bounded};
///
/// let (sender, receiver) = bounded(1);
/// let mut early = receiver.recv();
/// assert_eq!((&mut early).now_or_never(), None);
/// sender.try_send('a').unwrap();
/// assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
/// drop(early);
/// assert_eq!(receiver.try_recv(), Ok('a'));
/// ```
#[derive(Debug)]
#[must_use = "futures do nothing unless awaited or polled"]
pub struct Recv<'a, T> {
    receiver: &'a Receiver<T>,
    /// Where it stands in line, once it had to wait.
    wait: Option<Wait>,
}

impl<'a, T> Recv<'a, T> {
    pub(super) fn new(receiver: &'a Receiver<T>) -> Self {
        Self { receiver, wait: None }
    }
}

impl<T> Future for Recv<'_, T> {
    type Output = Result<T, RecvError>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        let receiver = self.receiver;
        if self.wait.is_some_and(|wait| receiver.shared.receiver_sleeps(&wait, task.waker())) {
            return Poll::Pending;
        }
        receiver.poll_take(&mut self.wait, task)
    }
}

impl<T> Drop for Recv<'_, T> {
    #[inline]
    fn drop(&mut self) {
        if let Some(wait) = self.wait {
            self.receiver.give_up(wait.key);
        }
    }
}
