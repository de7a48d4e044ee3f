//! What is said of the reader's traffic.

use super::amounts::{UNITS, grouped, lasting, seconds, spoken};
use super::{Busiest, MOST, MOST_KEYS, Reading, Refusal, Summary, Traffic};
use crate::language::Language;

impl Traffic {
    /// How many arrivals there are, and how they were scaled.
    pub fn say(&self, language: Language) -> String {
        let (count, plain) = (grouped(self.arrivals.len(), language), self.pace == 1);
        let (arrivals, their) =
            if self.arrivals.len() == 1 { ("arrival", "its") } else { ("arrivals", "their") };
        let pace = spoken(self.pace, language);
        match language {
            Language::En if plain => format!("{count} {arrivals} at {their} own pace."),
            Language::En => format!("{count} {arrivals}; 1 s on screen is {pace} of yours."),
            Language::Vi if plain => format!("{count} lượt đến, đúng nhịp thật."),
            Language::Vi => format!("{count} lượt đến; 1 s trên màn hình là {pace} của bạn."),
        }
    }

    /// How long a span of the run, in microseconds, is of the reader's time; nothing if it is as long.
    pub fn own_span(&self, on_screen: u64, language: Language) -> Option<String> {
        (self.pace > 1).then(|| lasting(on_screen.saturating_mul(self.pace), language))
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

impl Summary {
    /// How long it lasts, and the busiest stretches, a sentence each.
    pub fn say(&self, language: Language) -> Vec<String> {
        let en = language == Language::En;
        let span = lasting(self.span, language);
        let mut said = vec![match (en, self.span) {
            (true, 0) => "All at one instant.".to_owned(),
            (true, _) => format!("{span} from the first to the last."),
            (false, 0) => "Tất cả cùng một thời điểm.".to_owned(),
            (false, _) => format!("Từ lượt đầu đến lượt cuối: {span}."),
        }];
        said.extend(self.busiest.iter().map(|busiest| busiest.say(language)));
        said
    }
}

impl Busiest {
    fn say(&self, language: Language) -> String {
        let unit = UNITS.iter().find(|unit| unit.seconds == self.length).unwrap_or(&UNITS[3]);
        let [one, many, vi] = unit.full;
        let (most, screen) = (grouped(self.most, language), seconds(self.at));
        let later = lasting(self.after, language);
        let usual = self.usual.map(|usual| grouped(usual, language));
        let limit = grouped(self.limit, language);
        match language {
            Language::En => {
                let at = if self.at == 0 {
                    "from the first on".to_owned()
                } else {
                    format!("{later} after the first, at {screen} on screen")
                };
                let usual = usual.map(|usual| format!("; 99 of 100 {many} have at most {usual}"));
                let usual = usual.unwrap_or_default();
                let a = if one.starts_with('h') { "an" } else { "a" };
                format!(
                    "Busiest {one}: {most}, {at}{usual}. A limit of {limit} {a} {one} refuses 1 in 100 at most."
                )
            }
            Language::Vi => {
                let at = if self.at == 0 {
                    "từ lượt đầu".to_owned()
                } else {
                    format!("sau lượt đầu {later}, ở {screen} trên màn hình")
                };
                let usual = usual.map(|usual| format!("; 99% số {vi} có tối đa {usual}"));
                let usual = usual.unwrap_or_default();
                format!(
                    "Nhiều nhất trong một {vi}: {most}, {at}{usual}. Giới hạn {limit} mỗi {vi} từ chối tối đa 1%."
                )
            }
        }
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
            Refusal::Fixed => "Arrivals are fixed here.".to_owned(),
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
            Refusal::Fixed => "Các lượt đến được cố định ở đây.".to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::read;

    #[test]
    fn the_busiest_stretches_are_said_with_when_they_were() {
        let lines = (0..400).map(|n| format!("{}\n", if n < 350 { n } else { 200 }));
        let reading = read(lines.collect::<String>().as_bytes()).expect("traffic");
        assert_eq!(
            reading.traffic.summary().say(Language::En),
            [
                "5 min 49 s from the first to the last.",
                "Busiest second: 51, 3 min 20 s after the first, at 5.714 s on screen; 99 of 100 seconds have at most 1. A limit of 47 a second refuses 1 in 100 at most.",
                "Busiest minute: 110, 2 min 21 s after the first, at 4.028 s on screen. A limit of 106 a minute refuses 1 in 100 at most.",
            ]
        );
        assert_eq!(
            read(b"7\n7\n").expect("two").traffic.summary().say(Language::En),
            ["All at one instant."]
        );
    }

    #[test]
    fn one_is_one_and_an_hour_has_its_article() {
        let one = read(b"7\n").expect("one").traffic;
        assert_eq!(one.say(Language::En), "1 arrival at its own pace.");
        let two = read(b"7\n8\n").expect("two").traffic;
        assert_eq!(two.say(Language::En), "2 arrivals at their own pace.");
        let lines = (0..300).map(|n| format!("{}\n", n * 60));
        let reading = read(lines.collect::<String>().as_bytes()).expect("traffic");
        let said = reading.traffic.summary().say(Language::En).concat();
        assert!(said.contains(" an hour refuses 1 in 100") && !said.contains(" a hour"), "{said}");
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
