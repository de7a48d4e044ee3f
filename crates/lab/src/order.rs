//! The causal order of a run: what each task did, and what went through each resource, without the
//! instants.

use crate::trace::*;

/// What a run amounts to whoever carried it. Two hosts that find the same told the same story.
///
/// Whether a send came before or after a receive at the other end of a queue is nobody's doing, so
/// the two ends of a resource are kept apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CausalOrder {
    /// By task: what it moved, opened, closed and ended, in order.
    pub tasks: Vec<Vec<EventKind>>,
    /// By resource: who put what in, in order.
    pub sent: Vec<Vec<Moved>>,
    /// By resource: who took what out, in order.
    pub received: Vec<Vec<Moved>>,
}

/// A task, and the item it moved.
pub type Moved = (Option<TaskId>, Option<ItemId>);

impl CausalOrder {
    /// Reads it off a trace.
    pub fn of(trace: &Trace) -> Self {
        let empty = vec![Vec::new(); trace.resources.len()];
        let mut order = CausalOrder {
            tasks: vec![Vec::new(); trace.tasks.len()],
            sent: empty.clone(),
            received: empty,
        };
        for event in &trace.events {
            match event.kind {
                EventKind::Sent { to: Some(to), item } => {
                    order.sent[to as usize].push((event.task, item));
                }
                EventKind::Received { from: Some(from), item } => {
                    order.received[from as usize].push((event.task, item));
                }
                EventKind::Sent { .. }
                | EventKind::Received { .. }
                | EventKind::Lost { .. }
                | EventKind::Decided { .. }
                | EventKind::StoodIn { .. }
                | EventKind::Opened { .. }
                | EventKind::Closed { .. }
                | EventKind::Finished
                | EventKind::Dropped => {}
                _ => continue,
            }
            if let Some(task) = event.task {
                order.tasks[task as usize].push(event.kind.clone());
            }
        }
        order
    }
}
