//! The binary as a shell sees it.

mod list;
mod ordered;
mod readme;
mod run;
mod traffic;

use std::process::{Command, Output};

fn interleave(args: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_interleave")).args(args).output();
    output.expect("the binary runs")
}

fn written(args: &[&str]) -> String {
    let output = interleave(args);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {complaint}");
    String::from_utf8(output.stdout).expect("it writes UTF-8")
}

#[test]
fn bad_arguments_are_one_line_and_exit_code_2() {
    let bad: [(&[&str], &str); 32] = [
        (&[], "a command is missing; list, run or link"),
        (&["fly"], "there is no command “fly”; list, run or link"),
        (&["run"], "a scenario is missing; concurrency-is-not-parallelism"),
        (&["run", "worker-pools"], "there is no scenario “worker-pools”; concurrency-is-not"),
        (&["run", "worker-pool", "wrokers=3"], "has no knob “wrokers”; it has work, workers, job"),
        (&["run", "worker-pool", "variant=leaks"], "variant is no knob; --variant takes it"),
        (&["run", "worker-pool", "workers=99"], "workers: “99” is not a whole number from 1 to 16"),
        (&["run", "worker-pool", "workers"], "workers: “” is not a whole number from 1 to 16"),
        (&["run", "worker-pool", "job=1"], "job: “1” is not a whole number from 50 to 5000 ms"),
        (&["run", "worker-pool", "work=hard"], "work: “hard” is none of waiting, computing"),
        (&["run", "worker-pool", "--variant", "x"], "variant: “x” is none of correct, leaks"),
        (&["run", "worker-pool", "--seed", "-1"], "seed: “-1” is not a whole number from 0 to"),
        (&["run", "worker-pool", "--do", "jump@1"], "do: “jump@1” cannot be taken; cancel@ms"),
        (&["run", "worker-pool", "--format", "png"], "--format: “png” is none of text, json, svg"),
        (&["run", "worker-pool", "--at", "soon"], "at: “soon” is not a whole number from 0 to"),
        (
            &["run", "worker-pool", "--do", "stall:worker-9@100"],
            "stall:worker-9: no task of this run is called that; there are worker-1, worker-2",
        ),
        (
            &["run", "or-done", "--do", "stall:reader-1@100"],
            "stall:reader-1: no task of this run is called that; there are reader\n",
        ),
        (
            &["run", "worker-pool", "--do", "cancel@99999999"],
            "cannot be taken; behind @ stands a whole number from 0 to 600000 ms",
        ),
        (
            &["run", "worker-pool", "--do", "cancel@-3"],
            "cannot be taken; behind @ stands a whole number from 0 to 600000 ms",
        ),
        (
            &["run", "worker-pool", "--do", "stall:worker-1@1.5"],
            "cannot be taken; behind @ stands a whole number from 0 to 600000 ms",
        ),
        (&["run", "worker-pool", "--nope"], "invalid option '--nope'; --seed, --do"),
        (&["run", "#/worker-pool?workers=0"], "workers: “0” is not a whole number from 1 to 16"),
        (&["run", "worker-pool", "workers=2", "workers=3"], "workers is given twice"),
        (&["run", "worker-pool", "--seed", "1", "--seed", "2"], "--seed is given twice"),
        (&["run", "worker-pool", "--at", "1", "--at=1"], "--at is given twice"),
        (
            &["link", "--variant", "leaks", "worker-pool", "--variant", "leaks"],
            "--variant is given",
        ),
        (&["run", "#/worker-pool?seed=1&seed=2"], "seed is given twice\n"),
        (
            &["run", "#/worker-pool?foo=1"],
            "“foo” is not known to links; they take its knobs, variant",
        ),
        (&["run", "#/worker-pool?foo=1&bar=2"], "“bar”; they take its knobs, variant, seed"),
        (&["run", "worker-pool", "--seed"], "'--seed'; it takes a whole number from 0\n"),
        (&["run", "worker-pool", "--at"], "'--at'; it takes a whole number of ms\n"),
        (&["run", "token-bucket", "--traffic", "a", "--traffic", "b"], "--traffic is given twice"),
    ];
    for (args, said) in bad {
        let output = interleave(args);
        let complaint = String::from_utf8(output.stderr).expect("it writes UTF-8");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(complaint.contains(said), "{args:?}: {complaint}");
        assert_eq!(complaint.lines().count(), 1, "{args:?}: {complaint}");
        assert!(output.stdout.is_empty(), "{args:?}");
    }
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
