//! Sets of bytes.

use std::ops::Range;

/// Ranges in order, apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ranges(Vec<Range<u32>>);

impl Ranges {
    /// What is in any of these.
    pub(super) fn of(ranges: impl IntoIterator<Item = Range<u32>>) -> Self {
        let mut ranges: Vec<_> = ranges.into_iter().filter(|range| !range.is_empty()).collect();
        ranges.sort_by_key(|range| range.start);
        let mut union = Ranges::default();
        for range in ranges {
            match union.0.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => union.0.push(range),
            }
        }
        union
    }

    /// What is in this, and not in `other`.
    pub(super) fn without(&self, other: &Ranges) -> Self {
        let mut left = Vec::new();
        let mut others = other.0.iter().peekable();
        for range in &self.0 {
            let mut from = range.start;
            while others.next_if(|other| other.end <= from).is_some() {}
            let mut ahead = others.clone();
            while let Some(other) = ahead.next_if(|other| other.start < range.end) {
                left.push(from..other.start.max(from));
                from = other.end.min(range.end);
            }
            left.push(from..range.end);
        }
        Ranges::of(left)
    }

    /// What is in either.
    pub(super) fn and(&self, other: &Ranges) -> Self {
        Ranges::of(self.iter().chain(other.iter()))
    }

    /// The same with the bytes between two ranges, where those are few.
    pub(super) fn over_gaps(&self, most: u32) -> Self {
        let mut closed = self.0.clone();
        for next in 1..closed.len() {
            if closed[next].start - closed[next - 1].end <= most {
                closed[next - 1].end = closed[next].start;
            }
        }
        Ranges::of(closed)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Range<u32>> {
        self.0.iter().cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges<const N: usize>(of: [Range<u32>; N]) -> Ranges {
        Ranges::of(of)
    }

    #[test]
    fn ranges_that_touch_are_one_and_empty_ones_none() {
        assert_eq!(ranges([4..6, 0..2, 2..3, 5..9, 7..7]).0, [0..3, 4..9]);
    }

    #[test]
    fn what_is_taken_away_is_gone_and_the_rest_stays() {
        let all = ranges([0..10, 20..30]);
        assert_eq!(all.without(&ranges([2..4, 8..22, 29..40])).0, [0..2, 4..8, 22..29]);
        assert_eq!(all.without(&ranges([0..15, 15..40])).0, []);
        assert_eq!(all.without(&Ranges::default()), all);
        assert_eq!(all.and(&ranges([10..12, 12..18])).0, [0..18, 20..30]);
    }

    #[test]
    fn only_short_gaps_are_filled() {
        assert_eq!(ranges([0..1, 4..5, 9..10]).over_gaps(3).0, [0..5, 9..10]);
    }
}
