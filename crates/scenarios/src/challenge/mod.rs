//! Challenges: something for the reader to reach, or to foresee. Whether they did is read off the
//! trace.

mod goal;
mod measure;
pub(crate) mod seen;

use lab::Trace;

pub use self::goal::{Found, Goal, Op, Part};
pub use self::measure::{Measure, Unit};
use crate::link::{Cursor, Link};
use crate::scenario::Scenario;
use crate::setup::Setup;

/// Something for the reader to do; its words are in the words files.
#[derive(Clone, Copy, Debug)]
pub struct Challenge {
    /// Its slug.
    pub slug: &'static str,
    /// The settings it begins with, as a link has them: `work=computing`. The rest is as by default.
    pub begins: &'static str,
    /// What is to be done.
    pub task: Task,
}

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub enum Task {
    /// To turn knobs, or to act, until the run comes to something.
    Reach {
        /// What it is to come to, as a link has it: `p95<200,workers<=4`.
        goal: &'static str,
        /// What may be used for it: names of knobs and actions, `variant`.
        with: &'static [&'static str],
        /// Settings that reach it, beside those it begins with.
        solution: &'static str,
    },
    /// To say what happens next.
    Foresee {
        /// Slugs of the answers that can be given.
        choices: &'static [&'static str],
        /// Finds the question, and its answer, in a run.
        ask: fn(&Trace) -> Option<Asked>,
        /// Settings, beside those it begins with, that make another answer the right one.
        otherwise: &'static str,
    },
}

/// A question that a run answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Where the run stops, and the question is asked.
    pub stop: Cursor,
    /// The slug of the right answer.
    pub answer: &'static str,
    /// The event that shows it.
    pub shows: usize,
}

impl Challenge {
    /// The run that it begins with.
    pub fn setup(&self, scenario: &'static Scenario) -> Setup {
        Link::set_to(scenario, self.begins).setup
    }

    /// The same with these settings beside.
    pub fn setup_with(&self, scenario: &'static Scenario, more: &str) -> Setup {
        Link::set_to(scenario, &format!("{}&{more}", self.begins)).setup
    }

    /// What is to be reached, if it is one to be reached.
    pub fn goal(&self, scenario: &'static Scenario) -> Option<Goal> {
        let Task::Reach { goal, .. } = self.task else { return None };
        Goal::read(scenario, goal, &mut Vec::new())
    }

    /// What was changed beside what may be: names of knobs and actions, `variant`, `seed`.
    pub fn strayed(&self, setup: &Setup) -> Vec<&'static str> {
        let Task::Reach { with, .. } = self.task else { return Vec::new() };
        let begun = self.setup(setup.scenario);
        let fields = setup.scenario.fields.iter().zip(setup.values.iter().zip(&begun.values));
        let knobs = fields.filter(|(_, (now, then))| now != then).map(|(field, _)| field.name);
        let acted = |slug: &str| {
            let of = |setup: &Setup| {
                setup
                    .script
                    .iter()
                    .filter(|entry| entry.action == slug)
                    .cloned()
                    .collect::<Vec<_>>()
            };
            of(setup) != of(&begun)
        };
        let actions = setup.scenario.actions.iter().map(|action| action.slug);
        let actions = actions.filter(|slug| acted(slug));
        let variant = (setup.variant != begun.variant).then_some("variant");
        let chance = (setup.seed, &setup.schedule) != (begun.seed, &begun.schedule);
        let seed = chance.then_some("seed");
        let all = knobs.chain(actions).chain(variant).chain(seed);
        all.filter(|name| !with.contains(name)).collect()
    }
}

impl Scenario {
    /// The challenge of this slug.
    pub fn challenge(&self, slug: &str) -> Option<&'static Challenge> {
        self.challenges.iter().find(|challenge| challenge.slug == slug)
    }
}
