//! What the tests across crates share.

pub mod local_host;
pub mod order;
