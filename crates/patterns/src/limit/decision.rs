//! What a limiter answers, and what it counts.

use std::error::Error;
use std::fmt;
use std::time::Duration;

/// What a limiter says to who asks.
///
/// ```
/// use patterns::{Decision, Limiter, Rate, TokenBucket};
/// use std::time::Duration;
///
/// let mut bucket = TokenBucket::new(Rate::per_second(4), 1);
/// assert_eq!(bucket.ask(Duration::ZERO, 1), Ok(Decision::Admitted));
/// let retry_after = Some(Duration::from_millis(250));
/// assert_eq!(bucket.ask(Duration::ZERO, 1), Ok(Decision::Refused { retry_after }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// All that was asked for is granted, and counted.
    Admitted,
    /// Nothing is granted.
    Refused {
        /// How long from the instant that was asked for until the same would be admitted, if
        /// nobody else asks: a nanosecond less is too early. `None`: never.
        retry_after: Option<Duration>,
    },
}

impl Decision {
    /// Whether what was asked for is granted.
    ///
    /// ```
    /// use patterns::Decision;
    /// assert!(Decision::Admitted.is_admitted());
    /// assert!(!Decision::Refused { retry_after: None }.is_admitted());
    /// ```
    pub fn is_admitted(self) -> bool {
        self == Self::Admitted
    }
}

/// What a limiter has decided so far, in units.
///
/// What was asked for in error ([`Excessive`]) is in neither.
///
/// ```
/// use patterns::{Counts, FixedWindow, Limiter};
/// use std::time::Duration;
///
/// let mut window = FixedWindow::new(3, Duration::from_secs(1));
/// let _ = window.ask(Duration::ZERO, 2);
/// let _ = window.ask(Duration::ZERO, 2);
/// assert_eq!(window.counts(), Counts { admitted: 2, refused: 2 });
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Units granted.
    pub admitted: u64,
    /// Units refused, each as often as it was asked for.
    pub refused: u64,
}

impl Counts {
    #[inline]
    pub(super) fn admit(&mut self, units: u32) -> Decision {
        self.admitted = self.admitted.saturating_add(units.into());
        Decision::Admitted
    }

    #[inline]
    pub(super) fn refuse(&mut self, units: u32, retry_after: Option<Duration>) -> Decision {
        self.refused = self.refused.saturating_add(units.into());
        Decision::Refused { retry_after }
    }
}

/// More was asked for than can ever be had at once: no wait would help.
///
/// ```
/// use patterns::{Excessive, Limiter, Rate, TokenBucket};
/// use std::time::Duration;
///
/// let mut bucket = TokenBucket::new(Rate::per_second(10), 3);
/// let excessive = bucket.ask(Duration::ZERO, 5).unwrap_err();
/// assert_eq!(excessive, Excessive { units: 5, limit: 3 });
/// assert_eq!(excessive.to_string(), "asked for 5 units where at most 3 can be had at once");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excessive {
    /// What was asked for.
    pub units: u32,
    /// The most that can be had at once: the burst of a bucket, the limit of a window.
    pub limit: u32,
}

impl Excessive {
    /// An error if `units` are above `limit`.
    #[inline]
    pub(super) fn check(units: u32, limit: u32) -> Result<(), Self> {
        if units > limit { Err(Self { units, limit }) } else { Ok(()) }
    }
}

impl fmt::Display for Excessive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { units, limit } = self;
        write!(f, "asked for {units} units where at most {limit} can be had at once")
    }
}

impl Error for Excessive {}
