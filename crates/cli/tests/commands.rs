//! The binary as a shell sees it.

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

/// The same, whether or not the run comes to its goal.
fn written_whatever(args: &[&str]) -> String {
    String::from_utf8(interleave(args).stdout).expect("it writes UTF-8")
}

#[test]
fn bad_arguments_are_one_line_and_exit_code_2() {
    let bad: [(&[&str], &str); 26] = [
        (&[], "a command is missing; list, run or link"),
        (&["fly"], "there is no command “fly”; list, run or link"),
        (&["run"], "a scenario is missing; concurrency-is-not-parallelism"),
        (&["run", "worker-pools"], "there is no scenario “worker-pools”; concurrency-is-not"),
        (&["run", "worker-pool", "wrokers=3"], "has no knob “wrokers”; it has work, workers, job"),
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

#[test]
fn the_list_names_everything_a_run_takes() {
    let list: serde_json::Value =
        serde_json::from_str(&written(&["list", "--json"])).expect("JSON");
    let list = list.as_array().expect("an array");
    assert!(!list.is_empty());
    for scenario in list {
        let keys: Vec<&str> =
            scenario.as_object().expect("an object").keys().map(String::as_str).collect();
        let mut wanted = vec!["slug", "group", "title", "knobs", "variants", "actions", "claims"];
        wanted.push("challenges");
        wanted.sort_unstable();
        let mut keys = keys;
        keys.sort_unstable();
        assert_eq!(keys, wanted);
        assert_eq!(scenario["variants"][0], "correct");
        assert!(scenario["title"].as_str().is_some_and(|title| !title.is_empty()));
        for knob in scenario["knobs"].as_array().expect("an array") {
            let mut keys: Vec<&str> =
                knob.as_object().expect("an object").keys().map(String::as_str).collect();
            keys.sort_unstable();
            assert_eq!(keys, ["choices", "default", "kind", "max", "min", "name", "unit"]);
        }
    }
}

#[test]
fn every_action_listed_can_be_taken() {
    let (list, mut slug) = (written(&["list"]), "");
    for line in list.lines() {
        let Some(action) = line.trim_start().strip_prefix("--do ") else {
            slug = if line.is_empty() || line.starts_with(' ') { slug } else { line };
            continue;
        };
        written(&["run", slug, "--do", &action.replace("MS", "100")]);
    }
}

#[test]
fn every_scenario_listed_runs_in_every_variant_and_format() {
    let list: serde_json::Value =
        serde_json::from_str(&written(&["list", "--json"])).expect("JSON");
    for scenario in list.as_array().expect("an array") {
        let slug = scenario["slug"].as_str().expect("a slug");
        for variant in scenario["variants"].as_array().expect("an array") {
            let variant = variant.as_str().expect("a slug");
            for format in ["text", "json", "svg", "perfetto", "test"] {
                let text = written(&["run", slug, "--variant", variant, "--format", format]);
                assert!(text.ends_with('\n') && text.len() > 200, "{slug} {variant} {format}");
            }
        }
    }
}

#[test]
fn the_json_of_a_run_has_its_keys_in_order_and_reads_back() {
    let text = written(&["run", "worker-pool", "workers=2", "--seed", "7", "--format", "json"]);
    let keys = [
        "\"version\"",
        "\"run\"",
        "\"outcome\"",
        "\"claims\"",
        "\"tasks\"",
        "\"resources\"",
        "\"sites\"",
        "\"events\"",
    ];
    let places: Vec<_> =
        keys.iter().map(|key| text.find(key).expect("every key is there")).collect();
    assert!(places.is_sorted(), "{places:?}");
    let trace = lab::Trace::from_json(text.trim_end()).expect("it reads back");
    assert_eq!(trace.run.seed, 7);
    assert_eq!(trace.to_json().expect("it writes") + "\n", text);
    assert_eq!(
        text,
        written(&["run", "worker-pool", "workers=2", "--seed", "7", "--format", "json"])
    );
}

#[test]
fn a_link_and_its_arguments_are_one_run() {
    let args = [
        "worker-pool",
        "workers=8",
        "work=computing",
        "--seed",
        "7",
        "--variant",
        "leaks",
        "--do",
        "cancel@1200",
        "stall:worker-2@2000",
        "--at",
        "1240",
    ];
    let link = written(&[&["link"], &args[..]].concat());
    assert_eq!(
        link,
        "#/worker-pool?variant=leaks&work=computing&workers=8&seed=7\
         &do=cancel@1200,stall:worker-2@2000&at=1240\n"
    );
    let json = ["--format", "json"];
    let by_link = written(&[&["run", link.trim_end()], &json[..]].concat());
    let by_args = written(&[&["run"], &args[..], &json[..]].concat());
    assert_eq!(by_link, by_args);
}

#[test]
fn a_picture_is_an_svg_of_the_width_asked_for() {
    let picture = written(&["run", "worker-pool", "--format", "svg", "--at", "1240"]);
    assert!(picture.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"960\""));
    assert!(picture.contains(">worker 1</text>") && picture.contains(">the one thread</text>"));
    let narrow =
        written(&["run", "worker-pool", "--format", "svg", "--width", "390", "--lang", "vi"]);
    assert!(narrow.contains("width=\"390\"") && narrow.contains("thread duy nhất"));
}

#[test]
fn the_text_of_a_run_stops_at_the_instant_asked_for() {
    let text = written(&["run", "worker-pool", "--at", "300"]);
    assert!(text.contains("At 0.300 s of"), "{text}");
    assert!(text.contains("✓ Jobs in progress: at most 4"), "{text}");
    assert!(!text.lines().any(|line| line.trim_start().starts_with("0.5")), "{text}");
}

#[test]
fn a_claim_about_what_is_switched_off_is_not_marked_as_held() {
    let text = written(&["run", "resilient-pipeline", "breaker=off"]);
    assert!(text.contains("  – Does not apply: without a breaker no circuit opens"), "{text}");
    assert!(text.contains("  ✓ Each request ends exactly once"), "{text}");
}

#[test]
fn figures_are_rounded_and_called_as_on_the_page() {
    let text = written(&["run", "worker-pool"]);
    // 12 items in 1.848 s.
    assert!(text.contains("\ntotal time 1.848 s · throughput 6.5 /s · p50 1008 ms"), "{text}");
    assert!(text.contains("\nworkers occupied 89 % · thread running 48 % · delivered"), "{text}");
    let queries = written(&["run", "context-tree"]);
    assert!(queries.contains("\nqueries occupied "), "{queries}");
}

#[test]
fn a_report_is_in_one_language() {
    let link = "#/worker-pool?variant=leaks&lang=vi&goal=p99<1,lost=0";
    let text = written_whatever(&["run", link]);
    assert!(text.contains("\ntổng thời gian ") && text.contains(" · thông lượng "), "{text}");
    assert!(text.contains("\nworker bận ") && text.contains(" · được giao "), "{text}");
    let stuck =
        written_whatever(&["run", "#/resilient-pipeline?variant=waits-at-the-letters&lang=vi"]);
    for report in [text, stuck] {
        for word in ["finished", "stuck", "total", "throughput", "occupied", "lost ", "given up"] {
            assert!(!report.contains(word), "{word}: {report}");
        }
    }
}

/// A file of this text, in a folder of the test's own.
fn file(name: &str, text: &[u8]) -> String {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("traffic");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a file");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn arrivals_come_from_a_file_and_travel_in_the_link() {
    let log = file("log", b"0 a\nwhat?\n14400 b\n3600 a\n");
    let args = ["token-bucket", "arrivals=yours", "--traffic", &log];
    let output = interleave(&[&["run"], &args[..], &["--format", "json"]].concat());
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "interleave: 3 arrivals; 1 s on screen is 24 min of yours.\n\
         interleave: 1 line could not be read: line 2, “what?”.\n\
         interleave: 2 keys.\n"
    );
    let json = String::from_utf8(output.stdout).expect("UTF-8");
    let trace = lab::Trace::from_json(json.trim_end()).expect("a trace");
    let found: Vec<_> = trace.run.traffic.iter().map(|arrival| (arrival.at, arrival.key)).collect();
    assert_eq!(found, [(0, 0), (2_500_000, 0), (10_000_000, 1)]);

    let link = written(&[&["link"], &args[..]].concat());
    assert_eq!(written(&["run", link.trim_end(), "--format", "json"]), json);
}

