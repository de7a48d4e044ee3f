//! Goals: what is written is read back, and nothing that is read breaks anything.

use lab::Measured;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use scenarios::{
    Found, Goal, Language, Link, Measure, Notice, Op, Part, SCENARIOS, Scenario, Setup, Unit, find,
};

fn pool() -> &'static Scenario {
    find("worker-pool").expect("a scenario")
}

fn read(text: &str) -> (Option<Goal>, Vec<Notice>) {
    let mut notices = Vec::new();
    (Goal::read(pool(), text, &mut notices), notices)
}

/// What becomes of a goal in the default run, with these figures.
fn check(text: &str, measured: Measured) -> Vec<Found> {
    let (goal, notices) = read(text);
    assert_eq!(notices, [], "{text}");
    let setup = Setup::new(pool());
    goal.expect("a goal").check(&setup, &setup.finish(), &measured)
}

#[test]
fn a_goal_is_read_and_written() {
    let (goal, notices) = read("p95<200, dropped=0,workers<=4,work=computing,none-lost,p95<200");
    assert_eq!(notices, []);
    let goal = goal.expect("a goal");
    assert_eq!(goal.written(pool()), "p95<200,dropped=0,workers<=4,work=computing,none-lost=1");
    let first = Part { measure: Measure::P95, op: Op::Under, number: 200 };
    assert_eq!(goal.parts[0], first);
}

#[test]
fn units_may_stand_there() {
    let (goal, notices) = read("p95<=200ms,running>50%,throughput>=6/s");
    assert_eq!(notices, []);
    assert_eq!(goal.expect("a goal").written(pool()), "p95<=200,running>50,throughput>=6");
}

#[test]
fn bounds_are_exact() {
    let measured = Measured { p95_us: Some(200_000), p99_us: None, ..Measured::default() };
    let met = |text: &str| check(text, measured)[0].met;
    assert!(!met("p95<200") && met("p95<=200") && met("p95=200") && met("p95>=200"));
    assert!(!met("p95>200") && met("p95<201") && met("p95>199"));
    let near = Measured { p95_us: Some(200_001), ..measured };
    assert!(!check("p95<=200", near)[0].met && check("p95>200", near)[0].met);
    // As far as it is shown, it is the same.
    assert!(check("p95=200", near)[0].met);
    assert_eq!(check("p99<200", measured)[0].value, None);
    assert!(!met("p99<200"));
}

#[test]
fn knobs_claims_and_variants_are_measures_too() {
    let met = |text: &str| check(text, Measured::default())[0].met;
    assert!(met("workers=4") && met("workers<5") && !met("workers>4"));
    assert!(met("work=waiting") && !met("work=computing"));
    assert!(met("variant=correct") && !met("variant=leaks"));
    assert!(met("claims") && met("none-lost") && !met("none-lost=0"));
    assert!(met("finished") && !met("deadlocked") && met("actions=0"));
}

#[test]
fn what_cannot_be_used_is_said_and_the_rest_applies() {
    let (goal, notices) = read("p96<200,dropped=0,workers,work<computing,finished=2,stages<3");
    assert_eq!(goal.map(|goal| goal.written(pool())), Some("dropped=0".to_owned()));
    let say = |language| notices.iter().map(|notice| notice.say(language)).collect::<Vec<_>>();
    let said = say(Language::En);
    assert_eq!(said.len(), 5);
    assert!(said[0].contains("“p96<200”") && said[0].contains("makespan"), "{}", said[0]);
    assert!(said[0].ends_with("makespan, throughput, p50, p95, p99, …."), "{}", said[0]);
    assert!(said[1].contains("“workers”") && said[1].contains("<="), "{}", said[1]);
    assert!(said[2].contains("=waiting, =computing"), "{}", said[2]);
    assert!(said[3].contains("=0, =1"), "{}", said[3]);
    assert!(said[4].contains("this pattern has no “stages”"), "{}", said[4]);
    assert!(say(Language::Vi).iter().all(|said| said.contains("đã bỏ qua")));
}

#[test]
fn there_is_only_so_much_of_it() {
    let many: Vec<_> = (0..20).map(|n| format!("p95<{n}")).collect();
    let (goal, notices) = read(&many.join(","));
    assert_eq!(goal.expect("a goal").parts.len(), 8);
    assert_eq!(notices, [Notice::LongGoal { limit: 8 }]);
    assert_eq!(read(""), (None, Vec::new()));
    assert!(matches!(read("p95<99999999999999999999").1[..], [Notice::BadBound { .. }]));
}

