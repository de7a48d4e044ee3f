//! Waiting in line: first come, first called; leaving from anywhere costs the same.

use crate::slab::{NONE, Slab};
use std::task::Waker;

/// Those who wait, in order, each with a payload and a waker.
///
/// A waiter is *waiting* (in the list) or *called* (out of the list and woken, until it leaves).
/// Wakers go back to the caller, to be woken or dropped once the lock is released: either may run
/// foreign code that comes back to the same lock.
#[derive(Debug)]
pub(crate) struct Line<P> {
    waiters: Slab<Waiter<P>>,
    /// Who is called next, or [`NONE`].
    head: usize,
    /// Who came last, or [`NONE`].
    tail: usize,
    waiting: usize,
    called: usize,
    /// Turns given out; the first is 1.
    turns: u64,
    /// The last turn that was called.
    called_up_to: u64,
}

/// One who waits.
#[derive(Debug)]
struct Waiter<P> {
    payload: P,
    /// When it came, counted in those who came.
    turn: u64,
    /// How to wake it; none once called.
    waker: Option<Waker>,
    /// The one before, or [`NONE`].
    before: usize,
    /// The one after, or [`NONE`].
    after: usize,
}

/// What a waiter leaves behind. Drop it without the lock.
#[derive(Debug)]
pub(crate) struct Left<P> {
    pub(crate) payload: P,
    /// Whether it had been called.
    pub(crate) called: bool,
    /// Its waker, if it had not been called.
    pub(crate) _waker: Option<Waker>,
}

impl<P> Default for Line<P> {
    fn default() -> Self {
        Self {
            waiters: Slab::default(),
            head: NONE,
            tail: NONE,
            waiting: 0,
            called: 0,
            turns: 0,
            called_up_to: 0,
        }
    }
}

impl<P> Line<P> {
    /// How many are in the list.
    #[inline]
    pub(crate) fn waiting(&self) -> usize {
        self.waiting
    }

    /// How many were called and have not left.
    #[inline]
    pub(crate) fn called(&self) -> usize {
        self.called
    }

    /// Joins at the back.
    #[inline]
    pub(crate) fn join(&mut self, payload: P, waker: &Waker) -> usize {
        self.add(payload, waker.clone())
    }

    /// Joins at the back, with a waker of its own.
    #[inline]
    pub(crate) fn add(&mut self, payload: P, waker: Waker) -> usize {
        self.turns += 1;
        let (turn, waker) = (self.turns, Some(waker));
        let waiter = Waiter { payload, turn, waker, before: self.tail, after: NONE };
        let key = self.waiters.insert(waiter);
        match self.waiters.get_mut(self.tail) {
            Some(last) => last.after = key,
            None => self.head = key,
        }
        self.tail = key;
        self.waiting += 1;
        key
    }

    /// Puts a called waiter back where it stood: it had its turn and found nothing.
    pub(crate) fn rejoin(&mut self, key: usize, waker: &Waker) {
        let waker = Some(waker.clone());
        let turn = self.turn(key);
        // Only others who rejoined can have an earlier turn, and they are at the front.
        let (mut before, mut after) = (NONE, self.head);
        while let Some(waiter) = self.waiters.get_mut(after)
            && waiter.turn < turn
        {
            (before, after) = (after, waiter.after);
        }
        let waiter = &mut self.waiters[key];
        debug_assert!(waiter.waker.is_none(), "only who was called can rejoin");
        (waiter.waker, waiter.before, waiter.after) = (waker, before, after);
        match self.waiters.get_mut(before) {
            Some(earlier) => earlier.after = key,
            None => self.head = key,
        }
        match self.waiters.get_mut(after) {
            Some(later) => later.before = key,
            None => self.tail = key,
        }
        self.waiting += 1;
        self.called -= 1;
    }

