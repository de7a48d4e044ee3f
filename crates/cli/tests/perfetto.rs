//! Timelines for Perfetto keep the rules of Chrome's trace-event format, for every scenario.

use std::collections::BTreeMap;

use scenarios::{SCENARIOS, Setup};
use serde_json::Value;
use stage::{Index, perfetto};

type Track = (u64, u64);

/// An event of the format, as far as every kind has it.
struct Event<'a> {
    of: &'a Value,
    kind: &'a str,
    track: Track,
    at: u64,
}

impl Event<'_> {
    fn number(&self, key: &str) -> u64 {
        self.of[key].as_u64().unwrap_or_else(|| panic!("no whole number {key}: {}", self.of))
    }

    fn text(&self, key: &str) -> &str {
        self.of[key].as_str().unwrap_or_else(|| panic!("no text {key}: {}", self.of))
    }
}

/// Every run's document, of every variant.
fn every_document(check: impl Fn(&str, &Setup, &lab::Trace, &Value)) {
    for scenario in SCENARIOS {
        for variant in 0..scenario.variants.len() {
            let setup = Setup { variant, ..Setup::new(scenario) };
            let trace = setup.finish();
            let text = perfetto(&trace, &Index::new(&trace)).expect("it writes");
            let document = serde_json::from_str(&text).expect("it is JSON");
            let name = format!("{}, {}", scenario.slug, scenario.variants[variant].slug);
            check(&name, &setup, &trace, &document);
        }
    }
}

/// The events of a document: metadata first, then the others in order.
fn events(document: &Value) -> (Vec<&Value>, Vec<Event<'_>>) {
    let all = document["traceEvents"].as_array().expect("an array of events");
    let (mut metadata, mut others) = (Vec::new(), Vec::new());
    for of in all {
        let kind = of["ph"].as_str().expect("a phase");
        assert!(of["name"].is_string(), "no name: {of}");
        let number = |key: &str| of[key].as_u64().unwrap_or_else(|| panic!("no {key}: {of}"));
        let track = (number("pid"), number("tid"));
        if kind == "M" {
            assert!(others.is_empty(), "a name comes late: {of}");
            metadata.push(of);
        } else {
            others.push(Event { of, kind, track, at: number("ts") });
        }
    }
    (metadata, others)
}

#[test]
fn every_event_has_what_its_kind_has_and_they_are_in_order() {
    every_document(|name, _, _, document| {
        assert_eq!(document["displayTimeUnit"], "ms");
        let (_, events) = events(document);
        assert!(events.is_sorted_by_key(|event| event.at), "{name}: not in order");
        for event in &events {
            match event.kind {
                "X" => {
                    event.number("dur");
                }
                "i" => assert!(["g", "p", "t"].contains(&event.text("s")), "{}", event.of),
                "C" => {
                    let args = event.of["args"].as_object().expect("a series");
                    assert!(args.values().all(Value::is_u64), "{}", event.of);
                }
                "s" => assert!(event.number("id") > 0 && event.of["bp"].is_null(), "{}", event.of),
                "f" => assert!(event.number("id") > 0 && event.text("bp") == "e", "{}", event.of),
                other => panic!("{name}: no such phase here: {other}"),
            }
            assert!(!event.text("cat").is_empty());
        }
    });
}

#[test]
fn every_row_has_a_name_of_its_own_and_a_place() {
    every_document(|name, _, trace, document| {
        let (metadata, events) = events(document);
        let mut said: BTreeMap<(&str, Track), &Value> = BTreeMap::new();
        for of in metadata {
            let what = of["name"].as_str().expect("a name");
            let track = (of["pid"].as_u64().expect("a pid"), of["tid"].as_u64().expect("a tid"));
            let key = if what.ends_with("_name") { "name" } else { "sort_index" };
            let before = said.insert((what, track), &of["args"][key]);
            assert!(before.is_none() && !of["args"][key].is_null(), "{name}: {of}");
        }
        for event in &events {
            for what in ["thread_name", "thread_sort_index"] {
                assert!(said.contains_key(&(what, event.track)), "{name}: {what} {}", event.of);
            }
            let process = said
                .keys()
                .any(|(what, (pid, _))| *what == "process_name" && *pid == event.track.0);
            assert!(process, "{name}: {}", event.of);
        }
        let rows: Vec<_> = said.iter().filter(|((what, _), _)| *what == "thread_name").collect();
        let mut tids: Vec<u64> = rows.iter().map(|((_, (_, tid)), _)| *tid).collect();
        tids.sort_unstable();
        tids.dedup();
        assert_eq!(tids.len(), rows.len(), "{name}: rows share a number");
        for task in &trace.tasks {
            assert!(
                rows.iter().any(|(_, row)| **row == task.name.as_str()),
                "{name}: {}",
                task.name
            );
        }
        assert!(rows.iter().any(|(_, row)| **row == "the one thread"), "{name}");
    });
}

