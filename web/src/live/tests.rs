//! The same scenario tells the same story on the browser's executor as on the virtual one.

use gloo_timers::future::TimeoutFuture;
use lab::{CausalOrder, Outcome};
use scenarios::{SCENARIOS, Setup};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use super::Live;

wasm_bindgen_test_configure!(run_in_browser);

/// A busy machine fires timers late, and who is first may then be another; not every time.
const TRIES: usize = 4;

#[wasm_bindgen_test]
async fn every_scenario_tells_the_same_story_in_real_time() {
    for scenario in SCENARIOS {
        let setup = Setup::new(scenario);
        let virtual_twin = CausalOrder::of(&setup.finish());
        let mut same = false;
        for _ in 0..TRIES {
            same = live(&setup).await == virtual_twin;
            if same {
                break;
            }
        }
        assert!(same, "{}", scenario.slug);
    }
}

#[wasm_bindgen_test]
async fn computing_blocks_and_waiting_does_not() {
    let Some(scenario) = scenarios::find("concurrency-is-not-parallelism") else { return };
    let mut ends = Vec::new();
    for work in [0, 1] {
        let mut setup = Setup::new(scenario);
        for (name, value) in [("work", work), ("job", 120)] {
            if let Some((place, _)) = scenario.field(name) {
                setup.values[place] = value;
            }
        }
        let session = Live::new(&setup);
        finish(&session).await;
        ends.push(session.edge());
    }
    assert!(ends[0] < 300_000, "four waits overlap: {ends:?}");
    assert!(ends[1] >= 480_000, "four computations do not: {ends:?}");
}

async fn live(setup: &Setup) -> CausalOrder {
    let session = Live::new(setup);
    finish(&session).await;
    session.lab().with_trace(CausalOrder::of)
}

async fn finish(session: &Live) {
    while !session.is_over() {
        session.resume();
        TimeoutFuture::new(5).await;
    }
    session.lab().with_trace(|trace| assert_eq!(trace.outcome, Outcome::Finished));
}
