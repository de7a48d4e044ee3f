//! A channel's state behind its lock, and what can be told without taking it.

use super::state::State;
use crate::sync::lock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::Waker;

/// What both ends hold.
#[derive(Debug)]
pub(super) struct Shared<T> {
    state: Mutex<State<T>>,
    marks: Arc<Marks>,
}

/// How far the lines have come. Written under the lock, before anyone is woken; read without.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Senders up to this turn have been called.
    pub(super) senders: AtomicU64,
    /// Receivers up to this turn have been called.
    pub(super) receivers: AtomicU64,
}

/// What a future that waits remembers, so that being polled for nothing costs no lock.
///
/// Futures that are joined are all polled whenever one of them is woken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    /// Where it stands in line.
    pub(super) key: usize,
    turn: u64,
    /// The waker it left there, by its parts.
    waker: (usize, usize),
}

impl<T> Shared<T> {
    pub(super) fn new(capacity: usize) -> Self {
        let marks = Arc::<Marks>::default();
        Self { state: Mutex::new(State::new(capacity, marks.clone())), marks }
    }

    #[inline]
    pub(super) fn lock(&self) -> MutexGuard<'_, State<T>> {
        lock(&self.state)
    }

    /// Whether a sender certainly need not look: it was not called, and its waker is the same.
    #[inline]
    pub(super) fn sender_sleeps(&self, wait: &Wait, waker: &Waker) -> bool {
        wait.sleeps(&self.marks.senders, waker)
    }

    /// Whether a receiver certainly need not look.
    #[inline]
    pub(super) fn receiver_sleeps(&self, wait: &Wait, waker: &Waker) -> bool {
        wait.sleeps(&self.marks.receivers, waker)
    }
}

impl Wait {
    #[inline]
    pub(super) fn new(key: usize, turn: u64, waker: &Waker) -> Self {
        Self { key, turn, waker: parts(waker) }
    }

    /// A call is marked before its wake, so who misses the mark here is woken later.
    fn sleeps(&self, called: &AtomicU64, waker: &Waker) -> bool {
        self.turn > called.load(Ordering::Acquire) && self.waker == parts(waker)
    }
}

/// What tells wakers apart. The one that was left in line lives as long as it waits there, so no
/// other can have its address.
fn parts(waker: &Waker) -> (usize, usize) {
    (waker.data() as usize, std::ptr::from_ref(waker.vtable()) as usize)
}
