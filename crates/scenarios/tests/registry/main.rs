//! What holds of every scenario: its words, its traps, its claims, its links.

mod holds;
mod words;

use std::collections::BTreeSet;

use lab::{Event, Outcome, ScheduleKind, ScriptEntry, Trace};
use scenarios::{Cursor, Group, Kind, Link, SCENARIOS, Scenario, Setup};

/// Keys of links that no knob may take.
const LINK_KEYS: [&str; 26] = [
    "v", "variant", "seed", "do", "sched", "e", "at", "lang", "theme", "embed", "time", "axis",
    "compare", "panels", "autoplay", "loop", "title", "speed", "lock", "hide", "start", "stop",
    "traffic", "goal", "side", "follow",
];

/// Runs `check` on every scenario; a failure names the scenario.
fn each(check: impl Fn(&'static Scenario)) {
    for scenario in SCENARIOS {
        eprintln!("{}", scenario.slug);
        check(scenario);
    }
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

/// A reader who is led to the instant sees there what is wrong: until a trap has done anything that
/// the correct one would not, nothing is.
#[test]
fn no_claim_breaks_before_the_trap_has_done_anything() {
    each(|scenario| {
        let correct = Setup::new(scenario).finish();
        for (variant, trap) in scenario.variants.iter().enumerate().skip(1) {
            let trace = Setup { variant, ..Setup::new(scenario) }.finish();
            let both = trace.events.iter().zip(&correct.events);
            let same = |(one, other): &(&Event, &Event)| {
                (one.at, one.task, &one.kind) == (other.at, other.task, &other.kind)
            };
            let differ = both.take_while(same).count().min(trace.events.len() - 1);
            let from = trace.events[differ].at;
            for claim in trace.claims.iter().filter(|claim| !claim.holds) {
                let slugs = (trap.slug, &claim.claim);
                assert!(
                    claim.broken_at_us >= Some(from),
                    "{slugs:?}: {claim:?}, same until {from}"
                );
            }
        }
    });
}

fn broken(trace: &Trace) -> Vec<&str> {
    let broken = trace.claims.iter().filter(|claim| !claim.holds);
    broken.map(|claim| claim.claim.as_str()).collect()
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

/// Numbers that look random and are the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % bound as u64) as usize
    }
}
