//! A claim about what is switched off says that it does not apply: it holds, and that is no merit.

use scenarios::{Kind, Language, Link, SCENARIOS, Setup, Words, words};

/// The claims of a run that are about nothing.
fn about_nothing(link: &str) -> Vec<&'static str> {
    let (link, notices) = Link::parse(link);
    assert_eq!(notices, []);
    let Setup { scenario, .. } = link.setup;
    let said = words(scenario.slug, Language::En);
    let claims = scenario.claims.iter().map(|claim| claim.slug);
    claims.filter(|slug| !said.applies(slug, &link.setup)).collect()
}

#[test]
fn without_a_breaker_or_a_limiter_nothing_is_claimed_of_them() {
    let about = |query| about_nothing(&format!("/resilient-pipeline?{query}"));
    assert_eq!(about("seed=1"), [""; 0]);
    assert_eq!(about("breaker=off"), ["open-spends-nothing", "only-failures-open"]);
    assert_eq!(about("limiter=0"), ["open-spends-nothing"]);
    assert_eq!(about("timeout=0"), ["no-call-outlives"]);
}

#[test]
fn what_does_not_apply_says_so_and_holds_whatever_is_done() {
    let begins = [(Language::En, "Does not apply"), (Language::Vi, "Không áp dụng")];
    for scenario in SCENARIOS {
        for (language, begin) in begins {
            for line in words(scenario.slug, language).claims {
                let idle = line.more.is_empty();
                assert_eq!(idle, line.label.starts_with(begin), "{}: {}", scenario.slug, line.key);
            }
        }
        let idle = words(scenario.slug, Language::En).claims.iter();
        for line in idle.filter(|line| line.more.is_empty()) {
            let (slug, setting) = line.key.split_once('?').expect("it applies at some settings");
            for variant in 0..scenario.variants.len() {
                let setup = Setup { variant, ..set(Setup::new(scenario), setting) };
                let claims = setup.finish().claims;
                let claim = claims.iter().find(|claim| claim.claim == slug).expect("a claim");
                assert!(claim.holds, "{}: {}, variant {variant}", scenario.slug, line.key);
            }
        }
    }
}

/// A run at one of its settings, as the words files have them.
fn set(mut setup: Setup, setting: &str) -> Setup {
    let (name, value) = setting.split_once('=').expect("a knob and its choice");
    let (place, field) = setup.scenario.field(name).expect("a knob");
    setup.values[place] = match field.kind {
        Kind::Choice(_) => field.parse(value).expect("one of its choices"),
        _ => {
            if value == "on" {
                field.max
            } else {
                0
            }
        }
    };
    setup
}

#[test]
fn a_number_that_only_grows_beside_a_window_is_called_the_most() {
    for scenario in SCENARIOS {
        for name in records(scenario) {
            let said = |language| {
                let shown = words(scenario.slug, language).shown;
                Words::term(shown, &name).map_or(name.clone(), |term| term.label.to_owned())
            };
            let (en, vi) = (said(Language::En), said(Language::Vi));
            assert!(en.contains("most") || en.contains("busiest"), "{}: {en}", scenario.slug);
            assert!(vi.contains("nhất"), "{}: {vi}", scenario.slug);
        }
    }
}

/// Numbers against a limit, beside a window, that never fall in any variant.
fn records(scenario: &'static scenarios::Scenario) -> Vec<String> {
    use lab::{EventKind, State};
    let mut found: std::collections::BTreeMap<String, bool> = Default::default();
    let mut windows = false;
    for variant in 0..scenario.variants.len() {
        let trace = Setup { variant, ..Setup::new(scenario) }.finish();
        let mut last = vec![i64::MIN; trace.resources.len()];
        for event in &trace.events {
            let EventKind::Showed { resource, state } = &event.kind else { continue };
            windows |= matches!(**state, State::Window { .. });
            let State::Number { value, limit: Some(_) } = **state else { continue };
            let name = &trace.resources[*resource as usize].name;
            let before = std::mem::replace(&mut last[*resource as usize], value);
            *found.entry(name.clone()).or_insert(true) &= value >= before;
        }
    }
    found.into_iter().filter(|(_, grows)| windows && *grows).map(|(name, _)| name).collect()
}