#[test]
fn a_link_that_needs_its_file_takes_it_and_says_so_otherwise() {
    let lines: String =
        (0..3_000_u64).map(|n| format!("{}.{:06}\n", n * 9, n * n % 999_983)).collect();
    let log = file("long", lines.as_bytes());
    let link = written(&["link", "token-bucket", "arrivals=yours", "--traffic", &log]);
    assert!(link.contains("traffic=file.3000."), "{link}");
    let without = interleave(&["run", link.trim_end()]);
    assert_eq!(without.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&without.stderr),
        "interleave: this run needs its file of 3000 arrivals; --traffic FILE\n"
    );
    assert_eq!(written(&["link", link.trim_end(), "--traffic", &log]), link);
}

#[test]
fn a_file_that_is_no_traffic_is_refused_in_one_line() {
    let (empty, binary) = (file("empty", b""), file("binary", b"\x1f\x8b\x08\0\0"));
    let words = file("words", b"hello\n");
    let run =
        |slug: &str, knob: &str, path: &str| interleave(&["run", slug, knob, "--traffic", path]);
    for (output, said) in [
        (run("token-bucket", "arrivals=yours", &empty), "There is nothing in it"),
        (run("token-bucket", "arrivals=yours", &binary), "This is not a text"),
        (run("token-bucket", "arrivals=yours", &words), "line 1 is “hello”"),
        (run("token-bucket", "arrivals=yours", "/no/such/file"), "No such file"),
        (run("token-bucket", "arrivals=even", &words), "--traffic needs arrivals=yours"),
        (run("worker-pool", "workers=2", &words), "nothing arrives in worker-pool"),
    ] {
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{complaint}");
        assert!(complaint.contains(said) && complaint.lines().count() == 1, "{complaint}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_goal_is_said_and_decides_the_exit_code() {
    let met = ["run", "worker-pool", "queue=1", "--goal", "p50<800,workers<=4"];
    let text = written(&met);
    assert!(text.contains("  ✓ p50<800: 7"), "{text}");
    assert!(text.contains("  ✓ workers<=4: 4\n"), "{text}");
    let output = interleave(&["run", "worker-pool", "--goal", "p50<800"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("  ✗ p50<800: 1"));
    let output = interleave(&["run", "worker-pool", "--goal", "p96<800"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("goal: “p96<800” was ignored; it can be about makespan"), "{said}");
    let link = written(&["link", "tee", "--goal", "makespan<1600"]);
    assert_eq!(link, "#/tee?goal=makespan%3C1600\n");
    let list: serde_json::Value =
        serde_json::from_str(&written(&["list", "--json"])).expect("JSON");
    assert_eq!(list[2]["challenges"], serde_json::json!(["a-shorter-queue", "reader-gone"]));
}
