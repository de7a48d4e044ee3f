//! Waiting for permits.

use super::{OwnedPermit, Permit, Semaphore};
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// Waits for permits: the future of [`Semaphore::acquire`].
///
/// Dropped while pending, it changed nothing; what was kept for it passes to the next in line.
///
/// # Examples
/// Held, it keeps its place in line: who asks for fewer does not overtake it.
///
/// ```
/// use futures::FutureExt;
/// use patterns::Semaphore;
///
/// let semaphore = Semaphore::new(2);
/// let _held = semaphore.try_acquire(1).unwrap();
/// let mut large = semaphore.acquire(2);
/// assert!((&mut large).now_or_never().is_none());
/// assert!(semaphore.try_acquire(1).is_none());
/// drop(large);
/// assert!(semaphore.try_acquire(1).is_some());
/// ```
#[derive(Debug)]
#[must_use = "futures do nothing unless awaited or polled"]
pub struct Acquire<'a> {
    wait: Wait<&'a Semaphore>,
}

/// Waits for permits that can move to another task: the future of [`Semaphore::acquire_owned`].
///
/// Dropped while pending, it changed nothing; what was kept for it passes to the next in line.
///
/// # Examples
/// It borrows nothing, so a task may be started before it has its permit.
///
/// ```
/// use futures::executor::block_on;
/// use patterns::Semaphore;
/// use std::sync::Arc;
///
/// let semaphore = Arc::new(Semaphore::new(1));
/// let wait = semaphore.acquire_owned(1);
/// let task = std::thread::spawn(move || block_on(wait).count());
/// assert_eq!(task.join().unwrap(), 1);
/// assert_eq!(semaphore.available(), 1);
/// ```
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
