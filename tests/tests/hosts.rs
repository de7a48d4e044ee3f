//! The same scenario tells the same story on every host.

#![cfg(not(target_arch = "wasm32"))]

use lab::{CausalOrder, Trace};
use scenarios::{SCENARIOS, Setup};
use tests::local_host;

/// On our executor and on `LocalPool`: every variant ends alike, and the pattern moves the same
/// items through the same hands. (What a trap does may hang on who is polled first, and a
/// `LocalPool` polls new tasks after those that were woken later.)
#[test]
fn every_scenario_runs_on_local_pool_as_on_the_virtual_host() {
    for scenario in SCENARIOS {
        for (variant, what) in scenario.variants.iter().enumerate() {
            let setup = Setup { variant, ..Setup::new(scenario) };
            let ours = setup.finish();
            let start = scenario.start;
            let theirs = local_host::run(setup.run(), |lab| start(lab, variant, &setup.values));
            let name = format!("{}, {}", scenario.slug, what.slug);
            let ended = |trace: &Trace| std::mem::discriminant(&trace.outcome);
            assert_eq!(ended(&ours), ended(&theirs), "{name}");
            if what.breaks.is_none() {
                assert_eq!(CausalOrder::of(&ours), CausalOrder::of(&theirs), "{name}");
            }
        }
    }
}
