//! One receive, until it is over or given up.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use patterns::channel::{self, RecvError};

use super::Shared;
use crate::item::Carries;
use crate::trace::*;

/// See [`Receiver::recv`](crate::Receiver::recv).
pub struct Recv<'a, T: Carries> {
    inner: channel::Recv<'a, T>,
    shared: &'a Rc<Shared>,
    site: SiteId,
    waits: bool,
}

impl<'a, T: Carries> Recv<'a, T> {
    pub(super) fn new(inner: channel::Recv<'a, T>, shared: &'a Rc<Shared>, site: SiteId) -> Self {
        Recv { inner, shared, site, waits: false }
    }
}

impl<T: Carries> Drop for Recv<'_, T> {
    fn drop(&mut self) {
        if self.waits {
            self.shared.lab.waits_no_more(self.shared.id, Wait::Receive);
        }
    }
}

impl<T: Carries> Future for Recv<'_, T> {
    type Output = Result<T, RecvError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let polled = Pin::new(&mut self.inner).poll(cx);
        match &polled {
            Poll::Pending => {
                self.waits = true;
                self.shared.lab.wait(self.shared.id, Wait::Receive, Some(self.site));
            }
            Poll::Ready(Ok(value)) => self.shared.received(self.site, value.item()),
            Poll::Ready(Err(_)) => {}
        }
        polled
    }
}

impl<T: Carries> std::fmt::Debug for Recv<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recv").field("resource", &self.shared.id).finish_non_exhaustive()
    }
}
