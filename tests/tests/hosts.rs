//! The same scenario tells the same story on every host.

#![cfg(not(target_arch = "wasm32"))]

use std::cell::Cell;

use lab::{CausalOrder, Event, EventKind, Micros, ScheduleKind, ScriptEntry, Trace};
use scenarios::{SCENARIOS, Setup};
use tests::local_host;

/// Every run of every variant, first come first served and not, left alone and not.
fn every_run(check: impl Fn(&str, &Setup, &Trace)) {
    for scenario in SCENARIOS {
        for (variant, what) in scenario.variants.iter().enumerate() {
            for schedule in [ScheduleKind::Fifo, ScheduleKind::Seeded] {
                let name = format!("{}, {}, {schedule:?}", scenario.slug, what.slug);
                let setup = Setup { variant, schedule, ..Setup::new(scenario) };
                let alone = setup.finish();
                check(&name, &setup, &alone);
                let pressed = Setup { script: every_action(&setup, &alone), ..setup };
                check(&format!("{name}, pressed"), &pressed, &pressed.finish());
            }
        }
    }
}

/// Every action, each at an instant at which something is due.
fn every_action(setup: &Setup, alone: &Trace) -> Vec<ScriptEntry> {
    let mut script = Vec::new();
    for (place, action) in setup.scenario.actions.iter().enumerate() {
        let event = alone.events.len() * (place + 1) / (setup.scenario.actions.len() + 2);
        let argument = action.argument.stems().first().and_then(|stem| {
            let mut names = alone.tasks.iter().map(|task| task.name.replace(' ', "-"));
            names.find(|name| name.starts_with(stem))
        });
        script.push(ScriptEntry {
            at: alone.events[event].at,
            action: action.slug.into(),
            argument,
        });
    }
    script
}

fn on_local_pool(setup: &Setup, late: impl Fn() -> Micros) -> Trace {
    let start = setup.scenario.start;
    local_host::run(setup.run(), late, |lab| start(lab, setup.variant, &setup.values))
}

#[test]
fn a_local_pool_in_time_writes_the_very_trace_of_the_virtual_host() {
    every_run(|name, setup, ours| {
        let theirs = on_local_pool(setup, || 0);
        assert_eq!(ours.outcome, theirs.outcome, "{name}");
        assert_eq!(ours.events, theirs.events, "{name}");
    });
}

/// Late by up to twice what most scenarios wait for between two things: were order a matter of
/// who is late, it would be another one.
#[test]
fn however_late_a_host_is_everything_happens_in_the_same_order() {
    every_run(|name, setup, ours| {
        for seed in 1..=4 {
            let random = Cell::new(seed);
            let theirs = on_local_pool(setup, || {
                random.set(random.get() * 48_271 % 0x7fff_ffff);
                random.get() % 200_000
            });
            assert!(theirs.end() > ours.end(), "{name}: nothing was late");
            assert_eq!(ours.outcome, theirs.outcome, "{name}");
            assert_eq!(CausalOrder::of(ours), CausalOrder::of(&theirs), "{name}");
            assert!(ours.events.iter().map(told).eq(theirs.events.iter().map(told)), "{name}");
        }
    });
}

/// What happened, but for when.
fn told(event: &Event) -> Event {
    let kind = match &event.kind {
        EventKind::Computing { .. } => EventKind::Computing { until: 0 },
        kind => kind.clone(),
    };
    Event { at: 0, kind, ..event.clone() }
}
