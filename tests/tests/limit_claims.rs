//! What the limits claim, as wasm: the same claims, word for word, as natively.

#![cfg(target_arch = "wasm32")]

#[path = "../../crates/patterns/tests/claims/support.rs"]
#[allow(dead_code, reason = "these claims use some of it")]
mod support;

#[path = "../../crates/patterns/tests/claims/limit.rs"]
mod limit;
#[path = "../../crates/patterns/tests/claims/limit_model/mod.rs"]
mod limit_model;
#[path = "../../crates/patterns/tests/claims/limit_wait/mod.rs"]
mod limit_wait;
#[path = "../../crates/patterns/tests/claims/limit_wait_model/mod.rs"]
mod limit_wait_model;
