//! Links: what is written is read back, and nothing that is read breaks anything.

mod any;
mod noise;
mod traffic;
mod words;

use any::any_link;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use scenarios::{Language, Link, Notice};

fn check<S: Strategy>(cases: u32, strategy: S, test: impl Fn(S::Value)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&strategy, |value| {
        test(value);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn what_is_written_is_read_back() {
    check(5_000, any_link(), |link| {
        assert_eq!(Link::parse(&format!("#{link}")), (link, Vec::new()));
    });
}

/// What a link is told, in English.
fn said(hash: &str) -> Vec<String> {
    Link::parse(hash).1.iter().map(|notice| notice.say(Language::En)).collect()
}

#[test]
fn a_run_is_not_compared_with_itself() {
    for same in ["compare=correct", "variant=leaks&compare=leaks", "workers=3&compare=workers:3"] {
        let (link, notices) = Link::parse(&format!("/worker-pool?{same}"));
        assert_eq!((link.view.compare, notices), (None, vec![Notice::ComparesNothing]), "{same}");
    }
}

#[test]
fn more_actions_than_are_taken_are_said_once() {
    let (link, notices) = Link::parse(&format!("/worker-pool?do={}", "cancel@1,".repeat(500)));
    assert_eq!(link.setup.script.len(), 64);
    assert_eq!(notices, [Notice::TooManyActions { limit: 64 }]);
}
