//! The page's wasm in parts: what everybody runs, and by whom the rest is (`crates/split`).

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::chromium::browser;
use crate::failure::{Failure, Result};
use crate::process::{own, run, say};
use crate::{build, npm, place, tools};

/// The part of all that is in no other but patterns' own.
pub(crate) const REST: &str = "rest";
/// What is done with a page, or a frame.
const USE: &str = "use";
/// What links can ask of a frame.
const ASK: &str = "ask";
/// What a first visit alone has.
const VISIT: &str = "visit";
/// All parts but patterns' own.
pub(crate) const COMMON: [&str; 5] = ["run", USE, ASK, REST, VISIT];

/// The scripts that visit the page as its readers do.
const VISITS: [&str; 2] = ["first_visit.mjs", "frame_visit.mjs"];

/// Where `index.html` learns of the parts; the loader looks for these links.
const HEAD_ENDS: &str = "</head>";

/// Sources, which the module holds in its data as they are.
const SOURCES: [&str; 2] = ["crates/scenarios/src/catalogue", "crates/patterns/src"];

/// Words of the interface that the page comes to when it is used.
const WORDS: &str = "web/words";

/// What it holds of what is made of them, and of the words, in folders.
const MADE: [&str; 5] = ["spans", "stories", "go", "texts", BEGINS];
/// The words of what the page begins with.
const BEGINS: &str = "begins";

/// The page as the linker wrote it, who notes what refers to what (`build`).
const LINKED: &str = "web.wasm";

const FAILED: &str = "The page could not be cut: run `cargo xtask build` again.";

/// How the file of a part ends.
pub(crate) fn ending(part: &str) -> String {
    format!("_{part}.wasm")
}

/// The parts beside the first, which keeps the name that wasm-bindgen gave it: those that
/// `web/loader.js` knows, and one of each pattern, of which a frame has use for its own only.
pub(crate) fn parts() -> Result<Vec<String>> {
    let list = std::fs::read_to_string(cold()).map_err(|_| Failure::new(FAILED))?;
    Ok(named_in(&list))
}

fn named_in(list: &str) -> Vec<String> {
    let name = |line: &str| Some(line.strip_prefix('[')?.strip_suffix(']')?.to_owned());
    list.lines().filter_map(name).collect()
}

/// Cuts what was built, and tells the page.
pub(crate) fn cut() -> Result {
    let (whole, parts) = (wasm()?, parts()?);
    let file = |part: &String| whole.to_string_lossy().replace("_bg.wasm", &ending(part));
    let mut split = split(&["cut"]);
    split.args([&whole, &built()?.join(LINKED), &cold(), &whole]);
    split.args(parts.iter().map(|part| format!("{part}={}", file(part)))).args(texts(&parts)?);
    let renamed = String::from_utf8(taken(&mut split)?).map_err(|_| Failure::new(FAILED))?;
    rename(Path::new(&whole.to_string_lossy().replace("_bg.wasm", ".js")), &renamed)?;
    let index = place::dist().join("index.html");
    let html = std::fs::read_to_string(&index).map_err(|_| Failure::new(FAILED))?;
    let name = |path: String| Some(Path::new(&path).file_name()?.to_str()?.to_owned());
    let names = parts.iter().filter_map(|part| Some((part.as_str(), name(file(part))?)));
    let html = told(&html, &names.collect::<Vec<_>>());
    std::fs::write(&index, html).map_err(|_| Failure::new(FAILED))
}

/// The code around the wasm, with the new names of what it gives to that and takes from it.
fn rename(script: &Path, renamed: &str) -> Result {
    let lost = |_| Failure::new(FAILED);
    let code = std::fs::read_to_string(script).map_err(lost)?;
    std::fs::write(script, with_names(&code, renamed)).map_err(lost)
}

