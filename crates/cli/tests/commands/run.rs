//! What a run writes, and what its goal makes of the exit code.

use crate::ordered::Ordered;
use crate::{interleave, words, written};

/// The same, whether or not the run comes to its goal.
fn written_whatever(args: &[&str]) -> String {
    String::from_utf8(interleave(args).stdout).expect("it writes UTF-8")
}

#[test]
fn the_json_of_a_run_has_its_keys_in_order_and_reads_back() {
    let args =
        ["run", "worker-pool", "workers=2", "--seed", "7", "--do", "cancel@9", "--format", "json"];
    let text = written(&args);
    let run = Ordered::of(&text);
    assert_eq!(
        run.keys(),
        ["version", "run", "outcome", "claims", "tasks", "resources", "sites", "events"]
    );
    let arguments = run.at("run");
    assert_eq!(arguments.keys(), ["scenario", "knobs", "variant", "seed", "script", "schedule"]);
    assert_eq!(
        arguments.at("knobs").keys(),
        ["job", "jobs", "queue", "threads", "work", "workers"]
    );
    let every = |key: &str, part: &Ordered, keys: &[&str]| {
        assert!(!part.at(key).items().is_empty(), "{key}");
        for item in part.at(key).items() {
            assert_eq!(item.keys(), keys, "{key}");
        }
    };
    every("script", arguments, &["at", "action"]);
    every("claims", &run, &["claim", "holds", "broken_at_us", "event", "tasks", "items"]);
    every("tasks", &run, &["name", "parent", "site"]);
    every("resources", &run, &["name", "kind"]);
    every("sites", &run, &["file", "line"]);
    for event in run.at("events").items() {
        let keys = event.keys();
        let begins = ["at", "task", "kind"];
        let with_site = ["at", "task", "site", "kind"];
        assert!(keys.starts_with(&begins) || keys.starts_with(&with_site), "{keys:?}");
    }
    let trace = lab::Trace::from_json(text.trim_end()).expect("it reads back");
    assert_eq!(trace.run.seed, 7);
    assert_eq!(trace.to_json().expect("it writes") + "\n", text);
    assert_eq!(text, written(&args));
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
fn a_link_says_how_the_run_is_looked_at() {
    let args = ["worker-pool", "--lang", "vi", "--axis", "order", "--theme", "dark"];
    let link = written(&[&["link"], &args[..]].concat());
    assert_eq!(link, "#/worker-pool?axis=order&theme=dark&lang=vi\n");
    for format in ["text", "svg"] {
        let by_link = written(&["run", link.trim_end(), "--format", format]);
        let by_args = written(&[&["run"], &args[..], &["--format", format]].concat());
        assert_eq!(by_link, by_args);
    }
    // An argument is about the link before it.
    let english = written(&["link", link.trim_end(), "--lang", "en", "--theme", "auto"]);
    assert_eq!(english, "#/worker-pool?axis=order&lang=en\n");
}

#[test]
fn names_are_matched_without_regard_to_case_as_in_links() {
    for (line, plain) in [
        ("run Worker-Pool", "run worker-pool"),
        ("run worker-pool Workers=2 Work=Computing", "run worker-pool workers=2 work=computing"),
        ("run worker-pool --variant Leaks", "run worker-pool --variant leaks"),
        ("run worker-pool --format JSON", "run worker-pool --format json"),
        ("run worker-pool --do Cancel@900", "run worker-pool --do cancel@900"),
        ("run worker-pool --sched FIFO", "run worker-pool --sched fifo"),
        ("run worker-pool --goal P95<9999", "run worker-pool --goal p95<9999"),
        ("link worker-pool --lang VI --theme Dark", "link worker-pool --lang vi --theme dark"),
        ("link #/Worker-Pool?Workers=2", "link worker-pool workers=2"),
    ] {
        assert_eq!(written(&words(line)), written(&words(plain)), "{line}");
    }
}

#[test]
fn the_last_instant_event_and_item_of_a_run_can_be_named() {
    let last = written(&["run", "worker-pool"]);
    assert!(last.contains("finished at 1.848 s"), "{last}");
    let json = written(&["run", "worker-pool", "--format", "json"]);
    let trace = lab::Trace::from_json(json.trim_end()).expect("it reads back");
    let e = format!("#/worker-pool?e={}", trace.events.len() - 1);
    for place in ["#/worker-pool?at=1848", &e, "#/worker-pool?follow=12"] {
        written(&["run", place]);
        assert_eq!(written(&["link", place]), format!("{place}\n"));
    }
    // Of two runs side by side the second may be the longer one.
    let longer = "#/worker-pool?compare=workers:1&at=5000";
    written(&["run", longer]);
    assert_eq!(written(&["link", longer]), format!("{longer}\n"));
    // Nobody knows when a run in real time ends.
    let real = "#/worker-pool?time=real&at=5000";
    assert_eq!(written(&["link", real]), format!("{real}\n"));
}

#[test]
fn a_value_may_begin_as_an_option_does_behind_its_sign() {
    let output = interleave(&["run", "token-bucket", "arrivals=yours", "--traffic=--log"]);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(complaint.contains("--log: No such file"), "{complaint}");
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

#[test]
fn a_goal_is_said_and_decides_the_exit_code() {
    let met = ["run", "worker-pool", "queue=1", "--goal", "p50<800,workers<=4"];
    let text = written(&met);
    assert!(text.contains("  ✓ p50<800: 7"), "{text}");
    assert!(text.contains("  ✓ workers<=4: 4\n"), "{text}");
    let output = interleave(&["run", "worker-pool", "--goal", "p50<800"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("  ✗ p50<800: 1"));
    let link = written(&["link", "tee", "--goal", "makespan<1600"]);
    assert_eq!(link, "#/tee?goal=makespan%3C1600\n");
    let list: serde_json::Value =
        serde_json::from_str(&written(&["list", "--json"])).expect("JSON");
    assert_eq!(list[2]["challenges"], serde_json::json!(["a-shorter-queue", "reader-gone"]));
}
