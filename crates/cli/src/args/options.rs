//! What takes a value, and what that is.

use std::ffi::OsString;

use lexopt::Parser;

use super::bad::{Bad, one_line};

/// What links say as well.
const OF_LINKS: [(&str, &str); 10] = [
    ("--seed", "a whole number from 0"),
    ("--do", "ACTION@MS"),
    ("--variant", "the name of a variant"),
    ("--sched", "fifo, seeded or choices such as 1.0.2"),
    ("--at", "a whole number of ms"),
    ("--theme", "auto, light or dark"),
    ("--axis", "time or order"),
    ("--lang", "en or vi"),
    ("--goal", "a goal such as p95<200,dropped=0"),
    ("--traffic", "a file"),
];

/// How a run is written, which is in no link.
const OF_RUNS: [(&str, &str); 2] = [
    ("--format", "text, json, svg, perfetto or test"),
    ("--width", "a whole number from 240 to 4000"),
];

/// The options of a command.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Options {
    /// Those of `link`.
    Link,
    /// Those of `run`: the same, and how it is written.
    Run,
}

impl Options {
    fn all(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let more = OF_RUNS.into_iter().filter(move |_| self == Options::Run);
        OF_LINKS.into_iter().chain(more)
    }

    /// What this option takes, if there is one of that name.
    pub(super) fn takes(self, option: &str) -> Option<&'static str> {
        self.all().find(|(name, _)| *name == option).map(|(_, takes)| takes)
    }

    /// What is allowed where an option stands.
    pub(super) fn allowed(self) -> String {
        let names: Vec<&str> = self.all().map(|(name, _)| name).collect();
        let command = if self == Options::Run { "run" } else { "link" };
        format!("{command} takes {}", names.join(", "))
    }
}

/// What stands behind an option. What looks like an option itself is no value: that was forgotten.
pub(super) fn value(parser: &mut Parser, option: &str) -> Result<OsString, Bad> {
    if let Some(value) = parser.optional_value() {
        return Ok(value);
    }
    let next = parser.try_raw_args();
    let next = next.as_ref().and_then(|next| next.peek());
    if next.is_some_and(|next| next.as_encoded_bytes().starts_with(b"--")) {
        return Err(lexopt::Error::MissingValue { option: Some(option.to_owned()) }.into());
    }
    Ok(parser.value()?)
}

/// An argument as text, where so much is allowed.
pub(super) fn text(given: OsString, allowed: &str) -> Result<String, Bad> {
    let named = |given: OsString| one_line(&format!("{given:?}"));
    given.into_string().map_err(|given| Bad(format!("{} is not UTF-8; {allowed}", named(given))))
}
