//! What the parts that survive overload claim, as wasm: the same claims, word for word, as
//! natively.

#![cfg(target_arch = "wasm32")]

#[path = "../../crates/patterns/tests/claims/support.rs"]
#[allow(dead_code, reason = "these claims use some of it")]
mod support;

#[path = "../../crates/patterns/tests/claims/overload_adaptive/mod.rs"]
mod overload_adaptive;
#[path = "../../crates/patterns/tests/claims/overload_backpressure.rs"]
mod overload_backpressure;
#[path = "../../crates/patterns/tests/claims/overload_model.rs"]
mod overload_model;
#[path = "../../crates/patterns/tests/claims/overload_scaler.rs"]
mod overload_scaler;
#[path = "../../crates/patterns/tests/claims/overload_window.rs"]
mod overload_window;
