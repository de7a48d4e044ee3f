//! Why there is no answer.

use crate::{Elapsed, breaker};
use std::error::Error;
use std::fmt;
use std::time::Duration;

/// Why there is no answer: the call was not made, or was made in vain.
///
/// ```
/// use patterns::resilient::Trouble;
///
/// let trouble = Trouble::Failed("no route to host");
/// assert_eq!(trouble.to_string(), "no route to host");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble<E> {
    /// Not made: the circuit is open.
    Open(breaker::Refused),
    /// Not made: the limiter had nothing left.
    OverLimit {
        /// How long until it would have; `None`: never.
        retry_after: Option<Duration>,
    },
    /// Made, and failed.
    Failed(E),
    /// Made, and dropped when it took too long.
    Elapsed(Elapsed),
}

impl<E: fmt::Display> fmt::Display for Trouble<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(refused) => refused.fmt(f),
            Self::OverLimit { retry_after: Some(after) } => {
                write!(f, "over the limit, try again in {after:?}")
            }
            Self::OverLimit { retry_after: None } => f.write_str("over the limit for good"),
            Self::Failed(error) => error.fmt(f),
            Self::Elapsed(elapsed) => elapsed.fmt(f),
        }
    }
}

impl<E: Error> Error for Trouble<E> {}
