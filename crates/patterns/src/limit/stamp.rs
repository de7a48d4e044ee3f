//! An instant and a number beside it, in sixteen bytes: a `Duration` alone takes as much.

use std::time::Duration;

/// An instant, or never, and a number; ordered by the instant, then the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stamp {
    seconds: u64,
    /// Below a second, or [`NEVER`].
    nanos: u32,
    pub(super) number: u32,
}

/// No instant has so many nanoseconds beside its seconds.
const NEVER: u32 = u32::MAX;

impl Stamp {
    #[inline]
    pub(super) fn new(at: Option<Duration>, number: u32) -> Self {
        match at {
            Some(at) => Self { seconds: at.as_secs(), nanos: at.subsec_nanos(), number },
            None => Self { seconds: u64::MAX, nanos: NEVER, number },
        }
    }

    #[inline]
    pub(super) fn at(self) -> Option<Duration> {
        if self.nanos == NEVER { None } else { Some(Duration::new(self.seconds, self.nanos)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_comes_after_every_instant() {
        let last = Stamp::new(Some(Duration::MAX), u32::MAX);
        let never = Stamp::new(None, 0);
        assert!(last < never && Stamp::new(Some(Duration::ZERO), 0) < last);
        assert_eq!((last.at(), never.at()), (Some(Duration::MAX), None));
        assert_eq!(size_of::<Stamp>(), 16);
    }
}
