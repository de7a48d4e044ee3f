//! Overload: what to do when more comes in than goes out, and how to see that it does.

mod latency_window;

pub use self::latency_window::{LatencyWindow, Percentiles};
