//! The build tools: pinned, installed once, kept in the user's cache.

use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::place;
use crate::process::{cargo, find, install, output, say};

/// The target the page is compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// A program that cargo can install.
struct Tool {
    name: &'static str,
    version: &'static str,
    package: &'static str,
    /// The program that says its version.
    program: &'static str,
    /// What cargo is told beside that.
    flags: &'static [&'static str],
    /// What the user waits for.
    takes: &'static str,
}

const TRUNK: Tool = Tool {
    name: "trunk",
    version: "0.21.14",
    package: "trunk",
    program: "trunk",
    flags: &["--locked"],
    takes: "about six minutes",
};

/// Its version must be that of the `wasm-bindgen` in `Cargo.lock`, exactly.
///
/// Its own lock file names a crate version that was withdrawn: it is not used.
const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen",
    version: "0.2.130",
    package: "wasm-bindgen-cli",
    program: "wasm-bindgen-test-runner",
    flags: &[],
    takes: "about three minutes",
};

/// Builds the book among the examples. It neither serves, nor watches, nor searches.
const MDBOOK: Tool = Tool {
    name: "mdbook",
    version: "0.5.4",
    package: "mdbook",
    program: "mdbook",
    flags: &["--locked", "--no-default-features"],
    takes: "about two minutes",
};

/// Makes sure that the wasm target is there.
pub(crate) fn wasm_target() -> Result {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let installed = output(compiler, &["--print", "target-libdir", "--target", WASM])
        .is_some_and(|path| Path::new(&path).is_dir());
    if installed {
        return Ok(());
    }
    say(&format!("Installing the {WASM} target"));
    let Some(rustup) = find("rustup") else {
        return Err(Failure::new(format!(
            "Rust cannot compile for {WASM} here: install rustup (https://rustup.rs), or that target, then run this again."
        )));
    };
    install(
        &format!("The {WASM} target"),
        Command::new(rustup).args(["target", "add", WASM]).current_dir(place::root()),
        &log("target")?,
    )
}

/// Trunk's program.
pub(crate) fn trunk() -> Result<PathBuf> {
    TRUNK.program_path("trunk")
}

/// The folder that has wasm-bindgen.
pub(crate) fn wasm_bindgen() -> Result<PathBuf> {
    WASM_BINDGEN.folder()
}

/// The program that runs wasm tests.
pub(crate) fn wasm_test_runner() -> Result<PathBuf> {
    WASM_BINDGEN.program_path("wasm-bindgen-test-runner")
}

/// mdBook's program.
pub(crate) fn mdbook() -> Result<PathBuf> {
    MDBOOK.program_path("mdbook")
}

/// The crates the lock file names, for commands that then work offline.
pub(crate) fn crates() -> Result {
    install(
        "The crates",
        cargo().args(["fetch", "--locked"]).current_dir(place::root()),
        &log("crates")?,
    )
}

/// Where cargo puts what it makes.
pub(crate) fn target() -> Result<PathBuf> {
    const KEY: &str = "\"target_directory\":\"";
    let command = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = place::root().join("Cargo.toml").to_string_lossy().into_owned();
    let arguments =
        ["metadata", "--format-version=1", "--no-deps", "--offline", "--manifest-path", &manifest];
    output(command, &arguments)
        .and_then(|said| {
            Some(said.split_once(KEY)?.1.split_once('"')?.0.replace("\\\\", "\\").into())
        })
        .ok_or_else(|| Failure::new("Cargo does not say where it builds: run this again."))
}

/// `PATH` with `folder` before everything else.
pub(crate) fn path_with(folder: &Path) -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_owned()).chain(std::env::split_paths(&path));
    std::env::join_paths(folders).unwrap_or(path.clone())
}

/// Where the output of a failed installation goes.
pub(crate) fn log(name: &str) -> Result<PathBuf> {
    Ok(place::cache()?.join("logs").join(format!("{name}.log")))
}

impl Tool {
    fn program_path(&self, program: &str) -> Result<PathBuf> {
        Ok(self.folder()?.join(program).with_extension(std::env::consts::EXE_EXTENSION))
    }

