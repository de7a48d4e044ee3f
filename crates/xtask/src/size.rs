//! What a first visit costs to download.

use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::pack::SINGLE;
use crate::parts::REST;
use crate::place;
use crate::process::{find, say};

/// The first visit, everything that it fetches, brotli, with all of the catalogue. The first nine
/// patterns were held to 230 kB.
const BUDGET_BYTES: u64 = 280_000;

/// Node compresses: its brotli is the one of web servers, and costs us no dependency.
const COMPRESS: &str = include_str!("size.mjs");

/// One file of the page.
#[derive(Debug, PartialEq, Eq)]
struct File {
    path: String,
    bytes: u64,
    brotli_bytes: u64,
}

/// Prints the size after a build; without Node only says why it cannot.
pub(crate) fn report() -> Result {
    if find("node").is_none() {
        say("dist/ is written (Node would tell its transfer size)");
        return Ok(());
    }
    let files = measure(&place::dist())?;
    print(&files);
    Ok(())
}

/// Prints the size of what was built, and fails over the budget.
pub(crate) fn enforce() -> Result {
    if find("node").is_none() {
        return Err(Failure::new(
            "Transfer sizes need Node: install Node 20 or later, then run this again.",
        ));
    }
    let dist = place::dist();
    if !dist.join("index.html").is_file() {
        return Err(Failure::new("There is no page to measure: run `cargo xtask build` first."));
    }
    let files = measure(&dist)?;
    print(&files);
    judge(total(&files))
}

fn judge(brotli_bytes: u64) -> Result {
    if brotli_bytes <= BUDGET_BYTES {
        return Ok(());
    }
    Err(Failure::new(format!(
        "A first visit costs {}, over its budget of {}: make the page smaller, or run \
         `cargo xtask first-visit` if what is new is not run then.",
        kilobytes(brotli_bytes),
        kilobytes(BUDGET_BYTES)
    )))
}

fn measure(dist: &Path) -> Result<Vec<File>> {
    let failed = || {
        Failure::new(
            "The transfer size could not be measured: install Node 20 or later, then run this again.",
        )
    };
    let output = Command::new("node")
        .args(["--input-type=module", "-e", COMPRESS])
        .arg(dist)
        .output()
        .map_err(|_| failed())?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .map(parsed)
        .collect::<Option<_>>()
        .filter(|_| output.status.success())
        .ok_or_else(failed)
}

/// Reads a line of ours: bytes, bytes after brotli, path.
fn parsed(line: &str) -> Option<File> {
    let mut parts = line.splitn(3, '\t');
    let mut number = || parts.next()?.parse().ok();
    let (bytes, brotli_bytes) = (number()?, number()?);
    Some(File { bytes, brotli_bytes, path: parts.next()?.to_owned() })
}

/// When a file is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// Before the first scene stands.
    First,
    /// When something is done, or when there is nothing else to do and the page is kept for use offline.
    Later,
    /// Never by the page: it is the page.
    Apart,
}

impl File {
    fn when(&self) -> When {
        let path = self.path.as_str();
        if path == SINGLE {
            When::Apart
        } else if path.ends_with(REST)
            || path.ends_with(".png")
            || path.starts_with("offline-")
            || path == "sw.js"
        {
            When::Later
        } else {
            When::First
        }
    }
}

/// The bytes of what is fetched then.
fn sum(files: &[File], when: When) -> u64 {
    files.iter().filter(|file| file.when() == when).map(|file| file.brotli_bytes).sum()
}

/// The bytes of a first visit.
fn total(files: &[File]) -> u64 {
    sum(files, When::First)
}

fn print(files: &[File]) {
    for File { path, bytes, brotli_bytes } in files {
        say(&format!("{:>10}  {:>10} brotli  {path}", kilobytes(*bytes), kilobytes(*brotli_bytes)));
    }
    let (first, later) = (total(files), sum(files, When::Later));
    say(&format!("{:>22} brotli  everything", kilobytes(first + later)));
    say(&format!(
        "{:>22} brotli  later: the rest, and what keeps the page for use offline",
        kilobytes(later)
    ));
    say(&format!("{:>22} brotli  first visit", kilobytes(first)));
    for File { path, bytes, .. } in files.iter().filter(|file| file.when() == When::Apart) {
        say(&format!("{:>10}  as it is, in one file: dist/{path}", kilobytes(*bytes)));
    }
}

fn kilobytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100);
    format!("{}.{} kB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_both_sizes_and_the_path() {
        let file = File { path: "a b.js".into(), bytes: 1_000, brotli_bytes: 300 };
        assert_eq!(parsed("1000\t300\ta b.js"), Some(file));
        assert_eq!(parsed("1000\tx\ta.js"), None);
        assert_eq!(parsed("1000\t300"), None);
    }

    #[test]
    fn the_sum_counts_what_is_transferred() {
        let file =
            |path: &str, brotli_bytes| File { path: path.into(), bytes: 9_999, brotli_bytes };
        assert_eq!(total(&[file("a", 1), file("b_rest.wasm", 300), file("c", 20)]), 21);
        assert_eq!(total(&[]), 0);
        let later =
            ["b_rest.wasm", "sw.js", "offline-0a.js", "icon-192.png"].map(|path| file(path, 1));
        assert_eq!((total(&later), sum(&later, When::Later)), (0, 4));
        assert_eq!(total(&[file("manifest.webmanifest", 1), file(SINGLE, 300)]), 1);
    }

    #[test]
    fn the_budget_itself_is_allowed_and_one_byte_more_is_not() {
        assert_eq!(judge(BUDGET_BYTES), Ok(()));
        let sentence = judge(BUDGET_BYTES + 1).map_err(|failure| failure.to_string());
        assert_eq!(
            sentence,
            Err(
                "A first visit costs 280.1 kB, over its budget of 280.0 kB: make the page smaller, or run \
                 `cargo xtask first-visit` if what is new is not run then."
                    .to_owned()
            )
        );
    }
}
