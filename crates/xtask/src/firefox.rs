//! A Firefox for the tests: the same page in an engine of another make.

use std::path::PathBuf;

use crate::apt::{self, Wanted};
use crate::failure::Result;
use crate::process::find;

const WANTED: Wanted = Wanted {
    name: "Firefox",
    takes: "about a minute",
    packages: &["firefox-esr"],
    elsewhere: "install it so that it is on PATH (or say where it is with FIREFOX=…)",
};

/// Finds it, and installs it where that needs no question.
///
/// No driver belongs to it: it speaks WebDriver BiDi itself.
pub(crate) fn browser() -> Result<PathBuf> {
    apt::found(&WANTED, installed)
}

fn installed() -> Option<PathBuf> {
    let named = std::env::var_os("FIREFOX").map(PathBuf::from).filter(|path| path.is_file());
    named.or_else(|| ["firefox-esr", "firefox"].into_iter().find_map(find))
}
