//! Whatever the arguments are, they are run or refused: nothing panics, and nothing is half done.

use std::cell::Cell;
use std::ffi::OsString;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::{interleave, words};

/// What they begin with: most of what is behind no command is never looked at.
const BEGINNINGS: [&str; 6] =
    ["run worker-pool", "link worker-pool", "run #/token-bucket?arrivals=yours", "run", "list", ""];

/// What most runs take.
#[rustfmt::skip]
const GOOD: [&str; 28] = [
    "workers=2", "work=Computing", "jobs=1", "rate=9", "arrivals=yours", "--seed 7", "--seed=0",
    "--do cancel@5", "reader-leaves@900", "--do=stall:worker-1@9", "--variant leaks",
    "--variant=correct", "--sched seeded", "--sched 1.0.2", "--at 300", "--at=0", "--format json",
    "--format=svg", "--format test", "--format perfetto", "--width 390", "--goal p95<900",
    "--goal=lost=0,finished", "--theme dark", "--axis=order", "--lang vi",
    "--traffic=Cargo.toml", "--",
];

/// What few or none take.
#[rustfmt::skip]
const BAD: [&str; 40] = [
    "help", "list", "run", "link", "--help", "-V", "-x", "--json", "--json=1", "-", "''", "#", "#/",
    "/", "tee", "Worker-Pool", "#/worker-pool?e=3", "#/worker-pool?compare=leaks",
    "#/tee?follow=1&at=10", "#/worker-pool?v=9&x=1&x=2", "workers=99", "=", "=1", "--seed", "--do",
    "stall:worker-9@9", "@", ",", "--do ,", "--variant", "--at 500000", "--at=99999999999999999999",
    "#/worker-pool?e=4294967295", "--format png", "--goal x<1", "--traffic=/dev/null", "--lang",
    "--width 65536", "#/token-bucket?arrivals=yours&traffic=file.3000.951a46d1", "--sched 9.9.9",
];

/// Lists of words, and of what is none, as a shell passes them.
fn any_arguments() -> impl Strategy<Value = Vec<OsString>> {
    let line = |lines: &'static [&'static str]| {
        let line = prop::sample::select(lines);
        line.prop_map(|line| words(line).into_iter().map(OsString::from).collect::<Vec<_>>())
    };
    // No system passes a zero.
    let noise = "[^\\x00]{0,40}".prop_map(|noise| vec![noise.into()]);
    let bytes = any_bytes().prop_map(|bytes| vec![bytes]);
    let any = prop_oneof![24 => line(&GOOD), 4 => line(&BAD), 1 => noise, 1 => bytes];
    (line(&BEGINNINGS), prop::collection::vec(any, 0..6))
        .prop_map(|(begin, rest)| begin.into_iter().chain(rest.into_iter().flatten()).collect())
}

#[cfg(unix)]
fn any_bytes() -> impl Strategy<Value = OsString> {
    use std::os::unix::ffi::OsStringExt;
    prop::collection::vec(1..=u8::MAX, 0..12).prop_map(OsString::from_vec)
}

#[cfg(not(unix))]
fn any_bytes() -> impl Strategy<Value = OsString> {
    "\\PC{0,12}".prop_map(OsString::from)
}

#[test]
fn whatever_is_said_is_run_or_refused() {
    let config = Config { cases: 1_000, failure_persistence: None, ..Config::default() };
    let (ran, refused) = (Cell::new(0), Cell::new(0));
    let outcome = TestRunner::new(config).run(&any_arguments(), |arguments| {
        let output = interleave(&arguments);
        let complaint = String::from_utf8(output.stderr).expect("it writes UTF-8");
        if matches!(output.status.code(), Some(0 | 1)) {
            ran.update(|ran| ran + 1);
            assert!(!output.stdout.is_empty(), "{complaint}");
            return Ok(());
        }
        refused.update(|refused| refused + 1);
        assert_eq!(output.status.code(), Some(2), "{complaint}");
        assert!(output.stdout.is_empty(), "{complaint}");
        assert_eq!(complaint.lines().count(), 1, "{complaint}");
        assert!(complaint.starts_with("interleave: "), "{complaint}");
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let (ran, refused) = (ran.get(), refused.get());
    assert!(ran > 100 && refused > 100, "{ran} ran, {refused} were refused");
}
