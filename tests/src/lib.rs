//! What the tests across crates share.

#![cfg(not(target_arch = "wasm32"))]

mod channels;
mod everywhere;
mod ledger;
pub mod local_host;
mod timed;

pub use channels::{Channels, Foreign, Own};
pub use everywhere::{Case, everywhere, pause};
pub use ledger::{Ends, Ledger, Logged, LoggedPermit, LoggedSemaphore, Page};
pub use timed::Timed;
