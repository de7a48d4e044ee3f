//! Adaptive workers: as many as it takes for the work to be on time.
//!
//! [`Scaler`] decides, and can be used alone; [`adaptive_workers()`] runs workers by it.

mod crew;
mod rule;
mod run;
mod scaler;
mod worker;

pub use self::rule::Rule;
pub use self::run::{Due, Served, Totals, adaptive_workers};
pub use self::scaler::{Assessment, Scaler, Step, Why};
pub use self::worker::Worker;
