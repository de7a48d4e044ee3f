//! What the tests across crates share.

#![cfg(not(target_arch = "wasm32"))]

mod channels;
mod everywhere;
pub mod local_host;

pub use channels::{Channels, Foreign, Own};
pub use everywhere::{Case, everywhere, pause};
