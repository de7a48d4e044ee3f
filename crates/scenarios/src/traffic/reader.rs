//! A whole text, a slice at a time.

use std::collections::BTreeMap;

use lab::Arrival;

use super::line::line;
use super::pace::{pace, scaled};
use super::{MOST, MOST_KEYS, Traffic};
use super::{Reading, Refusal, Unreadable};
use crate::notice::escaped;

/// Reads all of a text.
///
/// # Errors
/// [`Refusal`] if there is no arrival in it.
pub fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let mut reader = Reader::new(bytes.to_vec(), false)?;
    while !reader.advance(usize::MAX) {}
    reader.finish()
}

/// Reads a text in slices.
pub struct Reader {
    text: Vec<u8>,
    /// How far it has come.
    at: usize,
    lines: usize,
    more: bool,
    /// Instants of theirs, each with the place of its key.
    found: Vec<(u64, u32)>,
    /// The place of each key, by first appearance.
    places: BTreeMap<Box<[u8]>, u32>,
    /// How many arrivals each key has.
    counts: Vec<u32>,
    unreadable: usize,
    first_unreadable: Option<Unreadable>,
}

impl Reader {
    /// Begins. `cut` says that the text goes on where these bytes end.
    ///
    /// # Errors
    /// [`Refusal`] if this is no text, or an empty one.
    pub fn new(mut bytes: Vec<u8>, cut: bool) -> Result<Self, Refusal> {
        if cut {
            // Half a line may say something else than all of it.
            let end = bytes.iter().rposition(|byte| is_end(*byte)).unwrap_or(0);
            bytes.truncate(end);
        }
        check(&bytes)?;
        let at = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        Ok(Reader {
            text: bytes,
            at,
            lines: 0,
            more: cut,
            found: Vec::new(),
            places: BTreeMap::new(),
            counts: Vec::new(),
            unreadable: 0,
            first_unreadable: None,
        })
    }

    /// Reads so many lines more. Returns whether that was all.
    pub fn advance(&mut self, lines: usize) -> bool {
        for _ in 0..lines {
            if self.at >= self.text.len() {
                return true;
            }
            let rest = &self.text[self.at..];
            let length = rest.iter().position(|byte| is_end(*byte)).unwrap_or(rest.len());
            let (from, to) = (self.at, self.at + length);
            let blank = rest[..length].trim_ascii().is_empty();
            if !blank && self.found.len() == MOST {
                self.more = true;
                return true;
            }
            self.lines += 1;
            self.at = to + if rest[length..].starts_with(b"\r\n") { 2 } else { 1 };
            if !blank {
                self.take(from, to);
            }
        }
        self.at >= self.text.len()
    }

    fn take(&mut self, from: usize, to: usize) {
        let text = &self.text[from..to];
        let Some(read) = line(text) else {
            self.unreadable += 1;
            let line = self.lines;
            self.first_unreadable.get_or_insert_with(|| Unreadable { line, text: quoted(text) });
            return;
        };
        let place = match self.places.get(read.key) {
            Some(place) => *place,
            None => {
                let place = self.counts.len() as u32;
                self.places.insert(read.key.into(), place);
                self.counts.push(0);
                place
            }
        };
        self.counts[place as usize] += 1;
        self.found.push((read.at, place));
    }

    /// Sorts and scales what was read.
    ///
    /// # Errors
    /// [`Refusal`] if that is nothing.
    pub fn finish(mut self) -> Result<Reading, Refusal> {
        // Logs are written when requests end, and come from many machines.
        self.found.sort_by_key(|(at, _)| *at);
        let (Some((first, _)), Some((last, _))) = (self.found.first(), self.found.last()) else {
            let first = self.first_unreadable.ok_or(Refusal::Empty)?;
            return Err(Refusal::NoInstants { lines: self.unreadable, first });
        };
        let (first, span) = (*first, last - first);
        let pace = pace(span);
        let numbers = numbers(&self.counts);
        let at = scaled(self.found.iter().map(|(at, _)| at - first), pace);
        let keys = self.found.iter().map(|(_, place)| numbers[*place as usize]);
        let arrivals = at.zip(keys).map(|(at, key)| Arrival { at, key }).collect();
        Ok(Reading {
            traffic: Traffic { arrivals, pace },
            span,
            more: self.more,
            unreadable: self.unreadable,
            first_unreadable: self.first_unreadable,
            keys: self.counts.len(),
        })
    }
}

/// The number of each key: the most frequent first, then by first appearance; the last number is
/// everybody else's.
fn numbers(counts: &[u32]) -> Vec<u32> {
    let mut places: Vec<usize> = (0..counts.len()).collect();
    places.sort_by_key(|place| std::cmp::Reverse(counts[*place]));
    let mut numbers = vec![0; counts.len()];
    for (number, place) in (0..).zip(places) {
        numbers[place] = MOST_KEYS.min(number + 1) - 1;
    }
    numbers
}

