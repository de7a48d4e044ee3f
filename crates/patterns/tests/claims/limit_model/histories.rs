//! Histories at random: settings, clocks and units from tiny to absurd.

use super::model::{END, Kind, Model};
use crate::support::Rng;
use std::time::Duration;

/// As wasm the same in small: a page that tests must also come to an end.
const HISTORIES: u64 = if cfg!(target_arch = "wasm32") { 5_000 } else { 100_000 };

/// A year, about.
const YEAR: u128 = 1 << 55;

fn pick<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    from[rng.below(from.len())]
}

/// A model with settings from tiny to absurd, and what they are on.
pub(crate) fn settings(rng: &mut Rng, kind: Kind) -> Model {
    let small = 1 + rng.below(12) as u128;
    let span = pick(rng, &[small, small, small, 7 * small + 1, 1_000_000_000, YEAR, END]);
    // The products of the definitions have to fit, and they sum what a whole history took.
    let few = rng.below(6) as u32;
    let many = if span > 1 << 64 { 1_000 } else { u32::MAX };
    let limit = pick(rng, &[few, few, few, few + 1, 100, many]);
    let kind = match kind {
        Kind::Bucket(_) => Kind::Bucket(pick(rng, &[0, 1, 1, few, few, 10, u32::MAX])),
        other => other,
    };
    Model { kind, limit, span, admitted: Vec::new() }
}

/// A clock for histories: mostly on, by steps of every size.
pub(crate) fn step(rng: &mut Rng, now: u128, span: u128, hint: Option<Duration>) -> u128 {
    let within = |rng: &mut Rng, most: u128| rng.below(most.clamp(1, 1 << 31) as usize) as u128;
    let next = match rng.below(16) {
        0..=3 => now,
        4..=5 => now + 1,
        6..=8 => now + within(rng, 2 * (span % YEAR) + 2),
        9 => now + span,
        10 => now - now % span + span,
        11..=12 => now.saturating_add(hint.map_or(1, |hint| hint.as_nanos())),
        13 => now.saturating_sub(within(rng, 2 * (span % YEAR) + 2)),
        14 => now + within(rng, 3) * span + within(rng, 3),
        _ => pick(rng, &[now + 40 * YEAR, now / 2, END - 1, END - span / 2, now]),
    };
    next.min(END)
}

pub(crate) fn units(rng: &mut Rng, limit: u32) -> u32 {
    let some = rng.below((limit as usize).saturating_add(1)) as u32;
    pick(rng, &[1, 1, 1, some, some, limit, limit.saturating_add(1), 0])
}

/// Every seed, and the one that breaks it by name.
pub(crate) fn histories(history: impl Fn(u64)) {
    for seed in 0..HISTORIES {
        let once = std::panic::AssertUnwindSafe(|| history(seed));
        if let Err(panic) = std::panic::catch_unwind(once) {
            eprintln!("the history with seed {seed} breaks it");
            std::panic::resume_unwind(panic);
        }
    }
}
