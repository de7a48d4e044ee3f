//! Waiting for a limiter against a slow and obvious one: a list of all it has admitted, and a list
//! of those who wait. Of each instant that is foretold the definition says whether it is the first.

mod both;
mod foretold;
mod wild;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use foretold::foretold;
use wild::wild;

use crate::limit_model::{Kind, bucket, counter, fixed, histories, log};

/// Each kind has a quarter of the histories.
#[test]
fn what_is_foretold_is_the_first_instant_at_which_it_can_be() {
    histories(|seed| match seed % 4 {
        0 => foretold(seed, Kind::Bucket(0), bucket),
        1 => foretold(seed, Kind::Fixed, fixed),
        2 => foretold(seed, Kind::Log, log),
        _ => foretold(seed, Kind::Counter, counter),
    });
}

#[test]
fn a_clock_that_runs_backwards_gives_nobody_more_and_nobody_sooner() {
    histories(|seed| match seed % 4 {
        0 => wild(seed, Kind::Bucket(0), bucket),
        1 => wild(seed, Kind::Fixed, fixed),
        2 => wild(seed, Kind::Log, log),
        _ => wild(seed, Kind::Counter, counter),
    });
}
