//! `cargo xtask bench`: natively, then in Chromium; every row of one table.

use std::path::PathBuf;
use std::process::Command;

use crate::chromium::browser;
use crate::failure::Result;
use crate::process::{cargo, run, say};
use crate::{build, npm, place, tools};

/// Prints the table.
pub(crate) fn all() -> Result {
    npm::node()?;
    let browser = browser()?;
    npm::packages()?;
    tools::crates()?;
    build::page()?;
    let mut native = cargo();
    native
        .args(["run", "--quiet", "--locked", "--profile", "native", "--package", "bench"])
        .current_dir(place::root());
    run(&mut native, "The benchmarks stopped: read what is said above.")?;
    for script in scripts() {
        let mut command = Command::new("node");
        command.arg(script).current_dir(place::root()).env("CHROMIUM", &browser.chromium);
        run(&mut command, "The benchmarks of the page stopped: read what is said above.")?;
    }
    say("");
    Ok(())
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
