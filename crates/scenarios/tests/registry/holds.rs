//! What is written as it should be keeps its claims, whatever the settings, the schedule and the user.

use lab::{Arrival, Outcome, ScheduleKind};
use scenarios::{Field, Kind, Link, Setup};

use super::{Numbers, broken, each, script};

/// So many runs of each scenario with all of its knobs turned somewhere.
const INSIDE: u64 = 100;

/// `correct` finishes and breaks nothing.
fn holds(setup: &Setup) {
    let trace = setup.finish();
    let link = Link { setup: setup.clone(), ..Link::new(setup.scenario) };
    assert_eq!(broken(&trace), Vec::<&str>::new(), "#{link}");
    assert_eq!(trace.outcome, Outcome::Finished, "#{link}");
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
