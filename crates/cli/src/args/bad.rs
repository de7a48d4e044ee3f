//! What is said of a bad argument, in one line.

use scenarios::{Language, Link, Notice, SCENARIOS, Scenario};

/// A bad argument: names it, and says what is allowed.
pub(crate) struct Bad(pub(crate) String);

impl From<lexopt::Error> for Bad {
    fn from(error: lexopt::Error) -> Self {
        let takes = match &error {
            lexopt::Error::MissingValue { option: Some(option) } => takes(option),
            _ => None,
        };
        let allowed = takes.map_or(String::new(), |takes| format!("; it takes {takes}"));
        Bad(one_line(&error.to_string()) + &allowed)
    }
}

/// What links take beside the knobs of their scenario.
const KEYS: &str = "its knobs, variant, seed, do, sched, traffic, at, e, time, speed, axis, compare, side, follow, \
                    goal, embed and what is of frames, theme, lang";

/// What stands behind an option.
fn takes(option: &str) -> Option<&'static str> {
    Some(match option {
        "--seed" => "a whole number from 0",
        "--at" => "a whole number of ms",
        "--do" => "ACTION@MS",
        "--variant" => "the name of a variant",
        "--sched" => "fifo, seeded or choices such as 1.0.2",
        "--format" => "text, json, svg, perfetto or test",
        "--width" => "a whole number from 240 to 4000",
        "--theme" => "auto, light or dark",
        "--axis" => "time or order",
        "--lang" => "en or vi",
        "--goal" => "a goal such as p95<200,dropped=0",
        "--traffic" => "a file",
        _ => return None,
    })
}

pub(super) fn choice(key: &str, value: &str, allowed: &[&str]) -> Result<usize, Bad> {
    allowed.iter().position(|allowed| *allowed == value).ok_or_else(|| {
        Bad(format!("{key}: “{}” is none of {}", one_line(value), allowed.join(", ")))
    })
}

/// Takes one `key=value` over as a link would, but strictly.
pub(super) fn apply(link: &mut Link, key: &str, value: &str) -> Result<(), Bad> {
    let mut notices = Vec::new();
    link.apply(key, value, &mut notices);
    notices.first().map_or(Ok(()), |notice| Err(bad(notice)))
}

/// What a link would ignore is an error here.
pub(super) fn bad(notice: &Notice) -> Bad {
    Bad(match notice {
        Notice::UnknownScenario { given } => format!("there is no scenario “{given}”; {}", slugs()),
        Notice::UnknownKey { given } => {
            format!("“{given}” is not known to links; they take {KEYS}")
        }
        Notice::UnknownKeys { given } => format!("not known to links: {given}; they take {KEYS}"),
        Notice::Twice { key } => format!("{key} is given twice"),
        Notice::BadNumber { key, given, min, max, unit } => {
            let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
            format!("{key}: “{given}” is not a whole number from {min} to {max}{unit}")
        }
        Notice::BadChoice { key, given, allowed } => {
            format!("{key}: “{given}” is none of {allowed}")
        }
        Notice::BadAction { given, latest: Some(latest), .. } => {
            format!(
                "do: “{given}” cannot be taken; behind @ stands a whole number from 0 to {latest} ms"
            )
        }
        Notice::BadAction { given, allowed, .. } if allowed.is_empty() => {
            format!("do: “{given}” cannot be taken; there are no actions here")
        }
        Notice::BadAction { given, allowed, .. } => {
            format!("do: “{given}” cannot be taken; {allowed} can")
        }
        other => one_line(&other.say(Language::En)),
    })
}

pub(super) fn slugs() -> String {
    let slugs: Vec<&str> = SCENARIOS.iter().map(|scenario: &Scenario| scenario.slug).collect();
    slugs.join(", ")
}

/// What was given, on one line and not endless.
pub(crate) fn one_line(given: &str) -> String {
    let mut seen = given.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut line: String = seen.by_ref().take(200).collect();
    if seen.next().is_some() {
        line.push('…');
    }
    line
}
