//! Overload: what to do when more comes in than goes out, and how to see that it does.

pub mod adaptive;

mod backpressure;
mod inlet;
mod latency_window;
mod strategy;

pub use self::adaptive::adaptive_workers;
pub use self::backpressure::Backpressure;
pub use self::inlet::Inlet;
pub use self::latency_window::{LatencyWindow, Percentiles};
pub use self::strategy::{SendCounts, Sent, Strategy, Unsent};
