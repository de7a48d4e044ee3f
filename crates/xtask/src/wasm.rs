//! Tests as wasm, in Node, in Chromium and in Firefox.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::chromium::Browser;
use crate::failure::{Failure, Result};
use crate::process::{cargo, run, say};
use crate::{place, tools};

/// The packages that have tests which run as wasm.
pub(crate) const TESTED: [&str; 2] = ["tests", "web"];

/// A slow machine takes its time; a hang still ends.
const PATIENCE_SECONDS: &str = "300";

/// The test that compares runs byte for byte.
const SAME_BYTES: &str = "same_bytes";

/// What the native half of the test that compares runs byte for byte prints before its digests.
const DIGESTS: &str = "digests ";

/// Compiles the tests, all but what the native runs are to be compared with.
pub(crate) fn compile() -> Result {
    let mut command = cargo_test(&tools::wasm_test_runner()?);
    command.args(["--tests", "--no-run", "--quiet"]);
    command.args(TESTED.iter().flat_map(|package| ["--package", package]));
    run(&mut command, "The wasm tests did not compile: read what is said above.")
}

/// Runs the tests in Node, then the same and those that need a page in Chromium; in Firefox, those
/// that compare runs byte for byte.
pub(crate) fn test(browser: &Browser, firefox: &Path, pattern: Option<&str>) -> Result {
    let runner = tools::wasm_test_runner()?;
    let digests = native_digests()?;
    let tests = || {
        let mut command = cargo_test(&runner);
        command
            .arg("--tests")
            .args(TESTED.iter().flat_map(|package| ["--package", package]))
            .args(pattern);
        command.env("INTERLEAVE_DIGESTS", &digests);
        command
    };
    say("Tests, wasm in Node");
    let in_node = &mut tests();
    in_node.env("WASM_BINDGEN_TEST_ONLY_NODE", "1");
    run(in_node, "Some wasm tests failed in Node: read what is said above.")?;
    say("Tests, wasm in Chromium");
    run(
        in_chromium(&mut tests(), browser),
        "Some wasm tests failed in Chromium: read what is said above.",
    )?;
    if pattern.is_some() {
        return Ok(());
    }
    say("Tests, wasm in Firefox");
    let mut command = Command::new("node");
    command.arg(place::browser_tests().join("wasm_in_firefox.mjs")).env("FIREFOX", firefox);
    command.env("WASM_TEST_RUNNER", &runner).env("WASM_TEST", same_bytes(&runner, &digests)?);
    run(&mut command, "Some runs are not the same in Firefox: read what is said above.")
}

/// The compiled test that compares runs byte for byte.
fn same_bytes(runner: &Path, digests: &str) -> Result<PathBuf> {
    let mut command = cargo_test(runner);
    command.args(["--tests", "--no-run", "--quiet", "--message-format=json"]);
    command.args(TESTED.iter().flat_map(|package| ["--package", package]));
    let output = command.env("INTERLEAVE_DIGESTS", digests).stderr(Stdio::inherit()).output();
    let said = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    said.ok().and_then(|said| executable(&said, SAME_BYTES)).ok_or_else(|| {
        Failure::new("The wasm tests did not build: run `cargo xtask test wasm` again.")
    })
}

/// Where cargo says that it has put the test of this name.
fn executable(said: &str, test: &str) -> Option<PathBuf> {
    const KEY: &str = "\"executable\":\"";
    let name = format!("\"name\":\"{test}\"");
    let line = said.lines().find(|line| line.contains(&name) && line.contains(KEY))?;
    Some(line.split_once(KEY)?.1.split_once('"')?.0.replace("\\\\", "\\").into())
}

/// Measures the default run of each scenario in Chromium, as the page is compiled.
pub(crate) fn default_runs(browser: &Browser) -> Result<Command> {
    let mut command = cargo_test(&tools::wasm_test_runner()?);
    command.args([
        "--release",
        "--package",
        "tests",
        "--test",
        "default_runs",
        "--features",
        "measure",
        "--",
        "--nocapture",
    ]);
    in_chromium(&mut command, browser);
    Ok(command)
}

fn cargo_test(runner: &Path) -> Command {
    let mut command = cargo();
    command
        .args(["test", "--locked", "--target", tools::WASM])
        .current_dir(place::root())
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("WASM_BINDGEN_TEST_TIMEOUT", PATIENCE_SECONDS);
    command
}

fn in_chromium<'a>(command: &'a mut Command, browser: &Browser) -> &'a mut Command {
    command
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", place::browser_tests().join("webdriver.json"))
        .env("CHROMEDRIVER", &browser.driver)
}

/// What the runs are natively: the wasm tests are compiled with it.
fn native_digests() -> Result<String> {
    let failed = || {
        Failure::new(
            "The native runs could not be taken: run `cargo xtask test rust` and read what it says.",
        )
    };
    let mut command = cargo();
    command.args([
        "test",
        "--quiet",
        "--locked",
        "--package",
        "tests",
        "--test",
        SAME_BYTES,
        "--",
        "--nocapture",
    ]);
    let output = command.current_dir(place::root()).output().map_err(|_| failed())?;
    digests_in(&String::from_utf8_lossy(&output.stdout)).ok_or_else(failed)
}

fn digests_in(output: &str) -> Option<String> {
    output.lines().find_map(|line| Some(line.split_once(DIGESTS)?.1.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_found_among_what_tests_print() {
        assert_eq!(
            digests_in("\nrunning 1 test\ndigests a=1,b=2\n.\n").as_deref(),
            Some("a=1,b=2")
        );
        assert_eq!(digests_in("running 0 tests"), None);
    }

    #[test]
    fn a_compiled_test_is_found_among_what_cargo_says() {
        let said = "{\"target\":{\"name\":\"hosts\"},\"executable\":\"/a/hosts-1.wasm\"}\n\
                    {\"target\":{\"name\":\"same_bytes\"},\"executable\":\"/a/same_bytes-2.wasm\",\"fresh\":true}";
        assert_eq!(executable(said, SAME_BYTES), Some("/a/same_bytes-2.wasm".into()));
        assert_eq!(executable(said, "none"), None);
    }
}
