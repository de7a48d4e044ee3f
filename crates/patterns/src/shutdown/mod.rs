//! Graceful shutdown: stop accepting, drain, close; in that order, and by a deadline.
//!
//! A [`TaskTracker`] counts work in and out, and completes once it is closed and empty.
//! [`shut_down`] takes what is to be shut down as [`Phase`]s: *sources*, through which work comes
//! in from outside, stop at once; then, in the order given, what is under way is waited for;
//! *resources*, which the work needs, are closed last, and always.
//!
//! Its deadline hangs from nothing: what says "stop" is often a cancelled context, and below that
//! one the time would be over before it began.

mod phase;
mod report;
mod run;
mod tracker;
mod wait;

pub use self::phase::{Phase, Step};
pub use self::report::{PhaseReport, Report};
pub use self::run::shut_down;
pub use self::tracker::{Closed, TaskCounts, TaskTracker, Ticket};
pub use self::wait::Wait;
