//! The host's clock: real time, at a speed, which can stand still.

use lab::Micros;

/// Microseconds of a run, read off the page's own clock.
#[derive(Debug)]
pub(super) struct Clock {
    /// What it showed at `anchor_ms`; it stands there until there is one.
    shown: Micros,
    anchor_ms: Option<f64>,
    /// In thousandths.
    pub(super) speed: u32,
    pub(super) running: bool,
}

impl Default for Clock {
    fn default() -> Self {
        Clock { shown: 0, anchor_ms: None, speed: 1_000, running: false }
    }
}

impl Clock {
    pub(super) fn now(&self, page_ms: f64) -> Micros {
        let Some(anchor_ms) = self.anchor_ms else { return self.shown };
        let passed_us = (page_ms - anchor_ms).max(0.0) * f64::from(self.speed);
        self.shown + passed_us as Micros
    }

    /// Lets it run from the next [`go`](Clock::go) on.
    pub(super) fn start(&mut self) {
        self.running = true;
    }

    /// The run has the thread: time passes from now on, if it does not yet. What the page did
    /// between the press of a button and now is not the run's lateness.
    pub(super) fn go(&mut self, page_ms: f64) {
        if self.running {
            self.anchor_ms.get_or_insert(page_ms);
        }
    }

    pub(super) fn stop(&mut self, page_ms: f64) {
        self.shown = self.now(page_ms);
        self.anchor_ms = None;
        self.running = false;
    }

    pub(super) fn set_speed(&mut self, page_ms: f64, speed: u32) {
        self.shown = self.now(page_ms);
        self.anchor_ms = self.anchor_ms.map(|_| page_ms);
        self.speed = speed.max(1);
    }
}
