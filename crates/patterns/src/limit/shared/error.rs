//! Why a wait came to nothing.

use crate::{Cause, Excessive};
use std::error::Error;
use std::fmt;
use std::time::Duration;

/// Why a wait ended without what it was for. It has taken nothing.
///
/// ```
/// use patterns::NotAdmitted;
/// use std::time::Duration;
///
/// let late = NotAdmitted::TooLate { retry_after: Some(Duration::from_secs(3)) };
/// assert_eq!(late.to_string(), "it would be admitted in 3s, after the deadline");
/// let never = NotAdmitted::TooLate { retry_after: None };
/// assert_eq!(never.to_string(), "it would never be admitted");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAdmitted {
    /// So many can never be had at once.
    Excessive(Excessive),
    /// The wait could not have ended by the deadline, so it was not begun, or not gone on with.
    TooLate {
        /// How long it would have been, as things stood; `None`: for ever.
        retry_after: Option<Duration>,
    },
    /// The context ended first.
    Cancelled(Cause),
}

impl fmt::Display for NotAdmitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Excessive(excessive) => excessive.fmt(f),
            Self::TooLate { retry_after: Some(span) } => {
                write!(f, "it would be admitted in {span:?}, after the deadline")
            }
            Self::TooLate { retry_after: None } => f.write_str("it would never be admitted"),
            Self::Cancelled(cause) => cause.fmt(f),
        }
    }
}

impl Error for NotAdmitted {}

impl From<Excessive> for NotAdmitted {
    fn from(excessive: Excessive) -> Self {
        Self::Excessive(excessive)
    }
}

impl From<Cause> for NotAdmitted {
    fn from(cause: Cause) -> Self {
        Self::Cancelled(cause)
    }
}
