//! Node, and the npm packages of the real-page tests.

use std::fs;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::process::{find, install, output, say};
use crate::{place, tools};

const OLDEST_NODE: u32 = 20;

/// Makes sure that Node is there and new enough.
pub(crate) fn node() -> Result {
    let version = output("node", &["--version"]).unwrap_or_default();
    if major(&version).is_some_and(|major| major >= OLDEST_NODE) {
        return Ok(());
    }
    let found =
        if version.is_empty() { "none was found".to_owned() } else { format!("this is {version}") };
    Err(Failure::new(format!(
        "Tests need Node {OLDEST_NODE} or later ({found}): install it, then run this again."
    )))
}

/// Installs what the lock file says, unless that was done.
pub(crate) fn packages() -> Result {
    let folder = place::browser_tests();
    let lock = fs::read(folder.join("package-lock.json"))
        .map_err(|_| Failure::new("tests/browser/package-lock.json is missing: restore it with `git checkout tests/browser`."))?;
    // Written last, so an interrupted installation is not taken for a whole one.
    let installed = folder.join("node_modules").join(".installed-from");
    if fs::read(&installed).is_ok_and(|from| from == lock) {
        return Ok(());
    }
    say("Installing the npm packages of the tests");
    let npm = find("npm").ok_or_else(|| {
        Failure::new("Tests need npm, which comes with Node: install it, then run this again.")
    })?;
    let mut command = Command::new(npm);
    command
        .args(["ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"])
        .current_dir(&folder);
    install("The npm packages of the tests", &mut command, &tools::log("npm")?)?;
    // Failing to write it costs seconds the next time, no more.
    let _ = fs::write(installed, lock);
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_s_major_version_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major(""), None);
    }
}
