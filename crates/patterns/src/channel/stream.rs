//! A receiver as a stream: it keeps its place in line between polls.

use super::Receiver;
use super::ticket::Stand;
use crate::sync::lock;
use futures::stream::{FusedStream, Stream};
use std::pin::Pin;
use std::task::{Context, Poll};

impl<T> Stream for Receiver<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<T>> {
        let mut key = self.ticket.key();
        let poll = self.poll_take(&mut key, task);
        self.ticket.set(key.map(Stand::Line));
        poll.map(Result::ok)
    }
}

impl<T> FusedStream for Receiver<T> {
    fn is_terminated(&self) -> bool {
        lock(&self.state).is_over()
    }
}
