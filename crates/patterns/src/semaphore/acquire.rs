//! Waiting for permits.

use super::{OwnedPermit, Permit, Semaphore};
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// Waits for permits: the future of [`Semaphore::acquire`].
///
/// Dropped while pending, it changed nothing; what was kept for it passes to the next in line.
#[derive(Debug)]
#[must_use = "futures do nothing unless awaited or polled"]
pub struct Acquire<'a> {
    wait: Wait<&'a Semaphore>,
}

/// Waits for permits that can move to another task: the future of [`Semaphore::acquire_owned`].
///
/// Dropped while pending, it changed nothing; what was kept for it passes to the next in line.
#[derive(Debug)]
#[must_use = "futures do nothing unless awaited or polled"]
pub struct AcquireOwned {
    wait: Wait<Arc<Semaphore>>,
}

/// A wait, however the semaphore is held.
#[derive(Debug)]
struct Wait<S: Deref<Target = Semaphore>> {
    semaphore: S,
    n: usize,
    /// Where it stands in line, once it had to wait.
    key: Option<usize>,
}

impl<S: Deref<Target = Semaphore>> Wait<S> {
    #[inline]
    fn poll(&mut self, task: &mut Context<'_>) -> Poll<()> {
        let semaphore = &*self.semaphore;
        match self.key {
            None if semaphore.gate.try_take(self.n) => Poll::Ready(()),
            // Never granted, and it must not block the line: nothing will ever wake it.
            None if self.n > semaphore.size => Poll::Pending,
            None => {
                self.key = semaphore.gate.take_or_join(self.n, task.waker());
                if self.key.is_none() { Poll::Ready(()) } else { Poll::Pending }
            }
            Some(key) if semaphore.gate.poll_called(key, task.waker()) => {
                self.key = None;
                Poll::Ready(())
            }
            Some(_) => Poll::Pending,
        }
    }
}

impl<S: Deref<Target = Semaphore>> Drop for Wait<S> {
    #[inline]
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.semaphore.gate.give_up(key);
        }
    }
}

impl<'a> Acquire<'a> {
    #[inline]
    pub(super) fn new(semaphore: &'a Semaphore, n: usize) -> Self {
        Self { wait: Wait { semaphore, n, key: None } }
    }
}

impl AcquireOwned {
    pub(super) fn new(semaphore: Arc<Semaphore>, n: usize) -> Self {
        Self { wait: Wait { semaphore, n, key: None } }
    }
}

impl<'a> Future for Acquire<'a> {
    type Output = Permit<'a>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Permit<'a>> {
        let wait = &mut self.wait;
        wait.poll(task).map(|()| Permit::new(wait.semaphore, wait.n))
    }
}

impl Future for AcquireOwned {
    type Output = OwnedPermit;

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<OwnedPermit> {
        let wait = &mut self.wait;
        wait.poll(task).map(|()| OwnedPermit::new(wait.semaphore.clone(), wait.n))
    }
}
