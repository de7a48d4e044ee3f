//! What takes time: waiting and computing; and waiting to be cancelled.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use patterns::Cause;

use super::Lab;
use crate::host::Wakeup;
use crate::recorder::Waits;
use crate::trace::*;

/// See [`Lab::sleep`]. Dropping it takes its timer back.
#[derive(Debug)]
pub struct Sleep {
    lab: Lab,
    site: SiteId,
    until: Micros,
    wakeup: Option<Wakeup>,
}

impl Sleep {
    pub(super) fn new(lab: Lab, site: SiteId, until: Micros) -> Self {
        Sleep { lab, site, until, wakeup: None }
    }

    fn take_back(&mut self) {
        if let Some(wakeup) = self.wakeup.take() {
            self.lab.host().cancel(wakeup);
        }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.take_back();
        if self.lab.now_us() >= self.until {
            return Poll::Ready(());
        }
        self.wakeup = Some(self.lab.host().wake_at(self.until, cx.waker()));
        self.lab.recorder().wait(Waits::Sleeping(self.until), Some(self.site));
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.take_back();
    }
}

/// See [`Lab::compute`]. Dropping it does not free the thread: what was begun is computed.
#[derive(Debug)]
pub struct Compute {
    lab: Lab,
    site: SiteId,
    span: Micros,
    until: Option<Micros>,
}

impl Compute {
    pub(super) fn new(lab: Lab, site: SiteId, span: Micros) -> Self {
        Compute { lab, site, span, until: None }
    }
}

impl Future for Compute {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<()> {
        let until = match (self.until, self.lab.current_task()) {
            (Some(until), _) => until,
            (None, Some(task)) => {
                let until = self.lab.host().occupy(task, self.span);
                self.until = Some(until);
                until
            }
            // Outside every task there is no thread to occupy.
            (None, None) => return Poll::Ready(()),
        };
        let now = self.lab.now_us();
        if now >= until {
            return Poll::Ready(());
        }
        // A thread is occupied for as long as it takes, however late that began.
        let over = self.lab.stamp().saturating_add(until - now);
        self.lab.recorder().wait(Waits::Computing(over), Some(self.site));
        Poll::Pending
    }
}

/// See [`Lab::cancelled`].
#[derive(Debug)]
pub struct Cancelled {
    lab: Lab,
    site: SiteId,
    cancelled: patterns::Cancelled,
}

impl Cancelled {
    pub(super) fn new(lab: Lab, site: SiteId, cancelled: patterns::Cancelled) -> Self {
        Cancelled { lab, site, cancelled }
    }
}

impl Future for Cancelled {
    type Output = Cause;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Cause> {
        let cause = Pin::new(&mut self.cancelled).poll(cx);
        if cause.is_pending() {
            self.lab.recorder().wait(Waits::Blocked(None, Wait::Cancel), Some(self.site));
        }
        cause
    }
}
