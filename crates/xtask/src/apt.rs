//! What Debian can install by itself.

use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::process::{find, install, output, say};
use crate::tools;

/// Something that tests need and Debian has.
pub(crate) struct Wanted {
    /// What it is called.
    pub(crate) name: &'static str,
    /// What the user waits for.
    pub(crate) takes: &'static str,
    /// The packages, what somebody has to type first.
    pub(crate) packages: &'static [&'static str],
    /// What to do on another system, after "Tests need it: ".
    pub(crate) elsewhere: &'static str,
}

/// What `find` finds, installed where it is missing and that needs no question.
pub(crate) fn found<T>(wanted: &Wanted, find: impl Fn() -> Option<T>) -> Result<T> {
    if let Some(found) = find() {
        return Ok(found);
    }
    get(wanted)?;
    let name = wanted.name;
    find().ok_or_else(|| {
        Failure::new(format!(
            "{name} was installed but is not on PATH: add it, then run this again."
        ))
    })
}

/// Whether this is a Debian.
pub(crate) fn is_here() -> bool {
    Path::new("/etc/debian_version").is_file() && find("apt-get").is_some()
}

/// Installs it where that needs no question; else says what to type.
pub(crate) fn get(wanted: &Wanted) -> Result {
    let Wanted { name, takes, packages, elsewhere } = wanted;
    if !is_here() {
        return Err(Failure::new(format!("Tests need {name}: {elsewhere}, then run this again.")));
    }
    let is_root = output("id", &["-u"]).is_some_and(|user| user == "0");
    if !is_root {
        return Err(Failure::new(format!(
            "Tests need {name}: run `sudo apt-get install --yes {}`, then run this again.",
            packages.join(" ")
        )));
    }
    say(&format!("Installing {name} through apt (once, {takes})"));
    apt(name, &["update"])?;
    apt(name, &[&["install", "--yes"], *packages].concat())
}

fn apt(name: &str, arguments: &[&str]) -> Result {
    let mut command = Command::new("apt-get");
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    install(name, &mut command, &tools::log("apt")?)
}