    /// The folder with the tool's programs, installed if they are nowhere.
    fn folder(&self) -> Result<PathBuf> {
        let home = place::cache()?.join("tools").join(format!("{}-{}", self.name, self.version));
        let bin = home.join("bin");
        if self.is_in(&bin) {
            return Ok(bin);
        }
        if let Some(elsewhere) =
            find(self.program).and_then(|path| path.parent().map(Path::to_owned))
            && self.is_in(&elsewhere)
        {
            return Ok(elsewhere);
        }
        let building = place::cache()?.join("building");
        once(&building, self.name, || self.is_in(&bin), || self.install(&home, &building))?;
        Ok(bin)
    }

    fn install(&self, home: &Path, building: &Path) -> Result {
        say(&format!(
            "Installing {} {} in {} (once, {})",
            self.name,
            self.version,
            home.display(),
            self.takes
        ));
        // A folder of its own lets an interrupted build go on where it was.
        let target = building.join(self.name);
        let mut command = cargo();
        command
            .args(["install", self.package, "--version", self.version, "--force", "--root"])
            .arg(home);
        command.arg("--target-dir").arg(&target).args(self.flags).env_remove("RUSTFLAGS");
        install(&format!("{} {}", self.name, self.version), &mut command, &log(self.name)?)?;
        let _ = std::fs::remove_dir_all(target);
        Ok(())
    }

    fn is_in(&self, folder: &Path) -> bool {
        output(folder.join(self.program), &["--version"])
            .is_some_and(|answer| is_version(&answer, self.version))
    }
}

/// Installs `name`, alone: if another clone is at the same, there is nothing left to do afterwards.
fn once(
    building: &Path,
    name: &str,
    is_there: impl FnOnce() -> bool,
    install: impl FnOnce() -> Result,
) -> Result {
    let _alone = alone(building, name)?;
    if is_there() { Ok(()) } else { install() }
}

/// Waits until nobody else installs `name`, and keeps others from it until what this gives is
/// dropped, or this program ends.
fn alone(building: &Path, name: &str) -> Result<File> {
    let place = building.join(format!("{name}.lock"));
    let locked = || {
        std::fs::create_dir_all(building)?;
        let file = File::create(&place)?;
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            say(&format!("Waiting for another clone, which installs {name}"));
            file.lock()?;
        }
        std::io::Result::Ok(file)
    };
    locked().map_err(|why| {
        Failure::new(format!(
            "{} cannot be locked ({why}): make that possible, then run this again.",
            place.display()
        ))
    })
}

/// Whether `answer`, as in `trunk 0.21.14` or `mdbook v0.5.4`, names this version.
fn is_version(answer: &str, version: &str) -> bool {
    answer.split_whitespace().any(|word| word.strip_prefix('v').unwrap_or(word) == version)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn a_version_is_matched_whole() {
        assert!(is_version("trunk 0.21.14", "0.21.14"));
        assert!(is_version("wasm-bindgen 0.2.130 (0123abc)", "0.2.130"));
        assert!(is_version("mdbook v0.5.4", "0.5.4"));
        assert!(!is_version("trunk 0.21.140", "0.21.14"));
        assert!(!is_version("trunk 0.21.1", "0.21.14"));
        assert!(!is_version("", "0.21.14"));
    }

    #[test]
    fn the_installed_wasm_bindgen_is_the_one_in_the_lock_file() {
        let lock = std::fs::read_to_string(place::root().join("Cargo.lock")).expect("a lock file");
        let entry = format!("name = \"wasm-bindgen\"\nversion = \"{}\"\n", WASM_BINDGEN.version);
        assert!(!lock.contains("name = \"wasm-bindgen\"\n") || lock.contains(&entry));
    }

    #[test]
    fn of_two_clones_one_installs_and_the_other_waits() {
        let building = std::env::temp_dir().join(format!("interleave-{}", std::process::id()));
        let (tool, installs) = (building.join("tool"), AtomicU32::new(0));
        let install = || {
            installs.fetch_add(1, Ordering::Relaxed);
            let another = File::open(building.join("fake.lock")).expect("the lock is there");
            let tried = another.try_lock();
            assert!(matches!(tried, Err(TryLockError::WouldBlock)), "nobody else may: {tried:?}");
            File::create_new(&tool).expect("nobody else has");
            Ok(())
        };
        std::thread::scope(|clones| {
            for _ in 0..2 {
                clones.spawn(|| once(&building, "fake", || tool.exists(), install));
            }
        });
        assert!(tool.exists());
        assert_eq!(installs.into_inner(), 1);
        std::fs::remove_dir_all(building).expect("it is ours");
    }
}
