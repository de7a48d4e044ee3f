//! A traced semaphore over `patterns::Semaphore`.

use std::cell::RefCell;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::lab::Lab;
use crate::state::*;
use crate::trace::*;

/// Permits that tasks hold and wait for; whoever holds or waits is shown.
#[derive(Clone)]
pub struct Semaphore(Rc<Inner>);

struct Inner {
    lab: Lab,
    id: ResourceId,
    permits: Arc<patterns::Semaphore>,
    shares: RefCell<Shares>,
}

#[derive(Default)]
struct Shares {
    next: u64,
    held: Vec<(u64, Share)>,
    waiting: Vec<(u64, Share)>,
}

impl Inner {
    fn show(&self) {
        let shares = self.shares.borrow();
        let list = |shares: &[(u64, Share)]| shares.iter().map(|(_, share)| *share).collect();
        let state = State::Slots { held: list(&shares.held), waiting: list(&shares.waiting) };
        drop(shares);
        self.lab.show(self.id, state);
    }
}

impl Lab {
    /// A traced semaphore of `size` permits.
    pub fn semaphore(&self, name: &str, size: u32) -> Semaphore {
        let kind = ResourceKind::Slots { size };
        let id = self.recorder().resource(name, kind, self.stamp());
        let permits = Arc::new(patterns::Semaphore::new(size as usize));
        Semaphore(Rc::new(Inner { lab: self.clone(), id, permits, shares: RefCell::default() }))
    }
}

impl Semaphore {
    /// Waits in line for `count` permits at once.
    #[track_caller]
    pub fn acquire(&self, count: u32) -> Acquire {
        let site = self.0.lab.site(Location::caller());
        let inner = self.0.permits.acquire_owned(count as usize);
        let key = {
            let mut shares = self.0.shares.borrow_mut();
            shares.next += 1;
            shares.next
        };
        Acquire { semaphore: self.clone(), inner, site, count, key, waits: false }
    }

    /// How many permits are free.
    pub fn available(&self) -> u32 {
        self.0.permits.available() as u32
    }
}

impl std::fmt::Debug for Semaphore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Semaphore").field("resource", &self.0.id).finish_non_exhaustive()
    }
}

/// See [`Semaphore::acquire`]. Dropped while it waits, it leaves the line.
#[derive(Debug)]
pub struct Acquire {
    semaphore: Semaphore,
    inner: patterns::AcquireOwned,
    site: SiteId,
    count: u32,
    key: u64,
    waits: bool,
}

impl Acquire {
    fn leave_the_line(&mut self) {
        if std::mem::take(&mut self.waits) {
            self.semaphore.0.lab.waits_no_more(self.semaphore.0.id, Wait::Acquire);
            self.semaphore.0.shares.borrow_mut().waiting.retain(|(key, _)| *key != self.key);
        }
    }
}

impl Future for Acquire {
    type Output = Permit;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Permit> {
        let this = &mut *self;
        let polled = Pin::new(&mut this.inner).poll(cx);
        let task = this.semaphore.0.lab.current_task().unwrap_or(0);
        let share = Share { task, count: this.count };
        match polled {
            Poll::Pending => {
                if !std::mem::replace(&mut this.waits, true) {
                    this.semaphore.0.shares.borrow_mut().waiting.push((this.key, share));
                    this.semaphore.0.show();
                }
                let inner = &this.semaphore.0;
                inner.lab.wait(inner.id, Wait::Acquire, Some(this.site));
                Poll::Pending
            }
            Poll::Ready(permit) => {
                this.leave_the_line();
                this.semaphore.0.shares.borrow_mut().held.push((this.key, share));
                this.semaphore.0.show();
                let semaphore = this.semaphore.clone();
                Poll::Ready(Permit { semaphore, key: this.key, inner: Some(permit) })
            }
        }
    }
}

impl Drop for Acquire {
    fn drop(&mut self) {
        if self.waits {
            self.leave_the_line();
            self.semaphore.0.show();
        }
    }
}

/// Permits that are held; dropping it gives them back.
#[derive(Debug)]
pub struct Permit {
    semaphore: Semaphore,
    key: u64,
    inner: Option<patterns::OwnedPermit>,
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.semaphore.0.shares.borrow_mut().held.retain(|(key, _)| *key != self.key);
        self.semaphore.0.show();
        // Whoever waits is woken after it is shown that there is a place.
        self.inner = None;
    }
}
