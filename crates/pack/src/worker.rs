//! The service worker of one release: the list of its files, before the code that keeps them.

use std::collections::BTreeMap;
use std::path::Path;

use crate::{Result, hash, read};

/// What the worker does not keep: itself, and the page in one file.
const NOT_KEPT: [&str; 2] = [FILE, "interleave.html"];

/// The worker's name in the folder. It never changes: browsers ask for it by that name.
pub(crate) const FILE: &str = "sw.js";

/// The page's own name, and the one that it is asked for by.
pub(crate) const PAGE: [&str; 2] = ["index.html", "./"];

/// Every file of the release, with what it must be.
pub(crate) fn files(dist: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(dist)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if NOT_KEPT.contains(&name.as_str()) {
            continue;
        }
        let name = if name == PAGE[0] { PAGE[1].to_owned() } else { name };
        files.insert(name, hash::integrity(&read(&entry.path())?));
    }
    Ok(files)
}

/// The name of a release: another one if any of its files is another, or the worker's code.
pub(crate) fn release(files: &BTreeMap<String, String>, code: &str) -> Result<String> {
    Ok(hash::short(format!("{}{code}", serde_json::to_string(files)?).as_bytes()))
}

/// The whole worker.
pub(crate) fn worker(
    release: &str,
    files: &BTreeMap<String, String>,
    code: &str,
) -> Result<String> {
    let files = serde_json::to_string_pretty(files)?;
    Ok(format!("const RELEASE = \"{release}\";\nconst FILES = {files};\n\n{code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        files.iter().map(|(name, hash)| ((*name).to_owned(), (*hash).to_owned())).collect()
    }

    #[test]
    fn a_release_is_another_one_if_anything_of_it_is() -> Result {
        let one = release(&listed(&[("./", "a"), ("embed.js", "b")]), "code")?;
        assert_eq!(one, release(&listed(&[("embed.js", "b"), ("./", "a")]), "code")?);
        for (files, code) in [
            (listed(&[("./", "a"), ("embed.js", "c")]), "code"),
            (listed(&[("./", "a")]), "code"),
            (listed(&[("./", "a"), ("embed.js", "b")]), "other"),
        ] {
            assert_ne!(one, release(&files, code)?);
        }
        Ok(())
    }

    #[test]
    fn the_page_is_kept_under_the_name_it_is_asked_for_by() -> Result {
        let dist = std::env::temp_dir().join(format!("interleave-worker-{}", std::process::id()));
        std::fs::create_dir_all(&dist)?;
        for name in ["index.html", "a.js", "sw.js", "interleave.html"] {
            std::fs::write(dist.join(name), "abc")?;
        }
        let abc = hash::integrity(b"abc");
        assert_eq!(files(&dist)?, listed(&[("./", &abc), ("a.js", &abc)]));
        std::fs::remove_dir_all(dist)?;
        Ok(())
    }
}
