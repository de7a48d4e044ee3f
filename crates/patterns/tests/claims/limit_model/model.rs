//! The slow and obvious limiter: a list of all it has admitted, and the definition.

use std::time::Duration;

/// The last nanosecond a clock can show.
pub(super) const END: u128 = Duration::MAX.as_nanos();

/// What is limited, and all that was admitted.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(super) kind: Kind,
    pub(crate) limit: u32,
    /// Of a window, or of the rate.
    pub(crate) span: u128,
    pub(crate) admitted: Vec<(u128, u128)>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// With the units of its rate.
    Bucket(u32),
    Fixed,
    Log,
    Counter,
}

impl Model {
    /// The units admitted at the instants that `which` picks.
    pub(crate) fn sum(&self, which: impl Fn(u128) -> bool) -> u128 {
        self.admitted.iter().filter(|(at, _)| which(*at)).map(|(_, units)| units).sum()
    }

    /// The definitions, word for word.
    pub(crate) fn admits(&self, now: u128, units: u32) -> bool {
        let (units, limit, span) = (u128::from(units), u128::from(self.limit), self.span);
        let window = now / span;
        match self.kind {
            // From any instant on: no more than the burst, and the rate times the time.
            Kind::Bucket(rate) => {
                let begins = self.admitted.iter().map(|(at, _)| *at).chain([now]);
                begins.into_iter().all(|begin| {
                    let taken = self.sum(|at| at >= begin) + units;
                    taken * span <= limit * span + u128::from(rate) * (now - begin)
                })
            }
            Kind::Fixed => self.sum(|at| at / span == window) + units <= limit,
            Kind::Log => self.sum(|at| now - at < span) + units <= limit,
            Kind::Counter => {
                let previous = self.sum(|at| at / span + 1 == window);
                let current = self.sum(|at| at / span == window);
                previous * (span - now % span) + (current + units) * span <= limit * span
            }
        }
    }

    /// That `first` is the first instant, from `now` on, at which so many would be admitted.
    pub(crate) fn check_first(&self, now: u128, first: Option<Duration>, units: u32) {
        match first.map(|first| first.as_nanos()) {
            Some(first) => {
                assert!(self.admits(first.max(now), units), "not admitted even then");
                assert!(first <= now || !self.admits(first - 1, units), "admitted before");
            }
            None => assert!(!self.admits(END, units), "admitted one day"),
        }
    }

    /// Whether it cannot be told from one that has admitted nothing.
    pub(super) fn is_fresh(&self, now: u128) -> bool {
        self.admits(now, self.limit)
    }
}

pub(crate) fn duration(nanos: u128) -> Duration {
    Duration::new((nanos / 1_000_000_000) as u64, (nanos % 1_000_000_000) as u32)
}
