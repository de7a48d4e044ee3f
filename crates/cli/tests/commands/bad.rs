//! Bad arguments: one line on standard error, which names the argument and says what is allowed.

use std::ffi::OsStr;

use crate::{interleave, words};

/// A command line, what is wrong with it, and what is allowed.
const BAD: &[(&str, &str, &str)] = &[
    ("", "a command is missing", "list, run or link"),
    ("fly", "there is no command “fly”", "list, run or link"),
    ("--fly", "'--fly'", "list, run or link"),
    ("help foo", "\"foo\"", "help takes no more"),
    ("list foo", "\"foo\"", "list takes --json"),
    ("list --fly", "'--fly'", "list takes --json"),
    ("list --json=yes", "option '--json': \"yes\"", "it takes none"),
    ("list --json --json", "--json is given twice", "once"),
    // The scenario.
    ("run", "a scenario is missing", "concurrency-is-not-parallelism, channel, worker-pool"),
    ("run worker-pools", "there is no scenario “worker-pools”", "channel, worker-pool"),
    ("run #/worker-pools", "there is no scenario “worker-pools”", "channel, worker-pool"),
    ("run worker-pool tee", "no knob “tee”", "it has work, workers, job"),
    // Knobs.
    ("run worker-pool wrokers=3", "no knob “wrokers”", "it has work, workers, job"),
    ("run worker-pool ''", "no knob “”", "it has work, workers, job"),
    ("run worker-pool variant=leaks", "variant is no knob", "--variant takes it"),
    ("run worker-pool do=cancel@1", "do is no knob", "--do takes it"),
    ("run worker-pool traffic=log", "traffic is no knob", "--traffic takes it"),
    ("run worker-pool workers=99", "workers: “99”", "a whole number from 1 to 16"),
    ("run worker-pool workers", "workers: “”", "a whole number from 1 to 16"),
    ("run worker-pool job=1", "job: “1”", "a whole number from 50 to 5000 ms"),
    ("run worker-pool work=hard", "work: “hard”", "waiting, computing"),
    ("run worker-pool workers=2 workers=3", "workers is given twice", "once"),
    ("run worker-pool workers=2 Workers=3", "workers is given twice", "once"),
    // Options that are none, or stand where nothing follows.
    ("run worker-pool --nope", "'--nope'", "--seed, --do, --variant"),
    ("run worker-pool -x", "'-x'", "--seed, --do, --variant"),
    ("run worker-pool --seed", "'--seed'", "it takes a whole number from 0"),
    ("run worker-pool --at", "'--at'", "it takes a whole number of ms"),
    ("run worker-pool --do", "'--do'", "it takes ACTION@MS"),
    ("run worker-pool --variant", "'--variant'", "it takes the name of a variant"),
    ("run worker-pool --sched", "'--sched'", "it takes fifo, seeded or choices"),
    ("run worker-pool --format", "'--format'", "it takes text, json, svg, perfetto or test"),
    ("run worker-pool --width", "'--width'", "it takes a whole number from 240 to 4000"),
    ("run worker-pool --theme", "'--theme'", "it takes auto, light or dark"),
    ("run worker-pool --axis", "'--axis'", "it takes time or order"),
    ("run worker-pool --lang", "'--lang'", "it takes en or vi"),
    ("run worker-pool --goal", "'--goal'", "it takes a goal such as p95<200"),
    ("run token-bucket --traffic", "'--traffic'", "it takes a file"),
    // The value was forgotten: what follows is another option.
    ("run worker-pool --seed --at 5", "'--seed'", "it takes a whole number from 0"),
    ("run --variant --seed 5 worker-pool", "'--variant'", "it takes the name of a variant"),
    ("run worker-pool --do --do cancel@5", "'--do'", "it takes ACTION@MS"),
    ("run token-bucket --traffic --at 5", "'--traffic'", "it takes a file"),
    ("run worker-pool --seed -- 5", "'--seed'", "it takes a whole number from 0"),
    // Their values.
    ("run worker-pool --seed -1", "seed: “-1”", "a whole number from 0 to"),
    ("run worker-pool --seed=--at", "seed: “--at”", "a whole number from 0 to"),
    ("run worker-pool --seed ''", "seed: “”", "a whole number from 0 to"),
    ("run worker-pool --variant x", "variant: “x”", "correct, leaks"),
    ("run worker-pool --sched lifo", "sched: “lifo”", "fifo, seeded, 1.0.2"),
    ("run worker-pool --theme pink", "theme: “pink”", "auto, light, dark"),
    ("run worker-pool --axis space", "axis: “space”", "time, order"),
    ("run worker-pool --lang fr", "lang: “fr”", "en, vi"),
    ("run worker-pool --format png", "--format", "text, json, svg, perfetto, test"),
    ("run worker-pool --width 9", "--width", "a whole number from 240 to 4000"),
    ("run worker-pool --width wide", "--width", "a whole number from 240 to 4000"),
    ("run worker-pool --seed 1 --seed 2", "--seed is given twice", "once"),
    ("run worker-pool --at 1 --at=1", "--at is given twice", "once"),
    ("run --variant leaks worker-pool --variant leaks", "--variant is given twice", "once"),
    ("run token-bucket --traffic a --traffic b", "--traffic is given twice", "once"),
    // Actions.
    ("run worker-pool --do ''", "--do: “”", "it takes ACTION@MS"),
    ("run worker-pool --do , --seed 1", "--do: “,”", "it takes ACTION@MS"),
    ("run worker-pool --do cancel@5 --do ''", "--do: “”", "it takes ACTION@MS"),
    ("run worker-pool --do jump@1", "do: “jump@1”", "cancel@ms"),
    ("run worker-pool jump@1", "do: “jump@1”", "cancel@ms"),
    ("run worker-pool --do cancel@-3", "do: “cancel@-3”", "from 0 to 600000 ms"),
    ("run worker-pool --do cancel@99999999", "do: “cancel@99999999”", "from 0 to 600000 ms"),
    ("run worker-pool --do stall:worker-1@1.5", "do: “stall:worker-1@1.5”", "from 0 to 600000 ms"),
    ("run worker-pool --do stall:worker-9@100", "stall:worker-9", "there are worker-1, worker-2"),
    ("run or-done --do stall:reader-1@100", "stall:reader-1", "there are reader\n"),
    ("run #/worker-pool?do=stall:worker-9@100", "stall:worker-9", "there are worker-1"),
    // Goals.
    ("run worker-pool --goal ''", "--goal: “”", "it takes a goal such as p95<200"),
    ("run worker-pool --goal ,", "--goal: “,”", "it takes a goal such as p95<200"),
    (
        "run worker-pool --goal x",
        "goal: “x”",
        "makespan, throughput, p50, p95, p99, delivered, lost",
    ),
    ("run worker-pool --goal x", "goal: “x”", "exactly-once, none-lost, no-worker-outlives\n"),
    ("run worker-pool --goal letters<1", "goal: “letters<1”", "job, jobs, queue, threads, at-most"),
    ("run worker-pool --goal p95", "goal: “p95”", "<, <=, >, >=, ="),
    ("run worker-pool --goal p95<x", "goal: “p95<x”", "<, <=, >, >=, ="),
    ("run worker-pool --goal work=x", "goal: “work=x”", "=waiting, =computing"),
    (
        "run worker-pool --goal p50<1,p50<2,p50<3,p50<4,p50<5,p50<6,p50<7,p50<8,p50<9",
        "goal: there are too many parts",
        "a goal takes 8",
    ),
    // What this run does not have.
    ("run worker-pool --at soon", "at: “soon”", "a whole number from 0 to"),
    ("run worker-pool --at 1849", "at: “1849”", "a whole number from 0 to 1848 ms"),
    ("run #/worker-pool?at=500000", "at: “500000”", "a whole number from 0 to 1848 ms"),
    ("run #/worker-pool?compare=workers:1&at=500000", "at: “500000”", "from 0 to 6408 ms"),
    ("run #/worker-pool?embed=1&start=500000", "start: “500000”", "from 0 to 1848 ms"),
    ("run #/worker-pool?e=99999999", "e: “99999999”", "a whole number from 0 to"),
    ("run #/worker-pool?follow=9999999", "follow: “9999999”", "its items are 1 to 12"),
    // Links.
    ("run #/worker-pool?workers=0", "workers: “0”", "a whole number from 1 to 16"),
    ("run #/worker-pool?seed=1&seed=2", "seed is given twice", "once"),
    ("run #/worker-pool?foo=1", "“foo”", "they take its knobs, variant"),
    ("run #/worker-pool?foo=1&bar=2", "“foo”, “bar”", "they take its knobs, variant, seed"),
    ("run #/worker-pool?v=2", "v: ", "version 1"),
    ("run #/worker-pool?compare=correct", "compare: ", "another variant"),
    ("run #/worker-pool?compare=leaks --variant leaks", "compare: ", "another variant"),
    ("run #/worker-pool?compare=workers:2 workers=2", "compare: ", "another value of a knob"),
    ("run #/token-bucket?arrivals=yours&traffic=zzz", "traffic: ", "--traffic FILE"),
    (
        "run #/token-bucket?arrivals=yours&traffic=file.3000.951a46d1",
        "needs its file of 3000 arrivals",
        "--traffic FILE",
    ),
    ("run #/token-bucket?traffic=1.1440.AwCQPy9E", "traffic: ", "arrivals=yours"),
    (
        "run #/token-bucket?arrivals=yours&traffic=1.1440.AwCQPy9E arrivals=even",
        "traffic: ",
        "arrivals=yours",
    ),
    // How a run is written is in no link.
    ("link worker-pool --format json", "'--format'", "link takes --seed, --do"),
    ("link worker-pool --width 390", "'--width'", "link takes --seed, --do"),
    // Arrivals.
    ("run worker-pool --traffic log", "--traffic", "scenarios with arrivals"),
    ("run token-bucket --traffic log", "--traffic", "arrivals=yours"),
    ("run token-bucket arrivals=yours --traffic /no/such/file", "/no/such/file", "No such file"),
];

