//! What there is to know of traffic before anything decides on it: how long it lasts, and how much
//! comes at most in how long.

use lab::Micros;

use super::code::theirs;
use super::{SECOND, Traffic};

/// Stretches of these lengths are looked at, in seconds of theirs.
const LENGTHS: [u64; 4] = [1, 60, 3_600, 86_400];
/// At most so many of them, the longest.
const MOST_LENGTHS: usize = 3;
/// A stretch shorter than so many microseconds of the run is lost to scaling.
const FINEST: Micros = 10;
/// What 99 of 100 have is said of no fewer stretches than these.
const ENOUGH: u64 = 100;

/// What there is to know of traffic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// From the first arrival to the last, in microseconds of theirs.
    pub span: u64,
    /// The busiest stretch of each length that fits into the span, the shortest first.
    pub busiest: Vec<Busiest>,
}

/// The busiest stretch of some length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busiest {
    /// The length, in seconds of theirs.
    pub length: u64,
    /// How many come in it: no stretch of this length, wherever it begins, has more.
    pub most: usize,
    /// When the first such begins, in microseconds of theirs after the first arrival.
    pub after: u64,
    /// The same in the run's time.
    pub at: Micros,
    /// If stretches follow each other from the first arrival on, 99 of 100 have no more than so
    /// many; `None` if there are fewer than a hundred.
    pub usual: Option<usize>,
    /// The least limit with which a sliding log of this width refuses at most one of a hundred; with
    /// `most` it refuses nobody.
    pub limit: usize,
}

impl Traffic {
    /// What there is to know of it; a pass over all arrivals a length.
    pub fn summary(&self) -> Summary {
        let theirs = theirs(self);
        let span = theirs.last().zip(theirs.first()).map_or(0, |(last, first)| last - first);
        let fits = |length: &u64| {
            let micros = length * SECOND;
            micros <= span && micros >= FINEST * self.pace
        };
        let mut lengths: Vec<u64> = LENGTHS.into_iter().filter(fits).collect();
        lengths.drain(..lengths.len().saturating_sub(MOST_LENGTHS));
        let busiest = lengths.into_iter().map(|length| self.busiest(&theirs, length));
        Summary { span, busiest: busiest.collect() }
    }

    fn busiest(&self, theirs: &[u64], length: u64) -> Busiest {
        let micros = length * SECOND;
        let (mut from, mut most, mut first) = (0, 0, 0);
        for (place, instant) in theirs.iter().enumerate() {
            while theirs[from] + micros <= *instant {
                from += 1;
            }
            if place + 1 - from > most {
                (most, first) = (place + 1 - from, from);
            }
        }
        let (after, at) = (theirs[first] - theirs[0], self.arrivals[first].at);
        let limit = limit(theirs, micros, most);
        Busiest { length, most, after, at, usual: usual(theirs, micros), limit }
    }
}

/// The least limit that lets 99 of 100 through; `most` lets all. A larger limit never refuses more:
/// to let in whoever can be let in is the best that can be done for jobs of one length.
fn limit(theirs: &[u64], micros: u64, most: usize) -> usize {
    let mut admitted = Vec::with_capacity(theirs.len());
    let mut fits = |limit: usize| {
        admitted.clear();
        for at in theirs {
            let before = admitted.len().checked_sub(limit).map(|place: usize| admitted[place]);
            if before.is_none_or(|before: u64| before + micros <= *at) {
                admitted.push(*at);
            }
        }
        (theirs.len() - admitted.len()) * 100 <= theirs.len()
    };
    let (mut from, mut to) = (1, most);
    while from < to {
        let middle = from + (to - from) / 2;
        if fits(middle) { to = middle } else { from = middle + 1 }
    }
    to
}

/// The 99th percentile of the stretches, those included in which nobody comes.
fn usual(theirs: &[u64], micros: u64) -> Option<usize> {
    let (first, last) = (theirs.first()?, theirs.last()?);
    let all = (last - first) / micros + 1;
    let mut counts: Vec<usize> = theirs
        .chunk_by(|a, b| (a - first) / micros == (b - first) / micros)
        .map(<[_]>::len)
        .collect();
    counts.sort_unstable();
    let rank = (all * 99).div_ceil(100);
    let empty = all - counts.len() as u64;
    let place = rank.checked_sub(empty + 1).map(|place| place as usize);
    (all >= ENOUGH).then(|| place.map_or(0, |place| counts[place]))
}
