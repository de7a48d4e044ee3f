//! Everything that a run names on the page has a word in every language, or is the same in all.

use std::collections::BTreeSet;

use lab::{EventKind, ResourceKind, ScriptEntry, State, Trace};
use scenarios::{Kind, Language, Link, SCENARIOS, Scenario, Setup, Words, words};
use stage::Terms;

/// What is called the same in every language: what the code calls it, and what engineers do. Tasks
/// are not listed: they are called what the code calls them, which is shown beside them.
const SAME: [&str; 24] = [
    "breaker",
    "bucket",
    "buffer {0}",
    "checklist",
    "client {0}",
    "counter",
    "database",
    "fallback",
    "fixed window",
    "handler {0}",
    "log",
    "ms",
    "ok",
    "p50",
    "p95",
    "p99",
    "part {0}",
    "per key",
    "query {0}",
    "request",
    "server",
    "sliding log",
    "stream {0}",
    "token bucket",
];

#[test]
fn everything_shown_has_a_word_in_vietnamese_or_is_the_same() {
    let same: BTreeSet<&str> = SAME.into();
    let (mut missing, mut used) = (BTreeSet::new(), BTreeSet::new());
    let mut unused = same.clone();
    for scenario in SCENARIOS {
        let listed = words(scenario.slug, Language::Vi).shown;
        let terms = Terms { shown: Words::pairs(listed), ..Terms::default() };
        for text in runs(scenario).iter().flat_map(texts) {
            let pattern = pattern(&text);
            if terms.shown(&text) != *text {
                used.insert((scenario.slug, text));
                used.insert((scenario.slug, pattern));
            } else if same.contains(&*pattern) {
                unused.remove(&*pattern);
            } else {
                missing.insert((scenario.slug, text));
            }
        }
    }
    assert!(unused.is_empty(), "the same, and never shown: {unused:?}");
    assert!(missing.is_empty(), "no words in words/vi: {missing:#?}");
    for scenario in SCENARIOS {
        for term in words(scenario.slug, Language::Vi).shown {
            let key = (scenario.slug, term.key.to_owned());
            assert!(used.contains(&key), "{key:?} is never shown, or is the same");
        }
    }
}

#[test]
fn every_language_has_words_for_what_any_has() {
    for scenario in SCENARIOS {
        let [en, vi] = Language::ALL.map(|language| words(scenario.slug, language).shown);
        for term in en {
            let is_known = vi.iter().any(|other| other.key == term.key);
            assert!(is_known, "{}: {} is in words/en only", scenario.slug, term.key);
        }
    }
}

/// Every variant, the ends of every knob, every experiment, every action.
fn runs(scenario: &'static Scenario) -> Vec<Trace> {
    let plain = || Setup::new(scenario);
    let mut setups: Vec<Setup> =
        (0..scenario.variants.len()).map(|variant| Setup { variant, ..plain() }).collect();
    for (place, field) in scenario.fields.iter().enumerate() {
        let all = match field.kind {
            Kind::Choice(_) => (field.min..=field.max).collect(),
            _ => vec![field.min, field.max],
        };
        for value in all {
            let mut setup = plain();
            setup.values[place] = value;
            setups.push(setup);
        }
    }
    for experiment in scenario.experiments {
        let (link, _) = Link::parse(&format!("/{}?{}", scenario.slug, experiment.sets));
        setups.push(link.setup);
    }
    for action in scenario.actions {
        for argument in [None, Some("")]
            .into_iter()
            .chain(action.argument.stems().iter().map(|stem| Some(*stem)))
        {
            for number in ["", "-1"] {
                let argument = argument.map(|stem| format!("{stem}{number}"));
                let entry = ScriptEntry { at: 300_000, action: action.slug.to_owned(), argument };
                setups.push(Setup { script: vec![entry], ..plain() });
            }
        }
    }
    setups.iter().map(Setup::finish).collect()
}

/// Every text of a trace that pictures and notes show, the names of tasks left out.
fn texts(trace: &Trace) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for resource in &trace.resources {
        match resource.kind {
            ResourceKind::Channel { .. } | ResourceKind::Slots { .. } | ResourceKind::Shown => {
                all.insert(resource.name.clone())
            }
        };
    }
    for event in &trace.events {
        let EventKind::Showed { state, .. } = &event.kind else { continue };
        // No kind is passed over: a new one has to say what it shows.
        match &**state {
            State::Slots { .. }
            | State::Number { .. }
            | State::Wait { .. }
            | State::Level(_)
            | State::Window { .. }
            | State::Machine(_)
            | State::Sample(_) => {}
            // Their words are the scenario's, which another test checks.
            State::Checklist { .. } => {}
            State::Levels { rows, .. } => all.extend(rows.iter().map(|row| row.key.clone())),
            State::Tree { nodes } => {
                all.extend(nodes.iter().map(|node| node.name.clone()));
                let ended = nodes.iter().filter_map(|node| node.ended.as_ref());
                all.extend(ended.filter_map(|ended| ended.words.clone()));
            }
            State::Table { columns, rows } => {
                all.extend(columns.iter().cloned());
                all.extend(rows.iter().map(|row| row.name.clone()));
            }
        }
    }
    all
}

/// The text with its whole numbers as `{0}`, `{1}` ….
fn pattern(text: &str) -> String {
    let (mut pattern, mut numbers, mut in_number) = (String::new(), 0, false);
    for c in text.chars() {
        if !c.is_ascii_digit() {
            pattern.push(c);
        } else if !in_number {
            pattern.push_str(&format!("{{{numbers}}}"));
            numbers += 1;
        }
        in_number = c.is_ascii_digit();
    }
    // What is called so, number and all.
    if SAME.contains(&text) { text.to_owned() } else { pattern }
}