    /// Calls the first in the list, whose waker is handed back.
    #[inline]
    pub(crate) fn call(&mut self) -> Option<Waker> {
        let waiter = self.waiters.get_mut(self.head)?;
        // Whoever rejoined has an earlier turn than some who were called since.
        self.called_up_to = self.called_up_to.max(waiter.turn);
        let (waker, after) = (waiter.waker.take(), waiter.after);
        // It is the first: there is nobody before it.
        self.head = after;
        match self.waiters.get_mut(after) {
            Some(next) => next.before = NONE,
            None => self.tail = NONE,
        }
        self.waiting -= 1;
        self.called += 1;
        waker
    }

    /// Calls everyone.
    pub(crate) fn call_all(&mut self, woken: &mut Vec<Waker>) {
        woken.reserve(self.waiting);
        while let Some(waker) = self.call() {
            woken.push(waker);
        }
    }

    /// The payload of the first in the list.
    pub(crate) fn first(&self) -> Option<&P> {
        self.waiters.get(self.head).map(|waiter| &waiter.payload)
    }

    /// The payload of the first in the list, to be changed.
    pub(crate) fn first_mut(&mut self) -> Option<&mut P> {
        self.waiters.get_mut(self.head).map(|waiter| &mut waiter.payload)
    }

    /// What this waiter stands for, to be changed.
    pub(crate) fn payload_mut(&mut self, key: usize) -> &mut P {
        &mut self.waiters[key].payload
    }

    /// Whoever has not been called has a later turn than this, unless it rejoined.
    #[inline]
    pub(crate) fn called_up_to(&self) -> u64 {
        self.called_up_to
    }

    /// When this waiter came.
    #[inline]
    pub(crate) fn turn(&self, key: usize) -> u64 {
        self.waiters[key].turn
    }

    /// Whether this waiter has been called.
    #[inline]
    pub(crate) fn is_called(&self, key: usize) -> bool {
        self.waiters[key].waker.is_none()
    }

    /// Whether this waiter is the next to be called.
    pub(crate) fn is_first(&self, key: usize) -> bool {
        self.head == key
    }

    /// Keeps the waker current; hands back the one it replaces.
    pub(crate) fn renew(&mut self, key: usize, waker: &Waker) -> Option<Waker> {
        match &mut self.waiters[key].waker {
            Some(known) if known.will_wake(waker) => None,
            known => known.replace(waker.clone()),
        }
    }

    /// Leaves, from wherever it stands.
    #[inline]
    pub(crate) fn leave(&mut self, key: usize) -> Left<P> {
        let called = self.is_called(key);
        if called {
            self.called -= 1;
        } else {
            self.unlink(key);
            self.waiting -= 1;
        }
        let Waiter { payload, waker, .. } = self.waiters.remove(key);
        Left { payload, called, _waker: waker }
    }

    /// Leaves, if it was called.
    #[inline]
    pub(crate) fn leave_called(&mut self, key: usize) -> Option<P> {
        if !self.is_called(key) {
            return None;
        }
        self.called -= 1;
        Some(self.waiters.remove(key).payload)
    }

    /// Takes a waiter out of the list.
    fn unlink(&mut self, key: usize) {
        let (before, after) = (self.waiters[key].before, self.waiters[key].after);
        match self.waiters.get_mut(before) {
            Some(waiter) => waiter.after = after,
            None => self.head = after,
        }
        match self.waiters.get_mut(after) {
            Some(waiter) => waiter.before = before,
            None => self.tail = before,
        }
    }
}

impl Line<()> {
    /// Joins, rejoins or renews, whichever `key` says is due: a wait with nothing but a waker.
    pub(crate) fn wait(&mut self, key: &mut Option<usize>, waker: &Waker) -> Option<Waker> {
        let (now, stale) = self.wait_as(*key, waker);
        *key = Some(now);
        stale
    }

    /// [`wait`](Self::wait), with the key handed back.
    pub(crate) fn wait_as(&mut self, key: Option<usize>, waker: &Waker) -> (usize, Option<Waker>) {
        match key {
            None => (self.join((), waker), None),
            Some(key) if self.is_called(key) => {
                self.rejoin(key, waker);
                (key, None)
            }
            Some(key) => (key, self.renew(key, waker)),
        }
    }
}
