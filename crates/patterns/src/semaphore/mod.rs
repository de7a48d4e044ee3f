//! Semaphore: so many at once and no more, first come first served.

mod acquire;
mod gate;
mod permit;

pub use self::acquire::{Acquire, AcquireOwned};
pub use self::permit::{OwnedPermit, Permit};

use self::gate::Gate;
use std::sync::Arc;

/// `size` permits, handed out in the order of asking.
///
/// Someone who asks for many is not overtaken by those who ask for few.
///
/// ```
/// use futures::executor::block_on;
/// use patterns::Semaphore;
///
/// let connections = Semaphore::new(5);
/// let permit = block_on(connections.acquire(2));
/// assert_eq!(connections.available(), 3);
/// drop(permit);
/// assert_eq!(connections.available(), 5);
/// ```
#[derive(Debug)]
pub struct Semaphore {
    gate: Gate,
    size: usize,
}

impl Semaphore {
    /// A semaphore of `size` permits.
    ///
    /// # Panics
    /// If `size` is beyond `usize::MAX / 2`.
    ///
    /// ```
    /// assert_eq!(patterns::Semaphore::new(3).size(), 3);
    /// ```
    pub fn new(size: usize) -> Self {
        assert!(size <= usize::MAX / 2, "a semaphore has at most `usize::MAX / 2` permits");
        Self { gate: Gate::new(size), size }
    }

    /// Waits for `n` permits at once. Safe to drop at any moment: it then took nothing.
    ///
    /// More than [`size`](Self::size) is never granted and stands in nobody's way: the wait ends
    /// with its context, see [`until`](crate::until()).
    ///
    /// ```
    /// use futures::{FutureExt, executor::block_on};
    /// use patterns::Semaphore;
    ///
    /// let semaphore = Semaphore::new(1);
    /// let permit = block_on(semaphore.acquire(1));
    /// assert!(semaphore.acquire(1).now_or_never().is_none());
    /// # drop(permit);
    /// ```
    #[inline]
    pub fn acquire(&self, n: usize) -> Acquire<'_> {
        Acquire::new(self, n)
    }

    /// [`acquire`](Self::acquire) with a permit that can move to another task.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use patterns::Semaphore;
    /// use std::sync::Arc;
    ///
    /// let semaphore = Arc::new(Semaphore::new(1));
    /// let permit = block_on(semaphore.acquire_owned(1));
    /// std::thread::spawn(move || drop(permit)).join().unwrap();
    /// assert_eq!(semaphore.available(), 1);
    /// ```
    pub fn acquire_owned(self: &Arc<Self>, n: usize) -> AcquireOwned {
        AcquireOwned::new(self.clone(), n)
    }

    /// `n` permits, if they are free and nobody waits.
    ///
    /// ```
    /// let semaphore = patterns::Semaphore::new(1);
    /// let permit = semaphore.try_acquire(1).unwrap();
    /// assert!(semaphore.try_acquire(1).is_none());
    /// # drop(permit);
    /// ```
    #[inline]
    pub fn try_acquire(&self, n: usize) -> Option<Permit<'_>> {
        self.gate.try_take(n).then(|| Permit::new(self, n))
    }

    /// [`try_acquire`](Self::try_acquire) with a permit that can move to another task.
    ///
    /// ```
    /// use patterns::Semaphore;
    /// use std::sync::Arc;
    ///
    /// let semaphore = Arc::new(Semaphore::new(1));
    /// assert!(semaphore.try_acquire_owned(1).is_some());
    /// ```
    pub fn try_acquire_owned(self: &Arc<Self>, n: usize) -> Option<OwnedPermit> {
        self.gate.try_take(n).then(|| OwnedPermit::new(self.clone(), n))
    }

    /// Permits nobody holds and that are not kept for somebody who was called.
    ///
    /// ```
    /// assert_eq!(patterns::Semaphore::new(3).available(), 3);
    /// ```
    pub fn available(&self) -> usize {
        self.gate.free()
    }

    /// All permits, held or not.
    ///
    /// ```
    /// assert_eq!(patterns::Semaphore::new(3).size(), 3);
    /// ```
    pub fn size(&self) -> usize {
        self.size
    }

    /// How many wait. Those who ask for more than there is wait outside and do not count.
    ///
    /// ```
    /// assert_eq!(patterns::Semaphore::new(3).waiting(), 0);
    /// ```
    pub fn waiting(&self) -> usize {
        self.gate.waiting()
    }
}
