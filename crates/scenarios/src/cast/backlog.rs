//! What is done when the queue of a service is full.

use lab::{Carries, Lab, Receiver, Sender};
use patterns::Strategy;

crate::choices! {
    /// What is done when the queue is full.
    pub enum Backlog {
        /// The newest is refused.
        DropNewest = "drop-newest",
        /// The oldest in the queue gives way.
        DropOldest = "drop-oldest",
        /// Whoever hands in waits.
        Block = "block",
        /// It is never full: it grows.
        None = "none",
    }
}

impl Backlog {
    /// As the pattern is told.
    pub fn strategy(self) -> Strategy {
        match self {
            Backlog::DropNewest => Strategy::DropNewest,
            Backlog::DropOldest => Strategy::DropOldest,
            Backlog::Block | Backlog::None => Strategy::Block,
        }
    }

    /// A queue for so many, unless it has no bound.
    pub fn queue<T: Carries>(self, lab: &Lab, places: u32) -> (Sender<T>, Receiver<T>) {
        match self {
            Backlog::None => lab.unbounded("queue"),
            _ => lab.channel("queue", places),
        }
    }
}
