//! What a first visit costs to download.

use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result};
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

/// The bytes of a first visit: the page's second part is fetched when something is done.
fn total(files: &[File]) -> u64 {
    let first = files.iter().filter(|file| !file.path.ends_with(REST));
    first.map(|file| file.brotli_bytes).sum()
}

fn print(files: &[File]) {
    for File { path, bytes, brotli_bytes } in files {
        say(&format!("{:>10}  {:>10} brotli  {path}", kilobytes(*bytes), kilobytes(*brotli_bytes)));
    }
    let all: u64 = files.iter().map(|file| file.brotli_bytes).sum();
    say(&format!("{:>22} brotli  everything", kilobytes(all)));
    say(&format!("{:>22} brotli  first visit: all but the rest", kilobytes(total(files))));
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
