//! Has the browser call when the next thing is due. Only that is asked of it: its timers are kept
//! to whole milliseconds, and two of them may fire in the wrong order.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use lab::Micros;

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

impl Lateness {
    /// One fired so late.
    pub(super) fn add(&mut self, late: Micros) {
        self.count += 1;
        self.sum += late;
        self.most = self.most.max(late);
    }
}

/// Calls back once it is time.
pub(super) struct Alarm {
    armed: Option<Timeout>,
    react: Rc<dyn Fn()>,
    soon: Soon,
    pub(super) lateness: Lateness,
}

impl Alarm {
    pub(super) fn new(react: Rc<dyn Fn()>) -> Self {
        let soon = Soon::new({
            let react = Rc::clone(&react);
            move || react()
        });
        Alarm { armed: None, react, soon, lateness: Lateness::default() }
    }

    /// Asks for a call in `wait` microseconds of a clock of this speed, instead of an earlier one.
    pub(super) fn arm(&mut self, wait: Micros, speed: u32) {
        self.armed = None;
        if wait == 0 {
            self.call_soon();
            return;
        }
        let wait_ms = wait.div_ceil(Micros::from(speed.max(1)));
        let react = Rc::clone(&self.react);
        // The browser counts in 31 bits; a call too early only asks again.
        let wait_ms = wait_ms.min(i32::MAX as Micros) as u32;
        self.armed = Some(Timeout::new(wait_ms, move || react()));
    }

    /// Asks for a call as soon as input and painting have had a turn.
    pub(super) fn call_soon(&self) {
        self.soon.ask();
    }

    pub(super) fn disarm(&mut self) {
        self.armed = None;
    }
}
