//! A receiver as a stream: it keeps its place in line between polls.

use super::Receiver;
use super::shared::Wait;
use super::ticket::Stand;
use futures::stream::{FusedStream, Stream};
use std::pin::Pin;
use std::task::{Context, Poll};

impl<T> Stream for Receiver<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<T>> {
        let mut wait = self.ticket.key().map(|key| Wait::new(key, 0, task.waker()));
        let poll = self.poll_take(&mut wait, task);
        self.ticket.set(wait.map(|wait| Stand::Line(wait.key)));
        poll.map(Result::ok)
    }
}

impl<T> FusedStream for Receiver<T> {
    fn is_terminated(&self) -> bool {
        self.shared.lock().is_over()
    }
}
