//! The page for use offline, and all of it in one file (`crates/pack`).

use std::path::PathBuf;

use crate::failure::Result;
use crate::place;
use crate::process::{own, run, say};

/// The page in one file.
pub(crate) const SINGLE: &str = "interleave.html";

/// Names the files of `dist/` by what they hold, and adds what a browser needs to keep them.
pub(crate) fn offline() -> Result {
    let failed = "The page could not be made ready for use offline: run `cargo xtask build` again.";
    run(own("pack").arg("offline").args([place::dist(), web()]), failed)
}

/// Writes the one file beside what was built.
pub(crate) fn single() -> Result {
    say("Packing the page into one file");
    let failed =
        "The page could not be packed into one file: run `cargo xtask build --single` again.";
    let out = place::dist().join(SINGLE);
    run(own("pack").arg("single").args([place::dist(), web(), out]), failed)
}

/// The sources of what is added.
fn web() -> PathBuf {
    place::root().join("web")
}
