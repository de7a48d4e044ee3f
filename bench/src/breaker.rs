//! A call through a closed breaker that opens after failures in a row.

use std::hint::black_box;
use std::time::{Duration, Instant};

use failsafe::CircuitBreaker;
use futures::executor::block_on;
use patterns::Clock;
use patterns::breaker::{Breaker, Settings};

use crate::measure::{Contender, Table, Target};

const TIMES: u32 = 100_000;
const AGAINST: &[&str] = &["failsafe"];

pub(crate) fn run(table: &mut Table) {
    let target = Target { ratio: Some(1.0), against: AGAINST };
    table.measure("breaker, a call, closed", TIMES, target, contenders(|_| false));
    let target = Target { ratio: None, against: AGAINST };
    table.measure("breaker, every third call fails", TIMES, target, contenders(|n| n % 3 == 0));
}

/// Both open at the fifth failure in a row: never, here.
fn contenders(fails: fn(u32) -> bool) -> Vec<Contender<'static>> {
    let clock = real();
    let ours = Breaker::new(Settings::default());
    let backoff = failsafe::backoff::constant(Duration::from_secs(30));
    let policy = failsafe::failure_policy::consecutive_failures(5, backoff);
    let theirs = failsafe::Config::new().failure_policy(policy).build();
    let outcome = move |n: u32| if fails(black_box(n)) { Err(n) } else { Ok(n) };
    vec![
        (
            "ours",
            Box::new(move || {
                block_on(async {
                    for n in 0..TIMES {
                        let _ = black_box(ours.call(&clock, async || outcome(n)).await);
                    }
                });
            }),
        ),
        (
            "failsafe",
            Box::new(move || {
                for n in 0..TIMES {
                    let _ = black_box(theirs.call(|| outcome(n)));
                }
            }),
        ),
    ]
}

/// The machine's own clock: what a call costs includes looking at it, where it has to.
struct Real(Instant);

#[allow(clippy::disallowed_methods, reason = "a benchmark reads the real clock")]
fn real() -> Real {
    Real(Instant::now())
}

impl Clock for Real {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}
