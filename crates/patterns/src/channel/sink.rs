//! A sender as a sink: a place is kept before the item is handed over.

use super::state::Bid;
use super::ticket::Stand;
use super::wakes::wake;
use super::{SendError, Sender};
use futures::ready;
use futures::sink::Sink;
use std::pin::Pin;
use std::task::{Context, Poll};

impl<T> Sender<T> {
    /// Waits until somebody took what this handle holds out; hands it back if nobody will.
    fn poll_taken(&mut self, task: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        let Some(key) = self.ticket.key() else { return Poll::Ready(Ok(())) };
        let mut state = self.shared.lock();
        if !state.holds_out(key) {
            return Poll::Ready(Ok(()));
        }
        let Some(bid) = state.leave_called_sender(key) else {
            let stale = state.renew_sender(key, task.waker());
            drop(state);
            drop(stale);
            return Poll::Pending;
        };
        self.ticket.take();
        Poll::Ready(match bid {
            Bid::Offer(item) => Err(SendError(item)),
            Bid::Place | Bid::Taken => Ok(()),
        })
    }
}

impl<T> Sink<T> for Sender<T> {
    type Error = SendError<T>;

    fn poll_ready(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Result<(), SendError<T>>> {
        let this = &mut *self;
        ready!(this.poll_taken(task))?;
        let mut state = this.shared.lock();
        if state.closed || this.left {
            return Poll::Ready(Ok(()));
        }
        let (stale, poll) = match this.ticket.get() {
            Some(Stand::Place) => (None, Poll::Ready(Ok(()))),
            Some(Stand::Line(key)) if !state.sender_called(key) => {
                (state.renew_sender(key, task.waker()), Poll::Pending)
            }
            Some(Stand::Line(_)) if state.place_stands() => (None, Poll::Ready(Ok(()))),
            Some(Stand::Line(key)) => {
                state.rejoin_for_place(key, task.waker());
                (None, Poll::Pending)
            }
            None if state.has_place() => {
                this.ticket.set(Some(state.reserve()));
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
    fn start_send(mut self: Pin<&mut Self>, item: T) -> Result<(), SendError<T>> {
        let this = &mut *self;
        let mut state = this.shared.lock();
        if state.closed || this.left {
            return Err(SendError(item));
        }
        let (stand, called) = match this.ticket.take() {
            Some(Stand::Place) => {
                state.unreserve();
                (None, state.push(item))
            }
            Some(Stand::Line(key)) if state.sender_called(key) && !state.holds_out(key) => {
                state.hand_over(key, item)
            }
            _ => panic!("`start_send` without a place: `poll_ready` comes first"),
        };
        this.ticket.set(stand);
        drop(state);
        wake(called);
        Ok(())
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Result<(), SendError<T>>> {
        self.poll_taken(task)
    }

    fn poll_close(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Result<(), SendError<T>>> {
        let taken = ready!(self.poll_taken(task));
        self.retire();
        Poll::Ready(taken)
    }
}
