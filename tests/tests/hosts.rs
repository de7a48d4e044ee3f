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
            let theirs = on_local_pool(setup, lateness(seed, 200_000));
            assert!(theirs.end() > ours.end(), "{name}: nothing was late");
            assert_eq!(ours.outcome, theirs.outcome, "{name}");
            assert_eq!(CausalOrder::of(ours), CausalOrder::of(&theirs), "{name}");
            assert!(ours.events.iter().map(told).eq(theirs.events.iter().map(told)), "{name}");
        }
    });
}

/// Claims about time too: what a timer is late is nobody's mistake but the host's, and what a trap
/// does wrong it does on a host in time as well.
#[test]
fn however_late_a_host_is_every_claim_says_the_same_of_the_same_event() {
    every_run(|name, setup, ours| {
        for (seed, most) in (1..).zip([1, 300, 2_000, 8_000, 16_000, 50_000]) {
            let late = lateness(seed, most);
            let mut theirs = on_local_pool(setup, late);
            setup.conclude(&mut theirs);
            assert_eq!(theirs.in_time().events, ours.events, "{name}, late by up to {most} us");
            for (ours, theirs) in ours.claims.iter().zip(&theirs.claims) {
                let (claim, ours) = (&ours.claim, (ours.event, &ours.tasks, &ours.items));
                let theirs = (theirs.event, &theirs.tasks, &theirs.items);
                assert_eq!(ours, theirs, "{name}, late by up to {most} us: {claim}");
            }
        }
    });
}

/// Where a claim broke is told in the time of the run that is seen.
#[test]
fn a_claim_breaks_when_its_event_happened() {
    every_run(|name, setup, _| {
        let mut theirs = on_local_pool(setup, || 3_000);
        setup.conclude(&mut theirs);
        for claim in &theirs.claims {
            let at = claim.event.map(|event| theirs.events[event as usize].at);
            assert_eq!(claim.broken_at_us, at, "{name}: {}", claim.claim);
        }
    });
}

/// By how much each thing is late: less than `most`.
fn lateness(seed: u64, most: Micros) -> impl Fn() -> Micros {
    let random = Cell::new(seed);
    move || {
        random.set(random.get() * 48_271 % 0x7fff_ffff);
        random.get() % most
    }
}

/// What happened, but for when.
fn told(event: &Event) -> Event {
    let kind = match &event.kind {
        EventKind::Computing { .. } => EventKind::Computing { until: 0 },
        kind => kind.clone(),
    };
    Event { at: 0, kind, ..event.clone() }
}
