//! What a channel claims, one sentence a test.

mod ends;
mod line;
mod rendezvous;
mod traits;
mod wakes;
