//! `cargo xtask bench`: natively, then in Chromium; every row of one table.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::chromium::{Browser, browser};
use crate::failure::{Failure, Result};
use crate::process::{cargo, complain, run, say};
use crate::{build, npm, place, tools, wasm};

/// How much slower than native a run may be in the page.
const WASM_TO_NATIVE: f64 = 2.5;

/// What the measuring test prints before a slug and its nanoseconds.
const DEFAULT_RUN: &str = "default-run ";

const STOPPED: &str = "The benchmarks stopped: read what is said above, then run this again.";

/// Prints the table.
pub(crate) fn all() -> Result {
    npm::node()?;
    let browser = browser()?;
    let mdbook = tools::mdbook()?;
    npm::packages()?;
    tools::crates()?;
    build::page()?;
    let mut native = cargo();
    native
        .args(["run", "--quiet", "--locked", "--profile", "native", "--package", "bench"])
        .current_dir(place::root());
    run(&mut native, STOPPED)?;
    default_runs(&browser)?;
    for script in scripts() {
        let mut command = Command::new("node");
        command.arg(script).current_dir(place::root());
        command.env("CHROMIUM", &browser.chromium).env("MDBOOK", &mdbook);
        run(&mut command, STOPPED)?;
    }
    Ok(())
}

/// A row a scenario: its default run in Chromium against the same natively.
fn default_runs(browser: &Browser) -> Result {
    let mut native = cargo();
    native.args([
        "test",
        "--quiet",
        "--locked",
        "--profile",
        "native",
        "--package",
        "tests",
        "--test",
        "default_runs",
        "--features",
        "measure",
    ]);
    native.args(["--", "--nocapture"]).current_dir(place::root());
    let native = taken(&mut native)?;
    let in_chromium = taken(&mut wasm::default_runs(browser)?)?;
    for (slug, ours) in in_chromium {
        if let Some((_, theirs)) = native.iter().find(|(found, _)| *found == slug) {
            say(&row(&slug, ours, *theirs));
        }
    }
    Ok(())
}

/// What a measuring test says: slugs and nanoseconds.
fn taken(command: &mut Command) -> Result<Vec<(String, f64)>> {
    let stopped = || Failure::new(STOPPED);
    let output = command.stderr(Stdio::inherit()).output().map_err(|_| stopped())?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        complain(&text);
        return Err(stopped());
    }
    Ok(text.lines().filter_map(parsed).collect())
}

fn parsed(line: &str) -> Option<(String, f64)> {
    let (slug, nanoseconds) = line.split_once(DEFAULT_RUN)?.1.trim().split_once(' ')?;
    Some((slug.to_owned(), nanoseconds.parse().ok()?))
}

fn row(slug: &str, ours: f64, theirs: f64) -> String {
    let ratio = ours / theirs;
    let verdict = if ratio <= WASM_TO_NATIVE { "met" } else { "MISSED" };
    format!(
        "| default run in Chromium: {slug} | {:.0} µs | native {ratio:.2} | {ratio:.2} ≤ {WASM_TO_NATIVE:.2}: {verdict} |",
        ours / 1_000.0
    )
}

fn scripts() -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(place::browser_tests().join("bench")).into_iter().flatten().flatten();
    let mut scripts: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "mjs"))
        .collect();
    scripts.sort();
    scripts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_measured_is_found_among_what_tests_print() {
        assert_eq!(
            parsed("    default-run worker-pool 51234"),
            Some(("worker-pool".into(), 51_234.0))
        );
        assert_eq!(parsed("running 1 test"), None);
    }

    #[test]
    fn a_row_says_whether_the_target_is_met() {
        let met = "| default run in Chromium: tee | 50 µs | native 2.50 | 2.50 ≤ 2.50: met |";
        assert_eq!(row("tee", 50_000.0, 20_000.0), met);
        assert!(row("tee", 60_000.0, 20_000.0).contains("MISSED"));
    }
}
