//! What holds of every scenario: its words, its traps, its claims under many schedules, its links.

use std::collections::BTreeSet;

use lab::{Arrival, EventKind, Outcome, ScheduleKind, ScriptEntry, State, Trace};
use scenarios::{
    Cursor, Field, Group, Kind, Language, Link, SCENARIOS, Scenario, Setup, Term, words,
};

/// Keys of links that no knob may take.
const LINK_KEYS: [&str; 26] = [
    "v", "variant", "seed", "do", "sched", "e", "at", "lang", "theme", "embed", "time", "axis",
    "compare", "panels", "autoplay", "loop", "title", "speed", "lock", "hide", "start", "stop",
    "traffic", "goal", "side", "follow",
];

/// So many runs of each scenario with all of its knobs turned somewhere.
const INSIDE: u64 = 100;

/// Runs `check` on every scenario; a failure names the scenario.
fn each(check: impl Fn(&'static Scenario)) {
    for scenario in SCENARIOS {
        eprintln!("{}", scenario.slug);
        check(scenario);
    }
}

fn broken(trace: &Trace) -> Vec<&str> {
    let broken = trace.claims.iter().filter(|claim| !claim.holds);
    broken.map(|claim| claim.claim.as_str()).collect()
}

/// `correct` finishes and breaks nothing.
fn holds(setup: &Setup) {
    let trace = setup.finish();
    let link = Link { setup: setup.clone(), ..Link::new(setup.scenario) };
    assert_eq!(broken(&trace), Vec::<&str>::new(), "#{link}");
    assert_eq!(trace.outcome, Outcome::Finished, "#{link}");
}

#[test]
fn slugs_are_unique_and_found() {
    let slugs: BTreeSet<_> = SCENARIOS.iter().map(|scenario| scenario.slug).collect();
    assert_eq!(slugs.len(), SCENARIOS.len());
    each(|scenario| {
        assert_eq!(scenarios::find(scenario.slug).map(|s| s.slug), Some(scenario.slug))
    });
}

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

#[test]
fn knobs_are_sound() {
    each(|scenario| {
        let names: BTreeSet<_> = scenario.fields.iter().map(|field| field.name).collect();
        assert_eq!(names.len(), scenario.fields.len());
        for field in scenario.fields {
            assert!(!LINK_KEYS.contains(&field.name), "{} is a key of links", field.name);
            let of_frames = ["reset", "full", "all"];
            assert!(!of_frames.contains(&field.name), "{} is a part of frames", field.name);
            assert!((field.min..=field.max).contains(&field.default), "{}", field.name);
            assert!(!field.help.is_empty(), "{}", field.name);
        }
        if let Some(chart) = scenario.chart {
            let lines = scenario.field(chart.lines).expect("the chart's lines are a knob").1;
            assert!(matches!(lines.kind, Kind::Choice(_)));
            assert!(scenario.field(chart.along).is_some());
        }
    });
}

#[test]
fn each_trap_breaks_its_claim_at_the_defaults() {
    each(|scenario| {
        assert_eq!((scenario.variants[0].slug, scenario.variants[0].breaks), ("correct", None));
        assert!(scenario.variants.len() > 1, "a trap teaches");
        for (variant, trap) in scenario.variants.iter().enumerate().skip(1) {
            let claim = trap.breaks.expect("a trap breaks a claim");
            let trace = Setup { variant, ..Setup::new(scenario) }.finish();
            assert!(broken(&trace).contains(&claim), "{} breaks {:?}", trap.slug, broken(&trace));
            assert!(!matches!(trace.outcome, Outcome::Panicked { .. }), "{}", trap.slug);
        }
    });
}

#[test]
fn the_default_run_can_be_read_at_a_glance() {
    each(|scenario| {
        for (variant, of) in scenario.variants.iter().enumerate() {
            let trace = Setup { variant, ..Setup::new(scenario) }.finish();
            let brief = scenario.group == Group::Start || variant > 0;
            let shortest = if brief { 500_000 } else { 1_500_000 };
            let (end, events) = (trace.end(), trace.events.len());
            assert!((shortest..=6_000_000).contains(&end), "{} takes {end} us", of.slug);
            assert!(events <= 430, "{} has {events} events", of.slug);
        }
    });
}

#[test]
fn the_code_shown_is_the_code_that_runs() {
    each(|scenario| {
        let own = scenario.code.first().expect("a scenario shows its source");
        let file = format!("scenarios/catalogue/{}.rs", scenario.slug.replace('-', "_"));
        assert_eq!(own.file, file);
        let trace = Setup::new(scenario).finish();
        assert!(trace.sites.iter().any(|site| site.file == file), "no call site in {file}");
        for stem in [scenario.peers, scenario.works] {
            assert!(trace.tasks.iter().any(|task| task.name.starts_with(stem)), "{stem}");
        }
    });
}

#[test]
fn there_are_three_experiments_and_they_apply() {
    each(|scenario| {
        assert_eq!(scenario.experiments.len(), 3);
        for experiment in scenario.experiments {
            let (link, notices) = Link::parse(&format!("/{}?{}", scenario.slug, experiment.sets));
            assert!(notices.is_empty(), "{}: {notices:?}", experiment.slug);
            assert_ne!(link, Link::new(scenario), "{} changes nothing", experiment.slug);
            let trace = link.setup.finish();
            assert!(!matches!(trace.outcome, Outcome::Panicked { .. }), "{}", experiment.slug);
        }
    });
}

#[test]
fn the_same_arguments_give_the_same_bytes() {
    each(|scenario| {
        let setup = Setup { seed: 7, schedule: ScheduleKind::Seeded, ..Setup::new(scenario) };
        let json = || setup.finish().to_json().expect("a trace is JSON");
        assert!(json() == json(), "two runs differ");
    });
}

#[test]
fn correct_holds_under_many_schedules() {
    each(|scenario| {
        for seed in 0..200 {
            holds(&Setup { seed, schedule: ScheduleKind::Seeded, ..Setup::new(scenario) });
        }
    });
}

#[test]
fn correct_holds_at_the_ends_of_every_range() {
    each(|scenario| {
        for (place, field) in scenario.fields.iter().enumerate() {
            for end in [field.min, field.max] {
                let mut setup = Setup::new(scenario);
                setup.values[place] = end;
                holds(&setup);
            }
        }
        let mut corners = Numbers(1);
        for seed in 0..100 {
            let ends = scenario.fields.iter().map(|field| [field.min, field.max]);
            let values = ends.map(|ends| ends[corners.below(2)]).collect();
            let schedule = ScheduleKind::Seeded;
            holds(&Setup { values, seed, schedule, ..Setup::new(scenario) });
        }
    });
}

#[test]
fn correct_holds_between_the_ends_of_all_ranges() {
    each(|scenario| {
        let mut choices = Numbers(5);
        for seed in 0..INSIDE {
            // Small and round numbers are where things meet: most of them are.
            let inside = |field: &Field| {
                let span = (field.max - field.min) as usize + 1;
                match choices.below(3) {
                    0 => field.min + choices.below(span.min(6)) as i64,
                    1 => (choices.below(span) as i64 / 100 * 100).max(field.min),
                    _ => field.min + choices.below(span) as i64,
                }
            };
            let values = scenario.fields.iter().map(inside).collect();
            let acts = !scenario.actions.is_empty() && choices.below(2) == 0;
            let script = if acts { script(scenario, &mut choices) } else { Vec::new() };
            let schedule =
                if choices.below(2) == 0 { ScheduleKind::Fifo } else { ScheduleKind::Seeded };
            holds(&Setup { values, seed, script, schedule, ..Setup::new(scenario) });
        }
    });
}

#[test]
fn correct_holds_whatever_the_user_does() {
    each(|scenario| {
        if scenario.actions.is_empty() {
            return;
        }
        let mut choices = Numbers(2);
        for seed in 0..200 {
            let script = script(scenario, &mut choices);
            let values = scenario.fields.iter().map(|field| match choices.below(4) {
                0 => field.min + choices.below((field.max - field.min) as usize + 1) as i64,
                _ => field.default,
            });
            let (values, schedule) = (values.collect(), ScheduleKind::Seeded);
            holds(&Setup { values, seed, script, schedule, ..Setup::new(scenario) });
        }
    });
}

/// One to four actions in the first three seconds.
fn script(scenario: &Scenario, choices: &mut Numbers) -> Vec<ScriptEntry> {
    let mut script = Vec::new();
    for _ in 0..=choices.below(4) {
        let action = &scenario.actions[choices.below(scenario.actions.len())];
        let argument = match action.argument.stems() {
            [] => None,
            stems => {
                let stem =
                    if let [stem] = stems { stem } else { stems[choices.below(stems.len())] };
                Some(match choices.below(5) {
                    0 => stem.to_owned(),
                    number => format!("{stem}-{number}"),
                })
            }
        };
        let at = choices.below(3_000) as u64 * 1_000;
        script.push(ScriptEntry { at, action: action.slug.to_owned(), argument });
    }
    script.sort_by_key(|entry| entry.at);
    script
}

#[test]
fn correct_holds_under_the_readers_own_traffic() {
    each(|scenario| {
        let Some((place, yours)) = scenario.takes_traffic() else { return };
        let spread = (0..20_000).map(|n| Arrival { at: n * 500, key: n as u32 % 9 });
        let at_once = std::iter::repeat_n(Arrival { at: 0, key: 0 }, 300);
        let first = scenario.fields[0];
        let choices = matches!(first.kind, Kind::Choice(_)).then_some(first.min..=first.max);
        for choice in choices.unwrap_or(first.default..=first.default) {
            for traffic in [[].into(), at_once.clone().collect(), spread.clone().collect()] {
                let mut setup = Setup { traffic, ..Setup::new(scenario) };
                (setup.values[0], setup.values[place]) = (choice, yours);
                let trace = setup.finish();
                assert_eq!(broken(&trace), Vec::<&str>::new());
                assert_eq!(trace.outcome, Outcome::Finished);
            }
        }
    });
}

#[test]
fn traps_end_in_an_outcome_whatever_the_user_does() {
    each(|scenario| {
        let mut choices = Numbers(3);
        for (variant, trap) in scenario.variants.iter().enumerate().skip(1) {
            for seed in 0..40 {
                let script = if scenario.actions.is_empty() {
                    Vec::new()
                } else {
                    script(scenario, &mut choices)
                };
                let ends =
                    scenario.fields.iter().map(|field| [field.min, field.default, field.max]);
                let values = ends.map(|ends| ends[choices.below(3)]).collect();
                let schedule = ScheduleKind::Seeded;
                let setup =
                    Setup { variant, values, seed, script, schedule, ..Setup::new(scenario) };
                let outcome = setup.finish().outcome;
                let settled = matches!(outcome, Outcome::Finished | Outcome::Deadlocked { .. });
                assert!(settled, "{} ends in {outcome:?}", trap.slug);
            }
        }
    });
}

#[test]
fn links_round_trip() {
    each(|scenario| {
        let mut choices = Numbers(4);
        for seed in 0..200 {
            let values = scenario.fields.iter().map(|field| {
                field.min + choices.below((field.max - field.min) as usize + 1) as i64
            });
            let values = values.collect();
            let script = if scenario.actions.is_empty() {
                Vec::new()
            } else {
                script(scenario, &mut choices)
            };
            let variant = choices.below(scenario.variants.len());
            let setup = Setup { variant, values, seed, script, ..Setup::new(scenario) };
            let cursor = Cursor::Event(choices.below(500) as u32 + 1);
            let link = Link { setup, cursor, ..Link::new(scenario) };
            let (read, notices) = Link::parse(&format!("#{link}"));
            assert!(notices.is_empty(), "#{link}: {notices:?}");
            assert_eq!(read, link, "#{link}");
        }
    });
}

/// Numbers that look random and are the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % bound as u64) as usize
    }
}
