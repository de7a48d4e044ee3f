//! The programs in Go to a table: `go/<scenario>/<variant>/main.go`, each with its colours.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The module, from this crate.
const FOLDER: &str = "../../go";

/// Writes `go.rs`: a slice of `(scenario, variant, Source)`, in order. `highlight` has written the
/// colours.
pub(crate) fn write(out: &Path) {
    println!("cargo::rerun-if-changed={FOLDER}");
    let root = Path::new(FOLDER).canonicalize().unwrap_or_else(|error| panic!("{FOLDER}: {error}"));
    let mut table = String::from("&[\n");
    for scenario in folders(&root) {
        for variant in folders(&root.join(&scenario)) {
            let file = format!("{scenario}/{variant}/main.go");
            let (text, spans) = (root.join(&file), out.join("spans/go").join(&file));
            writeln!(
                table,
                "({scenario:?}, {variant:?}, Source {{ file: {:?}, text: include_str!({text:?}), spans: include_bytes!({spans:?}) }}),",
                format!("go/{file}"),
            )
            .expect("a string takes everything");
        }
    }
    table.push(']');
    fs::write(out.join("go.rs"), table).expect("OUT_DIR is writable");
}

/// The names of the folders in a folder, in order.
fn folders(within: &Path) -> Vec<String> {
    let entries =
        fs::read_dir(within).unwrap_or_else(|error| panic!("{}: {error}", within.display()));
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    let name = |path: PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut names: Vec<String> = paths.filter(|path| path.is_dir()).filter_map(name).collect();
    names.sort();
    names
}
