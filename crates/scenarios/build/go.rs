//! The programs in Go, `go/<scenario>/<variant>/main.go`, as two files: all texts, and all colours.
//!
//! Two and not one for each: the page's first part would need a table of them.

use std::fs;
use std::path::{Path, PathBuf};

/// The module, from this crate.
const FOLDER: &str = "../../go";

/// Writes `go/programs.txt` and `go/spans`, both in the order of the folders: before each text a
/// line with the name of its file and how long it is, before its colours how many bytes they are.
/// `highlight` has written the colours.
pub(crate) fn write(out: &Path) {
    println!("cargo::rerun-if-changed={FOLDER}");
    let (mut programs, mut spans) = (String::new(), Vec::new());
    for scenario in folders(Path::new(FOLDER)) {
        for variant in folders(&Path::new(FOLDER).join(&scenario)) {
            let file = format!("{scenario}/{variant}/main.go");
            let text = fs::read_to_string(Path::new(FOLDER).join(&file))
                .unwrap_or_else(|error| panic!("go/{file}: {error}"));
            let colours = fs::read(out.join("spans/go").join(&file)).expect("it was coloured");
            programs.push_str(&format!("go/{file} {}\n{text}", text.len()));
            spans.extend_from_slice(&(colours.len() as u32).to_le_bytes());
            spans.extend_from_slice(&colours);
        }
    }
    let folder = out.join("go");
    fs::create_dir_all(&folder).expect("OUT_DIR is writable");
    fs::write(folder.join("programs.txt"), programs).expect("OUT_DIR is writable");
    fs::write(folder.join("spans"), spans).expect("OUT_DIR is writable");
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
