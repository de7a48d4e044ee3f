//! One send, until it is over or given up.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use patterns::channel::{self, SendError};

use super::Shared;
use crate::item::Carries;
use crate::trace::*;

/// See [`Sender::send`](crate::Sender::send).
pub struct Send<'a, T: Carries> {
    inner: channel::Send<'a, T>,
    shared: &'a Rc<Shared>,
    site: SiteId,
    item: Option<ItemId>,
    /// Its place among the offers once it waits.
    ticket: Option<u64>,
    /// It came to its end, one way or the other.
    over: bool,
}

impl<'a, T: Carries> Send<'a, T> {
    pub(super) fn new(
        inner: channel::Send<'a, T>,
        shared: &'a Rc<Shared>,
        site: SiteId,
        item: Option<ItemId>,
    ) -> Self {
        Send { inner, shared, site, item, ticket: None, over: false }
    }
}

impl<T: Carries> Future for Send<'_, T> {
    type Output = Result<(), SendError<T>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        match Pin::new(&mut this.inner).poll(cx) {
            Poll::Pending => {
                if this.ticket.is_none() {
                    this.ticket = Some(this.shared.offer(this.site, this.item));
                }
                this.shared.lab.wait(this.shared.id, Wait::Send, Some(this.site));
                Poll::Pending
            }
            Poll::Ready(result) => {
                this.over = true;
                let waited = this.ticket.take();
                if waited.is_some() {
                    this.shared.lab.waits_no_more(this.shared.id, Wait::Send);
                }
                let taken = waited.is_some_and(|ticket| this.shared.withdraw(ticket).is_none());
                if result.is_ok() && !taken {
                    this.shared.sent(this.shared.lab.current_task(), this.site, this.item);
                }
                Poll::Ready(result)
            }
        }
    }
}

impl<T: Carries> Drop for Send<'_, T> {
    fn drop(&mut self) {
        if self.over {
            return;
        }
        self.shared.lab.waits_no_more(self.shared.id, Wait::Send);
        let taken = self.ticket.take().is_some_and(|ticket| self.shared.withdraw(ticket).is_none());
        if !taken {
            let lab = &self.shared.lab;
            lab.recorder().gave_up(lab.stamp(), Some(self.site), self.item);
        }
    }
}

impl<T: Carries> std::fmt::Debug for Send<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Send").field("item", &self.item).finish_non_exhaustive()
    }
}
