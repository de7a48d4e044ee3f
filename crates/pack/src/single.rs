//! The page in one file.

use std::io::Write;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::{Result, hash, html, policy, read, read_text, write};

/// The name under which wasm-bindgen's code has what starts it; a module that follows it in the same
/// script can call that. Its version is pinned.
const START: &str = "__wbg_init as default";

/// What is compressed, by the names of the page's links: the parts of the wasm that make it whole.
/// What patterns have of their own is in the rest too.
const PARTS: [&str; 5] = ["app-wasm", "app-visit", "app-run", "app-use", "app-rest"];

/// Writes `out`, which holds all that `dist` links to.
pub(crate) fn make(dist: &Path, web: &Path, out: &Path) -> Result {
    let page = read_text(&dist.join("index.html"))?;
    let links = html::tags(&page, "link");
    let linked = |attribute: &str, value: &str| -> Result<Vec<_>> {
        let files = links.iter().filter(|tag| html::attribute(tag, attribute) == Some(value));
        let files: Vec<_> = files.filter_map(|tag| html::file(tag)).map(|f| dist.join(f)).collect();
        if files.is_empty() { Err(format!("the page has no {value}").into()) } else { Ok(files) }
    };
    let mut style = String::new();
    for file in linked("rel", "stylesheet")? {
        style.push_str(&read_text(&file)?);
    }
    let starter = read_text(&web.join("single.js"))?;
    let script = script(&read_text(&linked("id", "app-script")?[0])?, &starter)?;
    let icon = STANDARD.encode(read(&linked("rel", "icon")?[0])?);
    let mut parts = String::new();
    for id in PARTS {
        let packed = STANDARD.encode(packed(&read(&linked("id", id)?[0])?)?);
        parts.push_str(&format!(
            "<script type=\"application/gzip\" class=\"part\" id=\"{id}\">{packed}</script>"
        ));
    }
    let head = format!(
        "<link rel=\"icon\" href=\"data:image/svg+xml;base64,{icon}\"><style>{}</style>",
        inside(&style, "style")?
    );
    let scripts = format!("{parts}<script type=\"module\">{script}</script>");
    let page = emptied(&page);
    let page =
        obeying(&page, &hash::integrity(script.as_bytes()), &hash::integrity(style.as_bytes()))?;
    write(out, html::with_head(&page, &head) + &scripts)
}

/// What starts the page, behind what wasm-bindgen made, in one module.
fn script(bindgen: &str, starter: &str) -> Result<String> {
    if !bindgen.contains(START) || bindgen.contains("import ") {
        return Err("wasm-bindgen's code is not as it was: mend `pack single`".into());
    }
    Ok(inside(&format!("{bindgen}\n{starter}"), "script")?.to_owned())
}

/// A text that may stand in an element as it is.
fn inside<'a>(text: &'a str, element: &str) -> Result<&'a str> {
    let ends = format!("</{element}");
    let breaks_out = |sign: &str| text.to_ascii_lowercase().contains(sign);
    if breaks_out(&ends) || breaks_out("<!--") {
        return Err(format!("a {element} of the page cannot stand in one file").into());
    }
    Ok(text)
}

/// The page without anything that leads out of it.
fn emptied(page: &str) -> String {
    let scripts = html::tags(page, "script").into_iter().map(|tag| format!("{tag}</script>"));
    let links = html::tags(page, "link").into_iter().map(str::to_owned);
    scripts.chain(links).fold(page.to_owned(), |page, tag| page.replace(&tag, ""))
}

/// The page with the policy of one file.
fn obeying(page: &str, script: &str, style: &str) -> Result<String> {
    let metas = html::tags(page, "meta");
    let tag = metas.iter().find(|tag| html::attribute(tag, "http-equiv").is_some());
    let old =
        tag.and_then(|tag| html::attribute(tag, "content")).ok_or("the page has no policy")?;
    Ok(page.replacen(old, &policy::of_one_file(old, script, style), 1))
}

fn packed(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_put_inside_can_end_its_element() {
        for text in ["a</script>b", "a</SCRIPT >b", "a<!--b"] {
            assert!(inside(text, "script").is_err(), "{text}");
        }
        assert!(inside("a < /b/.c && d<\\/script>", "script").is_ok());
    }

    #[test]
    fn nothing_leads_out_of_the_page() {
        let page = "<head><link rel=icon href=./a.svg><script defer src=./l.js></script><title>t</title></head>";
        assert_eq!(emptied(page), "<head><title>t</title></head>");
    }

    #[test]
    fn code_that_cannot_be_started_is_refused() {
        assert!(script("export { __wbg_init as default };", "go()").is_ok());
        assert!(script("export { other as default };", "go()").is_err());
        assert!(
            script("import * as a from './a.js'; export { __wbg_init as default };", "").is_err()
        );
    }
}
