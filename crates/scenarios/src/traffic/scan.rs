//! A text that is taken apart from its front: digits, fractions, separators.

/// Takes a text apart from its front.
pub(super) struct Scan<'a>(pub(super) &'a [u8]);

impl Scan<'_> {
    /// Exactly so many digits.
    pub(super) fn digits(&mut self, count: usize) -> Option<u64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let number = digits.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u64::from(digit - b'0'))
        })?;
        self.0 = rest;
        Some(number)
    }

    /// One of these bytes.
    pub(super) fn eat(&mut self, any_of: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        any_of.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    /// Millionths behind a point, if there is one; what is finer is dropped.
    pub(super) fn fraction(&mut self) -> Option<u64> {
        if self.eat(b".").is_none() {
            return Some(0);
        }
        let digits = self.leading_digits();
        (digits > 0).then(|| self.millionths(digits))
    }

    pub(super) fn leading_digits(&self) -> usize {
        self.0.iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    /// So many digits, which are there, as millionths.
    pub(super) fn millionths(&mut self, digits: usize) -> u64 {
        let (fraction, rest) = self.0.split_at(digits);
        self.0 = rest;
        let places = fraction.iter().map(|digit| u64::from(digit - b'0'));
        places.chain(std::iter::repeat(0)).take(6).fold(0, |number, digit| number * 10 + digit)
    }

    /// A whole number of at most nineteen digits.
    pub(super) fn number(&mut self) -> Option<u64> {
        let digits = self.leading_digits();
        if digits == 0 || digits > 19 { None } else { self.digits(digits) }
    }
}

/// What stands between an instant and a key.
pub(super) fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b',' | b';')
}
