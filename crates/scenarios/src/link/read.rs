//! What the values of a link mean.

use lab::{ScheduleKind, ScriptEntry};

use super::Compare;
use crate::notice::{Notice, quoted};
use crate::params::{Field, Kind};
use crate::scenario::Scenario;

/// More entries of a script than this are ignored.
const MOST_ACTIONS: usize = 64;
/// More choices of a schedule than this are ignored.
const MOST_CHOICES: usize = 2_048;
/// The latest instant a link can name, in milliseconds.
pub(super) const LATEST_MS: i64 = 600_000;

pub(super) fn refused(key: &str, value: &str, field: &Field) -> Notice {
    let (key, given) = (quoted(key), quoted(value));
    match field.kind {
        Kind::Choice(slugs) => Notice::BadChoice { key, given, allowed: slugs.join(", ") },
        Kind::Count | Kind::Millis => {
            Notice::BadNumber { key, given, min: field.min, max: field.max, unit: field.unit() }
        }
    }
}

pub(super) fn number(
    key: &str,
    value: &str,
    min: i64,
    max: i64,
    notices: &mut Vec<Notice>,
) -> Option<i64> {
    let number = value.parse().ok().filter(|number| (min..=max).contains(number));
    if number.is_none() {
        let (key, given) = (quoted(key), quoted(value));
        notices.push(Notice::BadNumber { key, given, min, max, unit: "" });
    }
    number
}

pub(super) fn choice(
    key: &str,
    value: &str,
    allowed: &[&str],
    notices: &mut Vec<Notice>,
) -> Option<usize> {
    let place = allowed.iter().position(|allowed| *allowed == value);
    if place.is_none() {
        let (key, given, allowed) = (quoted(key), quoted(value), allowed.join(", "));
        notices.push(Notice::BadChoice { key, given, allowed });
    }
    place
}

pub(super) fn script(
    scenario: &'static Scenario,
    value: &str,
    notices: &mut Vec<Notice>,
) -> Vec<ScriptEntry> {
    // What it takes a run to find out.
    let mut allowed = None;
    let mut script = Vec::new();
    for given in value.split(',').filter(|given| !given.is_empty()) {
        match entry(scenario, given) {
            Ok(_) if script.len() == MOST_ACTIONS => {
                notices.push(Notice::TooManyActions { limit: MOST_ACTIONS });
                break;
            }
            Ok(entry) => script.push(entry),
            Err(latest) => {
                let allowed = allowed.get_or_insert_with(|| examples(scenario)).clone();
                notices.push(Notice::BadAction { given: quoted(given), allowed, latest });
            }
        }
    }
    script.sort_by_key(|entry| entry.at);
    script
}

/// An entry; or the latest instant at which it could be taken, if nothing else is wrong with it.
fn entry(scenario: &Scenario, given: &str) -> Result<ScriptEntry, Option<i64>> {
    let (what, at) = given.rsplit_once('@').ok_or(None)?;
    let (slug, argument) = match what.split_once(':') {
        Some((slug, argument)) => (slug, Some(argument)),
        None => (what, None),
    };
    let action = scenario.actions.iter().find(|action| action.slug == slug).ok_or(None)?;
    let fits = match argument {
        None => action.argument.stems().is_empty(),
        Some(argument) => action.argument.can_name(argument),
    };
    if !fits {
        return Err(None);
    }
    let at: Option<i64> = at.parse().ok().filter(|at| (0..=LATEST_MS).contains(at));
    let at = at.ok_or(Some(LATEST_MS))? as u64 * 1_000;
    Ok(ScriptEntry { at, action: slug.to_owned(), argument: argument.map(str::to_owned) })
}

fn examples(scenario: &'static Scenario) -> String {
    let examples = scenario.examples().into_iter().map(|example| format!("{example}@ms"));
    examples.collect::<Vec<_>>().join(", ")
}

pub(super) fn schedule(value: &str, notices: &mut Vec<Notice>) -> Option<ScheduleKind> {
    match value {
        "fifo" => return Some(ScheduleKind::Fifo),
        "seeded" => return Some(ScheduleKind::Seeded),
        _ => {}
    }
    let choices: Option<Vec<u32>> = value.split('.').map(|choice| choice.parse().ok()).collect();
    let choices = choices.filter(|choices| choices.len() <= MOST_CHOICES);
    if choices.is_none() {
        let allowed = "fifo, seeded, 1.0.2".to_owned();
        notices.push(Notice::BadChoice { key: "sched".to_owned(), given: quoted(value), allowed });
    }
    choices.map(ScheduleKind::Replay)
}

pub(super) fn compare(
    scenario: &Scenario,
    value: &str,
    notices: &mut Vec<Notice>,
) -> Option<Compare> {
    let found = match value.split_once(':') {
        None => {
            let place = scenario.variants.iter().position(|variant| variant.slug == value);
            place.map(Compare::Variant)
        }
        Some((name, value)) => scenario.field(name).and_then(|(place, field)| {
            field.parse(value).ok().map(|value| Compare::Knob(place, value))
        }),
    };
    if found.is_none() {
        let slugs: Vec<_> = scenario.variants.iter().map(|variant| variant.slug).collect();
        let allowed = format!("{}, knob:value", slugs.join(", "));
        let given = quoted(value);
        notices.push(Notice::BadChoice { key: "compare".to_owned(), given, allowed });
    }
    found
}
