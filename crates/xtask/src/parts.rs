//! The page's wasm in two parts: what a first visit runs, and the rest (`crates/split`).

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::chromium::browser;
use crate::failure::{Failure, Result};
use crate::process::{own, run, say};
use crate::{build, npm, place, tools};

/// How the file of the second part ends; the first keeps the name that wasm-bindgen gave it.
pub(crate) const REST: &str = "_rest.wasm";

/// Where `index.html` learns of the second part; the loader looks for this link.
const HEAD_ENDS: &str = "</head>";

/// Where things are that the module holds in its data as they are: the second part has them.
const TEXTS: [&str; 2] = ["crates/scenarios/src/catalogue", "crates/patterns/src"];

const FAILED: &str = "The page could not be cut in two: run `cargo xtask build` again.";

/// Cuts what was built, and tells the page.
pub(crate) fn cut() -> Result {
    let whole = wasm()?;
    let rest = PathBuf::from(whole.to_string_lossy().replace("_bg.wasm", REST));
    let mut split = split(&["cut"]);
    split.args([&whole, &cold(), &whole, &rest]).args(texts()?);
    run(&mut split, FAILED)?;
    let index = place::dist().join("index.html");
    let html = std::fs::read_to_string(&index).map_err(|_| Failure::new(FAILED))?;
    let name = rest.file_name().unwrap_or_default().to_string_lossy();
    std::fs::write(&index, told(&html, &name)).map_err(|_| Failure::new(FAILED))
}

/// Takes down which functions a first visit does not call, in the real page.
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
    say("Visiting the page for the first time, as many kinds of readers");
    let mut visits = Command::new("node");
    visits.arg(place::browser_tests().join("first_visit.mjs")).env("CHROMIUM", browser.chromium);
    let called = original.with_file_name("called.txt");
    std::fs::write(&called, taken(&mut visits)?).map_err(lost)?;
    let cold_keys = taken(split(&["cold"]).args([&original, &called]))?;
    std::fs::write(cold(), cold_keys).map_err(lost)?;
    say("web/cold.txt is written; `cargo xtask build` cuts by it");
    Ok(())
}

fn taken(command: &mut Command) -> Result<Vec<u8>> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|_| Failure::new(FAILED))?;
    if output.status.success() { Ok(output.stdout) } else { Err(Failure::new(FAILED)) }
}

/// The page with a link to the second part; it fetches nothing by itself.
fn told(html: &str, rest: &str) -> String {
    html.replacen(HEAD_ENDS, &format!("<link id=\"app-rest\" href=\"./{rest}\">{HEAD_ENDS}"), 1)
}

fn split(arguments: &[&str]) -> Command {
    let mut command = own("split");
    command.args(arguments);
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

/// Sources, their colours, stories.
fn texts() -> Result<Vec<PathBuf>> {
    let mut texts: Vec<PathBuf> =
        TEXTS.iter().flat_map(|folder| files(&place::root().join(folder))).collect();
    let built = tools::target()?.join(tools::WASM).join("release").join("build");
    for folder in std::fs::read_dir(built).into_iter().flatten().flatten() {
        if folder.file_name().to_string_lossy().starts_with("scenarios-") {
            for kind in ["spans", "stories", "texts", "go"] {
                texts.extend(files(&folder.path().join("out").join(kind)));
            }
        }
    }
    Ok(texts)
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
    fn the_page_is_told_where_the_rest_is() {
        assert_eq!(
            told("<head></head><body>", "a_rest.wasm"),
            "<head><link id=\"app-rest\" href=\"./a_rest.wasm\"></head><body>"
        );
    }
}
