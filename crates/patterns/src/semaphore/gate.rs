//! The count of free permits, and the line before it.

use crate::line::Line;
use crate::sync::lock;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Waker;

/// The lowest bit of the word: somebody waits, so the word changes under the lock only.
const LINE: usize = 1;

/// One permit, above that bit.
const PERMIT: usize = 2;

/// Free permits behind one word, with a lock for when somebody waits.
///
/// While nobody waits, taking and giving are one compare-and-swap each. The first who has to wait
/// sets [`LINE`] under the lock; from then on every change goes through the lock until the line
/// is empty, so nobody overtakes and no release is missed.
#[derive(Debug)]
pub(super) struct Gate {
    word: AtomicUsize,
    /// Who waits, and for how many.
    line: Mutex<Line<usize>>,
}

impl Gate {
    pub(super) fn new(size: usize) -> Self {
        Self { word: AtomicUsize::new(size * PERMIT), line: Mutex::default() }
    }

    pub(super) fn free(&self) -> usize {
        self.word.load(Ordering::Acquire) / PERMIT
    }

    pub(super) fn waiting(&self) -> usize {
        lock(&self.line).waiting()
    }

    /// Takes `n` if they are free and nobody waits.
    #[inline]
    pub(super) fn try_take(&self, n: usize) -> bool {
        let mut word = self.word.load(Ordering::Acquire);
        while word & LINE == 0 && word / PERMIT >= n {
            match self.word.compare_exchange_weak(
                word,
                word - n * PERMIT,
                Ordering::AcqRel,
                Ordering::Acquire,
            ) {
                Ok(_) => return true,
                Err(now) => word = now,
            }
        }
        false
    }

    /// Takes `n`, or joins the line and says where.
    pub(super) fn take_or_join(&self, n: usize, waker: &Waker) -> Option<usize> {
        let mut own = None;
        let mut line = lock(&self.line);
        let mut word = self.word.load(Ordering::Acquire);
        loop {
            let fits = word & LINE == 0 && word / PERMIT >= n;
            if !fits && own.is_none() {
                // Before the line is marked: to clone a waker is foreign code, and may panic.
                own = Some(waker.clone());
            }
            let next = if fits { word - n * PERMIT } else { word | LINE };
            match self.word.compare_exchange_weak(word, next, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) if fits => return None,
                Ok(_) => return own.map(|own| line.add(n, own)),
                Err(now) => word = now,
            }
        }
    }

    /// Whether the waiter was called, and so has its permits; it then leaves the line. Otherwise
    /// its waker is kept current.
    pub(super) fn poll_called(&self, key: usize, waker: &Waker) -> bool {
        let mut line = lock(&self.line);
        if line.is_called(key) {
            line.leave(key);
            return true;
        }
        let stale = line.renew(key, waker);
        drop(line);
        drop(stale);
        false
    }

    /// A waiter gives up: permits it was given go back, and whoever is due is called.
    pub(super) fn give_up(&self, key: usize) {
        let mut line = lock(&self.line);
        let left = line.leave(key);
        let back = if left.called { left.payload } else { 0 };
        self.settle(&mut line, back).wake_without(line);
    }

    /// Gives `n` back.
    #[inline]
    pub(super) fn give(&self, n: usize) {
        let mut word = self.word.load(Ordering::Relaxed);
        while word & LINE == 0 {
            match self.word.compare_exchange_weak(
                word,
                word + n * PERMIT,
                Ordering::AcqRel,
                Ordering::Relaxed,
            ) {
                Ok(_) => return,
                Err(now) => word = now,
            }
        }
        self.give_in_line(n);
    }

    #[cold]
    fn give_in_line(&self, n: usize) {
        let mut line = lock(&self.line);
        self.settle(&mut line, n).wake_without(line);
    }

    /// Adds `back`, hands permits to the first in line while they suffice, and opens the fast way
    /// again once nobody waits.
    fn settle(&self, line: &mut Line<usize>, back: usize) -> Called {
        let mut woken = Vec::new();
        let mut word = self.word.fetch_add(back * PERMIT, Ordering::AcqRel) + back * PERMIT;
        if word & LINE == 0 {
            return Called(woken);
        }
        while let Some(&n) = line.first()
            && word / PERMIT >= n
        {
            word -= n * PERMIT;
            woken.extend(line.call());
        }
        if line.waiting() == 0 {
            word &= !LINE;
        }
        // With the bit set nobody else touches the word, so nothing is overwritten.
        self.word.store(word, Ordering::Release);
        Called(woken)
    }
}

/// Those who were called, to be woken once the lock is released.
struct Called(Vec<Waker>);

impl Called {
    fn wake_without<L>(self, lock: L) {
        drop(lock);
        self.0.into_iter().for_each(Waker::wake);
    }
}
