//! Links: what is written is read back, and nothing that is read breaks anything.

mod any;
#[path = "../common/mod.rs"]
mod common;
mod noise;
mod traffic;
mod words;

use any::{any_link, any_scenario};
use common::check;
use scenarios::{CATALOGUE, Language, Link, Notice, SCENARIOS, View};

#[test]
fn what_is_written_is_read_back() {
    check(5_000, any_link(), |link| {
        assert_eq!(Link::parse(&format!("#{link}")), (link, Vec::new()));
    });
}

#[test]
fn another_pattern_is_come_to_at_its_defaults_in_the_same_look() {
    check(2_000, (any_link(), any_scenario()), |(link, scenario)| {
        let (there, notices) = Link::parse(&link.view.leads_to(scenario.slug));
        let look =
            |link: &Link| (link.view.language, link.view.theme, link.view.speed, link.view.side);
        assert_eq!((look(&there), notices), (look(&link), Vec::new()));
        assert_eq!(Link { view: View::default(), ..there.clone() }, Link::new(scenario));
        assert!(!there.view.embed && !there.view.real && there.view.compare.is_none());
    });
}

#[test]
fn the_catalogue_lists_every_scenario_in_order() {
    let listed = CATALOGUE.iter().map(|entry| (entry.slug, entry.group));
    assert!(listed.eq(SCENARIOS.iter().map(|scenario| (scenario.slug, scenario.group))));
}

/// What a link is told, in English.
fn said(hash: &str) -> Vec<String> {
    Link::parse(hash).1.iter().map(|notice| notice.say(Language::En)).collect()
}

#[test]
fn a_run_is_not_compared_with_itself() {
    for same in ["compare=correct", "variant=leaks&compare=leaks", "workers=3&compare=workers:3"] {
        let (link, notices) = Link::parse(&format!("/worker-pool?{same}"));
        assert_eq!((link.view.compare, notices), (None, vec![Notice::ComparesNothing]), "{same}");
    }
}

#[test]
fn the_axis_of_a_scenario_is_left_out_and_kept_in_its_states() {
    for scenario in SCENARIOS {
        let [own, other] =
            if scenario.opens_in_order { ["order", "time"] } else { ["time", "order"] };
        let said = |axis: &str| Link::parse(&format!("/{}?axis={axis}", scenario.slug)).0;
        assert_eq!(said(own).to_string(), format!("/{}", scenario.slug));
        assert_eq!(said(other).to_string(), format!("/{}?axis={other}", scenario.slug));
        assert!(said(own).state().ends_with(&format!("&axis={own}")));
    }
}

#[test]
fn more_actions_than_are_taken_are_said_once() {
    let (link, notices) = Link::parse(&format!("/worker-pool?do={}", "cancel@1,".repeat(500)));
    assert_eq!(link.setup.script.len(), 64);
    assert_eq!(notices, [Notice::TooManyActions { limit: 64 }]);
}
