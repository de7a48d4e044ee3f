//! The end items come out of.

use std::panic::Location;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures::Stream;
use futures::stream::FusedStream;
use patterns::channel::{self, TryRecvError};

use super::{Recv, Shared};
use crate::item::Carries;
use crate::trace::*;

/// The end items come out of; see `patterns::channel::Receiver`.
pub struct Receiver<T: Carries> {
    inner: channel::Receiver<T>,
    shared: Rc<Shared>,
}

impl<T: Carries> Receiver<T> {
    pub(super) fn new(inner: channel::Receiver<T>, shared: Rc<Shared>) -> Self {
        Receiver { inner, shared }
    }

    /// Takes the next item out, waiting for it. Dropped while it waits, it takes none.
    #[track_caller]
    pub fn recv(&self) -> Recv<'_, T> {
        let site = self.shared.lab.site(Location::caller());
        Recv::new(self.inner.recv(), &self.shared, site)
    }

    /// Takes the next item out if there is one now.
    ///
    /// # Errors
    /// [`TryRecvError`] says whether there may be one later.
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        let value = self.inner.try_recv()?;
        self.shared.received(self.shared.lab.site(Location::caller()), value.item());
        Ok(value)
    }

    /// Closes the channel for every sender; what is in it can still be received.
    #[track_caller]
    pub fn close(&self) {
        self.inner.close();
        self.shared.close(self.shared.lab.site(Location::caller()));
    }

    /// How many items are in the channel.
    pub fn len(&self) -> usize {
        self.inner.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.inner.is_empty()
    }
}

impl<T: Carries> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        Receiver { inner: self.inner.clone(), shared: Rc::clone(&self.shared) }
    }
}

impl<T: Carries> Drop for Receiver<T> {
    fn drop(&mut self) {
        if self.inner.receiver_count() == 1 {
            self.shared.close(self.shared.here());
        }
    }
}

impl<T: Carries> Stream for Receiver<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let polled = Pin::new(&mut self.inner).poll_next(cx);
        match &polled {
            Poll::Pending => {
                self.shared.lab.wait(self.shared.id, Wait::Receive, self.shared.lab.task_site());
            }
            Poll::Ready(value) => {
                self.shared.lab.waits_no_more(self.shared.id, Wait::Receive);
                if let Some(value) = value {
                    self.shared.received(self.shared.here(), value.item());
                }
            }
        }
        polled
    }
}

impl<T: Carries> FusedStream for Receiver<T> {
    fn is_terminated(&self) -> bool {
        self.inner.is_terminated()
    }
}

impl<T: Carries> std::fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receiver").field("resource", &self.shared.id).finish_non_exhaustive()
    }
}

/// A channel that travels through a channel carries no item of its own.
impl<T: Carries> Carries for Receiver<T> {
    fn item(&self) -> Option<ItemId> {
        None
    }
}
