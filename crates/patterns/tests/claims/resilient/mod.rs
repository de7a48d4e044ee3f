//! What a resilient pipeline claims.

mod calls;
mod door;
mod letters;
mod schedules;

use crate::support::ms;
use patterns::Decision;
use patterns::breaker::{self, Breaker, Change, Trip};
use patterns::resilient::*;
use std::sync::Arc;
use std::time::Duration;

type Limiter = fn(Duration) -> Decision;

type Fallback = fn(&u32, &Trouble<&'static str>) -> Option<u32>;

fn bare() -> Stages<fn(&Change), Limiter, Fallback> {
    Stages::bare()
}

/// Opens at the first failure, for 100 ms; one probe.
fn touchy() -> Arc<Breaker> {
    let settings = breaker::Settings {
        trip: Trip::InARow { failures: 1 },
        open_for: ms(100),
        probes: 1,
        ..breaker::Settings::default()
    };
    Arc::new(Breaker::new(settings))
}

/// What a request is: its remainder by 10 says what becomes of it.
async fn fails_for_odd(n: u32) -> Result<u32, &'static str> {
    if n % 2 == 1 { Err("odd") } else { Ok(n) }
}
