//! What holds of every challenge: it begins unmet, its solution meets it, and its questions have one
//! answer, which the run gives.

use lab::Trace;
use scenarios::{
    Challenge, Cursor, Found, Goal, Language, Link, SCENARIOS, Scenario, Setup, Task, Term, Words,
    words,
};
use stage::{Index, measured};

/// Runs `check` on every challenge; a failure names it.
fn each(check: impl Fn(&'static Scenario, &'static Challenge)) {
    for scenario in SCENARIOS {
        for challenge in scenario.challenges {
            eprintln!("{}/{}", scenario.slug, challenge.slug);
            check(scenario, challenge);
        }
    }
}

/// What has become of a goal in the run of `setup`, and whether all of it is met.
fn found(goal: &Goal, setup: &Setup) -> (Vec<Found>, bool) {
    let trace = setup.finish();
    let measured = measured(&trace, &Index::new(&trace), setup.scenario.peers);
    let found = goal.check(setup, &trace, &measured);
    let met = Goal::is_met(&found, &trace);
    (found, met)
}

#[test]
fn each_scenario_has_something_to_reach_and_something_to_foresee() {
    for scenario in SCENARIOS {
        let [reach, foresee] = scenario.challenges else { panic!("{}: two", scenario.slug) };
        assert!(matches!(reach.task, Task::Reach { .. }), "{}", scenario.slug);
        assert!(matches!(foresee.task, Task::Foresee { .. }), "{}", scenario.slug);
        assert_ne!(reach.slug, foresee.slug);
    }
}

#[test]
fn settings_and_goals_are_read_without_a_word() {
    each(|scenario, challenge| {
        let more = match challenge.task {
            Task::Reach { goal, with, solution } => {
                let mut notices = Vec::new();
                let goal = Goal::read(scenario, goal, &mut notices).expect("a goal");
                assert_eq!((notices, challenge.goal(scenario)), (Vec::new(), Some(goal)));
                let is_action = |name| scenario.actions.iter().any(|action| action.slug == name);
                for name in with.iter().copied() {
                    let known = scenario.field(name).is_some() || is_action(name);
                    assert!(known || name == "variant", "{name} is nothing that can be used");
                }
                solution
            }
            Task::Foresee { otherwise, .. } => otherwise,
        };
        for sets in [challenge.begins.to_owned(), format!("{}&{more}", challenge.begins)] {
            let (_, notices) = Link::parse(&format!("/{}?{sets}", scenario.slug));
            assert_eq!(notices, [], "{sets}");
        }
        assert_ne!(challenge.setup_with(scenario, more), challenge.setup(scenario));
    });
}

#[test]
fn a_goal_is_not_met_at_first_and_is_met_by_its_solution() {
    each(|scenario, challenge| {
        let Task::Reach { solution, .. } = challenge.task else { return };
        let goal = challenge.goal(scenario).expect("a goal");
        let begun = challenge.setup(scenario);
        let (first, met) = found(&goal, &begun);
        assert!(!met, "it is met before anything is done: {first:?}");
        assert!(first.iter().all(|found| found.value.is_some()), "{first:?}");
        let solved = challenge.setup_with(scenario, solution);
        assert_eq!(challenge.strayed(&solved), Vec::<&str>::new());
        let (last, met) = found(&goal, &solved);
        assert!(met, "the solution does not meet it: {last:?}");
    });
}

#[test]
fn what_may_not_be_used_is_noticed() {
    each(|scenario, challenge| {
        let Task::Reach { with, .. } = challenge.task else { return };
        for (place, field) in scenario.fields.iter().enumerate() {
            let mut setup = challenge.setup(scenario);
            let now = setup.values[place];
            setup.values[place] = if now == field.max { field.min } else { field.max };
            let strayed = challenge.strayed(&setup);
            assert_eq!(strayed.contains(&field.name), !with.contains(&field.name));
        }
        let setup = Setup { variant: 1, seed: 1, ..challenge.setup(scenario) };
        assert_eq!(challenge.strayed(&setup), ["variant", "seed"]);
    });
}

#[test]
fn a_question_has_one_answer_which_the_run_gives_later() {
    each(|scenario, challenge| {
        let Task::Foresee { choices, ask, otherwise } = challenge.task else { return };
        assert!((2..=4).contains(&choices.len()));
        let mut sorted = choices.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), choices.len(), "no answer stands there twice");
        let asked = |trace: &Trace| {
            let asked = ask(trace).expect("the run is asked, and answers");
            let after = match asked.stop {
                Cursor::Start => 0,
                Cursor::Event(event) => event as usize + 1,
                Cursor::At(ms) => {
                    trace.events.partition_point(|event| event.at <= u64::from(ms) * 1_000)
                }
            };
            assert!(after > 0 && after <= asked.shows, "{asked:?}");
            assert!(asked.shows < trace.events.len(), "{asked:?}");
            assert!(choices.contains(&asked.answer), "{asked:?}");
            asked
        };
        let trace = challenge.setup(scenario).finish();
        let other = challenge.setup_with(scenario, otherwise).finish();
        let (first, second) = (asked(&trace), asked(&other));
        assert_ne!(first.answer, second.answer, "the answer depends on the run");
        for language in Language::ALL {
            for answer in [first.answer, second.answer] {
                let key = format!("{}.{answer}", challenge.slug);
                let term = Words::term(words(scenario.slug, language).challenges, &key);
                assert!(term.is_some_and(|term| !term.more.is_empty()), "{key} says no why");
            }
        }
        // Nothing happens that could not be asked of an empty run.
        assert_eq!(ask(&Trace::new(trace.run.clone())), None);
    });
}

#[test]
fn words_are_complete_in_every_language() {
    for scenario in SCENARIOS {
        for language in Language::ALL {
            let terms = words(scenario.slug, language).challenges;
            let keys: Vec<_> = scenario.challenges.iter().flat_map(keys).collect();
            let said: Vec<_> = terms.iter().map(|term| term.key).collect();
            assert_eq!(said, keys, "{} {language:?}", scenario.slug);
            for challenge in scenario.challenges {
                let term = Words::term(terms, challenge.slug).expect("a name");
                assert!(!term.more.is_empty(), "{} says what is to be done", challenge.slug);
                placeholders(scenario, term);
            }
            assert!(terms.iter().all(|term| !term.label.is_empty()));
        }
    }
}

/// The lines that a challenge has in the words files, in order.
fn keys(challenge: &Challenge) -> Vec<String> {
    let own = |part: &str| format!("{}.{part}", challenge.slug);
    let mut keys = vec![challenge.slug.to_owned(), own("hint")];
    match challenge.task {
        Task::Reach { .. } => keys.push(own("why")),
        Task::Foresee { choices, .. } => keys.extend(choices.iter().map(|choice| own(choice))),
    }
    keys
}

/// Nothing is filled in but the instant.
fn placeholders(scenario: &Scenario, term: &Term) {
    for part in term.more.split('{').skip(1) {
        assert!(part.starts_with("at}"), "{}: {}", scenario.slug, term.more);
    }
}
