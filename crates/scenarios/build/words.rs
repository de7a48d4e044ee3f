//! `words/<language>/<slug>.md` to a table of texts. A file that is missing in one language, or that
//! lacks a part, fails the build.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use pulldown_cmark::{Event, Parser, html};

const LANGUAGES: [&str; 2] = ["en", "vi"];
/// Its first scenario is the one the page begins with: those texts are needed at once.
const REGISTRY: &str = "src/registry.rs";
const LISTS: [&str; 11] = [
    "knobs",
    "variants",
    "actions",
    "claims",
    "experiments",
    "challenges",
    "symptoms",
    "checks",
    "shown",
    "plan",
    "go",
];
/// Lists that only few scenarios have.
const MAY_LACK: [&str; 4] = ["checks", "shown", "plan", "go"];

/// Writes `words.rs`: a slice of `(slug, [Told; 2])`, by slug.
pub(crate) fn write(out: &Path) {
    let mut slugs = BTreeSet::new();
    for language in LANGUAGES {
        let folder = format!("words/{language}");
        println!("cargo::rerun-if-changed={folder}");
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder}: {error}")) {
            let path = entry.expect("a readable folder").path();
            if path.extension().is_some_and(|extension| extension == "md") {
                let stem = path.file_stem().expect("a file has a name");
                slugs.insert(stem.to_string_lossy().into_owned());
            }
        }
    }
    let first = first();
    let mut table = String::from("&[\n");
    for slug in &slugs {
        write!(table, "({slug:?}, [").expect("a string takes everything");
        for language in LANGUAGES {
            let file = format!("words/{language}/{slug}.md");
            println!("cargo::rerun-if-changed={file}");
            let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
            let folder = |kind: &str| {
                let folder = out.join(kind).join(language);
                fs::create_dir_all(&folder).expect("OUT_DIR is writable");
                folder
            };
            let told = Told::read(&file, &text);
            let story = folder("stories").join(slug).with_extension("html");
            fs::write(&story, told.story).expect("OUT_DIR is writable");
            // Texts come apart from the code, by their files; those that the page begins with are fetched
            // at once.
            let kind = if *slug == first { "begins" } else { "texts" };
            let lines = folder(kind).join(slug).with_extension("txt");
            fs::write(&lines, told.lines).expect("OUT_DIR is writable");
            let title = told.title;
            write!(
                table,
                "Told {{ title: {title:?}, lines: include_str!({lines:?}), story: include_str!({story:?}) }},"
            )
            .expect("a string takes everything");
        }
        table.push_str("]),\n");
    }
    table.push(']');
    fs::write(out.join("words.rs"), table).expect("OUT_DIR is writable");
}

/// The slug of the first scenario of the registry.
fn first() -> String {
    println!("cargo::rerun-if-changed={REGISTRY}");
    let registry = fs::read_to_string(REGISTRY).expect("the registry is there");
    let list = registry.split_once("catalogue! {").expect("it has a list").1;
    let (first, _) = list.split_once(',').expect("the list has entries");
    first.trim().replace('_', "-")
}

/// One file, as the page has it.
struct Told {
    title: String,
    /// A line each, its parts between tabs: the name of a list, the key, the label, more.
    lines: String,
    story: String,
}

impl Told {
    fn read(file: &str, text: &str) -> Self {
        let mut sections = text.split("\n## ");
        let head = sections.next().unwrap_or_default();
        let (title, sentence) = head.split_once('\n').unwrap_or((head, ""));
        let title =
            title.strip_prefix("# ").unwrap_or_else(|| panic!("{file}: begin with `# Title`"));
        let sections: Vec<(String, &str)> = sections
            .map(|section| {
                let (name, body) = section.split_once('\n').unwrap_or((section, ""));
                (name.trim().to_lowercase(), body)
            })
            .collect();
        let body = |name: &str| {
            let found = sections.iter().find(|(section, _)| section == name).map(|(_, body)| *body);
            found.unwrap_or_else(|| panic!("{file}: no section `## {name}`"))
        };
        let mut lines = String::new();
        let mut put = |parts: [&str; 4]| {
            assert!(!parts.concat().contains('\t'), "{file}: no tabs in the words: {parts:?}");
            writeln!(lines, "{}", parts.join("\t")).expect("a string takes everything");
        };
        put(["sentence", "", &flowed(sentence), ""]);
        put(["when", "", &flowed(body("when")), ""]);
        for list in LISTS {
            let lacks = MAY_LACK.contains(&list) && sections.iter().all(|(name, _)| name != list);
            let given = if lacks { "" } else { body(list) };
            for line in given.lines().map(str::trim).filter(|line| !line.is_empty()) {
                let line =
                    line.strip_prefix("- ").unwrap_or_else(|| panic!("{file}: not a list: {line}"));
                let (key, label) = match line.split_once(": ") {
                    Some(pair) if list != "symptoms" => pair,
                    None if list != "symptoms" => panic!("{file}: `- key: label` expected: {line}"),
                    _ => ("", line),
                };
                let (label, more) = label.split_once(" | ").unwrap_or((label, ""));
                put([list, key, label, more]);
            }
        }
        let story = markup(file, body("story"));
        Told { title: title.trim().to_owned(), lines, story }
    }
}

/// A paragraph on one line.
fn flowed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Markdown as markup. The words are ours; even so, raw HTML has no place in them.
fn markup(file: &str, text: &str) -> String {
    let events = Parser::new(text).inspect(|event| {
        assert!(
            !matches!(event, Event::Html(_) | Event::InlineHtml(_)),
            "{file}: no HTML in the words"
        );
    });
    let mut markup = String::new();
    html::push_html(&mut markup, events);
    markup
}
