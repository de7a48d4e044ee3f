//! The binary as a shell sees it.

mod bad;
mod list;
mod noise;
mod ordered;
mod readme;
mod run;
mod traffic;

use std::ffi::OsStr;
use std::process::{Command, Output};

fn interleave(args: &[impl AsRef<OsStr>]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_interleave")).args(args).output();
    output.expect("the binary runs")
}

fn written(args: &[&str]) -> String {
    let output = interleave(args);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {complaint}");
    String::from_utf8(output.stdout).expect("it writes UTF-8")
}

/// The arguments of a line: `''` is an empty one.
fn words(line: &str) -> Vec<&str> {
    let words = line.split(' ').filter(|word| !word.is_empty());
    words.map(|word| word.trim_matches('\'')).collect()
}

#[test]
fn help_and_version_are_said_wherever_they_are_asked_for() {
    let usage = written(&["help"]);
    assert!(usage.contains("interleave run SLUG"), "{usage}");
    let version = format!("interleave {}\n", env!("CARGO_PKG_VERSION"));
    for command in [&[][..], &["list"], &["run"], &["link"], &["run", "worker-pool", "workers=2"]] {
        for flag in ["--help", "-h"] {
            assert_eq!(written(&[command, &[flag]].concat()), usage, "{command:?}");
        }
        for flag in ["--version", "-V"] {
            assert_eq!(written(&[command, &[flag]].concat()), version, "{command:?}");
        }
    }
}

/// What becomes of a run whose output goes there.
#[cfg(target_os = "linux")]
fn into(out: impl Into<std::process::Stdio>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_interleave"));
    command.args(["run", "worker-pool"]).stdout(out).stderr(std::process::Stdio::piped());
    command.spawn().and_then(|child| child.wait_with_output()).expect("the binary runs")
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_said_and_a_reader_who_left_is_not() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("it is there");
    let output = into(full);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{complaint}");
    assert!(complaint.starts_with("interleave: the output could not be written: "), "{complaint}");
    assert_eq!(complaint.lines().count(), 1, "{complaint}");

    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = into(writer);
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}
