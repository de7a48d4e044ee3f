//! Packs the built page.
//!
//! ```text
//! pack offline DIST WEB      names files by what they hold; adds icons, manifest and service worker
//! pack single  DIST WEB OUT  the same page in one file, which needs no server and no network
//! ```
//! `DIST` is what Trunk built, with its policy in force; `WEB` has the sources of what is added.
//!
//! - `html` reads tags, `hash` says what bytes are;
//! - `styles`, `script`, `naming`, `icons`, `worker` and `offline` make the folder one that can be kept;
//! - `policy` and `single` make the one file.

mod hash;
mod html;
mod icons;
mod naming;
mod offline;
mod policy;
mod script;
mod single;
mod styles;
mod worker;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// How packing fails: with a sentence.
type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["offline", dist, web] => offline::make(Path::new(dist), Path::new(web)),
        ["single", dist, web, out] => single::make(Path::new(dist), Path::new(web), Path::new(out)),
        _ => Err("pack offline DIST WEB | pack single DIST WEB OUT".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(1)
        }
    }
}

/// Reads a file; the failure names it.
fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Reads a text; the failure names it.
fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Writes a file; the failure names it.
fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result {
    std::fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()).into())
}
