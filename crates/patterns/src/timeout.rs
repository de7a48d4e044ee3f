//! Timeout: stop waiting when the answer no longer matters.

use crate::Timer;
use futures::future::{Either, select};
use std::error::Error;
use std::fmt;
use std::pin::pin;
use std::time::Duration;

/// Runs `work`, dropping it unless it finishes within `limit`.
///
/// Work that is ready at the deadline itself wins. The limit counts from the first poll.
///
/// # Errors
/// [`Elapsed`] if the limit passed first.
///
/// ```
/// use futures::{executor::block_on, future::{join, pending, ready}};
/// use patterns::{Elapsed, ManualTimer, timeout};
/// use std::time::Duration;
///
/// let (timer, limit) = (ManualTimer::new(), Duration::from_millis(10));
/// assert_eq!(block_on(timeout(&timer, limit, ready(7))), Ok(7));
/// let too_long = timeout(&timer, limit, pending::<()>());
/// let (outcome, ()) = block_on(join(too_long, async { timer.advance(limit) }));
/// assert_eq!(outcome, Err(Elapsed { limit }));
/// ```
pub async fn timeout<F: Future>(
    timer: &impl Timer,
    limit: Duration,
    work: F,
) -> Result<F::Output, Elapsed> {
    match select(pin!(work), pin!(timer.sleep(limit))).await {
        Either::Left((output, _)) => Ok(output),
        Either::Right(_) => Err(Elapsed { limit }),
    }
}

/// The limit passed before the work was over; the work was dropped.
///
/// ```
/// use patterns::Elapsed;
/// use std::time::Duration;
///
/// let elapsed = Elapsed { limit: Duration::from_secs(5) };
/// assert_eq!(elapsed.to_string(), "not over within 5s");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed {
    /// How long was waited.
    pub limit: Duration,
}

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not over within {:?}", self.limit)
    }
}

impl Error for Elapsed {}
