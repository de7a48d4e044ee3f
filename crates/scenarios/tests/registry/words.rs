//! Words: complete, the same in each language, and right for any settings.

use std::collections::BTreeSet;

use lab::{EventKind, State};
use scenarios::{Kind, Language, Setup, Term, words};

use super::each;

#[test]
fn words_are_complete_in_every_language() {
    each(|scenario| {
        for language in Language::ALL {
            let words = words(scenario.slug, language);
            for text in [words.title, words.sentence, words.when, words.story] {
                assert!(!text.is_empty(), "{language:?}");
            }
            let mut knobs = Vec::new();
            for field in scenario.fields {
                knobs.push(field.name.to_owned());
                if let Kind::Choice(slugs) = field.kind {
                    knobs.extend(slugs.iter().map(|slug| format!("{}.{slug}", field.name)));
                }
            }
            let owned = |slugs: Vec<&str>| slugs.into_iter().map(str::to_owned).collect();
            same_keys(words.knobs, knobs);
            same_keys(words.variants, owned(scenario.variants.iter().map(|v| v.slug).collect()));
            same_keys(words.actions, owned(scenario.actions.iter().map(|a| a.slug).collect()));
            let claims = words.claims.iter().filter(|claim| !claim.key.contains('?'));
            let claims: Vec<_> = claims.copied().collect();
            same_keys(&claims, owned(scenario.claims.iter().map(|c| c.slug).collect()));
            let experiments = scenario.experiments.iter().map(|e| e.slug).collect();
            same_keys(words.experiments, owned(experiments));
            assert!(words.symptoms.len() >= 3, "{language:?}: what would one search for?");
            explained(words.variants);
            explained(&claims);
            explained(words.actions);
        }
    });
}

/// Each key has its line, in the same order, and nothing else has one.
fn same_keys(terms: &[Term], keys: Vec<String>) {
    assert_eq!(terms.iter().map(|term| term.key).collect::<Vec<_>>(), keys);
    assert!(terms.iter().all(|term| !term.label.is_empty()));
}

fn explained(terms: &[Term]) {
    for term in terms {
        assert!(!term.more.is_empty(), "{} says no more than its label", term.key);
    }
}

#[test]
fn stories_are_short_enough_to_be_read() {
    each(|scenario| {
        let length = |language| {
            let story = words(scenario.slug, language).story;
            let text: String =
                story.split('<').filter_map(|part| part.split_once('>')).map(|p| p.1).collect();
            text.split_whitespace().count()
        };
        let english = length(Language::En);
        assert!((150..=250).contains(&english), "{english} words");
        // Vietnamese writes a space between syllables, so the same story counts more.
        let vietnamese = length(Language::Vi);
        assert!((150..=400).contains(&vietnamese), "{vietnamese} syllables");
    });
}

#[test]
fn checks_and_plans_say_the_same_in_every_language() {
    each(|scenario| {
        let [en, vi] = Language::ALL.map(|language| words(scenario.slug, language));
        let keys = |list: &[Term]| list.iter().map(|term| term.key.to_owned()).collect::<Vec<_>>();
        same_keys(vi.checks, keys(en.checks));
        same_keys(vi.plan, keys(en.plan));
        let trace = Setup::new(scenario).finish();
        for event in &trace.events {
            let EventKind::Showed { state, .. } = &event.kind else { continue };
            let State::Checklist { checks } = &**state else { continue };
            same_keys(en.checks, checks.iter().map(|check| check.key.clone()).collect());
        }
        // Each knob that the plan is about has one line, whatever is chosen.
        let about: BTreeSet<_> =
            en.plan.iter().filter_map(|line| line.key.split_once('=')).collect();
        let about: BTreeSet<_> = about.into_iter().map(|(knob, _)| knob).collect();
        for (place, field) in scenario.fields.iter().enumerate() {
            for value in [field.min, field.default, field.max] {
                let mut setup = Setup::new(scenario);
                setup.values[place] = value;
                let plan = en.plan(&setup);
                assert_eq!(plan.len(), about.len(), "{}={value}", field.name);
                assert!(plan.iter().all(|line| !line.contains(['{', '}'])), "{plan:?}");
            }
        }
    });
}

#[test]
fn placeholders_name_knobs() {
    each(|scenario| {
        for language in Language::ALL {
            for claim in words(scenario.slug, language).claims {
                for part in claim.label.split('{').skip(1) {
                    let name = part.split_once('}').expect("a placeholder closes").0;
                    let name = name.strip_prefix("2*").unwrap_or(name);
                    assert!(scenario.field(name).is_some(), "{{{name}}} is no knob");
                }
            }
        }
    });
}

#[test]
fn a_claim_that_depends_on_a_choice_has_words_for_it() {
    each(|scenario| {
        let conditions = |language| {
            let keys = words(scenario.slug, language).claims.iter().map(|claim| claim.key);
            keys.filter_map(|key| key.split_once('?')).collect::<Vec<_>>()
        };
        assert_eq!(conditions(Language::En), conditions(Language::Vi));
        for (slug, setting) in conditions(Language::En) {
            let (name, choice) = setting.split_once('=').expect("a knob and its choice");
            let (place, field) = scenario.field(name).expect("a knob");
            let mut setup = Setup::new(scenario);
            let said = |setup: &Setup| words(scenario.slug, Language::En).claim(slug, setup).0;
            let otherwise = said(&setup);
            setup.values[place] = match field.kind {
                Kind::Choice(_) => field.parse(choice).expect("one of its choices"),
                _ => i64::from(choice == "on"),
            };
            assert_ne!(said(&setup), otherwise, "{slug}?{setting}");
            assert!(!said(&setup).contains(['{', '?']), "{}", said(&setup));
        }
    });
}

/// With 1 as with 5: no noun follows a number that can be either.
#[test]
fn claims_are_right_for_any_number() {
    each(|scenario| {
        let words = words(scenario.slug, Language::En);
        for line in words.claims.iter().chain(words.plan) {
            for part in line.label.split('{').skip(1) {
                let (knob, after) = part.split_once('}').expect("a placeholder closes");
                let field = scenario.field(knob).map(|(_, field)| field);
                let one = field.is_some_and(|field| field.kind == Kind::Count && field.min <= 1);
                let next = after.split_whitespace().next().filter(|_| after.starts_with(' '));
                let plural = next.is_some_and(|next| {
                    let next = next.trim_end_matches([',', ';', '.', ':']);
                    next.ends_with('s') || next == "wait"
                });
                assert!(!(one && plural), "{}: {}", line.key, line.label);
            }
        }
    });
}
