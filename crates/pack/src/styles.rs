//! One style sheet of all: together they are shorter, and one request.

use std::path::Path;

use crate::{Result, html, read_text, write};

/// The file they become.
const FILE: &str = "page.css";

/// Puts the style sheets that the page links to into one, in their order, and gives the page that
/// links to that.
pub(crate) fn joined(dist: &Path, page: &str) -> Result<String> {
    let links = html::tags(page, "link").into_iter();
    let sheets: Vec<(&str, &str)> = links
        .filter(|tag| html::attribute(tag, "rel") == Some("stylesheet"))
        .filter_map(|tag| html::file(tag).map(|file| (tag, file)))
        .collect();
    let Some((first, _)) = sheets.first() else { return Ok(page.to_owned()) };
    let mut all = String::new();
    for (_, file) in &sheets {
        all += &read_text(&dist.join(file))?;
        std::fs::remove_file(dist.join(file))?;
    }
    write(&dist.join(FILE), all)?;
    let mut page = page.replacen(first, &format!("<link rel=\"stylesheet\" href=\"./{FILE}\">"), 1);
    for (tag, _) in &sheets[1..] {
        page = page.replacen(tag, "", 1);
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_one_in_their_order_where_the_first_was() -> Result {
        let dist = std::env::temp_dir().join(format!("interleave-styles-{}", std::process::id()));
        std::fs::create_dir_all(&dist)?;
        write(&dist.join("a.css"), "a{}")?;
        write(&dist.join("b.css"), "b{}")?;
        let page = "<link rel=icon href=./i.svg><link rel=stylesheet href=./a.css><link rel=\"stylesheet\" href=\"./b.css\"><p>";
        let expected =
            "<link rel=icon href=./i.svg><link rel=\"stylesheet\" href=\"./page.css\"><p>";
        assert_eq!(joined(&dist, page)?, expected);
        assert_eq!(read_text(&dist.join("page.css"))?, "a{}b{}");
        assert!(!dist.join("a.css").exists());
        std::fs::remove_dir_all(dist)?;
        Ok(())
    }
}
