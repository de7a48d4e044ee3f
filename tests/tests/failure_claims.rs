//! What the patterns against failure claim, as wasm: the same claims, word for word, as natively.

#![cfg(target_arch = "wasm32")]

#[path = "../../crates/patterns/tests/claims/support.rs"]
#[allow(dead_code, reason = "these claims use some of it")]
mod support;

#[path = "../../crates/patterns/tests/claims/breaker/mod.rs"]
mod breaker;
#[path = "../../crates/patterns/tests/claims/breaker_model.rs"]
mod breaker_model;
#[path = "../../crates/patterns/tests/claims/resilient/mod.rs"]
mod resilient;
#[path = "../../crates/patterns/tests/claims/resilient_model.rs"]
mod resilient_model;
#[path = "../../crates/patterns/tests/claims/shutdown/mod.rs"]
mod shutdown;
#[path = "../../crates/patterns/tests/claims/shutdown_model.rs"]
mod shutdown_model;
#[path = "../../crates/patterns/tests/claims/timeout.rs"]
mod timeout;
