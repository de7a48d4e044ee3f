//! Which item went from whom to whom.

use std::collections::{BTreeMap, VecDeque};

use lab::{EventKind, ItemId, ResourceId, TaskId, Trace};

/// An item that one task put somewhere and another took out.
pub(super) struct Flow {
    pub(super) item: ItemId,
    /// Who sent it, and with which event it left.
    pub(super) from: (TaskId, usize),
    /// Who received it, and with which event.
    pub(super) to: (TaskId, usize),
}

/// Half of a way: who did what with which event.
#[derive(Clone, Copy)]
struct Half {
    received: bool,
    task: Option<TaskId>,
    event: usize,
}

/// Every way from hand to hand, in the order in which they were come to an end.
pub(super) fn flows(trace: &Trace) -> Vec<Flow> {
    let mut flows = Vec::new();
    // An item may be in a channel several times over; then first in is first out.
    let mut open: BTreeMap<(ResourceId, ItemId), VecDeque<Half>> = BTreeMap::new();
    for (place, event) in trace.events.iter().enumerate() {
        let (Some(resource), Some(item)) = (event.kind.resource(), event.kind.item()) else {
            continue;
        };
        let halves = open.entry((resource, item)).or_default();
        let received = match event.kind {
            EventKind::Sent { .. } => false,
            EventKind::Received { .. } => true,
            _ => {
                // What is lost there does not arrive.
                halves.pop_front();
                continue;
            }
        };
        let half = Half { received, task: event.task, event: place };
        match halves.front().copied() {
            Some(other) if other.received != received => {
                halves.pop_front();
                flows.extend(joined(item, half, other));
            }
            _ => halves.push_back(half),
        }
    }
    flows
}

/// A receiver may take an item out of the hands of a sender that waits, who is told of it later: the
/// way begins when the item leaves, not when its sender hears of that.
fn joined(item: ItemId, one: Half, other: Half) -> Option<Flow> {
    let (sent, received) = if one.received { (other, one) } else { (one, other) };
    let left = sent.event.min(received.event);
    Some(Flow { item, from: (sent.task?, left), to: (received.task?, received.event) })
}
