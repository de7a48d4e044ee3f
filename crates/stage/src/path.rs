//! Where an item has been.

use lab::{Loss, Micros, ResourceId, TaskId};

/// A place an item can be at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a task's hands.
    Hand(TaskId),
    /// In a resource.
    In(ResourceId),
    /// Delivered by a task: it left the run.
    Delivered(TaskId),
    /// Gone without having been delivered.
    Lost(Loss),
}

/// An item's coming to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The event.
    pub event: u32,
    /// When.
    pub at: Micros,
    /// By whom.
    pub task: Option<TaskId>,
    /// Where it came to.
    pub place: Place,
}

/// An item's way through the run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path {
    /// When it was made, or first seen; the last time, if it was lost and made again.
    pub made: Micros,
    /// When it was first delivered.
    pub delivered: Option<Micros>,
    /// Whether nobody served it: something stood in for the answer.
    pub stood_in: bool,
    /// Where it came to, in order.
    pub stops: Vec<Stop>,
}

impl Path {
    /// Where it is after so many events: the place it came to last.
    pub fn after(&self, events: usize) -> Option<&Stop> {
        let count = self.stops.partition_point(|stop| (stop.event as usize) < events);
        count.checked_sub(1).map(|place| &self.stops[place])
    }
}
