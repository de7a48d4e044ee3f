//! What is said of the reader's traffic.

use super::{MOST, MOST_KEYS, Reading, Refusal, Traffic};
use crate::language::Language;

impl Traffic {
    /// How many arrivals there are, and how they were scaled.
    pub fn say(&self, language: Language) -> String {
        let (count, plain) = (grouped(self.arrivals.len(), language), self.pace == 1);
        let arrivals = if self.arrivals.len() == 1 { "arrival" } else { "arrivals" };
        let pace = spoken(self.pace, language);
        match language {
            Language::En if plain => format!("{count} {arrivals} at their own pace."),
            Language::En => format!("{count} {arrivals}; 1 s on screen is {pace} of yours."),
            Language::Vi if plain => format!("{count} lượt đến, đúng nhịp thật."),
            Language::Vi => format!("{count} lượt đến; 1 s trên màn hình là {pace} của bạn."),
        }
    }
}

impl Reading {
    /// What was left out or taken together, a sentence each; nothing if nothing was.
    pub fn say(&self, language: Language) -> Vec<String> {
        let en = language == Language::En;
        let mut said = Vec::new();
        let most = grouped(MOST, language);
        if self.more {
            let taken = self.traffic.arrivals.len();
            said.push(match (en, taken == MOST) {
                (true, true) => format!("There are more: the first {most} are taken."),
                (true, false) => "The file is longer than what is read of it.".to_owned(),
                (false, true) => format!("Còn nữa: chỉ lấy {most} lượt đầu."),
                (false, false) => "Tệp dài hơn phần được đọc.".to_owned(),
            });
        }
        if let Some(first) = &self.first_unreadable {
            let (line, text) = (grouped(first.line, language), &first.text);
            let count = grouped(self.unreadable, language);
            said.push(match (en, self.unreadable) {
                (true, 1) => format!("1 line could not be read: line {line}, “{text}”."),
                (true, _) => {
                    format!("{count} lines could not be read; the first is line {line}: “{text}”.")
                }
                (false, 1) => format!("1 dòng không đọc được: dòng {line}, “{text}”."),
                (false, _) => {
                    format!("{count} dòng không đọc được; dòng đầu tiên là dòng {line}: “{text}”.")
                }
            });
        }
        let (keys, apart) = (grouped(self.keys, language), MOST_KEYS - 1);
        if self.keys > MOST_KEYS as usize {
            said.push(if en {
                format!("{keys} keys: the {apart} most frequent, and all others as one.")
            } else {
                format!("{keys} key: {apart} key gặp nhiều nhất, còn lại gộp làm một.")
            });
        } else if self.keys > 1 {
            said.push(if en { format!("{keys} keys.") } else { format!("{keys} key.") });
        }
        said
    }
}

impl Refusal {
    /// One sentence: why, and what would do.
    pub fn say(&self, language: Language) -> String {
        match language {
            Language::En => self.english(),
            Language::Vi => self.vietnamese(),
        }
    }

    fn english(&self) -> String {
        match self {
            Refusal::Unopened => "The file could not be opened.".to_owned(),
            Refusal::Empty => "There is nothing in it. It takes one instant a line.".to_owned(),
            Refusal::Binary => {
                "This is not a text. It takes a text file with one instant a line; unpack it first if it is packed."
                    .to_owned()
            }
            Refusal::Utf16 => "This is UTF-16. Save it as UTF-8, then try again.".to_owned(),
            Refusal::NoInstants { lines, first } => format!(
                "No instant found in {}; line {} is “{}”. It takes seconds or milliseconds, ISO 8601, or an access log.",
                match lines {
                    1 => "1 line".to_owned(),
                    _ => format!("{} lines", grouped(*lines, Language::En)),
                },
                grouped(first.line, Language::En),
                first.text
            ),
        }
    }

    fn vietnamese(&self) -> String {
        match self {
            Refusal::Unopened => "Không mở được tệp.".to_owned(),
            Refusal::Empty => "Không có gì trong đó. Mỗi dòng cần một thời điểm.".to_owned(),
            Refusal::Binary => {
                "Đây không phải văn bản. Cần một tệp văn bản, mỗi dòng một thời điểm; nếu tệp đang nén, hãy giải nén trước."
                    .to_owned()
            }
            Refusal::Utf16 => "Tệp này là UTF-16. Hãy lưu lại thành UTF-8 rồi thử lại.".to_owned(),
            Refusal::NoInstants { lines, first } => format!(
                "Không thấy thời điểm nào trong {} dòng; dòng {} là “{}”. Có thể dùng giây hoặc mili giây, ISO 8601, hoặc access log.",
                grouped(*lines, Language::Vi), grouped(first.line, Language::Vi), first.text
            ),
        }
    }
}

/// A number with its thousands apart.
pub fn grouped(number: usize, language: Language) -> String {
    in_threes(&number.to_string(), language)
}

fn in_threes(digits: &str, language: Language) -> String {
    let mut apart = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            apart.push(if language == Language::En { ',' } else { '.' });
        }
        apart.push(digit);
    }
    apart
}

/// A pace as one number and its unit.
fn spoken(pace: u64, language: Language) -> String {
    let units = [(86_400, "days", "ngày"), (3_600, "h", "giờ"), (60, "min", "phút"), (1, "s", "s")];
    let found = units.iter().find(|(unit, ..)| pace.is_multiple_of(*unit));
    let (unit, en, vi) = *found.unwrap_or(&units[3]);
    let name = match language {
        Language::En if unit == 86_400 && pace == unit => "day",
        Language::En => en,
        Language::Vi => vi,
    };
    format!("{} {name}", in_threes(&(pace / unit).to_string(), language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::read;

    #[test]
    fn a_pace_is_said_in_the_largest_unit_that_is_whole() {
        let said = |pace| spoken(pace, Language::En);
        let paces = [2, 120, 1_440, 10_800, 86_400, 37 * 86_400, 90];
        assert_eq!(paces.map(said), ["2 s", "2 min", "24 min", "3 h", "1 day", "37 days", "90 s"]);
        assert_eq!(said(292_194 * 86_400), "292,194 days");
        assert_eq!(spoken(292_194 * 86_400, Language::Vi), "292.194 ngày");
    }

    #[test]
    fn thousands_stand_apart() {
        let numbers = [0, 999, 1_000, 20_000, 1_234_567];
        let said = numbers.map(|number| grouped(number, Language::En));
        assert_eq!(said, ["0", "999", "1,000", "20,000", "1,234,567"]);
        assert_eq!(grouped(20_000, Language::Vi), "20.000");
    }

    #[test]
    fn a_reading_says_what_was_left_out() {
        let reading = read(b"0 a\n14400 b\ntime\nx\n").expect("two");
        assert_eq!(
            reading.traffic.say(Language::En),
            "2 arrivals; 1 s on screen is 24 min of yours."
        );
        assert_eq!(
            reading.say(Language::En),
            ["2 lines could not be read; the first is line 3: “time”.", "2 keys."]
        );
    }
}
