//! Dates: what ISO 8601 and access logs write, as microseconds since 1970.

use super::SECOND;
use super::calendar::{days, instant};
use super::scan::{Scan, is_separator};

impl Scan<'_> {
    /// `2024-05-14T09:20:30.5Z`, `2024-05-14 09:20`, `2024-05-14T09:20:30+02:00`, or without what
    /// stands between, `20240514T092030Z`; without a zone it is UTC, and `2024-05-14` its midnight.
    pub(super) fn iso(&mut self) -> Option<u64> {
        let year = self.digits(4)?;
        let apart = self.eat(b"-").is_some();
        let month = self.digits(2)?;
        if apart {
            self.eat(b"-")?;
        }
        let day = days(year, month, self.digits(2)?)?;
        if apart && !self.is_before_clock() {
            return Some(day * 86_400 * SECOND);
        }
        // Behind a space, a number of eight digits would be an instant of its own.
        self.eat(if apart { b"Tt " } else { b"Tt" })?;
        let at = instant(day, self.time_of_day(apart)?)? * SECOND;
        if let Some(at) = self.decimal_comma(at) {
            return Some(at);
        }
        let fraction = self.fraction()?;
        self.zone(at + fraction)
    }

    /// Whether a time of day follows a date, and no key.
    fn is_before_clock(&self) -> bool {
        match self.0 {
            [b'T' | b't', ..] => true,
            [b' ', one, two, b':', ..] => one.is_ascii_digit() && two.is_ascii_digit(),
            _ => false,
        }
    }

    /// `09:20:30` or `092030`, the seconds if they are there.
    fn time_of_day(&mut self, apart: bool) -> Option<[u64; 3]> {
        if !apart {
            return Some([self.digits(2)?, self.digits(2)?, self.digits(2).unwrap_or(0)]);
        }
        let (hour, minute) = self.clock()?;
        let second = if self.eat(b":").is_some() { self.digits(2)? } else { 0 };
        Some([hour, minute, second])
    }

    /// `…:30,250`: ISO 8601 has a comma too, and Python's logging writes milliseconds so. As a comma
    /// may also be what stands before a key, only whole milli-, micro- or nanoseconds are meant that
    /// a zone, a space or the end follows; else nothing is taken.
    fn decimal_comma(&mut self, at: u64) -> Option<u64> {
        let mut ahead = Scan(self.0);
        ahead.eat(b",")?;
        let digits = ahead.leading_digits();
        let fraction = matches!(digits, 3 | 6 | 9).then(|| ahead.millionths(digits))?;
        let before = ahead.0.len();
        let at = ahead.zone(at + fraction)?;
        let zoned = ahead.0.len() < before;
        let ends = |next: &u8| matches!(next, b' ' | b'\t' | b'"') || zoned && is_separator(*next);
        ahead.0.first().is_none_or(ends).then(|| {
            self.0 = ahead.0;
            at
        })
    }

    /// `10/Oct/2000:13:55:36 -0700`, as access logs have it.
    pub(super) fn of_log(&mut self) -> Option<u64> {
        let day = self.digits(2)?;
        self.eat(b"/")?;
        let (name, rest) = self.0.split_at_checked(3)?;
        let month = MONTHS.iter().position(|month| *month == name)? as u64 + 1;
        self.0 = rest;
        self.eat(b"/")?;
        let year = self.digits(4)?;
        self.eat(b":")?;
        let (hour, minute) = self.clock()?;
        self.eat(b":")?;
        let second = self.digits(2)?;
        let at = instant(days(year, month, day)?, [hour, minute, second])? * SECOND;
        self.eat(b" ")?;
        let sign = self.eat(b"+-")?;
        let offset = self.offset()?;
        shifted(at, sign, offset)
    }

    fn clock(&mut self) -> Option<(u64, u64)> {
        let hour = self.digits(2)?;
        self.eat(b":")?;
        Some((hour, self.digits(2)?))
    }

    /// What the instant is in UTC, if a zone follows, maybe behind a space.
    fn zone(&mut self, at: u64) -> Option<u64> {
        if self.eat(b"Zz").is_some() {
            return Some(at);
        }
        let mut ahead = Scan(self.0);
        let spaced = ahead.eat(b" ").is_some();
        let Some(sign) = ahead.eat(b"+-") else { return Some(at) };
        let offset = ahead.offset();
        // A key may begin with a sign; a zone that touches the time may not be half a zone.
        match offset {
            Some(offset) if !spaced || ahead.0.first().is_none_or(|next| is_separator(*next)) => {
                self.0 = ahead.0;
                shifted(at, sign, offset)
            }
            _ if spaced => Some(at),
            _ => None,
        }
    }

    /// `02`, `0200` or `02:00`, in seconds.
    fn offset(&mut self) -> Option<u64> {
        let hours = self.digits(2).filter(|hours| *hours < 24)?;
        let colon = self.eat(b":").is_some();
        let minutes = match self.digits(2) {
            Some(minutes) => minutes,
            None if colon => return None,
            None => 0,
        };
        (minutes < 60).then_some(hours * 3_600 + minutes * 60)
    }
}

