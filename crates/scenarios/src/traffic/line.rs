//! What one line says: an instant, and whose it was.

use super::SECOND;
use super::scan::{Scan, is_separator};

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Microseconds since 1970.
    pub(super) at: u64,
    /// Whose it was; empty if the line does not say.
    pub(super) key: &'a [u8],
}

/// Reads a line without its end; `None` if it says nothing that is known here.
pub(super) fn line(text: &[u8]) -> Option<Line<'_>> {
    let text = text.trim_ascii();
    access(text).or_else(|| plain(text))
}

/// `10.0.0.7 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5`, maybe behind the virtual host
/// that was asked, as `example.com:80`: the client is the key.
fn access(text: &[u8]) -> Option<Line<'_>> {
    let open = text.iter().position(|byte| *byte == b'[')?;
    let (before, date) = text.split_at(open);
    if before.last().is_some_and(|byte| *byte != b' ') {
        return None;
    }
    let mut scan = Scan(&date[1..]);
    let at = scan.of_log()?;
    scan.eat(b"]")?;
    Some(Line { at, key: client(before) })
}

/// An instant, then maybe a key.
fn plain(text: &[u8]) -> Option<Line<'_>> {
    let mut scan = Scan(text);
    let quoted = scan.eat(b"\"").is_some();
    let after = scan.0;
    let at = match scan.iso() {
        Some(at) => at,
        None => {
            scan = Scan(after);
            epoch(&mut scan)?
        }
    };
    if quoted {
        scan.eat(b"\"")?;
    }
    match scan.0.first() {
        None => {}
        Some(next) if is_separator(*next) => {}
        Some(_) => return None,
    }
    Some(Line { at, key: first(scan.0) })
}

/// Seconds since 1970, or milliseconds: whatever it can be of the two, since no log is from before
/// 1973 or after 5138. Micro- and nanoseconds are told apart in the same way.
fn epoch(scan: &mut Scan<'_>) -> Option<u64> {
    let whole = scan.number()?;
    let millionths = scan.fraction()?;
    Some(match whole {
        0..100_000_000_000 => whole * SECOND + millionths,
        100_000_000_000..100_000_000_000_000 => whole * 1_000 + millionths / 1_000,
        100_000_000_000_000..100_000_000_000_000_000 => whole,
        _ => whole / 1_000,
    })
}

/// Whose line of an access log it is, from what stands before the date: the first word, or the one
/// behind the virtual host. That has a port, and then come a client, who is known, and two more.
fn client(before: &[u8]) -> &[u8] {
    let mut words = before.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    let host = words.next().is_some_and(has_port);
    match (words.next(), words.nth(1)) {
        (Some(client), Some(_)) if host && client != b"-" => first(client),
        _ => first(before),
    }
}

/// `example.com:80`; the colons of an address are more than one.
fn has_port(word: &[u8]) -> bool {
    let mut parts = word.split(|byte| *byte == b':');
    let (name, port) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let is_port = !port.is_empty() && port.iter().all(u8::is_ascii_digit);
    !name.is_empty() && is_port && parts.next().is_none()
}

/// The first word.
fn first(text: &[u8]) -> &[u8] {
    let mut words = text.split(|byte| is_separator(*byte)).filter(|word| !word.is_empty());
    words.next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(u64, String)> {
        line(text.as_bytes()).map(|line| (line.at, String::from_utf8_lossy(line.key).into_owned()))
    }

    #[test]
    fn a_line_is_an_instant_and_maybe_a_key() {
        let at = 1_715_678_430_000_000;
        for (text, micros, key) in [
            ("1715678430", at, ""),
            ("1715678430.25", at + 250_000, ""),
            ("1715678430250", at + 250_000, ""),
            ("1715678430250.5", at + 250_500, ""),
            ("1715678430250125", at + 250_125, ""),
            ("1715678430250125999", at + 250_125, ""),
            ("  1715678430\talice  ", at, "alice"),
            ("1715678430,alice,GET", at, "alice"),
            ("1715678430, 10.0.0.7", at, "10.0.0.7"),
            ("\"2024-05-14T09:20:30Z\";bob", at, "bob"),
            ("2024-05-14 09:20:30 alice", at, "alice"),
            ("2024-05-14 11:20:30 +0200 alice", at, "alice"),
            ("2024-05-14 09:20:30 +02x", at, "+02x"),
            ("2024-05-14 09:20:30,250 INFO up", at + 250_000, "INFO"),
            ("2024-05-14 09:20:30,250\tINFO", at + 250_000, "INFO"),
            ("2024-05-14T09:20:30,250", at + 250_000, ""),
            ("2024-05-14T09:20:30,250125Z", at + 250_125, ""),
            ("2024-05-14T09:20:30,250125999Z,alice", at + 250_125, "alice"),
            ("2024-05-14T11:20:30,250+02:00 alice", at + 250_000, "alice"),
            ("2024-05-14 11:20:30,250 +0200 alice", at + 250_000, "alice"),
            ("\"2024-05-14 09:20:30,250\",alice", at + 250_000, "alice"),
            // Keys that begin like milliseconds.
            ("2024-05-14T09:20:30,25", at, "25"),
            ("2024-05-14T09:20:30,250,GET", at, "250"),
            ("2024-05-14T09:20:30,250-x", at, "250-x"),
            ("2024-05-14T09:20:30,250Zoe", at, "250Zoe"),
            ("2024-05-14T09:20:30Z,250", at, "250"),
            ("1715678430,250", at, "250"),
            ("::1 - bob [14/May/2024:11:20:30 +0200] \"GET / HTTP/1.0\" 200 5", at, "::1"),
            ("[14/May/2024:09:20:30 +0000]", at, ""),
            // Behind a virtual host; a client with a port is none.
            ("a.com:80 10.0.0.1 - frank [14/May/2024:09:20:30 +0000] \"GET\"", at, "10.0.0.1"),
            ("a.com:443 ::1 - - [14/May/2024:09:20:30 +0000] \"GET\"", at, "::1"),
            ("10.0.0.7:80 - john doe [14/May/2024:09:20:30 +0000]", at, "10.0.0.7:80"),
            ("10.0.0.7, 10.0.0.8 - - [14/May/2024:09:20:30 +0000]", at, "10.0.0.7"),
            ("::1 x - john doe [14/May/2024:09:20:30 +0000]", at, "::1"),
            ("20240514T092030Z alice", at, "alice"),
            ("20240514T092030,250 INFO", at + 250_000, "INFO"),
            ("2024-05-14", at - 33_630_000_000, ""),
            ("2024-05-14 alice", at - 33_630_000_000, "alice"),
            ("2024-05-14,10.0.0.7", at - 33_630_000_000, "10.0.0.7"),
            ("\"2024-05-14\";bob", at - 33_630_000_000, "bob"),
            ("20240514 alice", 20_240_514_000_000, "alice"),
            ("0", 0, ""),
        ] {
            assert_eq!(read(text), Some((micros, key.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in [
            "",
            "alice",
            "-5",
            "1e9",
            "1715678430.",
            "1715678430x",
            "10.0.0.7",
            "12345678901234567890",
            "\"1715678430",
            "2024-05-14x",
            "2024-05-14 25:00:00",
            "20240514T",
            "10.0.0.7 - - [14/May/2024:11:20:30] \"GET\"",
            "10.0.0.7 - -[14/May/2024:11:20:30 +0200]",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
