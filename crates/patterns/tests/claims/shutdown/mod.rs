//! What a graceful shutdown claims.

mod deadline;
mod deed;
mod program;
mod tracker;
