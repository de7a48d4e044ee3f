//! What was admitted within a window, to be shown.

use std::time::Duration;

use lab::{Counted, Micros, State};

/// A window this wide that admits at most `limit`, and what it has counted.
pub fn window(span: Duration, limit: u32, counted: Counted) -> State {
    State::Window { span: micros(span), limit, counted }
}

/// A span as traces have it.
pub fn micros(span: Duration) -> Micros {
    span.as_micros() as Micros
}
