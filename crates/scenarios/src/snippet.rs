//! A run in a page of somebody's own, as its author pastes it: a frame, or the element of `embed.js`.

use std::fmt::Write;

use crate::link::Link;

/// What is pasted.
#[derive(Clone, Debug)]
pub struct Snippet<'a> {
    /// The run, and how it stands in its frame.
    pub link: &'a Link,
    /// The page's address, without what is behind its `#`.
    pub page: &'a str,
    /// What the frame is called for who cannot see it.
    pub name: &'a str,
    /// Its width, in pixels.
    pub width: u32,
    /// Its height, in pixels; an element without is as high as what it shows.
    pub height: Option<u32>,
}

/// A frame without a height of its own gets what an element begins with.
const USUAL_HEIGHT: u32 = 420;

impl Snippet<'_> {
    /// The address of what is in the frame.
    pub fn address(&self) -> String {
        format!("{}#{}", self.page, self.link)
    }

    /// An `<iframe>`, which needs nothing else.
    pub fn iframe(&self) -> String {
        let (source, name) = (escaped(&self.address()), escaped(self.name));
        let (width, height) = (self.width, self.height.unwrap_or(USUAL_HEIGHT));
        format!(
            "<iframe src=\"{source}\" width=\"{width}\" height=\"{height}\" \
             style=\"border: 0; max-width: 100%\" loading=\"lazy\" title=\"{name}\"></iframe>"
        )
    }

    /// An `<interleave-run>`, and the script that it needs once a page.
    pub fn element(&self) -> String {
        let path = self.page.split('?').next().unwrap_or_default();
        let folder = &path[..path.rfind('/').map_or(0, |slash| slash + 1)];
        let mut text = format!(
            "<script async src=\"{0}embed.js\"></script>\n<interleave-run pattern=\"{1}\"",
            escaped(folder),
            self.link.setup.scenario.slug
        );
        let file = &path[folder.len()..];
        if !["", "index.html"].contains(&file) {
            let _ = write!(text, " src=\"{}\"", escaped(path));
        }
        // The element says by itself that it is one.
        for (key, value) in self.link.pairs().iter().filter(|(key, _)| *key != "embed") {
            let _ = write!(text, " {key}=\"{}\"", escaped(value));
        }
        if let Some(height) = self.height {
            let _ = write!(text, " height=\"{height}\"");
        }
        text + "></interleave-run>"
    }
}

/// As an attribute has it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
