//! Numbers as words, and how wide words are.

use lab::Micros;

/// An instant as the project writes it everywhere, to the nearest millisecond: `1.240 s`. The latest
/// there is never comes: `∞`.
pub fn seconds(at: Micros) -> String {
    if at == Micros::MAX {
        return "∞".to_owned();
    }
    let ms = at.saturating_add(500) / 1_000;
    format!("{}.{:03} s", ms / 1_000, ms % 1_000)
}

/// `220 ms`, `0.4 ms`, `1.500 s`.
pub(crate) fn span(us: Micros) -> String {
    if us >= 10_000_000 {
        seconds(us)
    } else if us >= 10_000 || us.is_multiple_of(1_000) {
        format!("{} ms", (us + 500) / 1_000)
    } else {
        format!("{}.{} ms", us / 1_000, us % 1_000 / 100)
    }
}

/// Time that is left, in whole milliseconds: it is never shown as none while there is some. What has no
/// end is `∞`.
pub(crate) fn left(to: Micros, at: Micros) -> String {
    match to.saturating_sub(at) {
        _ if to == Micros::MAX => seconds(to),
        left @ 0..=10_000 => span(left),
        left => span(left.div_ceil(1_000).saturating_mul(1_000)),
    }
}

/// A tick of the axis, as short as its step allows: `0.5 s`, `20 ms`.
pub(crate) fn tick(at: Micros, step: Micros) -> String {
    if step >= 1_000_000 || at == 0 {
        return format!("{} s", at / 1_000_000);
    }
    if step < 50_000 {
        return span(at);
    }
    let hundredths = at / 10_000;
    let (whole, part) = (hundredths / 100, hundredths % 100);
    if part % 10 == 0 { format!("{whole}.{} s", part / 10) } else { format!("{whole}.{part:02} s") }
}

/// About how wide a line of words is. Rather too wide: nothing may overlap under any font.
pub fn width(text: &str, size: f32, weight: u16) -> f32 {
    let ems: f32 = text.chars().map(em).sum();
    let wide = if weight >= 560 { 1.08 } else { 1.0 };
    ems * size * wide
}

fn em(c: char) -> f32 {
    match c {
        'i' | 'l' | 'j' | '\u{202f}' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'ì' | 'í'
        | 'ỉ' | 'ĩ' | 'ị' => 0.3,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 0.37,
        'm' | 'w' | 'M' | 'W' | '%' | '—' => 0.92,
        'A'..='Z' => 0.7,
        '×' | '…' => 0.8,
        _ => 0.61,
    }
}

/// The words, cut with an ellipsis if they are wider than `room`; empty if not even that fits.
pub(crate) fn fit(text: &str, size: f32, weight: u16, room: f32) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut left = room - width("…", size, weight);
    if left <= 0.0 {
        return cut;
    }
    for c in text.chars() {
        left -= width(c.encode_utf8(&mut [0; 4]), size, weight);
        if left < 0.0 {
            break;
        }
        cut.push(c);
    }
    cut.truncate(cut.trim_end().len());
    if cut.is_empty() { cut } else { cut + "…" }
}

/// Digits in groups of three, `2,010`.
pub(crate) fn grouped(digits: &str, by: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + 4);
    let len = digits.len();
    for (place, digit) in digits.char_indices() {
        let is_first = grouped.is_empty() || grouped == "-";
        if !is_first && (len - place).is_multiple_of(3) {
            grouped.push_str(by);
        }
        grouped.push(digit);
    }
    grouped
}

/// A list in words: `a, b or c`.
pub(crate) fn list(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., tail] => format!("{}{last}{tail}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        assert_eq!(seconds(1_240_499), "1.240 s");
        assert_eq!(seconds(0), "0.000 s");
        assert_eq!(span(220_400), "220 ms");
        assert_eq!(span(1_450), "1.4 ms");
        assert_eq!(span(60_000_000), "60.000 s");
        assert_eq!(tick(500_000, 500_000), "0.5 s");
        assert_eq!(tick(50_000, 50_000), "0.05 s");
        assert_eq!(tick(20_000, 20_000), "20 ms");
        assert_eq!(tick(3_000_000, 1_000_000), "3 s");
    }

    #[test]
    fn what_is_left_is_rounded_up_and_may_have_no_end() {
        assert_eq!(left(1_000_000, 879_500), "121 ms");
        assert_eq!(left(1_000_000, 999_900), "0.1 ms");
        assert_eq!(left(1_000, 2_000), "0 ms");
        assert_eq!(left(Micros::MAX, 2_000), "∞");
        assert_eq!(seconds(Micros::MAX), "∞");
    }

    #[test]
    fn thousands_are_told_apart() {
        let grouped = |number: i64| grouped(&number.to_string(), ",");
        assert_eq!(
            [0, 999, 2_010, -100, -20_000].map(grouped),
            ["0", "999", "2,010", "-100", "-20,000"]
        );
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn words_are_cut_to_their_room() {
        assert_eq!(fit("producer", 12.0, 400, 100.0), "producer");
        let cut = fit("a long name for a task", 12.0, 400, 60.0);
        assert!(cut.ends_with('…') && width(&cut, 12.0, 400) <= 60.0, "{cut}");
        assert_eq!(fit("producer", 12.0, 400, 4.0), "");
    }

    #[test]
    fn lists_read_as_lists() {
        let words =
            |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(list(&words(&[]), " or "), "");
        assert_eq!(list(&words(&["a"]), " or "), "a");
        assert_eq!(list(&words(&["a", "b", "c"]), " or "), "a, b or c");
    }
}
