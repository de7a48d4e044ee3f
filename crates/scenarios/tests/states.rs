//! States that earlier releases gave, and pages have kept: each is still read, whole, and means the
//! same run.
//!
//! `states/1.txt` has them as version 1 wrote them, a link a line. Nothing in it is ever changed: a
//! knob or a variant that gets another name is still to be read by its old one.

use std::collections::BTreeSet;

use scenarios::port::{Ask, Plain, STATE, What, read};
use scenarios::{Link, SCENARIOS};

const OF_VERSION_1: &str = include_str!("states/1.txt");

/// A state as a page puts it back.
fn put_back(version: u32, link: &str) -> (Link, usize) {
    let map = |pairs: Vec<(&str, Plain)>| {
        Plain::Map(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    };
    let text = |text: &str| Plain::Text(text.to_owned());
    let state = map(vec![("version", Plain::Number(version.into())), ("link", text(link))]);
    let message = map(vec![("id", Plain::Number(1.0)), ("do", text("setState")), ("state", state)]);
    let Some(Ok(Ask { what: What::SetState(link, notices), .. })) = read(&message) else {
        panic!("it is not read: {link}")
    };
    (*link, notices.len())
}

/// What a link says: its pattern and its pairs, whose order means nothing.
fn said(link: &str) -> BTreeSet<&str> {
    link.split(['?', '&']).collect()
}

#[test]
fn states_of_version_1_are_read_whole() {
    for kept in OF_VERSION_1.lines() {
        let (link, notices) = put_back(1, kept);
        assert_eq!((said(&link.state()), notices), (said(kept), 0));
    }
}

#[test]
fn a_state_names_every_knob_and_the_variant() {
    for scenario in SCENARIOS {
        let state = Link::new(scenario).state();
        assert!(state.contains("?variant=correct"), "{state}");
        for field in scenario.fields {
            assert!(state.contains(&format!("&{}=", field.name)), "{}: {state}", field.name);
        }
    }
}

#[test]
fn there_is_a_kept_state_of_every_kind() {
    let links: Vec<Link> = OF_VERSION_1.lines().map(|kept| put_back(1, kept).0).collect();
    for scenario in SCENARIOS {
        let of_it = || links.iter().filter(|link| link.setup.scenario.slug == scenario.slug);
        for variant in 0..scenario.variants.len() {
            assert!(
                of_it().any(|link| link.setup.variant == variant),
                "{} {variant}",
                scenario.slug
            );
        }
        for action in scenario.actions {
            let pressed =
                |link: &Link| link.setup.script.iter().any(|entry| entry.action == action.slug);
            assert!(of_it().any(pressed), "{} {}", scenario.slug, action.slug);
        }
        for (place, field) in scenario.fields.iter().enumerate() {
            for end in [field.min, field.max] {
                let at_end = |link: &Link| link.setup.values[place] == end;
                assert!(of_it().any(at_end), "{} {}={end}", scenario.slug, field.name);
            }
        }
    }
    for key in [
        "seed=",
        "sched=seeded",
        "sched=1.0",
        "time=real",
        "axis=",
        "compare=leaks",
        "compare=workers",
        "theme=",
        "lang=",
        "traffic=",
        "e=",
        "at=",
        "embed=1",
        "panels=",
        "goal=",
        "follow=",
        "autoplay=",
        "loop=",
        "speed=",
        "lock=",
        "hide=",
        "start=",
        "stop=",
        "title=0",
    ] {
        let kept = |line: &str| line.split(['?', '&']).any(|pair| pair.starts_with(key));
        assert!(OF_VERSION_1.lines().any(kept), "{key}");
    }
    assert_eq!(STATE, 1, "a later version keeps states of its own beside those");
}
