//! How fast, exactly.

use std::time::Duration;

/// So many units in so long: a fraction, kept as it is given.
///
/// ```
/// use patterns::Rate;
/// use std::time::Duration;
///
/// let a_third_a_second = Rate::new(1, Duration::from_secs(3));
/// assert_eq!((a_third_a_second.units(), a_third_a_second.span().as_secs()), (1, 3));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    units: u32,
    /// Never zero.
    span: Duration,
}

impl Rate {
    /// `units` in each `span`; no units is a rate of zero. A span of zero counts as the shortest
    /// there is, a nanosecond.
    ///
    /// ```
    /// use patterns::Rate;
    /// use std::time::Duration;
    ///
    /// assert_eq!(Rate::new(10, Duration::from_secs(1)), Rate::per_second(10));
    /// assert_eq!(Rate::new(1, Duration::ZERO).span(), Duration::from_nanos(1));
    /// ```
    pub fn new(units: u32, span: Duration) -> Self {
        Self { units, span: span.max(Duration::from_nanos(1)) }
    }

    /// `units` a second.
    ///
    /// ```
    /// assert_eq!(patterns::Rate::per_second(5).units(), 5);
    /// ```
    pub fn per_second(units: u32) -> Self {
        Self::new(units, Duration::from_secs(1))
    }

    /// The units of the fraction.
    ///
    /// ```
    /// assert_eq!(patterns::Rate::per_second(0).units(), 0);
    /// ```
    pub fn units(self) -> u32 {
        self.units
    }

    /// The span of the fraction; never zero.
    ///
    /// ```
    /// assert_eq!(patterns::Rate::per_second(5).span().as_secs(), 1);
    /// ```
    pub fn span(self) -> Duration {
        self.span
    }
}
