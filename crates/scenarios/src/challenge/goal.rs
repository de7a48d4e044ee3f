//! A goal: some measures, each with a bound, as a link has them: `p95<200,dropped=0`.

use lab::{Measured, Outcome, Trace};

use super::measure::{Measure, Unit};
use crate::language::Language;
use crate::notice::{Notice, few, quoted};
use crate::scenario::Scenario;
use crate::setup::Setup;

/// More parts of a goal than this are ignored.
const MOST: usize = 8;
/// The largest number that a part can name.
const LARGEST: i64 = 1_000_000_000;

/// What a run is to come to: all of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Its parts, at least one.
    pub parts: Vec<Part>,
}

/// A measure and its bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What is measured.
    pub measure: Measure,
    /// How it is to stand to the number.
    pub op: Op,
    /// The number, in the measure's unit.
    pub number: i64,
}

/// How a measure is to stand to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Less.
    Under,
    /// Less or the same.
    AtMost,
    /// More.
    Over,
    /// More or the same.
    AtLeast,
    /// The same.
    Is,
}

/// What a part has come to in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The part.
    pub part: Part,
    /// What was measured, in thousandths of its unit; nothing if the run has no such figure.
    pub value: Option<i64>,
    /// Whether that is what was wanted.
    pub met: bool,
}

impl Found {
    /// What was wanted, and what was measured, as links write it: `p95<200: 485`.
    pub fn say(&self, scenario: &Scenario, language: Language) -> String {
        let wanted = self.part.written(scenario);
        let unit = self.part.measure.unit(scenario);
        match self.value {
            None if language == Language::Vi => format!("{wanted}: không có số liệu"),
            None => format!("{wanted}: no such figure"),
            Some(value) if unit.is_number() && value % 1_000 != 0 => {
                format!("{wanted}: {}.{}", value / 1_000, value % 1_000 / 100)
            }
            Some(value) => format!("{wanted}: {}", unit.write(scenario, value / 1_000)),
        }
    }
}

impl Op {
    /// In the order in which a text is searched for them: the longer ones first.
    const ALL: [(&'static str, Op); 5] =
        [("<=", Op::AtMost), (">=", Op::AtLeast), ("<", Op::Under), (">", Op::Over), ("=", Op::Is)];

    /// As links have it.
    pub fn sign(self) -> &'static str {
        Op::ALL.iter().find(|(_, op)| *op == self).map_or("", |(sign, _)| sign)
    }
}

impl Goal {
    /// Reads a goal. Whatever cannot be used is ignored and said; nothing if nothing is left.
    pub fn read(scenario: &Scenario, text: &str, notices: &mut Vec<Notice>) -> Option<Self> {
        let mut parts = Vec::new();
        for given in text.split(',').map(str::trim).filter(|given| !given.is_empty()) {
            match Part::read(scenario, given) {
                Ok(_) if parts.len() == MOST => {
                    notices.push(Notice::LongGoal { limit: MOST });
                    break;
                }
                Ok(part) if parts.contains(&part) => {}
                Ok(part) => parts.push(part),
                Err(notice) => notices.push(notice),
            }
        }
        (!parts.is_empty()).then_some(Goal { parts })
    }

    /// As links have it; [`read`](Goal::read) reads it back.
    pub fn written(&self, scenario: &Scenario) -> String {
        let parts = self.parts.iter().map(|part| part.written(scenario));
        parts.collect::<Vec<_>>().join(",")
    }

    /// What has become of each part in a run with this outcome.
    pub fn check(&self, setup: &Setup, trace: &Trace, measured: &Measured) -> Vec<Found> {
        let found = |part: &Part| {
            let value = part.measure.value(setup, trace, measured);
            let unit = part.measure.unit(setup.scenario);
            Found { part: *part, value, met: value.is_some_and(|value| part.allows(unit, value)) }
        };
        self.parts.iter().map(found).collect()
    }

