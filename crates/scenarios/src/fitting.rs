//! Which limit would have fitted: the reader's own arrivals, decided on with one limit after the
//! other.

use std::time::Duration;

use lab::Arrival;
use patterns::{Decision, Limiter};

use crate::setup::Setup;
use crate::traffic::MOST_KEYS;

/// What a limit is the limit of.
#[derive(Clone, Copy, Debug)]
pub struct Fitting {
    /// The limiters that have it, as they are called in the picture; one without a name if it is the only one.
    pub limiters: &'static [&'static str],
    /// If it is a limit a key, the knob that says for how many keys there is room. The limit is fitted
    /// with room for all of them, and the room then to that limit.
    pub room: Option<&'static str>,
    /// How many of these arrivals the limiter at a place turns away, written as it should be. Gets a
    /// value a field.
    pub refused: fn(usize, &[Arrival], &[i64]) -> usize,
}

/// The values of a knob that would have fitted one limiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fits {
    /// Its name; empty if it is the only one.
    pub limiter: &'static str,
    /// The knob's place.
    pub knob: usize,
    /// With this value nobody is turned away, with one less somebody is; `None` if the knob does not
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
    fitting: Fitting,
    /// The limit's place.
    limit: usize,
    /// The place of the knob that says for how many keys there is room, if it is a limit a key.
    room: Option<usize>,
    /// Whose value of which knob is looked for, in order: the limiter's place, and the knob's.
    wanted: Vec<(usize, usize)>,
    found: Vec<Fits>,
    /// What the limiter looked at has found for all, once it has.
    all: Option<Option<i64>>,
    /// The value is not below this,
    from: i64,
    /// nor above this.
    to: i64,
}

impl FitSearch {
    /// A search for the traffic of `setup`, if it has any, and a knob that is a limit.
    pub fn new(setup: &Setup) -> Option<Self> {
        let (limit, room, fitting) = Self::knobs(setup)?;
        let each = |limiter| std::iter::once(limit).chain(room).map(move |knob| (limiter, knob));
        let wanted = (0..fitting.limiters.len()).flat_map(each).collect();
        let (setup, found, all) = (setup.clone(), Vec::new(), None);
        let mut search =
            FitSearch { setup, fitting, limit, room, wanted, found, all, from: 0, to: 0 };
        search.begin();
        Some(search)
    }

    /// What has to be asked for the traffic of `setup`: the same for all values of the knobs that are
    /// looked for. `None` if there is nothing to ask, or the limiter is written as in a trap.
    pub fn question(setup: &Setup) -> Option<Setup> {
        let (limit, room, _) = Self::knobs(setup).filter(|_| setup.variant == 0)?;
        let mut question = Setup { seed: 0, script: Vec::new(), ..setup.clone() };
        for knob in std::iter::once(limit).chain(room) {
            question.values[knob] = setup.scenario.fields[knob].min;
        }
        Some(question)
    }

    /// Tries one more value. The limits, once all are found.
    pub fn advance(&mut self) -> Option<&[Fits]> {
        let Some(&(limiter, knob)) = self.wanted.get(self.found.len()) else {
            return Some(&self.found);
        };
        if self.from < self.to {
            let value = self.from + (self.to - self.from) / 2;
            if self.fits(limiter, knob, value) {
                self.to = value
            } else {
                self.from = value + 1
            }
            return None;
        }
        let fits = (self.from <= self.setup.scenario.fields[knob].max).then_some(self.from);
        match self.all {
            None => {
                self.all = Some(fits);
                // What lets all through lets 99 of 100 through.
                self.from = self.setup.scenario.fields[knob].min;
            }
            Some(all) => {
                let limiter = self.fitting.limiters[limiter];
                self.found.push(Fits { limiter, knob, all, most: fits });
                self.begin();
            }
        }
        None
    }

    /// The place of the knob that is a limit, if there is traffic to fit it to, and that of the one
    /// that says for how many keys there is room.
    fn knobs(setup: &Setup) -> Option<(usize, Option<usize>, Fitting)> {
        if !setup.uses_traffic() || setup.traffic.is_empty() {
            return None;
        }
        let mut fields = setup.scenario.fields.iter().enumerate();
        let (limit, fitting) = fields.find_map(|(place, field)| Some((place, field.fitting?)))?;
        let room = fitting.room.and_then(|name| setup.scenario.field(name));
        Some((limit, room.map(|(place, _)| place), fitting))
    }

    fn begin(&mut self) {
        let Some(&(_, knob)) = self.wanted.get(self.found.len()) else { return };
        let field = &self.setup.scenario.fields[knob];
        (self.all, self.from, self.to) = (None, field.min, field.max + 1);
    }

    fn fits(&mut self, limiter: usize, knob: usize, value: i64) -> bool {
        let values = &mut self.setup.values;
        values[knob] = value;
        if let Some(room) = self.room {
            if knob == self.limit {
                values[room] = i64::from(MOST_KEYS);
            } else {
                // The room for whoever the limit that fits lets through.
                let fits = self.found.last().and_then(|limit| match self.all {
                    None => limit.all,
                    Some(_) => limit.most,
                });
                let Some(fits) = fits else { return false };
                values[self.limit] = fits;
            }
        }
        let allowed = if self.all.is_none() { 0 } else { self.setup.traffic.len() / 100 };
        (self.fitting.refused)(limiter, &self.setup.traffic, values) <= allowed
    }
}
