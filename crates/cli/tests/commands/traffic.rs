//! Arrivals from a file.

use crate::{interleave, written};

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
fn nothing_is_said_of_arrivals_whose_run_is_refused() {
    let log = file("before", b"0 a\nwhat?\n14400 b\n");
    for bad in ["--at=500000", "--do=stall:nobody-1@1", "--goal=x"] {
        let output = interleave(&["run", "token-bucket", "arrivals=yours", "--traffic", &log, bad]);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{complaint}");
        assert_eq!(complaint.lines().count(), 1, "{complaint}");
    }
}
