//! The host's clock: real time, at a speed, which can stand still.

use lab::Micros;

/// Microseconds of a run, read off the page's own clock.
#[derive(Debug)]
pub(super) struct Clock {
    /// What it showed at `anchor_ms`.
    shown: Micros,
    anchor_ms: f64,
    /// In thousandths.
    pub(super) speed: u32,
    pub(super) running: bool,
}

impl Default for Clock {
    fn default() -> Self {
        Clock { shown: 0, anchor_ms: 0.0, speed: 1_000, running: false }
    }
}

impl Clock {
    pub(super) fn now(&self, page_ms: f64) -> Micros {
        if !self.running {
            return self.shown;
        }
        let passed_us = (page_ms - self.anchor_ms).max(0.0) * f64::from(self.speed);
        self.shown + passed_us as Micros
    }

    pub(super) fn start(&mut self, page_ms: f64) {
        self.anchor_ms = page_ms;
        self.running = true;
    }

    pub(super) fn stop(&mut self, page_ms: f64) {
        self.shown = self.now(page_ms);
        self.running = false;
    }

    pub(super) fn set_speed(&mut self, page_ms: f64, speed: u32) {
        self.shown = self.now(page_ms);
        self.anchor_ms = page_ms;
        self.speed = speed.max(1);
    }
}
