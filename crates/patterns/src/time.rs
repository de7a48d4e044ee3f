//! Time is handed in: the one seam through which a pattern learns what the clock says.

use std::time::Duration;

/// A clock that can be read.
///
/// ```
/// use patterns::{Clock, ManualTimer};
/// use std::time::Duration;
///
/// let clock = ManualTimer::new();
/// clock.advance(Duration::from_millis(5));
/// assert_eq!(clock.now(), Duration::from_millis(5));
/// ```
pub trait Clock {
    /// The time since the clock's own origin.
    fn now(&self) -> Duration;
}

/// A clock that can also be waited on.
///
/// ```
/// use futures::{executor::block_on, future::join};
/// use patterns::{ManualTimer, Timer};
/// use std::time::Duration;
///
/// let timer = ManualTimer::new();
/// let advance = async { timer.advance(Duration::from_secs(1)) };
/// block_on(join(timer.sleep(Duration::from_secs(1)), advance));
/// ```
pub trait Timer: Clock {
    /// Completes once `span` has passed; a span of zero may complete at once.
    ///
    /// Dropping the future takes the timer back.
    fn sleep(&self, span: Duration) -> impl Future<Output = ()>;
}

impl<T: Clock + ?Sized> Clock for &T {
    fn now(&self) -> Duration {
        (**self).now()
    }
}

impl<T: Timer + ?Sized> Timer for &T {
    fn sleep(&self, span: Duration) -> impl Future<Output = ()> {
        (**self).sleep(span)
    }
}
