//! What several tests of what is read use.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Tries so many values; the test says by a panic what is wrong.
pub(crate) fn check<S: Strategy>(cases: u32, strategy: S, test: impl Fn(S::Value)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&strategy, |value| {
        test(value);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}
