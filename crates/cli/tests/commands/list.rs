//! What the list says can be run.

use crate::written;

#[test]
fn the_list_names_everything_a_run_takes() {
    let list: serde_json::Value =
        serde_json::from_str(&written(&["list", "--json"])).expect("JSON");
    let list = list.as_array().expect("an array");
    assert!(!list.is_empty());
    for scenario in list {
        let keys: Vec<&str> =
            scenario.as_object().expect("an object").keys().map(String::as_str).collect();
        let mut wanted = vec!["slug", "group", "title", "knobs", "variants", "actions", "claims"];
        wanted.push("challenges");
        wanted.sort_unstable();
        let mut keys = keys;
        keys.sort_unstable();
        assert_eq!(keys, wanted);
        assert_eq!(scenario["variants"][0], "correct");
        assert!(scenario["title"].as_str().is_some_and(|title| !title.is_empty()));
        for knob in scenario["knobs"].as_array().expect("an array") {
            let mut keys: Vec<&str> =
                knob.as_object().expect("an object").keys().map(String::as_str).collect();
            keys.sort_unstable();
            assert_eq!(keys, ["choices", "default", "kind", "max", "min", "name", "unit"]);
        }
    }
}

#[test]
fn the_keys_of_the_list_stand_in_order() {
    let text = written(&["list", "--json"]);
    let in_order = |part: &str, keys: &[&str]| {
        let places = keys.iter().map(|key| part.find(&format!("\"{key}\":")));
        let places: Option<Vec<_>> = places.collect();
        assert!(places.is_some_and(|places| places.is_sorted()), "{keys:?}: {part}");
    };
    for scenario in text.split("{\"slug\":").skip(1) {
        let (before, knobs) = scenario.split_once("\"knobs\":[").expect("it has knobs");
        let (knobs, after) = knobs.split_once("}],").expect("they end");
        in_order(before, &["group", "title"]);
        in_order(after, &["variants", "actions", "claims", "challenges"]);
        for knob in knobs.split("},{") {
            in_order(knob, &["name", "kind", "default", "min", "max", "unit", "choices"]);
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
