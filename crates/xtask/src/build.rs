//! Building the page with Trunk.

use std::process::Command;

use crate::failure::{Failure, Result};
use crate::process::{run, say};
use crate::{pack, parts, place, tools};

/// The policy stands in `index.html` under a name that does nothing, because
/// live reload needs what it forbids; the page that is shipped obeys it.
const POLICY: [(&str, &str); 2] = [
    ("name=\"content-security-policy\"", "http-equiv=\"Content-Security-Policy\""),
    ("name=content-security-policy", "http-equiv=Content-Security-Policy"),
];

/// Builds the page in release into `dist/`.
pub(crate) fn page() -> Result {
    whole()?;
    parts::cut()?;
    seal()?;
    pack::offline()
}

/// The page in one part, and without its policy.
pub(crate) fn whole() -> Result {
    let mut trunk = prepared_trunk()?;
    say("Building the page (release)");
    trunk.args(["build", "--release"]);
    run(&mut trunk, "The page did not build: read what is said above, then run this again.")
}

/// Trunk, with all it needs installed and found.
pub(crate) fn prepared_trunk() -> Result<Command> {
    tools::wasm_target()?;
    let trunk = tools::trunk()?;
    let wasm_bindgen = tools::wasm_bindgen()?;
    tools::crates()?;
    let mut command = Command::new(trunk);
    command
        .current_dir(place::root())
        .env("PATH", tools::path_with(&wasm_bindgen))
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // The address is told once, when the page answers; that Trunk cannot shorten
        // the JavaScript of wasm-bindgen is no news.
        .env("RUST_LOG", "warn,trunk::processing::minify=error")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags())
        // What fails is the page, not Trunk: nobody wants to see Trunk's insides.
        .env("RUST_BACKTRACE", "0")
        // Trunk takes any value but true and false for a mistake.
        .env_remove("NO_COLOR");
    Ok(command)
}

/// What the page is compiled with: names by which it is cut, as in `.cargo/config.toml`, what the linker
/// knows of the data, and no path of this machine in what it says when it panics.
fn flags() -> String {
    let mut flags = "-Csymbol-mangling-version=v0 -Clink-arg=--emit-relocs".to_owned();
    for path in place::crates() {
        let path = path.to_string_lossy();
        // Flags are parted by spaces.
        if !path.contains(' ') {
            flags += &format!(" --remap-path-prefix={path}=");
        }
    }
    flags
}

/// Puts the content security policy into force.
fn seal() -> Result {
    let path = place::dist().join("index.html");
    let broken =
        |what| Failure::new(format!("{} {what}: run `cargo xtask build` again.", path.display()));
    let html = std::fs::read_to_string(&path).map_err(|_| broken("cannot be read"))?;
    let html = sealed(&html).ok_or_else(|| broken("has no content security policy"))?;
    std::fs::write(&path, html).map_err(|_| broken("cannot be written"))
}

fn sealed(html: &str) -> Option<String> {
    POLICY
        .iter()
        .find(|(idle, _)| html.contains(idle))
        .map(|(idle, active)| html.replacen(idle, active, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_comes_into_force_minified_or_not() {
        assert_eq!(
            sealed(r#"<meta name="content-security-policy" content="x">"#).as_deref(),
            Some(r#"<meta http-equiv="Content-Security-Policy" content="x">"#)
        );
        assert_eq!(
            sealed("<meta name=content-security-policy content=x>").as_deref(),
            Some("<meta http-equiv=Content-Security-Policy content=x>")
        );
        assert_eq!(sealed("<html>"), None);
    }

    #[test]
    fn the_page_names_its_policy_once() {
        let html = std::fs::read_to_string(place::root().join("index.html")).expect("the page");
        assert_eq!(html.matches(POLICY[0].0).count(), 1);
    }
}
