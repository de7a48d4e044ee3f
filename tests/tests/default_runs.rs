//! How long the default run of each scenario takes, and one with a lot of traffic; `cargo xtask bench`
//! compares native with wasm.

use lab::Arrival;
use scenarios::{SCENARIOS, Setup, find};

/// The fastest of so many counts.
const ROUNDS: u32 = 20;
/// Runs a round: a browser's clock is coarse.
const RUNS: u32 = 40;

/// The fastest of so many runs with traffic: each is as long as thousands of others.
const LONG_RUNS: u32 = 5;

/// One `default-run slug nanoseconds` a scenario. They take turns: a browser compiles what is
/// used much a second time, meanwhile.
fn measured(now_ns: impl Fn() -> f64 + Copy) -> Vec<String> {
    let mut best = vec![f64::INFINITY; SCENARIOS.len()];
    for _ in 0..ROUNDS {
        for (scenario, best) in SCENARIOS.iter().zip(&mut best) {
            let setup = Setup::new(scenario);
            let begun = now_ns();
            for _ in 0..RUNS {
                assert!(!setup.finish().events.is_empty());
            }
            *best = best.min((now_ns() - begun) / f64::from(RUNS));
        }
    }
    let lines = SCENARIOS.iter().zip(best);
    let lines = lines.map(|(scenario, best)| format!("default-run {} {best:.0}", scenario.slug));
    lines.chain([format!("default-run 20,000-own-arrivals {:.0}", traffic(now_ns))]).collect()
}

/// Twenty thousand arrivals of forty clients through five limiters, in nanoseconds.
fn traffic(now_ns: impl Fn() -> f64) -> f64 {
    let mut setup = Setup::new(find("limiters-side-by-side").expect("a scenario"));
    let (place, yours) = setup.scenario.takes_traffic().expect("it takes traffic");
    setup.values[place] = yours;
    setup.traffic =
        (0..20_000).map(|n| Arrival { at: n * 500, key: (n * n % 40) as u32 }).collect();
    let mut best = f64::INFINITY;
    for _ in 0..LONG_RUNS {
        let begun = now_ns();
        assert_eq!(setup.finish().outcome, lab::Outcome::Finished);
        best = best.min(now_ns() - begun);
    }
    best
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
#[expect(clippy::disallowed_methods, reason = "a benchmark reads the real clock")]
fn default_runs() {
    let begun = std::time::Instant::now();
    println!("{}", measured(&|| begun.elapsed().as_nanos() as f64).join("\n"));
}

#[cfg(target_arch = "wasm32")]
mod in_chromium {
    use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn default_runs() {
        let clock = web_sys::window().and_then(|window| window.performance()).expect("a browser");
        console_log!("{}", super::measured(&|| clock.now() * 1e6).join("\n"));
    }
}
