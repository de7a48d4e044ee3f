//! A Chromium for the tests, with the driver that belongs to it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::process::{find, install, output, say};
use crate::tools;

/// What the tests are run in.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Finds both, and installs them where that needs no question.
pub(crate) fn browser() -> Result<Browser> {
    if let Some(found) = installed() {
        return Ok(found);
    }
    let on_debian = Path::new("/etc/debian_version").is_file() && find("apt-get").is_some();
    let is_root = output("id", &["-u"]).is_some_and(|user| user == "0");
    if !on_debian {
        return Err(Failure::new(
            "Tests need Chromium and its chromedriver: install both so that they are on PATH \
             (or say where they are with CHROMIUM=… CHROMEDRIVER=…), then run this again.",
        ));
    }
    if !is_root {
        return Err(Failure::new(
            "Tests need Chromium: run `sudo apt-get install --yes chromium chromium-driver`, then run this again.",
        ));
    }
    say("Installing Chromium through apt (once, about a minute)");
    apt(&["update"])?;
    apt(&["install", "--yes", "chromium", "chromium-driver", "fonts-liberation"])?;
    installed().ok_or_else(|| {
        Failure::new("Chromium was installed but is not on PATH: add it, then run this again.")
    })
}

fn apt(arguments: &[&str]) -> Result {
    let mut command = Command::new("apt-get");
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    install("Chromium", &mut command, &tools::log("apt")?)
}

fn installed() -> Option<Browser> {
    let named =
        |variable| std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file());
    let chromium = named("CHROMIUM")
        .or_else(|| ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find))?;
    let driver = named("CHROMEDRIVER").or_else(|| find("chromedriver"))?;
    Some(Browser { chromium, driver })
}
