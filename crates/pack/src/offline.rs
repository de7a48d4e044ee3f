//! Makes the folder one that a browser can keep, and install.

use std::path::Path;

use crate::icons::ICONS;
use crate::worker::{FILE, PAGE};
use crate::{Result, html, naming, read_text, script, styles, worker, write};

/// What the page is told: where the code is that has it kept, and which release it is.
const KEEPER: &str = "<link id=\"app-offline\" href=\"./offline.js\" data-release=\"\">";
const RELEASE: &str = "data-release=\"";

/// What a browser is told. Where the page stands behind a sign-in, the manifest does too.
const INSTALL: &str = "<link rel=\"manifest\" href=\"./manifest.webmanifest\" crossorigin=\"use-credentials\"><link rel=\"apple-touch-icon\" href=\"./icon-full-512.png\">";

/// Adds what is needed to what was built, once.
pub(crate) fn make(dist: &Path, web: &Path) -> Result {
    let svg = read_text(&web.join("icon.svg"))?;
    for icon in &ICONS {
        write(&dist.join(icon.file), icon.draw(&svg)?)?;
    }
    write(&dist.join("manifest.webmanifest"), read_text(&web.join("manifest.webmanifest"))?)?;
    let keeper = script::without_comments(&read_text(&web.join("offline.js"))?);
    write(&dist.join("offline.js"), keeper)?;
    script::shorten(dist)?;
    let index = dist.join(PAGE[0]);
    let page = html::with_head(&styles::joined(dist, &read_text(&index)?)?, KEEPER);
    let page = html::with_head(&naming::by_content(dist, &page)?, INSTALL);
    write(&index, &page)?;
    let code = script::without_comments(&read_text(&web.join(FILE))?);
    let release = worker::release(&worker::files(dist)?, &code)?;
    write(&index, page.replacen(RELEASE, &format!("{RELEASE}{release}"), 1))?;
    write(&dist.join(FILE), worker::worker(&release, &worker::files(dist)?, &code)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_its_release_and_the_worker_lists_that_page() -> Result {
        let dist = std::env::temp_dir().join(format!("interleave-offline-{}", std::process::id()));
        std::fs::create_dir_all(&dist)?;
        let page = "<head><script defer src=\"./loader.js\"></script></head>";
        std::fs::write(dist.join("index.html"), page)?;
        std::fs::write(dist.join("loader.js"), "start()")?;
        make(&dist, Path::new("../../web"))?;
        let (page, worker) = (read_text(&dist.join("index.html"))?, read_text(&dist.join(FILE))?);
        let keeper = html::tags(&page, "link")[0];
        let release = html::attribute(keeper, "data-release").ok_or("no release")?;
        assert!(worker.starts_with(&format!("const RELEASE = \"{release}\";")), "{worker}");
        assert!(worker.contains(&crate::hash::integrity(page.as_bytes())), "{worker}");
        assert!(html::file(keeper).is_some_and(|file| dist.join(file).is_file()), "{keeper}");
        std::fs::remove_dir_all(dist)?;
        Ok(())
    }
}
