//! Which limit would have fitted: the reader's own arrivals, decided on with one limit after the
//! other.

use std::time::Duration;

use lab::Arrival;
use patterns::{Decision, Limiter};

use crate::setup::Setup;

/// What a limit is the limit of.
#[derive(Clone, Copy, Debug)]
pub struct Fitting {
    /// The limiters that have it, as they are called in the picture; one without a name if it is the only one.
    pub limiters: &'static [&'static str],
    /// How many of these arrivals the limiter at a place turns away, written as it should be. Gets a
    /// value a field.
    pub refused: fn(usize, &[Arrival], &[i64]) -> usize,
}

/// The limits that would have fitted one limiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fits {
    /// Its name; empty if it is the only one.
    pub limiter: &'static str,
    /// With this limit nobody is turned away, with one less somebody is; `None` if the knob does not
    /// go so far.
    pub all: Option<i64>,
    /// With this one at most one of a hundred is.
    pub most: Option<i64>,
}

/// How many of these arrivals a limiter turns away that is asked for one unit by each.
pub(crate) fn turned_away(mut limiter: impl Limiter, arrivals: &[Arrival]) -> usize {
    let refuses = |arrival: &&Arrival| {
        !limiter.ask(Duration::from_micros(arrival.at), 1).is_ok_and(Decision::is_admitted)
    };
    arrivals.iter().filter(refuses).count()
}

/// Looks for the limits that fit, a value at a time: each takes as long as all decisions of one
/// limiter.
pub struct FitSearch {
    setup: Setup,
    knob: usize,
    fitting: Fitting,
    found: Vec<Fits>,
    /// What the limiter looked at has found for all, once it has.
    all: Option<Option<i64>>,
    /// The limit is not below this,
    from: i64,
    /// nor above this.
    to: i64,
}

impl FitSearch {
    /// A search for the traffic of `setup`, if it has any, and a knob that is a limit.
    pub fn new(setup: &Setup) -> Option<Self> {
        let knob = Self::knob(setup)?;
        let fitting = setup.scenario.fields[knob].fitting?;
        let (found, all) = (Vec::new(), None);
        let mut search =
            FitSearch { setup: setup.clone(), knob, fitting, found, all, from: 0, to: 0 };
        search.begin();
        Some(search)
    }

    /// The place of the knob that is a limit, if there is traffic to fit it to.
    pub fn knob(setup: &Setup) -> Option<usize> {
        if !setup.uses_traffic() || setup.traffic.is_empty() {
            return None;
        }
        setup.scenario.fields.iter().position(|field| field.fitting.is_some())
    }

    /// What has to be asked for the traffic of `setup`: the same for all values of the knob that is a
    /// limit. `None` if there is nothing to ask, or the limiter is written as in a trap.
    pub fn question(setup: &Setup) -> Option<Setup> {
        let knob = Self::knob(setup).filter(|_| setup.variant == 0)?;
        let mut question = Setup { seed: 0, script: Vec::new(), ..setup.clone() };
        question.values[knob] = setup.scenario.fields[knob].min;
        Some(question)
    }

    /// Tries one more value. The limits, once all are found.
    pub fn advance(&mut self) -> Option<&[Fits]> {
        if self.found.len() == self.fitting.limiters.len() {
            return Some(&self.found);
        }
        if self.from < self.to {
            let value = self.from + (self.to - self.from) / 2;
            if self.refused(value) <= self.allowed() {
                self.to = value
            } else {
                self.from = value + 1
            }
            return None;
        }
        let max = self.setup.scenario.fields[self.knob].max;
        let fits = (self.from <= max).then_some(self.from);
        match self.all {
            None => {
                self.all = Some(fits);
                // What lets all through lets 99 of 100 through.
                self.from = self.setup.scenario.fields[self.knob].min;
            }
            Some(all) => {
                let limiter = self.fitting.limiters[self.found.len()];
                self.found.push(Fits { limiter, all, most: fits });
                self.begin();
            }
        }
        None
    }

    fn begin(&mut self) {
        let field = &self.setup.scenario.fields[self.knob];
        (self.all, self.from, self.to) = (None, field.min, field.max + 1);
    }

    fn allowed(&self) -> usize {
        if self.all.is_none() { 0 } else { self.setup.traffic.len() / 100 }
    }

    fn refused(&mut self, value: i64) -> usize {
        self.setup.values[self.knob] = value;
        (self.fitting.refused)(self.found.len(), &self.setup.traffic, &self.setup.values)
    }
}
