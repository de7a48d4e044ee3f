//! Runs that show every kind of state, written by hand: no pattern, just what one would show.

mod failure;
mod limits;
mod load;

use std::time::Duration;

use lab::*;

pub(crate) use failure::{breaker, tree};
pub(crate) use limits::limiters;
use limits::{bucket, keys};
use load::overload;
pub(crate) use load::{lists, steered};

const MS: u64 = 1_000;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn run<F: Future<Output = ()> + 'static>(main: impl FnOnce(Lab) -> F + 'static) -> Trace {
    VirtualHost::new(Run::default(), 1, main).finish()
}

/// Every run of this file by name.
pub(crate) fn all() -> Vec<(&'static str, Trace)> {
    vec![
        ("bucket", bucket()),
        ("limiters", limiters()),
        ("steered", steered()),
        ("keys", keys()),
        ("breaker", breaker()),
        ("tree", tree()),
        ("lists", lists()),
        ("overload", overload()),
    ]
}
