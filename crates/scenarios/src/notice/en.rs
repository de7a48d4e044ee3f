//! What a link held that could not be used, in English.

use super::{Notice, after_colon, spaced};
use crate::language::Language;
use crate::traffic::grouped;

impl Notice {
    pub(super) fn english(&self) -> String {
        match self {
            Notice::UnknownScenario { given } => {
                format!("There is no pattern “{given}”; this is the opening lesson.")
            }
            Notice::UnknownKey { given } => format!("“{given}” is not known here and was ignored."),
            Notice::UnknownKeys { given } => {
                format!("Not known here, and ignored: {given}.")
            }
            Notice::BadNumber { key, given, min, max, unit } => {
                let unit = spaced(unit);
                format!(
                    "{key}: “{given}” was ignored; it takes a whole number from {min} to {max}{unit}."
                )
            }
            Notice::BadChoice { key, given, allowed } => {
                format!("{key}: “{given}” was ignored; it can be {allowed}.")
            }
            Notice::BadAction { given, latest: Some(latest), .. } => {
                format!(
                    "do: “{given}” was ignored; behind @ it takes a whole number from 0 to {latest} ms."
                )
            }
            Notice::BadAction { given, allowed, .. } if allowed.is_empty() => {
                format!("do: “{given}” was ignored; there is nothing to do here.")
            }
            Notice::BadAction { given, allowed, .. } => {
                format!("do: “{given}” was ignored; it takes {allowed}.")
            }
            Notice::TooManyActions { limit } => {
                format!("do: only the first {limit} actions were taken.")
            }
            Notice::Twice { key } => {
                format!("{key}: the link says it more than once; the last one counts.")
            }
            Notice::NoSuchItem { given } => {
                format!("follow: “{given}” was ignored; this run has no item of that number.")
            }
            Notice::BeyondEnd { key, given, last } => {
                format!("{key}: “{given}” is beyond the end of this run; the last is {last}.")
            }
            Notice::BadGoal { name, allowed, elsewhere: true, .. } => {
                format!(
                    "goal: this pattern has no “{name}”, so that was ignored; it has {allowed}."
                )
            }
            Notice::BadGoal { given, allowed, .. } => {
                format!("goal: “{given}” was ignored; it can be about {allowed}.")
            }
            Notice::BadBound { given, name, allowed } => {
                format!("goal: “{given}” was ignored; behind {name} it takes {allowed}.")
            }
            Notice::LongGoal { limit } => {
                format!("goal: only the first {limit} parts were taken.")
            }
            Notice::ComparesNothing => {
                "compare: ignored, since it would be the same run twice.".to_owned()
            }
            Notice::BadTraffic => {
                "traffic: the arrivals in the link cannot be read and were ignored.".to_owned()
            }
            Notice::IdleTraffic => {
                "traffic: ignored, since nothing arrives as in a file here.".to_owned()
            }
            Notice::NeedsFile { count } => format!(
                "This run needs its file of {} arrivals: drop it here. Until then they come evenly.",
                grouped(*count as usize, Language::En)
            ),
            Notice::TooLong { limit } => {
                format!("The link is too long; only its first {limit} bytes were read.")
            }
            Notice::Newer => "The link is from a newer version; parts may be missing.".to_owned(),
            Notice::More { count: 1, about } => {
                format!("One more part of the link was ignored{}.", after_colon(about))
            }
            Notice::More { count, about } => {
                format!("{count} more parts of the link were ignored{}.", after_colon(about))
            }
        }
    }
}
