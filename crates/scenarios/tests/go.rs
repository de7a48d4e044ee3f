//! The programs in Go stand beside the Rust, one for each variant.

use std::collections::BTreeSet;

use scenarios::{SCENARIOS, go, in_go};

/// What has no program in Go, and why.
const NOT_IN_GO: &[(&str, &str, &str)] = &[
    (
        "concurrency-is-not-parallelism",
        "blocks-the-thread",
        "Go runs the others on another thread while one blocks, and interrupts one that spins",
    ),
    ("channel", "one-too-many", "a channel of Go holds what it was made for, whoever sends"),
    ("backpressure", "a-clone-an-item", "the senders of a channel of Go are not counted"),
];

#[test]
fn every_variant_has_its_program_in_go_or_a_reason_why_not() {
    for scenario in SCENARIOS {
        for variant in scenario.variants {
            let excused =
                NOT_IN_GO.iter().any(|(slug, of, _)| (*slug, *of) == (scenario.slug, variant.slug));
            let found = go(scenario.slug, variant.slug).is_some();
            assert_ne!(found, excused, "{}/{}", scenario.slug, variant.slug);
        }
    }
}

#[test]
fn every_program_in_go_belongs_to_a_scenario_and_a_variant() {
    let variants: BTreeSet<_> = SCENARIOS
        .iter()
        .flat_map(|scenario| scenario.variants.iter().map(|variant| (scenario.slug, variant.slug)))
        .collect();
    for (scenario, variant, _) in NOT_IN_GO {
        assert!(variants.contains(&(*scenario, *variant)), "{scenario}/{variant}");
    }
    let files: BTreeSet<_> = variants
        .iter()
        .map(|(scenario, variant)| format!("go/{scenario}/{variant}/main.go"))
        .collect();
    for source in in_go() {
        assert!(files.contains(source.file), "{}", source.file);
    }
    assert_eq!(in_go().count() + NOT_IN_GO.len(), variants.len());
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
