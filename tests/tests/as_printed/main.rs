//! What the page and the command line print as a Rust test compiles as it is printed, and passes:
//! `reproduced.rs` is printed, a test for every scenario.

#![cfg(not(target_arch = "wasm32"))]

mod reproduced;

use lab::{Arrival, Trace};
use scenarios::{Link, SCENARIOS, reproduction};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/as_printed/reproduced.rs");

/// Every scenario as it opens and with its first trap, then one with arrivals from outside.
fn runs() -> Vec<(Link, Trace)> {
    let mut links = Vec::new();
    for scenario in SCENARIOS {
        for variant in 0..scenario.variants.len().min(2) {
            let mut link = Link::new(scenario);
            link.setup.variant = variant;
            links.push(link);
        }
    }
    links.extend(SCENARIOS.iter().find_map(|scenario| {
        let (place, yours) = scenario.takes_traffic()?;
        let mut link = Link::new(scenario);
        link.setup.values[place] = yours;
        link.setup.traffic =
            (0..40).map(|n| Arrival { at: n * n * 1_000, key: n as u32 % 3 }).collect();
        Some(link)
    }));
    links.into_iter().map(|link| (link.clone(), link.setup.finish())).collect()
}

#[test]
fn the_tests_here_are_the_ones_that_are_printed() {
    let runs = runs();
    let printed = reproduction(runs.iter().map(|(link, trace)| (link, trace)));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(FILE, &printed).expect("the file can be written");
    }
    let kept = std::fs::read_to_string(FILE).expect("the file is there");
    // Both in full would bury the line that differs.
    let differs = printed.lines().zip(kept.lines()).find(|(printed, kept)| printed != kept);
    assert!(
        printed == kept,
        "a run changed: if that was meant, `UPDATE_EXPECT=1 cargo test -p tests --test as_printed`, \
         and read what became of the file. The first line that differs: {differs:?}"
    );
}
