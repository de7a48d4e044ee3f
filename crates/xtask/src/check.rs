//! `cargo xtask check`: format, lints, documentation.

use std::process::Command;

use crate::failure::{Failure, Result};
use crate::process::{cargo, run, say};
use crate::{place, tools, wasm};

/// The packages that the page is made of.
const IN_THE_PAGE: [&str; 5] = ["patterns", "lab", "scenarios", "stage", "web"];

/// This package stands outside of the others' workspace.
const MANIFEST: &str = "--manifest-path";
const OWN: &str = place::OWN;

const DOCUMENTATION: &str = "The documentation has warnings: mend what is said above.";

/// Everything, stopping at the first that fails.
pub(crate) fn all() -> Result {
    tools::wasm_target()?;
    tools::crates()?;
    let unformatted = "Some files are not formatted: run `cargo fmt` here, and in crates/xtask.";
    step("Format", &["fmt", "--all", "--check"], &[], unformatted)?;
    step("Format, xtask", &["fmt", "--check", MANIFEST, OWN], &[], unformatted)?;
    catalogue()?;
    let lints = "Some lints fail: mend what is said above.";
    step(
        "Lints, host",
        &["clippy", "--workspace", "--all-targets"],
        &["--", "-D", "warnings"],
        lints,
    )?;
    step(
        "Lints, xtask",
        &["clippy", "--all-targets", MANIFEST, OWN],
        &["--", "-D", "warnings"],
        lints,
    )?;
    // Both have work for little more than one core.
    std::thread::scope(|meanwhile| {
        let documented = meanwhile.spawn(documentation);
        let on_wasm = ["clippy", "--target", tools::WASM];
        step("Lints, wasm", &on_wasm, &in_wasm(&IN_THE_PAGE, &[]), lints)?;
        step("Lints, wasm tests", &on_wasm, &in_wasm(&wasm::TESTED, &["--tests"]), lints)?;
        documented.join().unwrap_or_else(|_| Err(Failure::new(DOCUMENTATION)))
    })
}

/// A macro declares the scenarios, so `cargo fmt` does not come to them.
fn catalogue() -> Result {
    say("Format, catalogue");
    let folder = place::root().join("crates/scenarios/src/catalogue");
    let files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut command = Command::new("rustfmt");
    command.args(["--edition", "2024", "--check"]).args(files.map(|file| file.path()));
    run(
        command.current_dir(place::root()),
        "Some scenarios are not formatted: run `rustfmt --edition 2024` on the files of crates/scenarios/src/catalogue.",
    )
}

/// The packages as arguments, and that warnings are errors.
fn in_wasm<'a>(packages: &[&'a str], flags: &[&'a str]) -> Vec<&'a str> {
    let packages = packages.iter().flat_map(|package| ["--package", package]);
    packages.chain(flags.iter().copied()).chain(["--", "-D", "warnings"]).collect()
}

fn step(name: &str, arguments: &[&str], more: &[&str], otherwise: &str) -> Result {
    say(name);
    let mut command = cargo();
    command.args(arguments).args(more).current_dir(place::root());
    run(&mut command, otherwise)
}

/// In a folder of its own: cargo lets nobody else into one that it builds in.
fn documentation() -> Result {
    say("Documentation");
    let folder = tools::target()?.join("documentation");
    for which in [&["--workspace"][..], &[MANIFEST, OWN]] {
        let mut command = cargo();
        command
            .args(["doc", "--quiet", "--no-deps", "--locked", "--target-dir"])
            .arg(&folder)
            .args(which)
            .env("RUSTDOCFLAGS", "-D warnings")
            .current_dir(place::root());
        run(&mut command, DOCUMENTATION)?;
    }
    Ok(())
}
