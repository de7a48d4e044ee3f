//! The page's wasm in parts: what everybody runs, and by whom the rest is (`crates/split`).

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::chromium::browser;
use crate::failure::{Failure, Result};
use crate::process::{cargo, run, say};
use crate::{build, npm, place, tools};

/// The parts beside the first, which keeps the name that wasm-bindgen gave it. `web/loader.js` knows
/// their names, `web/src/rest.rs` the numbers of those that hold texts.
pub(crate) const PARTS: [&str; 5] = ["visit", "run", "words-en", "words-vi", "rest"];

/// The parts of code, each by the script that visits the page as its readers do.
const VISITS: [(&str, &str); 2] = [("visit", "first_visit.mjs"), ("run", "frame_visit.mjs")];

/// Where `index.html` learns of the parts; the loader looks for these links.
const HEAD_ENDS: &str = "</head>";

/// Sources, which the module holds in its data as they are.
const SOURCES: [&str; 2] = ["crates/scenarios/src/catalogue", "crates/patterns/src"];

/// What it holds of what is made of them, and of the words, in folders: and the part of each.
const MADE: [(&str, &str); 5] = [
    ("texts/en", "words-en"),
    ("texts/vi", "words-vi"),
    ("spans", "rest"),
    ("stories", "rest"),
    ("go", "rest"),
];

const FAILED: &str = "The page could not be cut: run `cargo xtask build` again.";

/// How the file of a part ends.
pub(crate) fn ending(part: &str) -> String {
    format!("_{part}.wasm")
}

/// Cuts what was built, and tells the page.
pub(crate) fn cut() -> Result {
    let whole = wasm()?;
    let file = |part| whole.to_string_lossy().replace("_bg.wasm", &ending(part));
    let mut split = split(&["cut"]);
    split.args([&whole, &cold(), &whole]);
    split.args(PARTS.map(|part| format!("{part}={}", file(part)))).args(texts()?);
    run(&mut split, FAILED)?;
    let index = place::dist().join("index.html");
    let html = std::fs::read_to_string(&index).map_err(|_| Failure::new(FAILED))?;
    let name = |path: String| Path::new(&path).file_name()?.to_str().map(str::to_owned);
    let names = PARTS.map(|part| (part, name(file(part)).unwrap_or_default()));
    std::fs::write(&index, told(&html, &names)).map_err(|_| Failure::new(FAILED))
}

/// Takes down which functions a first visit calls, and which a frame, in the real page.
pub(crate) fn learn() -> Result {
    npm::node()?;
    let browser = browser()?;
    npm::packages()?;
    build::whole()?;
    let whole = wasm()?;
    let original = place::root().join("target").join("whole.wasm");
    let lost = |_| Failure::new(FAILED);
    std::fs::rename(&whole, &original).map_err(lost)?;
    run(split(&["count"]).args([&original, &whole]), FAILED)?;
    let mut sort = split(&["sort"]);
    sort.arg(&original);
    for (part, script) in VISITS {
        say(&format!("Visiting the page as its readers do: {part}"));
        let mut visits = Command::new("node");
        visits.arg(place::browser_tests().join(script)).env("CHROMIUM", &browser.chromium);
        let called = original.with_file_name(format!("called-{part}.txt"));
        std::fs::write(&called, taken(&mut visits)?).map_err(lost)?;
        sort.arg(format!("{part}={}", called.display()));
    }
    let keys = taken(&mut sort)?;
    std::fs::write(cold(), keys).map_err(lost)?;
    say("web/cold.txt is written; `cargo xtask build` cuts by it");
    Ok(())
}

fn taken(command: &mut Command) -> Result<Vec<u8>> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|_| Failure::new(FAILED))?;
    if output.status.success() { Ok(output.stdout) } else { Err(Failure::new(FAILED)) }
}

/// The page with a link to each part, in the order of their numbers; they fetch nothing by
/// themselves.
fn told(html: &str, parts: &[(&str, String)]) -> String {
    let link = |(part, file): &(&str, String)| format!("<link data-part=\"{part}\" href=\"./{file}\">");
    let links: String = parts.iter().map(link).collect();
    html.replacen(HEAD_ENDS, &format!("{links}{HEAD_ENDS}"), 1)
}

fn split(arguments: &[&str]) -> Command {
    let mut command = cargo();
    command.args(["run", "--quiet", "--locked", "--package", "split", "--"]).args(arguments);
    command.current_dir(place::root());
    command
}

fn cold() -> PathBuf {
    place::root().join("web").join("cold.txt")
}

/// The page's wasm in `dist/`.
fn wasm() -> Result<PathBuf> {
    let found = files(&place::dist()).into_iter().find(|path| named(path, "_bg.wasm"));
    found.ok_or_else(|| Failure::new("There is no page to cut: run `cargo xtask build` first."))
}

/// Words, stories, sources, their colours: each file behind the name of its part.
fn texts() -> Result<Vec<OsString>> {
    let mut folders: Vec<(PathBuf, &str)> =
        SOURCES.map(|folder| (place::root().join(folder), "rest")).into();
    let built = tools::target()?.join(tools::WASM).join("release").join("build");
    for folder in std::fs::read_dir(built).into_iter().flatten().flatten() {
        if folder.file_name().to_string_lossy().starts_with("scenarios-") {
            let out = folder.path().join("out");
            folders.extend(MADE.map(|(made, part)| (out.join(made), part)));
        }
    }
    let of = |(folder, part): &(PathBuf, &str)| {
        let part = format!("{part}:");
        files(folder).into_iter().map(move |file| {
            let mut word = OsString::from(&part);
            word.push(file);
            word
        })
    };
    Ok(folders.iter().flat_map(of).collect())
}

/// Every file below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn named(path: &Path, ending: &str) -> bool {
    path.to_string_lossy().ends_with(ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_told_where_its_parts_are() {
        let parts = [("run", "a_run.wasm".to_owned()), ("rest", "a_rest.wasm".to_owned())];
        assert_eq!(
            told("<head></head><body>", &parts),
            "<head><link data-part=\"run\" href=\"./a_run.wasm\">\
             <link data-part=\"rest\" href=\"./a_rest.wasm\"></head><body>"
        );
    }

    #[test]
    fn the_page_and_its_loader_know_the_parts_by_the_same_names_and_numbers() {
        let read = |file: &str| {
            std::fs::read_to_string(place::root().join("web").join(file)).expect("it is there")
        };
        let (loader, rest) = (read("loader.js"), read("src/rest.rs"));
        for name in ["\"visit\"", "\"run\"", "words-${lang}", "\"rest\""] {
            assert!(loader.contains(name), "{name}");
        }
        let number = |part| PARTS.iter().position(|name| *name == part).expect("it is a part");
        assert!(rest.contains(&format!("WORDS: u32 = {};", number("words-en"))));
        assert!(rest.contains(&format!("REST: u32 = {};", number("rest"))));
        assert_eq!(number("words-vi"), number("words-en") + 1);
    }
}
