//! Python, which runs the notebook among the examples.

use crate::apt::{self, Wanted};
use crate::failure::Result;
use crate::process::find;

const WANTED: Wanted = Wanted {
    name: "Python",
    takes: "about ten seconds",
    packages: &["python3"],
    elsewhere: "install Python 3 so that `python3` is on PATH",
};

/// Finds it, and installs it where that needs no question.
pub(crate) fn interpreter() -> Result {
    apt::found(&WANTED, || find("python3")).map(drop)
}
