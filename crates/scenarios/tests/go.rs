//! The programs in Go stand beside the Rust, one for each variant.

use std::collections::BTreeSet;

use scenarios::{Language, SCENARIOS, Words, go, in_go, words};

#[test]
fn every_variant_has_its_program_in_go_or_a_reason_why_not() {
    for scenario in SCENARIOS {
        for variant in scenario.variants {
            let found = go(scenario.slug, variant.slug).is_some();
            for language in Language::ALL {
                let excused =
                    Words::term(words(scenario.slug, language).go, variant.slug).is_some();
                assert_ne!(found, excused, "{}/{}, {language:?}", scenario.slug, variant.slug);
            }
        }
    }
}

#[test]
fn every_program_in_go_belongs_to_a_scenario_and_a_variant() {
    let variants: BTreeSet<_> = SCENARIOS
        .iter()
        .flat_map(|scenario| scenario.variants.iter().map(|variant| (scenario.slug, variant.slug)))
        .collect();
    for scenario in SCENARIOS {
        for language in Language::ALL {
            for excused in words(scenario.slug, language).go {
                let variant = (scenario.slug, excused.key);
                assert!(variants.contains(&variant), "{variant:?}, {language:?}");
            }
        }
    }
    let files: BTreeSet<_> = variants
        .iter()
        .map(|(scenario, variant)| format!("go/{scenario}/{variant}/main.go"))
        .collect();
    for source in in_go() {
        assert!(files.contains(source.file), "{}", source.file);
    }
    let excused = SCENARIOS.iter().map(|scenario| words(scenario.slug, Language::En).go.len());
    assert_eq!(in_go().count() + excused.sum::<usize>(), variants.len());
}

#[test]
fn every_program_in_go_is_short_says_first_what_is_right_or_wrong_and_has_its_colours() {
    for source in in_go() {
        let name = source.file;
        assert!(source.text.starts_with("// "), "{name}");
        assert!(source.text.contains("\npackage main\n"), "{name}");
        let lines = source.text.lines().count();
        assert!((20..=200).contains(&lines), "{name} has {lines} lines");
        let coloured: String = source.pieces().map(|(_, piece)| piece).collect();
        assert_eq!(coloured, source.text, "{name}");
        assert!(source.pieces().any(|(class, _)| class > 0), "{name}");
    }
}
