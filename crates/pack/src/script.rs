//! Scripts without what is for their readers only.

use std::path::Path;

use crate::{Result, read_text, write};

/// The scripts that Trunk copies as they are.
const COPIED: [&str; 3] = ["loader.js", "embed.js", "embed.mjs"];

/// Shortens what was copied, and what was made around the wasm.
pub(crate) fn shorten(dist: &Path) -> Result {
    for path in COPIED.map(|file| dist.join(file)).iter().filter(|path| path.is_file()) {
        write(path, without_comments(&read_text(path)?))?;
    }
    for entry in std::fs::read_dir(dist)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("web-") && name.ends_with(".js") {
            let path = entry.path();
            write(&path, without_indents(&without_comments(&read_text(&path)?)))?;
        }
    }
    Ok(())
}

/// The code flush left. No text of it may go over several lines, which is so where it was made.
fn without_indents(code: &str) -> String {
    code.lines().map(|line| line.trim_start().to_owned() + "\n").collect()
}

/// The code without comments that have their lines for themselves. A first line that says all of what
/// the file is stays.
pub(crate) fn without_comments(code: &str) -> String {
    let titled =
        code.lines().next().is_some_and(|line| line.starts_with("//") && line.ends_with('.'));
    let mut inside = false;
    let mut kept = String::with_capacity(code.len());
    for (place, line) in code.lines().enumerate() {
        let words = line.trim();
        let comment = inside || words.starts_with("/*") && closes_last(words);
        inside = comment && !words.ends_with("*/");
        if place == 0 && titled || !comment && !words.starts_with("//") && !words.is_empty() {
            kept += line;
            kept.push('\n');
        }
    }
    kept
}

/// Whether nothing stands behind the comment that begins here.
fn closes_last(words: &str) -> bool {
    words.find("*/").is_none_or(|end| end + 2 == words.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_in_lines_of_their_own_go_but_the_first() {
        let code = "// What it is.\n// More.\nconst a = 1; // one\n\n  /** Two\n   * lines. */\n  f(); /* stays */\n/* so */ g();\n// gone\nh(`\n  // gone too\n`);\n";
        let short =
            "// What it is.\nconst a = 1; // one\n  f(); /* stays */\n/* so */ g();\nh(`\n`);\n";
        assert_eq!(without_comments(code), short);
    }

    #[test]
    fn what_was_made_is_flush_left() {
        assert_eq!(without_indents("f(\n    1,\n)"), "f(\n1,\n)\n");
    }

    #[test]
    fn no_text_of_ours_has_a_line_that_looks_like_a_comment() -> Result {
        for file in COPIED.iter().chain(&["offline.js", "sw.js", "single.js"]) {
            let code = read_text(&Path::new("../../web").join(file))?;
            let mut texts = code.split('`').skip(1).step_by(2);
            let odd = texts.find(|text| text.lines().any(|line| line.trim().starts_with("//")));
            assert_eq!(odd, None, "{file}");
        }
        Ok(())
    }
}
