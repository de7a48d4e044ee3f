//! What a visit costs to download.

use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::pack::SINGLE;
use crate::parts::{COMMON, ending, parts};
use crate::place;
use crate::process::{find, say};

/// A kind of visit.
struct Visit {
    name: &'static str,
    /// Everything that it fetches, brotli, may be this much. It is only ever lowered.
    budget_bytes: u64,
    /// The parts that it fetches beside the first.
    parts: &'static [&'static str],
    /// A file that it does without, beside parts.
    not: &'static str,
}

/// What stands for the largest part that is a pattern's own.
const OWN: &str = "the pattern's own";
/// How a part ends that a frame fetches when it is used, and not when it is seen.
const USED: &str = "-use";

/// The first visit, with all of the catalogue; and a frame in somebody else's page, of the pattern that
/// takes most.
const VISITS: [Visit; 2] = [
    Visit { name: "first visit", budget_bytes: 230_000, parts: &["visit"], not: "embed.js" },
    Visit { name: "frame", budget_bytes: 300_000, parts: &["run", OWN], not: "" },
];

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
    print(&files, &parts()?);
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
    let parts = parts()?;
    print(&files, &parts);
    VISITS.iter().try_for_each(|visit| judge(visit, total(visit, &files, &parts)))
}

fn judge(visit: &Visit, brotli_bytes: u64) -> Result {
    if brotli_bytes <= visit.budget_bytes {
        return Ok(());
    }
    Err(Failure::new(format!(
        "A {} costs {}, over its budget of {}: make the page smaller, or run \
         `cargo xtask first-visit` if what is new is not run then.",
        visit.name,
        kilobytes(brotli_bytes),
        kilobytes(visit.budget_bytes)
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

/// The bytes of a visit.
fn total(visit: &Visit, files: &[File], parts: &[String]) -> u64 {
    let (mut sum, mut own) = (0, 0);
    for File { path, brotli_bytes, .. } in
        files.iter().filter(|file| file.path != visit.not && !file.is_later())
    {
        match parts.iter().find(|part| path.ends_with(&ending(part))).map(String::as_str) {
            None => sum += brotli_bytes,
            Some(part) if visit.parts.contains(&part) => sum += brotli_bytes,
            Some(part) if COMMON.contains(&part) || part.ends_with(USED) => {}
            Some(_) => own = own.max(*brotli_bytes),
        }
    }
    if visit.parts.contains(&OWN) { sum + own } else { sum }
}

impl File {
    /// Whether no visit waits for it: what keeps the page for use offline comes when there is nothing
    /// else to do, and the page in one file is a page of its own.
    fn is_later(&self) -> bool {
        let path = self.path.as_str();
        path == SINGLE || path == "sw.js" || path.starts_with("offline-") || path.ends_with(".png")
    }
}

fn print(files: &[File], parts: &[String]) {
    for File { path, bytes, brotli_bytes } in files {
        say(&format!("{:>10}  {:>10} brotli  {path}", kilobytes(*bytes), kilobytes(*brotli_bytes)));
    }
    for visit in &VISITS {
        let bytes = kilobytes(total(visit, files, parts));
        let with = visit.parts.join(", ");
        let name = visit.name;
        say(&format!("{bytes:>22} brotli  {name}: of the parts the first, {with}"));
    }
    for File { path, bytes, .. } in files.iter().filter(|file| file.path == SINGLE) {
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
        let files = [
            file("a_bg.wasm", 1),
            file("a_visit.wasm", 20),
            file("a_run.wasm", 300),
            file("a_use.wasm", 4_000),
            file("a_rest.wasm", 50_000),
            file("a_tee.wasm", 600_000),
            file("a_or-done.wasm", 7_000_000),
            file("a_or-done-use.wasm", 9_000_000),
            file("embed.js", 80_000_000),
            file("sw.js", 1 << 40),
            file("offline-0a.js", 1 << 40),
            file("icon-192.png", 1 << 40),
            file(SINGLE, 1 << 40),
        ];
        let parts = ["run", "use", "rest", "visit", "tee", "or-done", "or-done-use"];
        let parts = parts.map(str::to_owned);
        assert_eq!(VISITS.map(|visit| total(&visit, &files, &parts)), [21, 87_000_301]);
        assert_eq!(total(&VISITS[0], &[], &parts), 0);
    }

    #[test]
    fn the_budget_itself_is_allowed_and_one_byte_more_is_not() {
        assert_eq!(judge(&VISITS[0], 230_000), Ok(()));
        let sentence = judge(&VISITS[0], 230_001).map_err(|failure| failure.to_string());
        assert_eq!(
            sentence,
            Err(
                "A first visit costs 230.1 kB, over its budget of 230.0 kB: make the page smaller, or run \
                 `cargo xtask first-visit` if what is new is not run then."
                    .to_owned()
            )
        );
    }
}
