//! How long the default run of each scenario takes; `cargo xtask bench` compares native with wasm.

use scenarios::{SCENARIOS, Setup};

/// The fastest of so many counts.
const ROUNDS: u32 = 20;
/// Runs a round: a browser's clock is coarse.
const RUNS: u32 = 40;

/// One `default-run slug nanoseconds` a scenario.
fn measured(now_ns: impl Fn() -> f64) -> Vec<String> {
    let line = |scenario: &'static scenarios::Scenario| {
        let setup = Setup::new(scenario);
        let round = |_| {
            let begun = now_ns();
            for _ in 0..RUNS {
                assert!(!setup.finish().events.is_empty());
            }
            (now_ns() - begun) / f64::from(RUNS)
        };
        let best = (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min);
        format!("default-run {} {best:.0}", scenario.slug)
    };
    SCENARIOS.iter().map(line).collect()
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
#[ignore = "a measurement, not a claim"]
#[expect(clippy::disallowed_methods, reason = "a benchmark reads the real clock")]
fn default_runs() {
    let begun = std::time::Instant::now();
    println!("{}", measured(|| begun.elapsed().as_nanos() as f64).join("\n"));
}

#[cfg(target_arch = "wasm32")]
mod in_chromium {
    use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    #[ignore = "a measurement, not a claim"]
    fn default_runs() {
        let clock = web_sys::window().and_then(|window| window.performance()).expect("a browser");
        console_log!("{}", super::measured(|| clock.now() * 1e6).join("\n"));
    }
}
