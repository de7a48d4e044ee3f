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
const LISTS: [&str; 10] = [
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
];
/// Lists that only few scenarios have.
const MAY_LACK: [&str; 3] = ["checks", "shown", "plan"];

/// Writes `words.rs`: a slice of `(slug, [Words; 2])`, by slug.
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
            let story = folder("stories").join(slug).with_extension("html");
            let mut texts = Texts { together: String::new(), apart: *slug != first };
            let entry = entry(&file, &text, &story, &mut texts);
            let apart = folder("texts").join(slug).with_extension("txt");
            fs::write(&apart, &texts.together).expect("OUT_DIR is writable");
            if texts.apart {
                write!(table, "{{ const TEXTS: &str = include_str!({apart:?}); {entry} }},")
            } else {
                write!(table, "{entry},")
            }
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

/// The texts of one file, one behind the other: the page fetches them apart, like stories.
struct Texts {
    together: String,
    apart: bool,
}

impl Texts {
    /// A text as source: where it is among the others, or itself.
    fn put(&mut self, text: &str) -> String {
        if !self.apart || text.is_empty() {
            return format!("{text:?}");
        }
        let begin = self.together.len();
        self.together.push_str(text);
        format!("part(TEXTS, {begin}, {})", self.together.len())
    }
}

/// One file as the source of a `Words`. The story goes to a file of its own: the page fetches
/// stories apart, and recognises them by that file.
fn entry(file: &str, text: &str, story: &Path, texts: &mut Texts) -> String {
    let mut sections = text.split("\n## ");
    let head = sections.next().unwrap_or_default();
    let (title, sentence) = head.split_once('\n').unwrap_or((head, ""));
    let title = title.strip_prefix("# ").unwrap_or_else(|| panic!("{file}: begin with `# Title`"));
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
    fs::write(story, markup(file, body("story"))).expect("OUT_DIR is writable");
    let mut entry = format!(
        "Words {{ title: {:?}, sentence: {}, when: {}, story: include_str!({story:?}), ",
        title.trim(),
        texts.put(&flowed(sentence)),
        texts.put(&flowed(body("when"))),
    );
    for list in LISTS {
        write!(entry, "{list}: &[").expect("a string takes everything");
        let lacks = MAY_LACK.contains(&list) && sections.iter().all(|(name, _)| name != list);
        let lines = if lacks { "" } else { body(list) };
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let line =
                line.strip_prefix("- ").unwrap_or_else(|| panic!("{file}: not a list: {line}"));
            let (key, label) = match line.split_once(": ") {
                Some(pair) if list != "symptoms" => pair,
                None if list != "symptoms" => panic!("{file}: `- key: label` expected: {line}"),
                _ => ("", line),
            };
            let (label, more) = label.split_once(" | ").unwrap_or((label, ""));
            let (label, more) = (texts.put(label), texts.put(more));
            write!(entry, "Term {{ key: {key:?}, label: {label}, more: {more} }},")
                .expect("a string takes everything");
        }
        entry.push_str("], ");
    }
    entry.push('}');
    entry
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
