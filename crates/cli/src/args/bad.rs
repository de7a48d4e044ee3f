//! What is said of a bad argument, in one line.

use scenarios::{SCENARIOS, Scenario};

use super::options::Options;

/// A bad argument: names it, and says what is allowed.
pub(crate) struct Bad(pub(crate) String);

impl From<lexopt::Error> for Bad {
    fn from(error: lexopt::Error) -> Self {
        let takes = match &error {
            lexopt::Error::MissingValue { option: Some(option) } => Options::Run.takes(option),
            lexopt::Error::UnexpectedValue { .. } => Some("none"),
            _ => None,
        };
        let allowed = takes.map_or(String::new(), |takes| format!("; it takes {takes}"));
        Bad(one_line(&error.to_string()) + &allowed)
    }
}

/// Of two values one would be ignored in silence.
pub(super) fn twice(key: &str) -> Bad {
    Bad(format!("{key} is given twice; once is enough"))
}

/// The place of a name, whose capitals do not matter: as in links.
pub(super) fn choice(key: &str, value: &str, allowed: &[&str]) -> Result<usize, Bad> {
    allowed.iter().position(|allowed| allowed.eq_ignore_ascii_case(value)).ok_or_else(|| {
        Bad(format!("{key}: “{}” is none of {}", one_line(value), allowed.join(", ")))
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
