//! Running other programs, and talking to the user about it.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use crate::failure::{Failure, Result, is_network};
use crate::place;

/// Prints a line on standard output; a closed pipe is not an error.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Prints a line on standard error; a closed pipe is not an error.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// The cargo that runs us.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A program of the workspace, built if it is not; its arguments are to follow.
pub(crate) fn own(package: &str) -> Command {
    let mut command = cargo();
    command.args(["run", "--quiet", "--locked", "--package", package, "--"]);
    command.current_dir(place::root());
    command
}

/// The program's path, if it is on `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let endings: &[&str] = if cfg!(windows) { &["exe", "cmd"] } else { &[""] };
    std::env::split_paths(&path)
        .flat_map(|folder| {
            endings.iter().map(move |ending| folder.join(program).with_extension(ending))
        })
        .find(|candidate| candidate.is_file())
}

/// What the program prints on standard output, trimmed; nothing if it cannot run or fails.
pub(crate) fn output(program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// Runs a program that talks to the user itself; `otherwise` is the sentence if it fails.
pub(crate) fn run(command: &mut Command, otherwise: &str) -> Result {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Failure::new(otherwise)),
        Err(_) => Err(Failure::new(format!(
            "{program} could not be started: install it, then run this again."
        ))),
    }
}

/// Runs an installer, showing one line of progress instead of its output.
///
/// The output goes to `log`, which the failure names unless the network is to blame.
pub(crate) fn install(what: &str, command: &mut Command, log: &Path) -> Result {
    let failed = |why: String| Failure::new(format!("{what} could not be installed: {why}"));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|_| {
            failed(format!(
                "install {} first, then run this again.",
                command.get_program().display()
            ))
        })?;
    let quiet = child.stdout.take().map(|stdout| thread::spawn(move || read_all(stdout)));
    let mut output = child.stderr.take().map(|stderr| follow(what, stderr)).unwrap_or_default();
    let finished = child.wait().is_ok_and(|status| status.success());
    if let Some(Ok(rest)) = quiet.map(thread::JoinHandle::join) {
        output.push_str(&rest);
    }
    if finished {
        return Ok(());
    }
    if is_network(&output) {
        return Err(failed("connect to the network, then run this again.".into()));
    }
    if let Some(folder) = log.parent() {
        let _ = std::fs::create_dir_all(folder);
    }
    let _ = std::fs::write(log, &output);
    Err(failed(format!("read why in {}, then run this again.", log.display())))
}

fn read_all(mut from: impl Read) -> String {
    let mut bytes = Vec::new();
    let _ = from.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Collects cargo's output, counting the crates it compiles.
fn follow(what: &str, stderr: impl Read) -> String {
    const LINES_BETWEEN_NOTES: u32 = 50;
    let mut output = String::new();
    let mut compiled = 0;
    let terminal = std::io::stdout().is_terminal();
    for line in BufReader::new(stderr).split(b'\n').map_while(std::result::Result::ok) {
        let line = String::from_utf8_lossy(&line);
        if line.trim_start().starts_with("Compiling ") {
            compiled += 1;
            let note = format!("  {what}: {compiled} crates compiled");
            if terminal {
                let _ = write!(std::io::stdout(), "\r{note}");
                let _ = std::io::stdout().flush();
            } else if compiled % LINES_BETWEEN_NOTES == 0 {
                say(&note);
            }
        }
        output.push_str(&line);
        output.push('\n');
    }
    if terminal && compiled > 0 {
        say("");
    }
    output
}
