//! What a goal can be about.

use lab::{Measured, Outcome, Trace};

use crate::params::Kind;
use crate::registry::SCENARIOS;
use crate::scenario::Scenario;
use crate::setup::Setup;

/// Something about a run that is a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// How long the whole run takes.
    Makespan,
    /// How many items are delivered a second.
    Throughput,
    /// The time from an item's making to its delivery that half of them keep.
    P50,
    /// The time that 95 of 100 keep.
    P95,
    /// The time that 99 of 100 keep.
    P99,
    /// How many items are delivered.
    Delivered,
    /// How many items vanish in somebody's hands.
    Lost,
    /// How many items are not delivered, for whatever reason.
    Dropped,
    /// How many times a gate turns an item away.
    Refused,
    /// How many times a gate lets an item pass.
    Admitted,
    /// The most that waits in any one channel.
    Peak,
    /// For how much of the run the peers have something in hand.
    Occupied,
    /// For how much of the run a thread is running something.
    Running,
    /// Whether every task ends.
    Finished,
    /// Whether nobody can go on.
    Deadlocked,
    /// Whether all claims hold.
    Claims,
    /// How many actions are taken.
    Actions,
    /// Which variant, by its place.
    Variant,
    /// Whether the claim at this place holds.
    Claim(usize),
    /// What the knob at this place is set to.
    Knob(usize),
}

/// Those that every scenario has, by the names that links have for them.
const COMMON: [(&str, Measure); 18] = [
    ("makespan", Measure::Makespan),
    ("throughput", Measure::Throughput),
    ("p50", Measure::P50),
    ("p95", Measure::P95),
    ("p99", Measure::P99),
    ("delivered", Measure::Delivered),
    ("lost", Measure::Lost),
    ("dropped", Measure::Dropped),
    ("refused", Measure::Refused),
    ("admitted", Measure::Admitted),
    ("peak", Measure::Peak),
    ("occupied", Measure::Occupied),
    ("running", Measure::Running),
    ("finished", Measure::Finished),
    ("deadlocked", Measure::Deadlocked),
    ("claims", Measure::Claims),
    ("actions", Measure::Actions),
    ("variant", Measure::Variant),
];

/// What the number of a measure means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// So many.
    Count,
    /// So many milliseconds.
    Millis,
    /// So many a second.
    PerSecond,
    /// So many of a hundred.
    Percent,
    /// Yes (1) or no (0).
    Flag,
    /// One of these, by its place; their slugs.
    Choice(&'static [&'static str]),
    /// A variant of the scenario, by its place.
    Variant,
}

impl Measure {
    /// The one that is called so here.
    pub fn find(scenario: &Scenario, name: &str) -> Option<Self> {
        let common = COMMON.iter().find(|(known, _)| *known == name).map(|(_, measure)| *measure);
        let knob = || scenario.field(name).map(|(place, _)| Measure::Knob(place));
        let claim = || scenario.claims.iter().position(|claim| claim.slug == name);
        common.or_else(knob).or_else(|| claim().map(Measure::Claim))
    }

    /// What it is called in links.
    pub fn name(self, scenario: &Scenario) -> &'static str {
        match self {
            Measure::Knob(place) => scenario.fields.get(place).map_or("", |field| field.name),
            Measure::Claim(place) => scenario.claims.get(place).map_or("", |claim| claim.slug),
            _ => COMMON.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name),
        }
    }

    /// The names of all that a goal of this scenario can be about.
    pub fn names(scenario: &Scenario) -> Vec<&'static str> {
        let common = COMMON.iter().map(|(name, _)| *name);
        let knobs = scenario.fields.iter().map(|field| field.name);
        let claims = scenario.claims.iter().map(|claim| claim.slug);
        common.chain(knobs).chain(claims).collect()
    }

    /// Whether some scenario has this, though not necessarily this one.
    pub(crate) fn is_somewhere(name: &str) -> bool {
        SCENARIOS.iter().any(|scenario| Measure::find(scenario, name).is_some())
    }

    /// What its number means.
    pub fn unit(self, scenario: &Scenario) -> Unit {
        match self {
            Measure::Makespan | Measure::P50 | Measure::P95 | Measure::P99 => Unit::Millis,
            Measure::Throughput => Unit::PerSecond,
            Measure::Occupied | Measure::Running => Unit::Percent,
            Measure::Finished | Measure::Deadlocked | Measure::Claims | Measure::Claim(_) => {
                Unit::Flag
            }
            Measure::Variant => Unit::Variant,
            Measure::Knob(place) => match scenario.fields.get(place).map(|field| field.kind) {
                Some(Kind::Millis) => Unit::Millis,
                Some(Kind::Choice(slugs)) => Unit::Choice(slugs),
                _ => Unit::Count,
            },
            _ => Unit::Count,
        }
    }

    /// What it comes to in a run, in thousandths of its unit; nothing if the run has no such figure.
    pub(super) fn value(self, setup: &Setup, trace: &Trace, measured: &Measured) -> Option<i64> {
        let thousands = |count: usize| i64::try_from(count).ok()?.checked_mul(1_000);
        let flag = |is: bool| Some(i64::from(is) * 1_000);
        let micros = |us: u64| i64::try_from(us).ok();
        match self {
            Measure::Makespan => micros(measured.makespan_us),
            Measure::Throughput => micros(measured.throughput),
            Measure::P50 => measured.p50_us.and_then(micros),
            Measure::P95 => measured.p95_us.and_then(micros),
            Measure::P99 => measured.p99_us.and_then(micros),
            Measure::Delivered => thousands(measured.delivered),
            Measure::Lost => thousands(measured.lost),
            Measure::Dropped => thousands(measured.lost + measured.given_up),
            Measure::Refused => thousands(measured.refused),
            Measure::Admitted => measured.admitted.and_then(thousands),
            Measure::Peak => measured.peak.and_then(thousands),
            Measure::Occupied => micros(measured.occupied_permille * 100),
            Measure::Running => micros(measured.running_permille * 100),
            Measure::Finished => flag(trace.outcome == Outcome::Finished),
            Measure::Deadlocked => flag(matches!(trace.outcome, Outcome::Deadlocked { .. })),
            Measure::Claims => flag(trace.claims.iter().all(|claim| claim.holds)),
            Measure::Claim(place) => flag(trace.claims.get(place)?.holds),
            Measure::Actions => thousands(setup.script.len()),
            Measure::Variant => thousands(setup.variant),
            Measure::Knob(place) => setup.values.get(place)?.checked_mul(1_000),
        }
    }
}
