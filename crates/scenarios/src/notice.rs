//! What a link held that could not be used, in words.

mod gathered;

pub(crate) use self::gathered::few;
use crate::language::Language;
use crate::traffic::grouped;

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

    fn english(&self) -> String {
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

    fn vietnamese(&self) -> String {
        match self {
            Notice::UnknownScenario { given } => {
                format!("Không có pattern nào tên “{given}”; đây là bài mở đầu.")
            }
            Notice::UnknownKey { given } => {
                format!("Đã bỏ qua “{given}”: ở đây không có tham số này.")
            }
            Notice::UnknownKeys { given } => {
                format!("Đã bỏ qua vì ở đây không có các tham số này: {given}.")
            }
            Notice::BadNumber { key, given, min, max, unit } => {
                let unit = spaced(unit);
                format!("{key}: đã bỏ qua “{given}”; cần một số nguyên từ {min} đến {max}{unit}.")
            }
            Notice::BadChoice { key, given, allowed } => {
                format!("{key}: đã bỏ qua “{given}”; có thể là {allowed}.")
            }
            Notice::BadAction { given, latest: Some(latest), .. } => {
                format!("do: đã bỏ qua “{given}”; sau @ cần một số nguyên từ 0 đến {latest} ms.")
            }
            Notice::BadAction { given, allowed, .. } if allowed.is_empty() => {
                format!("do: đã bỏ qua “{given}”; ở đây không có thao tác nào.")
            }
            Notice::BadAction { given, allowed, .. } => {
                format!("do: đã bỏ qua “{given}”; có thể là {allowed}.")
            }
            Notice::TooManyActions { limit } => {
                format!("do: chỉ nhận {limit} thao tác đầu tiên.")
            }
            Notice::Twice { key } => {
                format!("{key}: liên kết nhắc đến nhiều lần; giá trị cuối cùng được dùng.")
            }
            Notice::NoSuchItem { given } => {
                format!("follow: đã bỏ qua “{given}”; lượt chạy này không có item số đó.")
            }
            Notice::BeyondEnd { key, given, last } => {
                format!(
                    "{key}: “{given}” nằm sau điểm kết thúc của lượt chạy này; cuối cùng là {last}."
                )
            }
            Notice::BadGoal { name, allowed, elsewhere: true, .. } => {
                format!("goal: đã bỏ qua vì pattern này không có “{name}”; ở đây có {allowed}.")
            }
            Notice::BadGoal { given, allowed, .. } => {
                format!("goal: đã bỏ qua “{given}”; mục tiêu có thể nói về {allowed}.")
            }
            Notice::BadBound { given, name, allowed } => {
                format!("goal: đã bỏ qua “{given}”; sau {name} có thể là {allowed}.")
            }
            Notice::LongGoal { limit } => {
                format!("goal: chỉ nhận {limit} phần đầu tiên.")
            }
            Notice::ComparesNothing => "compare: đã bỏ qua vì đó là cùng một lượt chạy.".to_owned(),
            Notice::BadTraffic => {
                "traffic: không đọc được các lượt đến trong liên kết nên đã bỏ qua.".to_owned()
            }
            Notice::IdleTraffic => {
                "traffic: đã bỏ qua vì ở đây không có lượt đến nào lấy từ tệp.".to_owned()
            }
            Notice::NeedsFile { count } => format!(
                "Lượt chạy này cần tệp có {} lượt đến: hãy thả tệp vào đây. Trong lúc chờ, các lượt đến cách đều.",
                grouped(*count as usize, Language::Vi)
            ),
            Notice::TooLong { limit } => {
                format!("Liên kết quá dài; chỉ đọc {limit} byte đầu tiên.")
            }
            Notice::Newer => "Liên kết đến từ phiên bản mới hơn; có thể thiếu vài phần.".to_owned(),
            Notice::More { count, about } => {
                format!("Đã bỏ qua thêm {count} phần của liên kết{}.", after_colon(about))
            }
        }
    }
}

fn after_colon(names: &str) -> String {
    if names.is_empty() { String::new() } else { format!(": {names}") }
}

fn spaced(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" {unit}") }
}

/// At most so many characters of what a link said are said back.
const LONGEST: usize = 32;

/// What a link said, fit to be said back: short, and without anything that cannot be seen.
pub(crate) fn quoted(given: &str) -> String {
    let mut seen = given.chars().filter(|c| !c.is_control() && !invisible(*c));
    let mut short: String = seen.by_ref().take(LONGEST).collect();
    if seen.next().is_some() {
        short.push('…');
    }
    short
}

/// So many characters of a line are quoted.
const QUOTED: usize = 60;

/// A line from outside, fit to be shown: short, and with everything that cannot be seen spelled out.
pub(crate) fn escaped(given: &str) -> String {
    let mut short = String::new();
    for (place, c) in given.chars().enumerate() {
        if place == QUOTED {
            short.push('…');
            break;
        }
        if c.is_control() || invisible(c) {
            short.extend(c.escape_unicode());
        } else {
            short.push(c);
        }
    }
    short
}

/// Characters that change how their neighbours are drawn: zero-width and bidirectional controls.
fn invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{ad}')
}
