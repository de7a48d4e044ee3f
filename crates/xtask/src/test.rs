//! `cargo xtask test`: everything, natively, as wasm, and the real page in a real browser.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::args::Part;
use crate::chromium::{Browser, browser};
use crate::failure::{Failure, Result};
use crate::process::{self, cargo, say};
use crate::{build, firefox, go, npm, pack, place, python, size, tools, wasm};

/// What the tests of the page, and of the code as wasm, are run in.
struct Browsers {
    chromium: Browser,
    firefox: PathBuf,
}

/// Two cores are kept busy by two browsers.
const AT_ONCE: &str = "--test-concurrency=2";

/// A slow machine takes its time with the tests of a file; a hang still ends.
const PATIENCE_MS: u32 = 1_200_000;

/// Runs one part, or all; only tests whose name has `pattern`, if there is one.
pub(crate) fn run(part: Option<Part>, pattern: Option<&str>) -> Result {
    let wants = |one| part.is_none_or(|part| part == one);
    // What is missing is said before minutes of testing, not after.
    let browsers =
        if wants(Part::Wasm) || wants(Part::Browser) { Some(prepared_browsers()?) } else { None };
    let mdbook = if wants(Part::Browser) { Some(tools::mdbook()?) } else { None };
    if wants(Part::Browser) {
        python::interpreter()?;
    }
    if wants(Part::Go) {
        go::toolchain()?;
    }
    tools::crates()?;
    // Compilers and tests often have work for one core only: what is to come is compiled meanwhile.
    std::thread::scope(|meanwhile| {
        let compiled = meanwhile.spawn(|| {
            if wants(Part::Browser) {
                build::page()?;
            }
            if wants(Part::Wasm) { wasm::compile() } else { Ok(()) }
        });
        if wants(Part::Rust) {
            rust(pattern)?;
        }
        if wants(Part::Go) {
            go::test(pattern)?;
        }
        let stopped = || Err(Failure::new("The page did not build: run `cargo xtask build`."));
        compiled.join().unwrap_or_else(|_| stopped())
    })?;
    if let (true, Some(browsers)) = (wants(Part::Wasm), &browsers) {
        wasm::test(&browsers.chromium, &browsers.firefox, pattern)?;
    }
    match (browsers, mdbook) {
        (Some(browsers), Some(mdbook)) => page(&browsers, &mdbook, pattern),
        _ => Ok(()),
    }
}

fn prepared_browsers() -> Result<Browsers> {
    npm::node()?;
    tools::wasm_target()?;
    let browsers = Browsers { chromium: browser()?, firefox: firefox::browser()? };
    npm::packages()?;
    Ok(browsers)
}

fn rust(pattern: Option<&str>) -> Result {
    say("Tests, native");
    for which in [&["--workspace"][..], &["--manifest-path", place::OWN]] {
        let mut command = cargo();
        command.args(["test", "--locked"]).args(which).args(pattern).current_dir(place::root());
        run_tests(&mut command, "native")?;
    }
    Ok(())
}

/// Uses the page, which is built, as people do.
fn page(browsers: &Browsers, mdbook: &Path, pattern: Option<&str>) -> Result {
    pack::single()?;
    say("Tests, the page in Chromium and in Firefox");
    let (files, pattern) = chosen(test_files()?, pattern);
    let mut command = Command::new("node");
    command.args(["--test", "--test-reporter=spec", AT_ONCE]);
    command.arg(format!("--test-timeout={PATIENCE_MS}"));
    command.args(pattern.map(|pattern| format!("--test-name-pattern={pattern}")));
    command.args(files).current_dir(place::root());
    command.env("CHROMIUM", &browsers.chromium.shell).env("FIREFOX", &browsers.firefox);
    command.env("MDBOOK", mdbook);
    run_tests(&mut command, "page")?;
    size::enforce()
}

fn run_tests(command: &mut Command, which: &str) -> Result {
    process::run(command, &format!("Some {which} tests failed: read what is said above."))
}

/// The files of tests, by name: Node's own search differs from version to version.
fn test_files() -> Result<Vec<PathBuf>> {
    let folder = place::browser_tests();
    let entries = std::fs::read_dir(&folder).map_err(|_| {
        Failure::new("tests/browser is missing: restore it with `git checkout tests/browser`.")
    })?;
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    Ok(files)
}

/// A pattern that names files chooses those, whole; else it filters the tests of all.
fn chosen(files: Vec<PathBuf>, pattern: Option<&str>) -> (Vec<PathBuf>, Option<&str>) {
    let Some(pattern) = pattern else {
        return (files, None);
    };
    let is_named = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().contains(pattern))
    };
    let named: Vec<PathBuf> = files.iter().filter(|path| is_named(path)).cloned().collect();
    if named.is_empty() { (files, Some(pattern)) } else { (named, None) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> Vec<PathBuf> {
        names.iter().map(PathBuf::from).collect()
    }

    #[test]
    fn a_pattern_that_names_a_file_runs_it_whole() {
        let all = files(&["a/share.test.mjs", "a/knobs.test.mjs"]);
        assert_eq!(chosen(all, Some("share")), (files(&["a/share.test.mjs"]), None));
    }

    #[test]
    fn any_other_pattern_filters_tests_by_name() {
        let all = files(&["a/share.test.mjs", "a/knobs.test.mjs"]);
        assert_eq!(chosen(all.clone(), Some("steps back")), (all.clone(), Some("steps back")));
        assert_eq!(chosen(all.clone(), None), (all, None));
    }
}
