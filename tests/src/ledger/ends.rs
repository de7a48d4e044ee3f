//! Ends of channels that write what goes through them.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures::stream::FusedStream;
use futures::{Sink, Stream};
use lab::{Carries, EventKind, ItemId, Loss, ResourceId, Wait};
use patterns::Inlet;
use patterns::channel::{SendError, TrySendError};

use super::{Ledger, Page};

/// A sink or a stream, in which every step is written as it is taken.
#[derive(Debug)]
pub struct Logged<S> {
    ledger: Ledger,
    id: ResourceId,
    role: Role,
    /// Dropped as a step of its own: what that wakes or closes is not in between two others.
    inner: Option<S>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Sink,
    /// What comes out was put in by somebody who wrote that.
    Queue,
    /// What comes out goes in at the same time.
    Passage,
}

impl<S> Logged<S> {
    pub(super) fn sink(ledger: &Ledger, id: ResourceId, sink: S) -> Self {
        Self::new(ledger, id, Role::Sink, sink)
    }

    pub(super) fn queue(ledger: &Ledger, id: ResourceId, stream: S) -> Self {
        Self::new(ledger, id, Role::Queue, stream)
    }

    pub(super) fn passage(ledger: &Ledger, id: ResourceId, stream: S) -> Self {
        Self::new(ledger, id, Role::Passage, stream)
    }

    fn new(ledger: &Ledger, id: ResourceId, role: Role, inner: S) -> Self {
        Self { ledger: ledger.clone(), id, role, inner: Some(inner) }
    }

    /// The item went in, or was refused because there was no place.
    fn went_in<T>(
        &self,
        page: &mut Page<'_>,
        item: Option<ItemId>,
        error: Option<&TrySendError<T>>,
    ) {
        match error {
            None => page.write(EventKind::Sent { to: Some(self.id), item }),
            Some(TrySendError::Full(_)) => {
                page.write(EventKind::Lost { from: None, item, why: Loss::Refused });
            }
            Some(TrySendError::Closed(_)) => {}
        }
    }
}

/// What is there until it is dropped.
fn inner<S>(inner: &mut Option<S>) -> &mut S {
    inner.as_mut().expect("it is in use")
}

impl<S: Clone> Clone for Logged<S> {
    fn clone(&self) -> Self {
        let _page = self.ledger.page();
        let Self { ledger, id, role, inner } = self;
        Self { ledger: ledger.clone(), id: *id, role: *role, inner: inner.clone() }
    }
}

impl<S> Drop for Logged<S> {
    fn drop(&mut self) {
        let mut page = self.ledger.page();
        self.inner = None;
        if self.role == Role::Passage {
            page.write(EventKind::Closed { resource: self.id });
        }
    }
}

impl<T: Carries, S: Sink<T> + Unpin> Sink<T> for Logged<S> {
    type Error = S::Error;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        let this = &mut *self;
        let _page = this.ledger.page();
        Pin::new(inner(&mut this.inner)).poll_ready(cx)
    }

    fn start_send(mut self: Pin<&mut Self>, item: T) -> Result<(), S::Error> {
        let this = &mut *self;
        let mut page = this.ledger.page();
        let number = item.item();
        Pin::new(inner(&mut this.inner)).start_send(item)?;
        page.write(EventKind::Sent { to: Some(this.id), item: number });
        Ok(())
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        let this = &mut *self;
        let _page = this.ledger.page();
        Pin::new(inner(&mut this.inner)).poll_flush(cx)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        let this = &mut *self;
        let _page = this.ledger.page();
        Pin::new(inner(&mut this.inner)).poll_close(cx)
    }
}

impl<S: Stream<Item: Carries> + Unpin> Stream for Logged<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let this = &mut *self;
        let mut page = this.ledger.page();
        let next = Pin::new(inner(&mut this.inner)).poll_next(cx);
        match &next {
            Poll::Ready(Some(item)) => {
                let item = item.item();
                if this.role == Role::Passage {
                    page.write(EventKind::Sent { to: Some(this.id), item });
                }
                page.write(EventKind::Received { from: Some(this.id), item });
            }
            Poll::Ready(None) => {}
            Poll::Pending => {
                page.write(EventKind::Blocked { on: Some(this.id), how: Wait::Receive });
            }
        }
        next
    }
}

impl<S: FusedStream<Item: Carries> + Unpin> FusedStream for Logged<S> {
    fn is_terminated(&self) -> bool {
        self.inner.as_ref().is_none_or(FusedStream::is_terminated)
    }
}

/// So that a strategy may be put before it.
impl<T: Carries, S: Inlet<T>> Inlet<T> for Logged<S> {
    fn poll_send(
        &mut self,
        cx: &mut Context<'_>,
        item: &mut Option<T>,
    ) -> Poll<Result<(), SendError<T>>> {
        let mut page = self.ledger.page();
        let number = item.item();
        let polled = inner(&mut self.inner).poll_send(cx, item);
        if let Poll::Ready(Ok(())) = &polled {
            page.write(EventKind::Sent { to: Some(self.id), item: number });
        }
        polled
    }

    fn step_aside(&mut self) {
        let _page = self.ledger.page();
        inner(&mut self.inner).step_aside();
    }

    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        let mut page = self.ledger.page();
        let number = item.item();
        let sent = inner(&mut self.inner).try_send(item);
        self.went_in(&mut page, number, sent.as_ref().err());
        sent
    }

    fn force_send(&mut self, item: T) -> Result<Option<T>, TrySendError<T>> {
        let mut page = self.ledger.page();
        let number = item.item();
        let sent = inner(&mut self.inner).force_send(item);
        if let Ok(Some(evicted)) = &sent {
            let (from, item, why) = (Some(self.id), evicted.item(), Loss::Evicted);
            page.write(EventKind::Lost { from, item, why });
        }
        self.went_in(&mut page, number, sent.as_ref().err());
        sent
    }
}
