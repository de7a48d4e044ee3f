//! A sender as a sink: a place is kept before the item is handed over.

use super::ticket::Stand;
use super::wakes::wake;
use super::{SendError, Sender};
use futures::sink::Sink;
use std::pin::Pin;
use std::task::{Context, Poll};

impl<T> Sink<T> for Sender<T> {
    type Error = SendError<T>;

    fn poll_ready(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Result<(), SendError<T>>> {
        let this = &mut *self;
        let mut state = this.shared.lock();
        if state.closed || this.left {
            return Poll::Ready(Ok(()));
        }
        let (stale, poll) = match this.ticket.get() {
            Some(Stand::Place) => (None, Poll::Ready(Ok(()))),
            Some(Stand::Line(key)) if state.sender_called(key) => (None, Poll::Ready(Ok(()))),
            Some(Stand::Line(key)) => (state.renew_sender(key, task.waker()), Poll::Pending),
            None if state.has_place() => {
                state.reserve();
                this.ticket.set(Some(Stand::Place));
                (None, Poll::Ready(Ok(())))
            }
            None => {
                let key = state.join_for_place(task.waker());
                this.ticket.set(Some(Stand::Line(key)));
                (None, Poll::Pending)
            }
        };
        drop(state);
        drop(stale);
        poll
    }

    /// # Panics
    /// If `poll_ready` was not ready first.
    fn start_send(self: Pin<&mut Self>, item: T) -> Result<(), SendError<T>> {
        let mut state = self.shared.lock();
        if state.closed || self.left {
            return Err(SendError(item));
        }
        match self.ticket.take() {
            Some(Stand::Place) => state.unreserve(),
            Some(Stand::Line(key)) if state.sender_called(key) => {
                state.leave_senders(key);
            }
            _ => panic!("`start_send` without a place: `poll_ready` comes first"),
        }
        let called = state.push(item);
        drop(state);
        wake(called);
        Ok(())
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        self.retire();
        Poll::Ready(Ok(()))
    }
}