/// Refused: exit code 2, nothing on standard output, and one line that says so much. Otherwise, what
/// is wrong.
fn refusal(args: &[impl AsRef<OsStr>], said: &[&str]) -> Result<(), String> {
    let shown: Vec<_> = args.iter().map(AsRef::as_ref).collect();
    let output = interleave(args);
    let complaint = String::from_utf8(output.stderr).expect("it writes UTF-8");
    let wrong = |what: &str| Err(format!("{shown:.60?}: {what}: {complaint}"));
    if output.status.code() != Some(2) {
        return wrong("it is taken");
    }
    if !output.stdout.is_empty() || complaint.lines().count() != 1 {
        return wrong("it is not one line");
    }
    if let Some(missing) = said.iter().find(|said| !complaint.contains(**said)) {
        return wrong(&format!("no {missing:?}"));
    }
    // As of a link, whose rest applies.
    let of_links = ["was ignored", "were ignored", "were taken", "were read", "may be missing"];
    match of_links.iter().find(|said| complaint.contains(**said)) {
        Some(_) => wrong("it is refused"),
        None => Ok(()),
    }
}

fn refused(args: &[impl AsRef<OsStr>], said: &[&str]) {
    refusal(args, said).unwrap_or_else(|wrong| panic!("{wrong}"));
}

