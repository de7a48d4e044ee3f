//! The policy of the one file: that of the page, with hashes in place of a host.

/// What a directive of the one file allows, given what the page's allows.
fn directive(text: &str, script: &str, style: &str) -> Option<String> {
    let (name, allowed) = text.trim().split_once(' ')?;
    let only = |more: &str| allowed.replace("'self'", more);
    let allowed = match name {
        "script-src" => only(&format!("'{script}'")),
        "style-src" => only(&format!("'{style}'")),
        // A frame of the file itself: no word of a policy matches a file, or a page without an origin.
        "frame-src" => only("'self' file:"),
        // Nothing is fetched: all is here.
        "connect-src" | "manifest-src" | "worker-src" => return None,
        _ => only(""),
    };
    Some(format!("{name} {}", allowed.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// The policy of one file with this script and this style, which are hashes.
pub(crate) fn of_one_file(page: &str, script: &str, style: &str) -> String {
    let directives = page.split(';').filter_map(|text| directive(text, script, style));
    directives.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_runs_its_own_script_and_asks_nobody() {
        let page = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; frame-src 'self'; base-uri 'none'";
        assert_eq!(
            of_one_file(page, "sha256-a", "sha256-b"),
            "default-src 'none'; script-src 'sha256-a' 'wasm-unsafe-eval'; style-src 'sha256-b'; img-src data:; frame-src 'self' file:; base-uri 'none'"
        );
    }
}
