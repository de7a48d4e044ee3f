//! A run is the same to the byte natively, in Node and in Chromium.
//!
//! The native run prints a digest of every run; `cargo xtask test` compiles the wasm one with them.

use scenarios::{SCENARIOS, Setup};

/// Seeds that are tried for every variant, with a schedule that depends on them.
const SEEDS: [u64; 3] = [0, 7, 1_000_003];

/// One `slug/variant/seed=digest` a run.
fn digests() -> Vec<String> {
    let mut digests = Vec::new();
    for scenario in SCENARIOS {
        for (variant, named) in scenario.variants.iter().enumerate() {
            for seed in SEEDS {
                let setup = Setup {
                    variant,
                    seed,
                    schedule: lab::ScheduleKind::Seeded,
                    ..Setup::new(scenario)
                };
                let json = setup.finish().to_json().expect("a trace is plain data");
                digests.push(format!(
                    "{}/{}/{seed}={:016x}",
                    scenario.slug,
                    named.slug,
                    digest(&json)
                ));
            }
        }
    }
    digests
}

/// FNV-1a: enough to tell two texts apart by accident.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn every_run_is_the_same_twice() {
    let digests = digests();
    assert_eq!(digests, self::digests());
    println!("digests {}", digests.join(","));
}

#[cfg(target_arch = "wasm32")]
#[wasm_bindgen_test::wasm_bindgen_test]
fn every_run_is_the_same_as_natively() {
    let native = option_env!("INTERLEAVE_DIGESTS").unwrap_or_default();
    assert!(!native.is_empty(), "run these tests with `cargo xtask test wasm`");
    assert_eq!(digests(), native.split(',').collect::<Vec<_>>());
}