#[test]
fn a_link_carries_a_goal() {
    let (link, notices) = Link::parse("#/worker-pool?goal=P95<200,dropped=0&workers=8");
    assert_eq!(notices, []);
    assert_eq!(link.to_string(), "/worker-pool?workers=8&goal=p95%3C200,dropped%3D0");
    assert_eq!(Link::parse(&link.to_string()), (link, Vec::new()));
}

#[test]
fn a_run_that_was_cut_short_meets_nothing() {
    let setup = Setup::new(pool());
    let mut trace = setup.finish();
    let (goal, _) = read("workers=4");
    let found = goal.expect("a goal").check(&setup, &trace, &Measured::default());
    assert!(Goal::is_met(&found, &trace));
    trace.outcome = lab::Outcome::OutOfTime;
    assert!(!Goal::is_met(&found, &trace));
}

#[test]
fn no_two_measures_of_a_scenario_share_a_name() {
    for scenario in SCENARIOS {
        let mut names = Measure::names(scenario);
        for name in &names {
            let measure = Measure::find(scenario, name).expect("it is a measure");
            assert_eq!(measure.name(scenario), *name, "{}", scenario.slug);
        }
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "{}", scenario.slug);
    }
}

fn any_scenario() -> impl Strategy<Value = &'static Scenario> {
    (0..SCENARIOS.len()).prop_map(|place| &SCENARIOS[place])
}

/// A part that a goal of this scenario can have.
fn any_part(scenario: &'static Scenario) -> impl Strategy<Value = Part> {
    let names = Measure::names(scenario);
    let op = prop::sample::select(vec![Op::Under, Op::AtMost, Op::Over, Op::AtLeast, Op::Is]);
    (prop::sample::select(names), op, 0..=1_000_000_000_i64).prop_map(move |(name, op, number)| {
        let measure = Measure::find(scenario, name).expect("it is a measure");
        let one_of = |count: usize| number % count as i64;
        let (op, number) = match measure.unit(scenario) {
            Unit::Flag => (Op::Is, one_of(2)),
            Unit::Choice(slugs) => (Op::Is, one_of(slugs.len())),
            Unit::Variant => (Op::Is, one_of(scenario.variants.len())),
            _ => (op, number),
        };
        Part { measure, op, number }
    })
}

#[test]
fn what_is_written_is_read_back() {
    let goals = any_scenario().prop_flat_map(|scenario| {
        (Just(scenario), prop::collection::vec(any_part(scenario), 1..=8))
    });
    let config = Config { cases: 20_000, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&goals, |(scenario, mut parts)| {
        parts.dedup();
        let mut seen: Vec<Part> = Vec::new();
        parts.retain(|part| {
            !seen.contains(part) && {
                seen.push(*part);
                true
            }
        });
        let goal = Goal { parts };
        let mut notices = Vec::new();
        let text = goal.written(scenario);
        prop_assert_eq!(Goal::read(scenario, &text, &mut notices), Some(goal), "{}", text);
        prop_assert!(notices.is_empty(), "{:?}", notices);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_hundred_thousand_texts_break_nothing() {
    let pieces = prop::sample::select(vec![
        "p95",
        "dropped",
        "workers",
        "work",
        "none-lost",
        "variant",
        "<",
        "<=",
        ">",
        ">=",
        "=",
        "==",
        "200",
        "-1",
        "0",
        "1",
        "999999999999",
        "computing",
        ",",
        ",,",
        " ",
        "ms",
        "%",
        "\u{202e}",
        "\u{200b}",
        "__proto__",
        "<script>",
        "stages",
        "NaN",
        "١",
    ]);
    let mixed = prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat());
    let mutated = (any_scenario(), any::<prop::sample::Index>(), any::<char>()).prop_flat_map(
        |(scenario, place, with)| {
            any_part(scenario).prop_map(move |part| {
                let text = Goal { parts: vec![part] }.written(scenario);
                let mut characters: Vec<char> = text.chars().collect();
                let place = place.index(characters.len());
                characters[place] = with;
                characters.into_iter().collect::<String>()
            })
        },
    );
    let text = prop_oneof![mixed, mutated, "\\PC{0,40}"];
    let config = Config { cases: 100_000, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&(any_scenario(), text), |(scenario, text)| {
        let mut notices = Vec::new();
        let goal = Goal::read(scenario, &text, &mut notices);
        for notice in &notices {
            let said = notice.say(Language::En);
            prop_assert!(!said.contains(['\u{202e}', '\u{200b}']), "{}", said);
        }
        let Some(goal) = goal else { return Ok(()) };
        prop_assert!((1..=8).contains(&goal.parts.len()));
        // Whatever was understood is written in a way that is understood the same.
        let written = goal.written(scenario);
        let mut notices = Vec::new();
        prop_assert_eq!(Goal::read(scenario, &written, &mut notices), Some(goal), "{}", written);
        prop_assert_eq!(notices, []);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}
