//! Why a context ended.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// Why a context ended. A child cancelled from above has the cause of the one above.
///
/// ```
/// use patterns::Cause;
/// assert_eq!(Cause::Deadline.to_string(), "the deadline passed");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Somebody cancelled it, and perhaps said why.
    Cancelled(Option<Arc<str>>),
    /// Its deadline passed.
    Deadline,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled(None) => f.write_str("cancelled"),
            Self::Cancelled(Some(words)) => write!(f, "cancelled: {words}"),
            Self::Deadline => f.write_str("the deadline passed"),
        }
    }
}

impl Error for Cause {}
