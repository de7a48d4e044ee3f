//! Permits give themselves back.

use super::Semaphore;
use std::sync::Arc;

/// Permits held; dropping it gives them back.
///
/// # Examples
/// Held by name for as long as the work takes, however the work ends.
///
/// ```
/// use futures::executor::block_on;
/// use patterns::Semaphore;
///
/// let connections = Semaphore::new(2);
/// let free_meanwhile = block_on(async {
///     let _permit = connections.acquire(1).await;
///     connections.available()
/// });
/// assert_eq!((free_meanwhile, connections.available()), (1, 2));
/// ```
#[derive(Debug)]
#[must_use = "a permit that is dropped is given back at once"]
pub struct Permit<'a> {
    semaphore: &'a Semaphore,
    n: usize,
}

/// Permits held by a task of its own; dropping it gives them back.
///
/// # Examples
/// Kept inside what it was asked for, it goes back when that is dropped.
///
/// ```
/// use patterns::{OwnedPermit, Semaphore};
/// use std::sync::Arc;
///
/// struct Connection(#[expect(dead_code, reason = "held, not read")] OwnedPermit);
///
/// let semaphore = Arc::new(Semaphore::new(5));
/// let open: Vec<_> = semaphore.try_acquire_owned(1).map(Connection).into_iter().collect();
/// assert_eq!(semaphore.available(), 4);
/// drop(open);
/// assert_eq!(semaphore.available(), 5);
/// ```
#[derive(Debug)]
#[must_use = "a permit that is dropped is given back at once"]
pub struct OwnedPermit {
    semaphore: Arc<Semaphore>,
    n: usize,
}

impl<'a> Permit<'a> {
    #[inline]
    pub(super) fn new(semaphore: &'a Semaphore, n: usize) -> Self {
        Self { semaphore, n }
    }

    /// How many permits these are.
    ///
    /// ```
    /// let semaphore = patterns::Semaphore::new(3);
    /// assert_eq!(semaphore.try_acquire(2).unwrap().count(), 2);
    /// ```
    pub fn count(&self) -> usize {
        self.n
    }
}

impl OwnedPermit {
    pub(super) fn new(semaphore: Arc<Semaphore>, n: usize) -> Self {
        Self { semaphore, n }
    }

    /// How many permits these are.
    ///
    /// ```
    /// use patterns::Semaphore;
    /// use std::sync::Arc;
    ///
    /// let semaphore = Arc::new(Semaphore::new(3));
    /// assert_eq!(semaphore.try_acquire_owned(2).unwrap().count(), 2);
    /// ```
    pub fn count(&self) -> usize {
        self.n
    }
}

impl Drop for Permit<'_> {
    #[inline]
    fn drop(&mut self) {
        self.semaphore.gate.give(self.n);
    }
}

impl Drop for OwnedPermit {
    fn drop(&mut self) {
        self.semaphore.gate.give(self.n);
    }
}
