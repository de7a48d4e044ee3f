//! Names files by what they hold, so that no two releases can ever mix: who has a page asks for
//! files of that page by names that nothing else has.

use std::path::Path;

use crate::{Result, hash, html, read};

/// How long a hash in a name is: ours is the longest, Trunk leaves out zeros at the beginning.
const DIGITS: std::ops::RangeInclusive<usize> = 10..=16;

/// Renames whatever the page links to, and gives the page with the new names.
///
/// Trunk names by sources, and before the wasm is cut: that is not enough.
pub(crate) fn by_content(dist: &Path, page: &str) -> Result<String> {
    let tags = html::tags(page, "link").into_iter().chain(html::tags(page, "script"));
    let mut named = page.to_owned();
    for old in tags.filter_map(html::file) {
        let path = dist.join(old);
        let new = name(old, &hash::short(&read(&path)?));
        std::fs::rename(&path, dist.join(&new))?;
        named = named.replace(&format!("./{old}"), &format!("./{new}"));
    }
    Ok(named)
}

/// `web-HASH_rest.wasm` of `web-OTHER_rest.wasm`, `loader-HASH.js` of `loader.js`.
fn name(old: &str, hash: &str) -> String {
    let end = old.find(['-', '.']).unwrap_or(old.len());
    let (stem, rest) = old.split_at(end);
    let behind = rest.strip_prefix('-').unwrap_or_default();
    let ending = behind.trim_start_matches(|letter: char| letter.is_ascii_hexdigit());
    let is_hashed = DIGITS.contains(&(behind.len() - ending.len()));
    format!("{stem}-{hash}{}", if is_hashed { ending } else { rest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_takes_the_place_of_trunk_s() {
        let hash = "0011223344556677";
        for (old, new) in [
            ("web-1f2e3d4c5b6a7988.js", "web-0011223344556677.js"),
            ("web-1f2e3d4c5b6a7988_rest.wasm", "web-0011223344556677_rest.wasm"),
            ("panels-8f494ac63f9ce.css", "panels-0011223344556677.css"),
            ("loader.js", "loader-0011223344556677.js"),
            ("two-words.css", "two-0011223344556677-words.css"),
            ("a-decade.css", "a-0011223344556677-decade.css"),
        ] {
            assert_eq!(name(old, hash), new);
        }
    }

    #[test]
    fn what_is_linked_is_named_by_what_it_holds_and_the_rest_stays() -> Result {
        let dist = std::env::temp_dir().join(format!("interleave-naming-{}", std::process::id()));
        std::fs::create_dir_all(&dist)?;
        for file in ["a.css", "a.js", "embed.js"] {
            std::fs::write(dist.join(file), "abc")?;
        }
        let page = r#"<link rel=stylesheet href=./a.css><script defer src="./a.js"></script>"#;
        let named = by_content(&dist, page)?;
        let expected = r#"<link rel=stylesheet href=./a-ba7816bf8f01cfea.css><script defer src="./a-ba7816bf8f01cfea.js"></script>"#;
        assert_eq!(named, expected);
        assert!(dist.join("a-ba7816bf8f01cfea.js").is_file() && dist.join("embed.js").is_file());
        assert!(!dist.join("a.js").exists());
        std::fs::remove_dir_all(dist)?;
        Ok(())
    }
}
