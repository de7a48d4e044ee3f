//! Reads the tags of the page's head, as Trunk writes them: minified or not.

/// Where the head ends, which is where links are added.
const HEAD_ENDS: &str = "</head>";

/// The tags of this name, in order, each from `<` to `>`. No attribute of ours holds a `>`.
pub(crate) fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!("<{name} ");
    html.match_indices(&start)
        .filter_map(|(at, _)| html[at..].find('>').map(|end| &html[at..=at + end]))
        .collect()
}

/// What an attribute of a tag says, quoted or not.
pub(crate) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = format!(" {name}=");
    let value = &tag[tag.find(&start)? + start.len()..];
    match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split([' ', '>']).next(),
    }
}

/// The name of the file beside the page that a tag leads to.
pub(crate) fn file(tag: &str) -> Option<&str> {
    let address = attribute(tag, "href").or_else(|| attribute(tag, "src"))?;
    address.strip_prefix("./").filter(|name| !name.is_empty() && !name.contains(['/', '?', '#']))
}

/// The same page with more at the end of its head.
pub(crate) fn with_head(html: &str, more: &str) -> String {
    html.replacen(HEAD_ENDS, &format!("{more}{HEAD_ENDS}"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"<head><link rel="icon" href="./a.svg"><link id=x href=./b.wasm><link rel=stylesheet href=./c.css data-x="y z"><script defer src="./l.js"></script></head>"#;

    #[test]
    fn tags_are_read_minified_or_not() {
        let links = tags(HEAD, "link");
        let files: Vec<_> = links.iter().filter_map(|tag| file(tag)).collect();
        assert_eq!(files, ["a.svg", "b.wasm", "c.css"]);
        assert_eq!(tags(HEAD, "script").first().copied().and_then(file), Some("l.js"));
        assert_eq!(attribute(links[2], "rel"), Some("stylesheet"));
        assert_eq!(attribute(links[2], "data-x"), Some("y z"));
        assert_eq!(attribute(links[1], "rel"), None);
    }

    #[test]
    fn only_what_lies_beside_the_page_is_a_file_of_it() {
        for address in ["./", "./#x", "https://example.org/a.js", "data:,a", "./a/b.js"] {
            assert_eq!(file(&format!("<link href=\"{address}\">")), None, "{address}");
        }
    }

    #[test]
    fn more_goes_to_the_end_of_the_head() {
        assert_eq!(with_head("<head>a</head>b", "c"), "<head>ac</head>b");
    }
}