/// What ends a line; `\r\n` ends one, not two.
fn is_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// A text shows within so many bytes that it is none.
const SAMPLE: usize = 4_096;

fn check(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Refusal::Utf16);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let odd =
        |byte: &&u8| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x1b');
    if bytes.contains(&0) || sample.iter().filter(odd).count() > sample.len() / 16 {
        return Err(Refusal::Binary);
    }
    if bytes.trim_ascii().is_empty() { Err(Refusal::Empty) } else { Ok(()) }
}

/// So much of a line is looked at to quote it.
const GLANCE: usize = 400;

fn quoted(text: &[u8]) -> String {
    let text = text.trim_ascii();
    escaped(&String::from_utf8_lossy(&text[..text.len().min(GLANCE)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_unreadable_line_is_quoted_with_its_number() {
        let reading = read(b"\n5\n\xe2\x80\xaewhat\x07\xff\n\nno\n6\n").expect("two");
        assert_eq!((reading.traffic.arrivals.len(), reading.unreadable), (2, 2));
        let text = "\\u{202e}what\\u{7}\u{fffd}".to_owned();
        assert_eq!(reading.first_unreadable, Some(Unreadable { line: 3, text }));
    }

    #[test]
    fn what_is_no_traffic_is_refused() {
        assert_eq!(read(b""), Err(Refusal::Empty));
        assert_eq!(read(b" \n\r\n\t"), Err(Refusal::Empty));
        assert_eq!(read(b"\xef\xbb\xbf"), Err(Refusal::Empty));
        assert_eq!(read(b"\x1f\x8b\x08\x00\x00"), Err(Refusal::Binary));
        assert_eq!(read(&[7; 100]), Err(Refusal::Binary));
        assert_eq!(read(b"\xff\xfe1\x005\x00"), Err(Refusal::Utf16));
        let first = Unreadable { line: 2, text: "time".to_owned() };
        assert_eq!(read(b"\ntime\nten"), Err(Refusal::NoInstants { lines: 2, first }));
    }

    #[test]
    fn logs_out_of_order_are_sorted_and_begin_at_once() {
        let reading = read(b"\xef\xbb\xbf107\r\n100\r\n103 b\r\n").expect("three");
        let at: Vec<_> = reading.traffic.arrivals.iter().map(|arrival| arrival.at).collect();
        assert_eq!(at, [0, 3_000_000, 7_000_000]);
        assert_eq!((reading.span, reading.traffic.pace), (7_000_000, 1));
    }

    #[test]
    fn lines_end_as_any_system_ends_them() {
        for text in ["1\nx\n\n3", "1\rx\r\r3\r", "1\r\nx\r\n\r\n3\r\n", "1\rx\r\n\n3\n"] {
            let reading = read(text.as_bytes()).expect("two");
            assert_eq!((reading.traffic.arrivals.len(), reading.unreadable), (2, 1), "{text:?}");
            assert_eq!(reading.first_unreadable.map(|line| line.line), Some(2), "{text:?}");
        }
        let Err(Refusal::NoInstants { first, .. }) = read(b"\r\n\r\rx") else {
            panic!("no instant")
        };
        assert_eq!(first.line, 4);
    }

    #[test]
    fn the_most_frequent_key_is_the_first_and_the_rarest_are_one() {
        let reading = read(b"1 a\n2 b\n3 b\n4 c\n").expect("four");
        let keys: Vec<_> = reading.traffic.arrivals.iter().map(|arrival| arrival.key).collect();
        assert_eq!((keys, reading.keys), (vec![1, 0, 0, 2], 3));
        let many: String = (0..300).map(|n| format!("{n} k{n}\n")).collect();
        let reading = read(many.as_bytes()).expect("many");
        assert_eq!(reading.keys, 300);
        assert_eq!(reading.traffic.arrivals[254].key, 254);
        assert!(reading.traffic.arrivals[255..].iter().all(|arrival| arrival.key == 255));
    }

    #[test]
    fn more_than_are_taken_is_said() {
        let lines = |count: usize| (0..count).map(|n| format!("{n}\n")).collect::<String>();
        let reading = read(lines(MOST).as_bytes()).expect("all");
        assert_eq!((reading.traffic.arrivals.len(), reading.more), (MOST, false));
        let reading = read((lines(MOST) + "x").as_bytes()).expect("most");
        assert_eq!((reading.traffic.arrivals.len(), reading.more), (MOST, true));
        assert_eq!(reading.unreadable, 0);
    }

    #[test]
    fn a_text_that_was_cut_ends_with_its_last_whole_line() {
        for text in [b"1\n2\n33", b"1\r2\r33"] {
            let mut reader = Reader::new(text.to_vec(), true).expect("a text");
            while !reader.advance(1) {}
            let reading = reader.finish().expect("two");
            assert_eq!((reading.traffic.arrivals.len(), reading.more), (2, true));
        }
    }
}