/// The slices of each row: from, to, name.
fn slices(events: &[Event<'_>]) -> BTreeMap<Track, Vec<(u64, u64, String)>> {
    let mut rows: BTreeMap<Track, Vec<_>> = BTreeMap::new();
    for event in events.iter().filter(|event| event.kind == "X") {
        let slice = (event.at, event.at + event.number("dur"), event.text("name").to_owned());
        rows.entry(event.track).or_default().push(slice);
    }
    rows
}

#[test]
fn slices_of_a_row_never_overlap_and_end_with_the_run() {
    every_document(|name, _, trace, document| {
        let (_, events) = events(document);
        for (track, row) in slices(&events) {
            for pair in row.windows(2) {
                assert!(pair[0].1 <= pair[1].0, "{name}, {track:?}: {pair:?}");
            }
            assert!(row.iter().all(|(_, to, _)| *to <= trace.end()), "{name}, {track:?}");
        }
    });
}

#[test]
fn what_the_thread_runs_is_what_its_task_says() {
    every_document(|name, _, _, document| {
        let (_, events) = events(document);
        let on_thread = |pid: u64, names: &[&str]| -> u64 {
            let rows = slices(&events).into_iter().filter(|((of, _), _)| *of == pid);
            let slices = rows.flat_map(|(_, row)| row);
            let named = slices.filter(|(.., name)| names.is_empty() || names.contains(&&**name));
            named.map(|(from, to, _)| to - from).sum()
        };
        let (threads, tasks) = (on_thread(1, &[]), on_thread(2, &["running", "computing"]));
        assert_eq!(threads, tasks, "{name}");
    });
}

#[test]
fn every_arrow_has_both_ends_each_inside_a_slice_and_none_goes_back() {
    every_document(|name, _, trace, document| {
        let (_, events) = events(document);
        let rows = slices(&events);
        let mut arrows: BTreeMap<u64, Vec<&Event<'_>>> = BTreeMap::new();
        for event in events.iter().filter(|event| ["s", "f"].contains(&event.kind)) {
            arrows.entry(event.number("id")).or_default().push(event);
            let row = rows.get(&event.track);
            let inside = row.is_some_and(|row| {
                row.iter().any(|(from, to, _)| *from <= event.at && event.at <= *to)
            });
            assert!(inside, "{name}: no slice around {}", event.of);
        }
        for (id, ends) in &arrows {
            let kinds: Vec<&str> = ends.iter().map(|end| end.kind).collect();
            assert_eq!(kinds, ["s", "f"], "{name}: arrow {id}");
            for key in ["name", "cat"] {
                assert_eq!(ends[0].of[key], ends[1].of[key], "{name}: arrow {id}");
            }
        }
        let handed = |event: &&lab::Event| {
            event.task.is_some()
                && matches!(event.kind, lab::EventKind::Received { from: Some(_), item: Some(_) })
        };
        let handed = trace.events.iter().filter(handed).count();
        assert!(arrows.len() <= handed, "{name}: {} of {handed}", arrows.len());
        // Whoever sends from outside of all tasks has no row.
        let outside = trace.events.iter().any(|event| {
            event.task.is_none() && matches!(event.kind, lab::EventKind::Sent { to: Some(_), .. })
        });
        assert!(outside || arrows.len() == handed, "{name}: {} of {handed}", arrows.len());
    });
}

#[test]
fn a_broken_claim_and_an_action_are_marked_where_they_are() {
    every_document(|name, setup, trace, document| {
        let (_, events) = events(document);
        let marks = |of: &str| -> Vec<(u64, String)> {
            let found = events.iter().filter(|event| event.kind == "i");
            let found = found.filter_map(|event| {
                let said = event.text("name").strip_prefix(of)?;
                assert_eq!(event.text("s"), "g", "{name}: {said}");
                Some((event.at, said.to_owned()))
            });
            found.collect()
        };
        let mut broken: Vec<_> = trace
            .claims
            .iter()
            .filter_map(|claim| Some((claim.broken_at_us?, claim.claim.clone())))
            .collect();
        broken.sort();
        let mut found = marks("claim broken: ");
        found.sort();
        assert_eq!(found, broken, "{name}");
        // Some scenarios act by themselves.
        let acted = trace.events.iter().filter_map(|event| match &event.kind {
            lab::EventKind::Acted { press } => {
                let whom = press.argument.iter().map(|argument| format!(" {argument}"));
                Some((event.at, press.action.clone() + &whom.collect::<String>()))
            }
            _ => None,
        });
        assert_eq!(marks("action: "), acted.collect::<Vec<_>>(), "{name}");
        let Some(action) =
            setup.scenario.actions.iter().find(|action| action.argument.stems().is_empty())
        else {
            return;
        };
        let at = trace.events[trace.events.len() / 2].at / 1_000 * 1_000;
        let entry = lab::ScriptEntry { at, action: action.slug.to_owned(), argument: None };
        let pressed = Setup { script: vec![entry], ..setup.clone() }.finish();
        let text = perfetto(&pressed, &Index::new(&pressed)).expect("it writes");
        assert!(text.contains(&format!("\"action: {}\"", action.slug)), "{name}: {}", action.slug);
    });
}

#[test]
fn the_counters_say_what_is_in_the_queues() {
    every_document(|name, _, trace, document| {
        let (_, events) = events(document);
        let index = Index::new(trace);
        for (place, resource) in trace.resources.iter().enumerate() {
            if !matches!(resource.kind, lab::ResourceKind::Channel { .. }) {
                continue;
            }
            let mut counts = events.iter().filter(|event| event.kind == "C");
            let last = counts.rfind(|event| event.text("name") == resource.name);
            let last = last.map_or(0, |event| event.of["args"]["items"].as_u64().expect("a count"));
            let there = index.stores[place].len_after(trace.events.len()) as u64;
            assert_eq!(last, there, "{name}: {}", resource.name);
        }
    });
}
