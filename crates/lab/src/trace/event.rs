//! What can happen in a run.

use serde::{Deserialize, Serialize};

use super::{ItemId, Micros, ResourceId, SiteId, TaskId};
use crate::state::State;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: Micros,
    /// To whom; `None` is the world outside.
    pub task: Option<TaskId>,
    /// From where in the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteId>,
    /// What.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// What can happen: a closed, small vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventKind {
    /// The task was spawned.
    Spawned,
    /// The task came to its end.
    Finished,
    /// The task was dropped before its end.
    Dropped,
    /// The task can go on and wants a thread.
    Ready,
    /// The task is on a thread.
    Running {
        /// Which, from 0.
        thread: u32,
    },
    /// The task waits for time; others go on.
    Sleeping {
        /// Until when.
        until: Micros,
    },
    /// The task occupies its thread.
    Computing {
        /// Until when.
        until: Micros,
    },
    /// The task waits for others.
    Blocked {
        /// On what; `None` if the lab was not told.
        on: Option<ResourceId>,
        /// In which way.
        how: Wait,
    },
    /// An item left the task; without a resource it left the run, delivered.
    Sent {
        /// Where to.
        to: Option<ResourceId>,
        /// The item.
        item: Option<ItemId>,
    },
    /// An item came to the task; without a resource it was made there.
    Received {
        /// Where from.
        from: Option<ResourceId>,
        /// The item.
        item: Option<ItemId>,
    },
    /// An item is gone without having been delivered.
    Lost {
        /// Where it was; `None` is in the task's own hands.
        from: Option<ResourceId>,
        /// The item.
        item: Option<ItemId>,
        /// Why.
        why: Loss,
    },
    /// A gate, such as a limiter, decided on an item, which is where it was: others may have their
    /// say as well.
    Decided {
        /// Which gate.
        resource: ResourceId,
        /// The item.
        item: ItemId,
        /// Whether it may pass.
        admitted: bool,
    },
    /// Something stands in for the answer that was asked for, such as an older one. That alone moves
    /// nothing: the item is delivered next, but nobody served it.
    StoodIn {
        /// The item.
        item: ItemId,
    },
    /// A resource came to be.
    Opened {
        /// Which.
        resource: ResourceId,
    },
    /// A resource closed: nothing more goes in.
    Closed {
        /// Which.
        resource: ResourceId,
    },
    /// A resource showed what it holds now.
    Showed {
        /// Which.
        resource: ResourceId,
        /// What it holds; boxed, because most events are small.
        state: Box<State>,
    },
    /// A claim was found to hold again, or to be broken, by the scenario itself.
    Claimed {
        /// Its slug.
        claim: Box<str>,
        /// Whether it holds.
        holds: bool,
    },
    /// The user acted.
    Acted {
        /// What was done.
        #[serde(flatten)]
        press: Box<Press>,
    },
}

/// An action that the user took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Press {
    /// Its slug.
    pub action: String,
    /// What it acts on, such as `worker-2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub argument: Option<String>,
}

/// In which way a task is blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// It wants to put something in.
    Send,
    /// It wants to take something out.
    Receive,
    /// It wants a permit.
    Acquire,
    /// It waits for this task to end.
    Task(TaskId),
    /// It waits to be cancelled.
    Cancel,
    /// It waits for something the lab was not told of.
    Other,
}

/// Why an item is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// Its sender gave up while it waited.
    Cancelled,
    /// The other end was closed.
    Closed,
    /// It was turned away.
    Refused,
    /// It was pushed out by a newer one.
    Evicted,
    /// Whoever held it dropped it.
    Dropped,
    /// It was set aside, to be tried again: a dead letter.
    Kept,
}

impl EventKind {
    /// The resource this event names, if any.
    pub fn resource(&self) -> Option<ResourceId> {
        match self {
            EventKind::Blocked { on, .. } => *on,
            EventKind::Sent { to, .. } => *to,
            EventKind::Received { from, .. } | EventKind::Lost { from, .. } => *from,
            EventKind::Opened { resource }
            | EventKind::Closed { resource }
            | EventKind::Decided { resource, .. }
            | EventKind::Showed { resource, .. } => Some(*resource),
            _ => None,
        }
    }

    /// The item this event moves, if any.
    pub fn item(&self) -> Option<ItemId> {
        match self {
            EventKind::Sent { item, .. }
            | EventKind::Received { item, .. }
            | EventKind::Lost { item, .. } => *item,
            _ => None,
        }
    }
}
