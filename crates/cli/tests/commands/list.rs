//! What the list says can be run.

use crate::ordered::Ordered;
use crate::written;

#[test]
fn the_list_names_everything_a_run_takes() {
    let list: serde_json::Value =
        serde_json::from_str(&written(&["list", "--json"])).expect("JSON");
    let list = list.as_array().expect("an array");
    assert!(!list.is_empty());
    for scenario in list {
        assert_eq!(scenario["variants"][0], "correct");
        assert!(scenario["title"].as_str().is_some_and(|title| !title.is_empty()));
    }
}

#[test]
fn the_keys_of_the_list_stand_in_order() {
    for scenario in Ordered::of(&written(&["list", "--json"])).items() {
        let first = ["slug", "group", "title", "knobs"];
        let then = ["variants", "actions", "claims", "challenges"];
        assert_eq!(scenario.keys(), [first, then].concat());
        for knob in scenario.at("knobs").items() {
            assert_eq!(knob.keys(), ["name", "kind", "default", "min", "max", "unit", "choices"]);
        }
    }
}

#[test]
fn every_action_listed_can_be_taken() {
    let (list, mut slug) = (written(&["list"]), "");
    for line in list.lines() {
        let Some(action) = line.trim_start().strip_prefix("--do ") else {
            slug = if line.is_empty() || line.starts_with(' ') { slug } else { line };
            continue;
        };
        written(&["run", slug, "--do", &action.replace("MS", "100")]);
    }
}

#[test]
fn every_scenario_listed_runs_in_every_variant_and_format() {
    let list: serde_json::Value =
        serde_json::from_str(&written(&["list", "--json"])).expect("JSON");
    for scenario in list.as_array().expect("an array") {
        let slug = scenario["slug"].as_str().expect("a slug");
        for variant in scenario["variants"].as_array().expect("an array") {
            let variant = variant.as_str().expect("a slug");
            for format in ["text", "json", "svg", "perfetto", "test"] {
                let text = written(&["run", slug, "--variant", variant, "--format", format]);
                assert!(text.ends_with('\n') && text.len() > 200, "{slug} {variant} {format}");
            }
        }
    }
}
