//! A run as a Rust test that reproduces it: from its link, on the virtual host, to the byte.

use std::fmt::Write;

use lab::{Outcome, Trace};

use crate::language::Language;
use crate::link::{Cursor, Link, View};
use crate::traffic::Origin;
use crate::words::words;

/// Longer lines are broken, as rustfmt would.
const WIDTH: usize = 100;

/// A file of tests, one for each run, which is given with its link and its trace.
///
/// It compiles in `tests/` of a crate that depends on `lab` and `scenarios`. How the run is looked at
/// has no part in it; arrivals of the reader's own are written out.
pub fn reproduction<'a>(runs: impl IntoIterator<Item = (&'a Link, &'a Trace)>) -> String {
    let mut text = format!(
        "//! Reproduces what Interleave {} showed: `cargo test` runs it, in `tests/` of a crate that\n\
         //! depends on `lab` and `scenarios` of that release.\n\
         \n\
         use lab::Outcome;\n\
         use scenarios::Link;\n",
        env!("CARGO_PKG_VERSION")
    );
    for (link, trace) in runs {
        test(&mut text, link, trace);
    }
    text
}

/// One test. (Writing to a string cannot fail.)
fn test(text: &mut String, link: &Link, trace: &Trace) {
    let setup = &link.setup;
    let (slug, variant) = (setup.scenario.slug, setup.scenario.variants[setup.variant].slug);
    let of = if setup.variant == 0 { String::new() } else { format!("_{variant}") };
    let own = !setup.traffic.is_empty();
    let with = if own { "_with_own_arrivals" } else { "" };
    let name = format!("{slug}{of}{with}").replace('-', "_");
    let title = words(slug, Language::En).title;
    let _ = write!(text, "\n/// {title}, `{variant}`.\n#[test]\nfn {name}() {{\n");
    if own {
        arrivals(text, trace);
    }
    // The run alone, however it is looked at.
    let mut run = setup.clone();
    run.traffic = Default::default();
    let (cursor, view, origin) = (Cursor::Start, View::default(), Origin::Nowhere);
    let run = Link { setup: run, cursor, view, origin };
    let mutable = if own { "mut " } else { "" };
    let parse = format!("Link::parse(\"#{run}\");");
    let bound = format!("    let ({mutable}link, notices) =");
    let gap = if bound.len() + 1 + parse.len() > WIDTH { "\n        " } else { " " };
    let _ = writeln!(text, "{bound}{gap}{parse}");
    text.push_str("    assert_eq!(notices, []);\n");
    if own {
        text.push_str(
            "    let arrivals = ARRIVALS.iter().map(|(at, key)| lab::Arrival { at: *at, key: *key });\n    \
             link.setup.traffic = arrivals.collect();\n",
        );
    }
    text.push_str("    let trace = link.setup.finish();\n");
    ending(text, trace);
    text.push_str(
        "    let claim = |at: usize| (trace.claims[at].claim.as_str(), trace.claims[at].event);\n",
    );
    for (place, claim) in trace.claims.iter().enumerate() {
        equal(text, &format!("claim({place})"), &format!("({:?}, {:?})", claim.claim, claim.event));
    }
    equal(text, "trace.claims.len()", &trace.claims.len().to_string());
    equal(text, "trace.events.len()", &trace.events.len().to_string());
    equal(text, "trace.fingerprint()", &grouped(trace.fingerprint()));
    text.push_str("}\n");
}

/// How the run ended; of a deadlock also who is stuck.
fn ending(text: &mut String, trace: &Trace) {
    match &trace.outcome {
        Outcome::Running => equal(text, "trace.outcome", "Outcome::Running"),
        Outcome::Finished => equal(text, "trace.outcome", "Outcome::Finished"),
        Outcome::OutOfTime => equal(text, "trace.outcome", "Outcome::OutOfTime"),
        Outcome::OutOfEvents => equal(text, "trace.outcome", "Outcome::OutOfEvents"),
        Outcome::Panicked { task, .. } => {
            let _ = writeln!(
                text,
                "    assert!(matches!(trace.outcome, Outcome::Panicked {{ task: {task}, .. }}));"
            );
        }
        Outcome::Deadlocked { waits } => {
            text.push_str(
                "    let Outcome::Deadlocked { waits } = &trace.outcome else { \
                 panic!(\"{:?}\", trace.outcome) };\n    \
                 let stuck = waits.iter().map(|wait| &*trace.tasks[wait.task as usize].name);\n",
            );
            let name = |wait: &lab::Waiting| trace.tasks.get(wait.task as usize).map(|t| &*t.name);
            let stuck: Vec<_> = waits.iter().filter_map(name).collect();
            equal(
                text,
                "stuck.collect::<Vec<_>>().join(\", \")",
                &format!("{:?}", stuck.join(", ")),
            );
        }
    }
}

/// An assertion, broken where it is too long.
fn equal(text: &mut String, left: &str, right: &str) {
    let line = format!("    assert_eq!({left}, {right});");
    let _ = if line.chars().count() <= WIDTH {
        writeln!(text, "{line}")
    } else {
        writeln!(text, "    assert_eq!(\n        {left},\n        {right}\n    );")
    };
}

/// The arrivals that came from outside, many on a line.
fn arrivals(text: &mut String, trace: &Trace) {
    let arrivals = &trace.run.traffic;
    let _ = write!(
        text,
        "    // When, in microseconds, and whose.\n    \
         #[rustfmt::skip]\n    \
         const ARRIVALS: [(u64, u32); {}] = [",
        arrivals.len()
    );
    let mut line = WIDTH;
    for arrival in arrivals {
        let pair = format!("({}, {}),", arrival.at, arrival.key);
        if line + 1 + pair.len() > WIDTH {
            text.push_str("\n       ");
            line = 7;
        }
        let _ = write!(text, " {pair}");
        line += 1 + pair.len();
    }
    text.push_str("\n    ];\n");
}

/// As `0x0123_4567_89ab_cdef`.
fn grouped(number: u64) -> String {
    let part = |place: u32| (number >> (48 - 16 * place)) & 0xffff;
    format!("0x{:04x}_{:04x}_{:04x}_{:04x}", part(0), part(1), part(2), part(3))
}
