//! A run on the browser's own executor, as it happens.

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::rc::Rc;

use lab::{Lab, Micros, Outcome, ScriptEntry};
use scenarios::Setup;

use crate::host::{BrowserHost, Lateness};

/// A run that is stuck waits this long for a button to be pressed.
const PATIENCE: Micros = 4_000_000;

/// A live run. Clones are the same run; the last one dropped ends it.
#[derive(Clone)]
pub(crate) struct Live(Rc<Session>);

struct Session {
    host: Rc<BrowserHost>,
    lab: Lab,
    setup: Setup,
    /// Its clock has run.
    begun: Cell<bool>,
}

impl Live {
    /// Sets a run up; its clock stands still until [`resume`](Self::resume).
    pub(crate) fn new(setup: &Setup) -> Self {
        // Threads are simulated, and here nothing is.
        let setup = setup.on_one_thread();
        let host = BrowserHost::new(&setup.run());
        let lab = Lab::new(setup.run(), Rc::clone(&host) as Rc<dyn lab::Host>);
        host.serve(&lab);
        let start = setup.scenario.start;
        lab.spawn("main", start(lab.clone(), setup.variant, &setup.values));
        Live(Rc::new(Session { host, lab, setup, begun: Cell::default() }))
    }

    /// The bench that writes it down.
    pub(crate) fn lab(&self) -> &Lab {
        &self.0.lab
    }

    /// The newest instant.
    pub(crate) fn edge(&self) -> Micros {
        let end = self.0.lab.with_trace(lab::Trace::end);
        if self.is_over() { end } else { end.max(self.0.lab.stamp()) }
    }

    /// The next instant that a script can name, which counts in milliseconds: what is pressed now
    /// happens then, here and in a twin.
    pub(crate) fn next_millisecond(&self) -> Micros {
        (self.edge() / 1_000 + 1) * 1_000
    }

    /// Whether it has come to an end.
    pub(crate) fn is_over(&self) -> bool {
        self.0.host.is_over()
    }

    /// Whether its clock has run at all.
    pub(crate) fn has_begun(&self) -> bool {
        self.0.begun.get()
    }

    /// How late timers fired.
    pub(crate) fn lateness(&self) -> Lateness {
        self.0.host.lateness()
    }

    /// Lets the clock run. Sees to it that the run ends when there is nothing left to wait for.
    pub(crate) fn resume(&self) {
        self.0.begun.set(true);
        self.0.host.resume();
        self.look_for_the_end();
    }

    /// Stops the clock.
    pub(crate) fn pause(&self) {
        self.0.host.pause();
    }

    /// The clock's speed, in thousandths.
    pub(crate) fn set_speed(&self, speed: u32) {
        self.0.host.set_speed(speed);
    }

    /// The user pressed a button just now. The entry is what the script of its twin has too, so
    /// that both take it in at the same place.
    pub(crate) fn press(&self, entry: ScriptEntry) {
        self.0.host.press(entry);
    }

    /// Seals the run if nothing more can come.
    fn look_for_the_end(&self) {
        let Session { host, lab, setup, .. } = &*self.0;
        // As on the virtual host: running out is an outcome, never a hang.
        let bounds = setup.bounds();
        if host.is_over() {
            return;
        }
        let outcome = if host.alive() == 0 {
            Outcome::Finished
        } else if lab.events() >= bounds.events {
            Outcome::OutOfEvents
        } else if lab.stamp() > bounds.time {
            Outcome::OutOfTime
        } else if host.is_stuck() && self.has_waited() {
            lab.stuck()
        } else {
            return;
        };
        lab.seal(outcome);
        host.end();
    }
}

impl Live {
    /// Nothing has happened for so long that nobody is expected to press a button any more.
    fn has_waited(&self) -> bool {
        let actions = !self.0.setup.scenario.actions.is_empty();
        let quiet = self.0.lab.stamp().saturating_sub(self.0.lab.with_trace(lab::Trace::end));
        !actions || quiet > PATIENCE
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // What is dropped now is not part of the run.
        self.lab.seal(Outcome::Running);
        self.host.end();
    }
}