/// Each name of a line's beginning becomes that at its end, where it stands alone.
fn with_names(code: &str, renamed: &str) -> String {
    let names: BTreeMap<&str, &str> =
        renamed.lines().filter_map(|line| line.split_once(' ')).collect();
    let is_outside = |letter: char| !(letter.is_ascii_alphanumeric() || "_$".contains(letter));
    code.split_inclusive(is_outside)
        .flat_map(|piece| {
            let end = piece.rfind(is_outside).unwrap_or(piece.len());
            let (name, behind) = piece.split_at(end);
            [names.get(name).copied().unwrap_or(name), behind]
        })
        .collect()
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
    say("Visiting the page as all kinds of readers do, and frames of it");
    let called = original.with_file_name("called.txt");
    let mut lines = Vec::new();
    for script in VISITS {
        let mut visits = Command::new("node");
        visits.arg(place::browser_tests().join(script)).env("CHROMIUM", &browser.shell);
        lines.extend(taken(&mut visits)?);
    }
    std::fs::write(&called, lines).map_err(lost)?;
    let keys = taken(split(&["sort"]).args([&original, &called]))?;
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
    let link = |(part, file): &(&str, String)| {
        format!("<link id=\"app-{part}\" data-part=\"{part}\" href=\"./{file}\">")
    };
    let links: String = parts.iter().map(link).collect();
    html.replacen(HEAD_ENDS, &format!("{links}{HEAD_ENDS}"), 1)
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

/// Where cargo has put what the page is made of.
fn built() -> Result<PathBuf> {
    Ok(tools::target()?.join(tools::WASM).join("release"))
}

/// Words, stories, sources, their colours: each file behind the name of its part. The words of a
/// pattern, in every language, are in its own part too, and in that of a first visit if it begins with
/// them.
fn texts(parts: &[String]) -> Result<Vec<OsString>> {
    let mut folders: Vec<PathBuf> = SOURCES.map(|folder| place::root().join(folder)).into();
    for folder in std::fs::read_dir(built()?.join("build")).into_iter().flatten().flatten() {
        if folder.file_name().to_string_lossy().starts_with("scenarios-") {
            folders.extend(MADE.map(|made| folder.path().join("out").join(made)));
        }
    }
    let mut words = Vec::new();
    let mut comes = |part: &str, file: &Path| {
        let mut word = OsString::from(format!("{part}:"));
        word.push(file);
        words.push(word);
    };
    for file in files(&place::root().join(WORDS)) {
        comes(USE, &file);
    }
    for file in folders.iter().flat_map(|folder| files(folder)) {
        let of_pattern = file.extension().is_some_and(|extension| extension == "txt");
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let own = parts.iter().filter(|part| of_pattern && **part == stem);
        let begins = file.components().any(|folder| folder.as_os_str() == BEGINS).then_some(VISIT);
        for part in own.map(String::as_str).chain(begins).chain([REST]) {
            comes(part, &file);
        }
    }
    Ok(words)
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
            "<head><link id=\"app-run\" data-part=\"run\" href=\"./a_run.wasm\">\
             <link id=\"app-rest\" data-part=\"rest\" href=\"./a_rest.wasm\"></head><body>"
        );
    }

    #[test]
    fn names_change_where_they_stand_alone() {
        let code = "wasm.__a_b(1); __a_b_c = { __a_b: function() {}, é__a_b }";
        assert_eq!(
            with_names(code, "__a_b $1\n__a_b_c $2\n"),
            "wasm.$1(1); $2 = { $1: function() {}, é$1 }"
        );
    }

    #[test]
    fn the_list_names_the_parts_that_the_loader_knows_and_one_of_each_pattern() {
        let root = place::root();
        let read = |file: &str| std::fs::read_to_string(root.join(file)).expect("it is there");
        let (loader, patterns) = (read("web/loader.js"), root.join("crates/scenarios/words/en"));
        let parts = parts().expect("the list is there");
        for name in COMMON {
            assert!(loader.contains(&format!("\"{name}\"")), "{name}");
            assert!(parts.iter().any(|part| part == name), "{name}");
        }
        for file in files(&patterns) {
            let slug = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            assert!(parts.contains(&slug), "{slug}: take the list down anew");
        }
    }
}
