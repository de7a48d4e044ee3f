//! Where things are: the clone, and the user's cache.

use std::path::PathBuf;

use crate::failure::{Failure, Result};

/// The manifest of this package, from the root.
pub(crate) const OWN: &str = "crates/xtask/Cargo.toml";

/// The root of the clone that runs.
///
/// Cargo says so at run time; what was true at compile time may belong to
/// another clone that shares the target folder.
pub(crate) fn root() -> PathBuf {
    let manifest =
        std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let mut root = PathBuf::from(manifest);
    root.pop();
    root.pop();
    root
}

/// The page, built.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// The real-page tests and their npm packages.
pub(crate) fn browser_tests() -> PathBuf {
    root().join("tests").join("browser")
}

/// The module in Go.
pub(crate) fn go() -> PathBuf {
    root().join("go")
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn home() -> Option<PathBuf> {
    variable("HOME").or_else(|| variable("USERPROFILE"))
}

/// The folders, one a registry, in which cargo keeps the sources of crates.
pub(crate) fn crates() -> Vec<PathBuf> {
    let cargo = variable("CARGO_HOME").or_else(|| home().map(|home| home.join(".cargo")));
    let kept = cargo.map(|cargo| cargo.join("registry").join("src")).map(std::fs::read_dir);
    kept.into_iter().flatten().flatten().flatten().map(|entry| entry.path()).collect()
}

/// Our folder in the user's cache: tools survive the clone they were installed from.
pub(crate) fn cache() -> Result<PathBuf> {
    let base = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library").join("Caches"))
    } else {
        variable("XDG_CACHE_HOME")
            .filter(|path| path.is_absolute())
            .or_else(|| home().map(|home| home.join(".cache")))
    };
    base.map(|base| base.join("interleave")).ok_or_else(|| {
        Failure::new("There is no home folder to keep tools in: set HOME, then run this again.")
    })
}
