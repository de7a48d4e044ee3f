//! A semaphore that shows who holds its permits and who waits for them.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use lab::{ResourceId, ResourceKind, Share, State};
use patterns::{AcquireOwned, OwnedPermit, Semaphore};

use super::{Ledger, Page, entered};

/// A semaphore in which every step is written as it is taken.
#[derive(Clone, Debug)]
pub struct LoggedSemaphore {
    ledger: Ledger,
    id: ResourceId,
    inner: Arc<Semaphore>,
    shares: Arc<Mutex<Shares>>,
}

#[derive(Debug, Default)]
struct Shares {
    next: u64,
    held: Vec<(u64, Share)>,
    waiting: Vec<(u64, Share)>,
}

impl Ledger {
    /// A semaphore of so many permits.
    pub fn semaphore(&self, name: &str, size: usize) -> LoggedSemaphore {
        let id = self.resource(name, ResourceKind::Slots { size: size as u32 });
        let (inner, shares) = (Arc::new(Semaphore::new(size)), Arc::default());
        LoggedSemaphore { ledger: self.clone(), id, inner, shares }
    }
}

impl LoggedSemaphore {
    /// Waits in line for so many permits at once.
    pub fn acquire(&self, count: usize) -> LoggedAcquire {
        let key = {
            let mut shares = self.shares();
            shares.next += 1;
            shares.next
        };
        let inner = Some(self.inner.acquire_owned(count));
        LoggedAcquire { semaphore: self.clone(), key, count, inner }
    }

    /// The semaphore itself.
    pub fn inner(&self) -> &Semaphore {
        &self.inner
    }

    fn shares(&self) -> MutexGuard<'_, Shares> {
        self.shares.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn show(&self, page: &mut Page<'_>) {
        let shares = self.shares();
        let list = |shares: &[(u64, Share)]| shares.iter().map(|(_, share)| *share).collect();
        let state = State::Slots { held: list(&shares.held), waiting: list(&shares.waiting) };
        page.show(self.id, state);
    }
}

/// See [`LoggedSemaphore::acquire`]. Dropped while it waits, it leaves the line.
#[derive(Debug)]
pub struct LoggedAcquire {
    semaphore: LoggedSemaphore,
    key: u64,
    count: usize,
    inner: Option<AcquireOwned>,
}

impl Future for LoggedAcquire {
    type Output = LoggedPermit;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<LoggedPermit> {
        let this = &mut *self;
        let mut page = this.semaphore.ledger.page();
        let inner = this.inner.as_mut().expect("it is polled to its end, once");
        let polled = Pin::new(inner).poll(cx);
        let share = Share { task: entered::task().unwrap_or(0), count: this.count as u32 };
        let mut shares = this.semaphore.shares();
        let Poll::Ready(permit) = polled else {
            if !shares.waiting.iter().any(|(key, _)| *key == this.key) {
                shares.waiting.push((this.key, share));
                drop(shares);
                this.semaphore.show(&mut page);
            }
            return Poll::Pending;
        };
        shares.waiting.retain(|(key, _)| *key != this.key);
        shares.held.push((this.key, share));
        drop(shares);
        this.semaphore.show(&mut page);
        let semaphore = this.semaphore.clone();
        Poll::Ready(LoggedPermit { semaphore, key: this.key, inner: Some(permit) })
    }
}

impl Drop for LoggedAcquire {
    fn drop(&mut self) {
        let mut page = self.semaphore.ledger.page();
        let mut shares = self.semaphore.shares();
        if shares.waiting.iter().any(|(key, _)| *key == self.key) {
            shares.waiting.retain(|(key, _)| *key != self.key);
            drop(shares);
            self.semaphore.show(&mut page);
        }
        // Whoever is woken by that is so in the same step.
        self.inner = None;
    }
}

/// Permits that are held; dropping it gives them back.
#[derive(Debug)]
pub struct LoggedPermit {
    semaphore: LoggedSemaphore,
    key: u64,
    inner: Option<OwnedPermit>,
}

impl Drop for LoggedPermit {
    fn drop(&mut self) {
        let mut page = self.semaphore.ledger.page();
        self.semaphore.shares().held.retain(|(key, _)| *key != self.key);
        self.semaphore.show(&mut page);
        self.inner = None;
    }
}