const MONTHS: [&[u8; 3]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];

fn shifted(at: u64, sign: u8, offset: u64) -> Option<u64> {
    let offset = offset * SECOND;
    if sign == b'+' { at.checked_sub(offset) } else { Some(at + offset) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> Option<u64> {
        let mut scan = Scan(text.as_bytes());
        scan.iso().filter(|_| scan.0.is_empty())
    }

    #[test]
    fn one_instant_has_many_spellings() {
        let expected = Some(1_715_678_430 * SECOND);
        for text in [
            "2024-05-14T09:20:30Z",
            "2024-05-14t09:20:30z",
            "2024-05-14 09:20:30",
            "2024-05-14T09:20:30.000",
            "2024-05-14T11:20:30+02:00",
            "2024-05-14T11:20:30+0200",
            "2024-05-14T11:20:30+02",
            "2024-05-14 02:20:30 -0700",
            "20240514T092030Z",
            "20240514t092030.000",
            "20240514T112030+0200",
            "20240514T112030+02",
        ] {
            assert_eq!(iso(text), expected, "{text}");
        }
        for text in ["2024-05-14T09:20", "20240514T0920", "20240514T0920Z"] {
            assert_eq!(iso(text), Some(1_715_678_400 * SECOND), "{text}");
        }
        assert_eq!(iso("2024-05-14"), Some(1_715_644_800 * SECOND));
        assert_eq!(iso("1970-01-01T00:00:00.1234569Z"), Some(123_456));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "2023-02-29T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-00-01T00:00:00Z",
            "2024-04-31T00:00:00Z",
            "2024-05-14T24:00:00Z",
            "2024-05-14T09:60:00Z",
            "2024-05-14T09:20:61Z",
            "2024-05-14T09:20:30.Z",
            "2024-05-14T09:20:30+2",
            "2024-05-14T09:20:30+02:0",
            "2024-05-14T09:20:30+25:00",
            "1969-12-31T23:59:59Z",
            "1970-01-01T00:00:00+01:00",
            "2024-02-30",
            "2024-05-14T",
            "2024-05-14 25:20",
            "2024-05-14Z",
            "20240514",
            "20240514 092030",
            "20241314T092030Z",
            "20240514T252030Z",
            "20240514T09203Z",
            "20240514T09:20:30Z",
            "2024-5-14T09:20:30Z",
            "",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
    }

    #[test]
    fn the_date_of_an_access_log_has_its_zone() {
        let mut scan = Scan(b"10/Oct/2000:13:55:36 -0700] \"GET\"");
        assert_eq!(scan.of_log(), Some(971_211_336 * SECOND));
        assert_eq!(scan.0, b"] \"GET\"");
        for text in
            ["10/Foo/2000:13:55:36 -0700", "10/Oct/2000:13:55:36", "31/Apr/2000:13:55:36 -0700"]
        {
            assert_eq!(Scan(text.as_bytes()).of_log(), None, "{text}");
        }
    }
}
