//! The programs in `go/`: formatted, vetted, built, and each one run under the race detector.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use crate::apt::{self, Wanted};
use crate::failure::{Failure, Result};
use crate::process::{find, output, run, say};
use crate::{place, tools};

const WANTED: Wanted = Wanted {
    name: "Go",
    takes: "about a minute",
    // The race detector is linked by a C compiler.
    packages: &["golang-go", "gcc", "libc6-dev"],
    elsewhere: "install Go 1.19 or later (https://go.dev) so that `go` is on PATH",
};

/// The oldest minor version of Go 1 that has what the programs use.
const OLDEST_MINOR: u32 = 19;

/// Each program takes well under a second; this is for a machine that is very busy.
const LIMIT: Duration = Duration::from_secs(120);

/// Finds Go, and installs it where that needs no question.
pub(crate) fn toolchain() -> Result {
    if find("go").is_none() {
        apt::get(&WANTED)?;
    }
    let version = output("go", &["env", "GOVERSION"]).unwrap_or_default();
    if minor(&version).is_some_and(|minor| minor >= OLDEST_MINOR) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "Tests need Go 1.{OLDEST_MINOR} or later (this is {version}): install it, then run this again."
    )))
}

/// Tests every program, or those whose `scenario/variant` has `pattern`.
pub(crate) fn test(pattern: Option<&str>) -> Result {
    let programs: Vec<Program> = programs()?
        .into_iter()
        .filter(|program| pattern.is_none_or(|pattern| program.name().contains(pattern)))
        .collect();
    if programs.is_empty() {
        return Ok(());
    }
    say(&format!("Tests, {} programs in Go", programs.len()));
    format()?;
    let vet = "Go vets some programs ill: mend what is said above.";
    run(go()?.args(["vet", "./..."]), vet)?;
    let mut scenarios: Vec<&str> = programs.iter().map(|program| &*program.scenario).collect();
    scenarios.dedup();
    each(&scenarios, |scenario| build(scenario))?;
    each(&programs, try_out)
}

/// One folder with a `main.go`.
struct Program {
    scenario: String,
    variant: String,
}

impl Program {
    fn name(&self) -> String {
        format!("{}/{}", self.scenario, self.variant)
    }
}

/// All of them, by name: `go/<scenario>/<variant>/main.go`.
fn programs() -> Result<Vec<Program>> {
    let mut programs = Vec::new();
    for scenario in folders(&place::go())? {
        for variant in folders(&place::go().join(&scenario))? {
            programs.push(Program { scenario: scenario.clone(), variant });
        }
    }
    Ok(programs)
}

fn folders(within: &Path) -> Result<Vec<String>> {
    let entries = std::fs::read_dir(within)
        .map_err(|_| Failure::new("go is missing: restore it with `git checkout go`."))?;
    let folders = entries.flatten().filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> =
        folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

fn format() -> Result {
    let badly = Command::new("gofmt").args(["-l", "."]).current_dir(place::go()).output().map_err(
        |_| Failure::new("gofmt could not be started: it comes with Go, add it to PATH."),
    )?;
    if badly.status.success() && badly.stdout.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "Some programs are not formatted: run `gofmt -w go`.\n{}{}",
        String::from_utf8_lossy(&badly.stdout),
        String::from_utf8_lossy(&badly.stderr)
    )))
}

/// Builds a scenario's programs with the race detector. What is up to date stays as it is.
fn build(scenario: &str) -> Result {
    let otherwise =
        format!("Some programs in go/{scenario} do not build: read what is said above.");
    let mut to = built(scenario)?.into_os_string();
    to.push("/");
    let mut command = go()?;
    // Nothing of where, and of which commit: a program is built again only when it has changed.
    command.args(["build", "-race", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o"]);
    command.arg(to).arg(format!("./{scenario}/..."));
    run(&mut command, &otherwise)
}

fn built(scenario: &str) -> Result<PathBuf> {
    Ok(tools::target()?.join("go").join(scenario))
}

/// Go, in the module, asking for nothing but its own files.
fn go() -> Result<Command> {
    let mut command = Command::new("go");
    command
        .current_dir(place::go())
        .env("GOCACHE", place::cache()?.join("go-build"))
        .env("GOFLAGS", "-mod=mod")
        .env("GOPROXY", "off")
        .env("GOTOOLCHAIN", "local")
        .env("CGO_ENABLED", "1");
    Ok(command)
}

/// Runs a program: it says itself whether it did what it should.
fn try_out(program: &Program) -> Result {
    let path = built(&program.scenario)?.join(&program.variant);
    let name = program.name();
    let mut child = Command::new(path.with_extension(std::env::consts::EXE_EXTENSION))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|_| Failure::new(format!("go/{name} could not be started.")))?;
    // The output ends when the program does: that is what is waited for.
    let (done, ended) = channel();
    read(child.stdout.take(), done.clone());
    read(child.stderr.take(), done);
    let mut said = String::new();
    for _ in 0..2 {
        let Ok(text) = ended.recv_timeout(LIMIT) else {
            let _ = child.kill();
            said.push_str("It did not end in time.\n");
            break;
        };
        said.push_str(&text);
    }
    if child.wait().is_ok_and(|status| status.success()) {
        return Ok(());
    }
    Err(Failure::new(format!("go/{name} did not do what it should:\n{said}")))
}

/// Reads a pipe to its end, on a thread of its own.
fn read(pipe: Option<impl Read + Send + 'static>, to: Sender<String>) {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        // Nobody listens any more once the time is up.
        let _ = to.send(String::from_utf8_lossy(&bytes).into_owned());
    });
}

/// Does each, as many at once as there are processors; all failures in one.
fn each<T: Sync>(things: &[T], work: impl Fn(&T) -> Result + Sync) -> Result {
    let next = Mutex::new(things.iter());
    let failures = Mutex::new(Vec::new());
    let taken = || next.lock().ok()?.next();
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(thing) = taken() {
                    if let Err(failure) = work(thing)
                        && let Ok(mut failures) = failures.lock()
                    {
                        failures.push(failure.to_string());
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap_or_default();
    if failures.is_empty() { Ok(()) } else { Err(Failure::new(failures.join("\n"))) }
}

/// The minor version in `go1.19.8`.
fn minor(version: &str) -> Option<u32> {
    version.strip_prefix("go1.")?.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn go_s_minor_version_is_read() {
        assert_eq!(minor("go1.19.8"), Some(19));
        assert_eq!(minor("go1.22rc1"), Some(22));
        assert_eq!(minor(""), None);
    }

    #[test]
    fn each_is_done_once_and_no_failure_hides_another() {
        let done = Mutex::new(Vec::new());
        let failed = each(&[1, 2, 3, 4], |n| {
            done.lock().expect("nobody panics").push(*n);
            if n % 2 == 0 { Err(Failure::new(format!("not {n}."))) } else { Ok(()) }
        });
        let mut done = done.into_inner().expect("nobody panics");
        done.sort_unstable();
        assert_eq!(done, [1, 2, 3, 4]);
        let said = failed.expect_err("two of them fail").to_string();
        assert!(said.contains("not 2.") && said.contains("not 4."), "{said}");
    }
}
