//! What the workers and whoever hires them share.

use super::{Assessment, Rule, Scaler, Served, Step, Totals};
use crate::sync::lock;
use crate::{Cause, Clock};
use std::sync::Mutex;
use std::task::Waker;
use std::time::Duration;

/// What the workers and whoever hires them share.
#[derive(Debug)]
pub(super) struct Crew<C, O> {
    clock: C,
    observe: O,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    scaler: Scaler,
    /// Workers that are yet to be spawned.
    hires: usize,
    /// Workers that were spawned and have not ended.
    alive: usize,
    /// Workers spawned so far.
    hired: usize,
    /// Whether somebody found that no job will come any more.
    over: bool,
    totals: Totals,
    /// Whoever hires.
    waker: Option<Waker>,
}

/// What is to be done by whoever hires.
pub(super) enum Order {
    /// Spawn the worker of this number.
    Hire(usize),
    /// Nothing now.
    Wait,
    /// Nothing ever: all have ended.
    Over(Totals),
}

impl<C: Clock, O: Fn(&Assessment)> Crew<C, O> {
    /// Adds what became of a job that was meant to start at `due`.
    pub(super) fn done(&self, due: Duration, served: Option<Served>) {
        let now = self.clock.now();
        let mut state = lock(&self.state);
        match served {
            Some(Served::Done) => {
                state.totals.done += 1;
                state.scaler.record(now, now.saturating_sub(due));
            }
            Some(Served::Refused) => state.totals.refused += 1,
            None => state.totals.panicked += 1,
        }
    }

    /// Decides after a job; tells whether the worker who asks is the one to go.
    pub(super) fn assess(&self, busy: bool) -> bool {
        let now = self.clock.now();
        let mut state = lock(&self.state);
        let assessment = state.scaler.assess(now, busy);
        // The end may have been found since this worker looked.
        let waker = if assessment.step == Step::Grow && !state.over {
            state.hires += 1;
            state.waker.take()
        } else {
            None
        };
        // The rule does not know of workers that were dropped before their end.
        let goes = assessment.step == Step::Shrink && state.alive > state.scaler.rule().min;
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
        (self.observe)(&assessment);
        goes
    }
}

impl<C, O> Crew<C, O> {
    pub(super) fn new(clock: C, rule: Rule, observe: O) -> Self {
        let scaler = Scaler::new(rule);
        let state = State {
            hires: scaler.workers(),
            scaler,
            alive: 0,
            hired: 0,
            over: false,
            totals: Totals::default(),
            waker: None,
        };
        Self { clock, observe, state: Mutex::new(state) }
    }

    /// No job comes any more: nobody else is hired.
    pub(super) fn over(&self, cause: Option<Cause>) {
        let mut state = lock(&self.state);
        if !std::mem::replace(&mut state.over, true) {
            state.hires = 0;
            state.totals.cause = cause;
        }
    }

    /// A worker has ended.
    pub(super) fn leave(&self) {
        let mut state = lock(&self.state);
        state.alive -= 1;
        let waker = state.waker.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// What is to be done now; `waker` is woken when there is something else.
    pub(super) fn order(&self, waker: &Waker) -> Order {
        let mut state = lock(&self.state);
        if state.hires > 0 {
            state.hires -= 1;
            state.alive += 1;
            state.hired += 1;
            return Order::Hire(state.hired);
        }
        if state.alive == 0 {
            return Order::Over(state.totals.clone());
        }
        let stale = state.waker.replace(waker.clone());
        drop(state);
        drop(stale);
        Order::Wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ManualTimer;

    #[test]
    fn nobody_is_hired_after_the_end() {
        let timer = ManualTimer::new();
        let target = Duration::from_millis(5);
        let rule =
            Rule { window: 1, samples: 1, cooldown: Duration::ZERO, ..Rule::new(target, 1, 2) };
        let told = Mutex::new(Vec::new());
        let observe = |assessment: &Assessment| lock(&told).push(assessment.step);
        let crew = Crew::new(timer.clone(), rule, observe);
        assert!(matches!(crew.order(Waker::noop()), Order::Hire(1)));
        timer.advance(target * 2);
        crew.done(Duration::ZERO, Some(Served::Done));
        // Another worker finds the end before this one has decided.
        crew.over(None);
        crew.assess(true);
        assert_eq!(*lock(&told), [Step::Grow]);
        crew.leave();
        assert!(matches!(crew.order(Waker::noop()), Order::Over(_)));
    }
}
