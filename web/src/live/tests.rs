//! The same scenario tells the same story on the browser's executor as on the virtual one.

use std::collections::BTreeSet;

use futures::future::join_all;
use gloo_timers::future::TimeoutFuture;
use lab::{CausalOrder, EventKind, ScriptEntry, Trace};
use scenarios::{SCENARIOS, Setup};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use super::Live;

wasm_bindgen_test_configure!(run_in_browser);

/// The clock's speed, in thousandths: order does not hang on it, patience does.
const SPEED: u32 = 10_000;

#[wasm_bindgen_test]
async fn every_scenario_tells_the_same_story_in_real_time() {
    let all = SCENARIOS
        .iter()
        .flat_map(|scenario| (0..scenario.variants.len()).map(move |variant| (scenario, variant)));
    // All wait for their timers at once: order does not hang on how late they are.
    join_all(all.map(|(scenario, variant)| async move {
        let setup = Setup { variant, ..Setup::new(scenario) };
        let twin = setup.finish();
        let session = Live::new(&setup);
        session.set_speed(SPEED);
        finish(&session).await;
        let name = format!("{}, {}", scenario.slug, scenario.variants[variant].slug);
        session.lab().with_trace(|trace| assert_same(&name, &twin, trace));
    }))
    .await;
}

#[wasm_bindgen_test]
async fn what_is_pressed_live_comes_at_the_same_place_in_the_twin() {
    let all = SCENARIOS
        .iter()
        .flat_map(|scenario| scenario.actions.iter().map(move |action| (scenario, action)));
    join_all(all.map(|(scenario, action)| async move {
        let mut setup = Setup::new(scenario);
        let middle = setup.finish().end() / 2;
        let session = Live::new(&setup);
        session.set_speed(SPEED);
        while session.edge() < middle {
            session.resume();
            TimeoutFuture::new(5).await;
        }
        let tasks = session.lab().with_trace(|trace| action.argument.tasks(trace));
        let argument = tasks.into_iter().next();
        let entry = ScriptEntry {
            at: session.next_millisecond(),
            action: action.slug.to_owned(),
            argument,
        };
        session.press(entry.clone());
        setup.script.push(entry);
        finish(&session).await;
        let name = format!("{}, {}", scenario.slug, action.slug);
        session.lab().with_trace(|trace| assert_same(&name, &setup.finish(), trace));
    }))
    .await;
}

fn assert_same(name: &str, twin: &Trace, real: &Trace) {
    assert_eq!(twin.outcome, real.outcome, "{name}");
    assert!(CausalOrder::of(twin) == CausalOrder::of(real), "{name}: not the same causal order");
    // Not even who was ready before whom is another.
    let order = |trace: &Trace| -> Vec<_> {
        let kind = |event: &lab::Event| std::mem::discriminant(&event.kind);
        trace.events.iter().map(|event| (event.task, event.site, kind(event))).collect()
    };
    assert!(order(twin) == order(real), "{name}: not the same order");
}

#[wasm_bindgen_test]
async fn computing_blocks_and_waiting_does_not() {
    let Some(scenario) = scenarios::find("concurrency-is-not-parallelism") else { return };
    for (work, at_once) in [(0, 4), (1, 1)] {
        let mut setup = Setup::new(scenario);
        for (name, value) in [("work", work), ("job", 120)] {
            if let Some((place, _)) = scenario.field(name) {
                setup.values[place] = value;
            }
        }
        let session = Live::new(&setup);
        finish(&session).await;
        session.lab().with_trace(|trace| assert_eq!(most_at_once(trace), at_once));
        assert!(work == 0 || session.edge() >= 480_000, "the thread was not occupied for so long");
    }
}

/// How many tasks waited for time, or computed, at the same time.
fn most_at_once(trace: &Trace) -> usize {
    let (mut under_way, mut most) = (BTreeSet::new(), 0);
    for event in &trace.events {
        match event.kind {
            EventKind::Sleeping { .. } | EventKind::Computing { .. } => {
                under_way.insert(event.task)
            }
            EventKind::Ready | EventKind::Running { .. } => under_way.remove(&event.task),
            _ => continue,
        };
        most = most.max(under_way.len());
    }
    most
}

async fn finish(session: &Live) {
    while !session.is_over() {
        session.resume();
        TimeoutFuture::new(5).await;
    }
}
