//! The end items go into.

use std::panic::Location;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures::Sink;
use patterns::channel::{self, SendError, TrySendError};

use super::{Send, Shared};
use crate::item::Carries;
use crate::trace::*;

/// The end items go into; see `patterns::channel::Sender`.
pub struct Sender<T: Carries> {
    pub(super) inner: channel::Sender<T>,
    pub(super) shared: Rc<Shared>,
}

impl<T: Carries> Sender<T> {
    pub(super) fn new(inner: channel::Sender<T>, shared: Rc<Shared>) -> Self {
        Sender { inner, shared }
    }

    /// Puts an item in, waiting for its place. Dropped while it waits, it gives the item up.
    #[track_caller]
    pub fn send(&self, value: T) -> Send<'_, T> {
        let item = value.item();
        let site = self.shared.lab.site(Location::caller());
        Send::new(self.inner.send(value), &self.shared, site, item)
    }

    /// Puts an item in if there is a place for it now.
    ///
    /// # Errors
    /// [`TrySendError`] hands the item back.
    #[track_caller]
    pub fn try_send(&self, value: T) -> Result<(), TrySendError<T>> {
        self.try_from(self.shared.lab.site(Location::caller()), value)
    }

    pub(super) fn try_from(&self, site: SiteId, value: T) -> Result<(), TrySendError<T>> {
        let item = value.item();
        self.inner.try_send(value)?;
        self.shared.sent(self.shared.lab.current_task(), site, item);
        Ok(())
    }

    /// Puts an item in at once; the oldest one gives way if it must, and is returned.
    ///
    /// # Errors
    /// [`TrySendError`] hands the item back if the channel is closed, or if there is none to evict.
    #[track_caller]
    pub fn force_send(&self, value: T) -> Result<Option<T>, TrySendError<T>> {
        self.force_from(self.shared.lab.site(Location::caller()), value)
    }

    pub(super) fn force_from(&self, site: SiteId, value: T) -> Result<Option<T>, TrySendError<T>> {
        let item = value.item();
        let evicted = self.inner.force_send(value)?;
        if let Some(evicted) = &evicted {
            self.shared.state.borrow_mut().items.pop_front();
            self.shared.lost(site, Some(self.shared.id), evicted.item(), Loss::Evicted);
        }
        self.shared.sent(self.shared.lab.current_task(), site, item);
        Ok(evicted)
    }

    /// Closes the channel for every sender; what is in it can still be received.
    #[track_caller]
    pub fn close(&self) {
        self.inner.close();
        self.shared.close(self.shared.lab.site(Location::caller()));
    }

    /// Whether nothing more goes in.
    pub fn is_closed(&self) -> bool {
        self.inner.is_closed()
    }

    /// How many items are in the channel.
    pub fn len(&self) -> usize {
        self.inner.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.inner.is_empty()
    }

    /// Notes that the task which is polled waits for this channel, if it does.
    fn waits<P>(&self, polled: Poll<P>) -> Poll<P> {
        if polled.is_pending() {
            self.shared.lab.wait(self.shared.id, Wait::Send, self.shared.lab.task_site());
        }
        polled
    }
}

impl<T: Carries> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Sender { inner: self.inner.clone(), shared: Rc::clone(&self.shared) }
    }
}

impl<T: Carries> Drop for Sender<T> {
    fn drop(&mut self) {
        if self.inner.sender_count() == 1 {
            self.shared.close(self.shared.here());
        }
    }
}

impl<T: Carries> Sink<T> for Sender<T> {
    type Error = SendError<T>;

    fn poll_ready(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), SendError<T>>> {
        let polled = Pin::new(&mut self.inner).poll_ready(cx);
        self.waits(polled)
    }

    fn start_send(mut self: Pin<&mut Self>, value: T) -> Result<(), SendError<T>> {
        self.shared.lab.waits_no_more(self.shared.id, Wait::Send);
        let item = value.item();
        Pin::new(&mut self.inner).start_send(value)?;
        self.shared.sent(self.shared.lab.current_task(), self.shared.here(), item);
        Ok(())
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), SendError<T>>> {
        let polled = Pin::new(&mut self.inner).poll_flush(cx);
        self.waits(polled)
    }

    fn poll_close(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), SendError<T>>> {
        let is_last = self.inner.sender_count() == 1;
        let polled = Pin::new(&mut self.inner).poll_close(cx);
        if polled.is_ready() && is_last {
            self.shared.close(self.shared.here());
        }
        self.waits(polled)
    }
}

impl<T: Carries> std::fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sender").field("resource", &self.shared.id).finish_non_exhaustive()
    }
}
