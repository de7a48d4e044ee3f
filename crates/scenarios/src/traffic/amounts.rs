//! Numbers and spans as they are said.

use super::SECOND;
use crate::language::Language;

/// A number with its thousands apart.
pub fn grouped(number: usize, language: Language) -> String {
    in_threes(&number.to_string(), language)
}

fn in_threes(digits: &str, language: Language) -> String {
    let mut apart = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            apart.push(if language == Language::En { ',' } else { '\u{202f}' });
        }
        apart.push(digit);
    }
    apart
}

/// A unit of their time.
pub(super) struct Unit {
    pub(super) seconds: u64,
    /// Short: in English, in English if there are several, in Vietnamese.
    short: [&'static str; 3],
    /// In full: in English, and in English if there are several, in Vietnamese.
    pub(super) full: [&'static str; 3],
}

pub(super) const UNITS: [Unit; 4] = [
    Unit { seconds: 86_400, short: ["day", "days", "ngày"], full: ["day", "days", "ngày"] },
    Unit { seconds: 3_600, short: ["h", "h", "giờ"], full: ["hour", "hours", "giờ"] },
    Unit { seconds: 60, short: ["min", "min", "phút"], full: ["minute", "minutes", "phút"] },
    Unit { seconds: 1, short: ["s", "s", "s"], full: ["second", "seconds", "giây"] },
];

impl Unit {
    fn count(&self, count: u64, language: Language) -> String {
        let name = match language {
            Language::En => self.short[usize::from(count != 1)],
            Language::Vi => self.short[2],
        };
        format!("{} {name}", in_threes(&count.to_string(), language))
    }
}

/// A pace as one number and its unit.
pub(super) fn spoken(pace: u64, language: Language) -> String {
    let unit = UNITS.iter().find(|unit| pace.is_multiple_of(unit.seconds)).unwrap_or(&UNITS[3]);
    unit.count(pace / unit.seconds, language)
}

/// How long, in one unit and the next smaller one.
pub(super) fn lasting(micros: u64, language: Language) -> String {
    let whole = micros / SECOND;
    match UNITS.iter().position(|unit| whole >= unit.seconds) {
        Some(place) if place + 1 < UNITS.len() => {
            let (unit, next) = (&UNITS[place], &UNITS[place + 1]);
            let rest = whole % unit.seconds / next.seconds;
            let said = unit.count(whole / unit.seconds, language);
            if rest == 0 { said } else { format!("{said} {}", next.count(rest, language)) }
        }
        _ if micros >= 1_000 => seconds(micros),
        _ => format!("{micros} µs"),
    }
}

pub(super) fn seconds(micros: u64) -> String {
    format!("{}.{:03} s", micros / SECOND, micros % SECOND / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_said_in_the_largest_unit_that_is_whole() {
        let said = |pace| spoken(pace, Language::En);
        let paces = [2, 120, 1_440, 10_800, 86_400, 37 * 86_400, 90];
        assert_eq!(paces.map(said), ["2 s", "2 min", "24 min", "3 h", "1 day", "37 days", "90 s"]);
        assert_eq!(said(292_194 * 86_400), "292,194 days");
        assert_eq!(spoken(292_194 * 86_400, Language::Vi), "292\u{202f}194 ngày");
    }

    #[test]
    fn thousands_stand_apart() {
        let numbers = [0, 999, 1_000, 20_000, 1_234_567];
        let said = numbers.map(|number| grouped(number, Language::En));
        assert_eq!(said, ["0", "999", "1,000", "20,000", "1,234,567"]);
        assert_eq!(grouped(20_000, Language::Vi), "20\u{202f}000");
    }

    #[test]
    fn a_stretch_is_said_in_two_units_at_most() {
        let said = |micros| lasting(micros, Language::En);
        let spans = [0, 999, 1_000, 59_999_000, 60_000_000, 3_661_000_000, 86_399_000_000];
        let expected =
            ["0 µs", "999 µs", "0.001 s", "59.999 s", "1 min", "1 h 1 min", "23 h 59 min"];
        assert_eq!(spans.map(said), expected);
        assert_eq!(lasting(90_000_000_000, Language::Vi), "1 ngày 1 giờ");
    }
}
