//! What a link held that could not be used, in words.

mod en;
mod gathered;
mod quoted;
mod vi;

pub(crate) use self::gathered::few;
pub(crate) use self::quoted::{escaped, quoted};
use crate::language::Language;

/// Something of a link that was ignored. The rest of the link still applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// There is no such scenario.
    UnknownScenario {
        /// What the link said.
        given: String,
    },
    /// There is no such key.
    UnknownKey {
        /// What the link said.
        given: String,
    },
    /// There are no such keys.
    UnknownKeys {
        /// The first few that the link said.
        given: String,
    },
    /// The value is no whole number in the range.
    BadNumber {
        /// The key.
        key: String,
        /// What the link said.
        given: String,
        /// The least it can be.
        min: i64,
        /// The most it can be.
        max: i64,
        /// The unit, may be empty.
        unit: &'static str,
    },
    /// The value is none of those that are allowed.
    BadChoice {
        /// The key.
        key: String,
        /// What the link said.
        given: String,
        /// What is allowed.
        allowed: String,
    },
    /// The entry of the script cannot be read or taken here.
    BadAction {
        /// What the link said.
        given: String,
        /// What is allowed.
        allowed: String,
        /// The latest instant at which it could be taken, in milliseconds, if nothing else is wrong.
        latest: Option<i64>,
    },
    /// More entries of a script than are taken.
    TooManyActions {
        /// How many are taken.
        limit: usize,
    },
    /// The link says it more than once.
    Twice {
        /// The key.
        key: String,
    },
    /// The run has no item of this number.
    NoSuchItem {
        /// What the link said.
        given: u32,
    },
    /// An instant or an event is beyond the end of the run.
    BeyondEnd {
        /// Which part of the link.
        key: &'static str,
        /// What the link said.
        given: u32,
        /// The last there is.
        last: u32,
    },
    /// A goal is about something that is not measured here.
    BadGoal {
        /// What the link said.
        given: String,
        /// What it is about.
        name: String,
        /// What a goal can be about: the first few of that.
        allowed: String,
        /// Whether another pattern has it.
        elsewhere: bool,
    },
    /// A goal's bound cannot be read.
    BadBound {
        /// What the link said.
        given: String,
        /// What it is about.
        name: String,
        /// What may stand behind that.
        allowed: String,
    },
    /// A goal has more parts than are taken.
    LongGoal {
        /// How many are taken.
        limit: usize,
    },
    /// The run is compared with itself.
    ComparesNothing,
    /// The traffic cannot be read.
    BadTraffic,
    /// There is traffic, and nothing that uses it.
    IdleTraffic,
    /// The traffic is in a file that the link could not carry.
    NeedsFile {
        /// How many arrivals the file has.
        count: u32,
    },
    /// The link is longer than a link can be.
    TooLong {
        /// How many bytes were read.
        limit: usize,
    },
    /// The link is of a later release.
    Newer,
    /// There were so many more of these.
    More {
        /// How many.
        count: usize,
        /// The first few keys that they are about, may be empty.
        about: String,
    },
}

impl Notice {
    /// One sentence.
    pub fn say(&self, language: Language) -> String {
        match language {
            Language::En => self.english(),
            Language::Vi => self.vietnamese(),
        }
    }
}

fn after_colon(names: &str) -> String {
    if names.is_empty() { String::new() } else { format!(": {names}") }
}

fn spaced(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" {unit}") }
}