#[test]
fn bad_arguments_are_one_line_and_exit_code_2() {
    let lines = BAD.iter();
    let wrong =
        lines.filter_map(|(line, named, allowed)| refusal(&words(line), &[*named, *allowed]).err());
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{} are wrong: {wrong:#?}", wrong.len());
}

#[test]
fn a_link_is_refused_wherever_its_run_is() {
    let links = BAD.iter().filter_map(|(line, named, _)| {
        let rest = line.strip_prefix("run")?;
        refusal(&words(&format!("link{rest}")), &[named]).err()
    });
    let wrong: Vec<_> = links.collect();
    assert!(wrong.is_empty(), "{} are wrong: {wrong:#?}", wrong.len());
}

#[test]
fn what_is_beyond_the_end_is_refused_however_the_run_is_written() {
    for format in ["text", "json", "svg", "perfetto", "test"] {
        let args = ["run", "worker-pool", "--at", "500000", "--format", format];
        refused(&args, &["at: “500000”", "from 0 to 1848 ms"]);
    }
}

#[test]
fn more_actions_than_a_run_takes_are_refused() {
    let actions: Vec<String> = (1..=65).map(|at| format!("--do=cancel@{at}")).collect();
    let mut args = vec!["run", "worker-pool"];
    args.extend(actions.iter().map(String::as_str));
    refused(&args, &["do: there are too many actions", "a run takes 64"]);
    args.pop();
    assert_eq!(interleave(&args).status.code(), Some(0));
}

#[test]
fn a_link_that_is_too_long_is_refused() {
    let link = format!("#/worker-pool?sched={}1", "1.".repeat(5_000));
    refused(&["run", &link], &["the link is too long", "8192 bytes"]);
}

#[test]
fn what_is_said_is_never_endless() {
    let long = "x\n".repeat(50_000);
    for args in [
        &[&*long][..],
        &["list", &long],
        &["list", &format!("--{long}")],
        &["run", &long],
        &["run", "worker-pool", &long],
        &["run", "worker-pool", "--variant", &long],
        &["run", "worker-pool", "--do", &format!("cancel@{long}")],
        &["run", "worker-pool", "--goal", &long],
        &["run", "worker-pool", "--width", &long],
        &["run", "token-bucket", "arrivals=yours", "--traffic", &long],
    ] {
        refused(args, &["x"]);
        assert!(interleave(args).stderr.len() < 2_000, "{args:.1?}");
    }
}

#[test]
#[cfg(unix)]
fn what_is_not_utf_8_is_named() {
    use std::os::unix::ffi::OsStrExt;
    let broken = OsStr::from_bytes(b"a\xff");
    for (before, allowed) in [
        ("", "list, run or link"),
        ("help", "help takes no more"),
        ("list", "list takes --json"),
        ("run", "SLUG, knob=value"),
        ("run worker-pool", "SLUG, knob=value"),
        ("run worker-pool --seed", "--seed takes a whole number from 0"),
        ("link worker-pool --do", "--do takes ACTION@MS"),
        ("run token-bucket arrivals=yours --traffic", "No such file"),
    ] {
        let mut args: Vec<&OsStr> = words(before).into_iter().map(OsStr::new).collect();
        args.push(broken);
        let named = if before.ends_with("traffic") { "a\u{fffd}: " } else { "\"a\\xFF\"" };
        refused(&args, &[named, allowed]);
    }
}
