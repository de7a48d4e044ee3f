//! What a circuit breaker claims.

mod calls;
mod changes;
mod circuit;

use crate::support::ms;
use patterns::breaker::*;

/// Three failures open it for 100 ms, two probes close it, a probe has 50 ms.
fn settings() -> Settings {
    Settings {
        trip: Trip::InARow { failures: 3 },
        open_for: ms(100),
        probes: 2,
        probe_limit: ms(50),
    }
}