    /// Whether a run has come to all of it. One that was not seen to its end has not: what is yet to
    /// come could change every figure.
    pub fn is_met(found: &[Found], trace: &Trace) -> bool {
        let ended = matches!(trace.outcome, Outcome::Finished | Outcome::Deadlocked { .. });
        ended && found.iter().all(|found| found.met)
    }
}

impl Part {
    fn read(scenario: &Scenario, given: &str) -> Result<Self, Notice> {
        let end = given.find(['<', '>', '=']).unwrap_or(given.len());
        let (name, rest) = given.split_at(end);
        let name = name.trim_end();
        let Some(measure) = Measure::find(scenario, name) else {
            let elsewhere = Measure::is_somewhere(name);
            let allowed = few(Measure::names(scenario));
            return Err(Notice::BadGoal {
                given: quoted(given),
                name: quoted(name),
                allowed,
                elsewhere,
            });
        };
        let unit = measure.unit(scenario);
        if rest.is_empty() && unit == Unit::Flag {
            return Ok(Part { measure, op: Op::Is, number: 1 });
        }
        let bad = || Notice::BadBound {
            given: quoted(given),
            name: name.to_owned(),
            allowed: allowed(scenario, unit),
        };
        let found = Op::ALL.iter().find_map(|(sign, op)| Some((*op, rest.strip_prefix(sign)?)));
        let (op, number) = found.ok_or_else(bad)?;
        let number = unit.read(scenario, number.trim_start()).ok_or_else(bad)?;
        if !unit.is_number() && op != Op::Is {
            return Err(bad());
        }
        Ok(Part { measure, op, number })
    }

    fn written(self, scenario: &Scenario) -> String {
        let Part { measure, op, number } = self;
        let number = measure.unit(scenario).write(scenario, number);
        format!("{}{}{number}", measure.name(scenario), op.sign())
    }

    /// Whether so many thousandths are what is wanted. What is to be the same is so if it is the
    /// same as far as it is shown.
    fn allows(self, unit: Unit, value: i64) -> bool {
        let bound = self.number * 1_000;
        match self.op {
            Op::Under => value < bound,
            Op::AtMost => value <= bound,
            Op::Over => value > bound,
            Op::AtLeast => value >= bound,
            Op::Is if unit.is_number() => (value + 500).div_euclid(1_000) == self.number,
            Op::Is => value == bound,
        }
    }
}

impl Unit {
    fn is_number(self) -> bool {
        !matches!(self, Unit::Flag | Unit::Choice(_) | Unit::Variant)
    }

    fn suffix(self) -> &'static str {
        match self {
            Unit::Millis => "ms",
            Unit::Percent => "%",
            Unit::PerSecond => "/s",
            _ => "",
        }
    }

    fn read(self, scenario: &Scenario, text: &str) -> Option<i64> {
        let place = match self {
            Unit::Choice(slugs) => slugs.iter().position(|slug| *slug == text)?,
            Unit::Variant => scenario.variants.iter().position(|variant| variant.slug == text)?,
            _ => {
                let digits = text.strip_suffix(self.suffix()).unwrap_or(text).trim_end();
                let most = if self == Unit::Flag { 1 } else { LARGEST };
                return digits.parse().ok().filter(|number| (0..=most).contains(number));
            }
        };
        i64::try_from(place).ok()
    }

    fn write(self, scenario: &Scenario, number: i64) -> String {
        let place = usize::try_from(number).unwrap_or(0);
        match self {
            Unit::Choice(slugs) => slugs.get(place).copied().unwrap_or_default().to_owned(),
            Unit::Variant => {
                scenario.variants.get(place).map_or("", |variant| variant.slug).to_owned()
            }
            _ => number.to_string(),
        }
    }
}

/// What may stand behind a measure of this unit.
fn allowed(scenario: &Scenario, unit: Unit) -> String {
    match unit {
        Unit::Flag => "=0, =1".to_owned(),
        Unit::Choice(slugs) => {
            slugs.iter().map(|slug| format!("={slug}")).collect::<Vec<_>>().join(", ")
        }
        Unit::Variant => {
            let slugs = scenario.variants.iter().map(|variant| format!("={}", variant.slug));
            slugs.collect::<Vec<_>>().join(", ")
        }
        _ => format!("<, <=, >, >=, = (0–{LARGEST}{})", unit.suffix()),
    }
}
