//! Who waits for time. Only the next wake-up is asked of the browser: its timers are kept to whole
//! milliseconds, and two of them may fire in the wrong order.

use std::collections::VecDeque;
use std::rc::Rc;
use std::task::Waker;

use gloo_timers::callback::Timeout;
use lab::{Micros, Wakeup};

use super::soon::Soon;

/// How late timers fired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lateness {
    /// How many fired.
    pub(crate) count: u64,
    /// The latest, in microseconds.
    pub(crate) most: Micros,
    /// All together.
    pub(crate) sum: Micros,
}

/// Wake-ups by instant, then in the order they were asked for.
pub(super) struct Timers {
    /// In the order in which they are due.
    waiting: VecDeque<(Micros, u64, Waker)>,
    next: u64,
    armed: Option<Timeout>,
    fire: Rc<dyn Fn()>,
    at_once: Soon,
    pub(super) lateness: Lateness,
}

impl Timers {
    pub(super) fn new(fire: Rc<dyn Fn()>) -> Self {
        let at_once = {
            let fire = Rc::clone(&fire);
            Soon::new(move || fire())
        };
        Timers {
            waiting: VecDeque::new(),
            next: 0,
            armed: None,
            fire,
            at_once,
            lateness: Lateness::default(),
        }
    }

    pub(super) fn add(&mut self, at: Micros, waker: &Waker) -> Wakeup {
        let id = self.next;
        self.next += 1;
        let place = self.waiting.partition_point(|(before, ..)| *before <= at);
        self.waiting.insert(place, (at, id, waker.clone()));
        Wakeup(id)
    }

    pub(super) fn cancel(&mut self, Wakeup(id): Wakeup) {
        if let Some(place) = self.waiting.iter().position(|(_, other, _)| *other == id) {
            self.waiting.remove(place);
        }
    }

    pub(super) fn next_at(&self) -> Option<Micros> {
        self.waiting.front().map(|(at, ..)| *at)
    }

    /// The next that is due.
    pub(super) fn pop_due(&mut self, now: Micros) -> Option<Waker> {
        let at = self.next_at().filter(|at| *at <= now)?;
        let (.., waker) = self.waiting.pop_front()?;
        let late = now - at;
        self.lateness.count += 1;
        self.lateness.sum += late;
        self.lateness.most = self.lateness.most.max(late);
        Some(waker)
    }

    /// Asks the browser for a call when the next wake-up, or `other`, is due.
    pub(super) fn arm(&mut self, other: Option<Micros>, now: Micros, speed: u32) {
        self.armed = None;
        let next = match (self.next_at(), other) {
            (None, None) => return,
            (a, b) => a.unwrap_or(Micros::MAX).min(b.unwrap_or(Micros::MAX)),
        };
        if next <= now {
            self.at_once.ask();
            return;
        }
        let wait_ms = (next - now).div_ceil(Micros::from(speed.max(1)));
        let fire = Rc::clone(&self.fire);
        self.armed = Some(Timeout::new(wait_ms as u32, move || fire()));
    }

    pub(super) fn disarm(&mut self) {
        self.armed = None;
    }
}
