//! Colours the sources that the Code panel shows: for each file a list of spans, three bytes a span
//! (its class, then its length in bytes, low byte first), to be laid over the very same text.

use std::fs;
use std::path::Path;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

/// Where the sources are, the folder their spans go to, and what they are written in.
const FOLDERS: [(&str, &str, &str); 3] = [
    ("src/catalogue", "spans/catalogue", "rs"),
    ("../patterns/src", "spans/patterns", "rs"),
    ("../../go", "spans/go", "go"),
];

/// The classes, in order of their numbers from 1; the most telling scope wins.
const CLASSES: [&str; 8] = [
    "comment",
    "string",
    "constant",
    "entity.name.function",
    "support.function",
    "support.macro",
    "storage.type",
    "keyword",
];

pub(crate) fn write(out: &Path) {
    let syntaxes = SyntaxSet::load_defaults_newlines();
    for (from, to, ending) in FOLDERS {
        let syntax = syntaxes.find_syntax_by_extension(ending).expect("syntect knows both");
        println!("cargo::rerun-if-changed={from}");
        visit(Path::new(from), &out.join(to), &syntaxes, syntax);
    }
}

fn visit(from: &Path, to: &Path, syntaxes: &SyntaxSet, syntax: &SyntaxReference) {
    fs::create_dir_all(to).expect("OUT_DIR is writable");
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let path = entry.expect("a readable folder").path();
        let name = path.file_name().expect("an entry has a name");
        if path.is_dir() {
            visit(&path, &to.join(name), syntaxes, syntax);
        } else {
            let text = fs::read_to_string(&path).expect("sources are UTF-8");
            fs::write(to.join(name), spans(&text, syntaxes, syntax)).expect("OUT_DIR is writable");
        }
    }
}

fn spans(text: &str, syntaxes: &SyntaxSet, syntax: &SyntaxReference) -> Vec<u8> {
    let classes: Vec<Scope> =
        CLASSES.iter().map(|class| Scope::new(class).expect("a scope")).collect();
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut runs: Vec<(u8, usize)> = Vec::new();
    let mut add = |class: u8, length: usize| match runs.last_mut() {
        _ if length == 0 => {}
        Some((last, run)) if *last == class => *run += length,
        _ => runs.push((class, length)),
    };
    for line in LinesWithEndings::from(text) {
        let ops = state.parse_line(line, syntaxes).expect("the syntax fits");
        let mut at = 0;
        for (place, op) in ops {
            add(class(&stack, &classes), place - at);
            at = place;
            stack.apply(&op).expect("scopes balance");
        }
        add(class(&stack, &classes), line.len() - at);
    }
    let mut bytes = Vec::new();
    for (class, mut length) in runs {
        while length > 0 {
            let part = length.min(usize::from(u16::MAX));
            bytes.push(class);
            bytes.extend_from_slice(&(part as u16).to_le_bytes());
            length -= part;
        }
    }
    bytes
}

fn class(stack: &ScopeStack, classes: &[Scope]) -> u8 {
    let found = stack.scopes.iter().rev().find_map(|scope| {
        classes.iter().position(|class| class.is_prefix_of(*scope)).map(|place| place as u8 + 1)
    });
    found.unwrap_or(0)
}
