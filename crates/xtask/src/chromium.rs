//! A Chromium for the tests, with the driver that belongs to it.

use std::path::PathBuf;

use crate::apt::{self, Wanted};
use crate::failure::Result;
use crate::process::find;

const WANTED: Wanted = Wanted {
    name: "Chromium",
    takes: "about a minute",
    packages: &["chromium", "chromium-driver", SHELL, "fonts-liberation"],
    elsewhere: "install it and its chromedriver so that both are on PATH \
                (or say where they are with CHROMIUM=… CHROMEDRIVER=…)",
};

/// Chromium without a window around its pages: one opens in a third of the time.
const SHELL: &str = "chromium-headless-shell";

/// What the tests are run in.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
    /// What opens the page, again and again: the same Chromium, if it can without a window.
    pub(crate) shell: PathBuf,
}

/// Finds both, and installs them where that needs no question.
pub(crate) fn browser() -> Result<Browser> {
    apt::found(&WANTED, installed)
}

fn installed() -> Option<Browser> {
    let named =
        |variable| std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file());
    let chromium = named("CHROMIUM")
        .or_else(|| ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find))?;
    let driver = named("CHROMEDRIVER").or_else(|| find("chromedriver"))?;
    // Where apt cannot bring it, the whole browser does.
    let whole = || Some(chromium.clone()).filter(|_| !apt::is_here());
    let shell = named("CHROMIUM").or_else(|| find(SHELL)).or_else(whole)?;
    Some(Browser { chromium, driver, shell })
}
