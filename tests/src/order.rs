//! The causal order of a run: what each task did, and what went through each resource, without
//! the instants.

use std::collections::BTreeMap;

use lab::{EventKind, Trace};

/// What happened, by task and by resource, each in order. Two hosts that find the same have run
/// the same story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CausalOrder {
    /// By task: what it moved, began and ended.
    pub tasks: BTreeMap<String, Vec<String>>,
    /// By resource: what went in and came out.
    pub resources: BTreeMap<String, Vec<String>>,
}

/// Reads it off a trace.
pub fn causal_order(trace: &Trace) -> CausalOrder {
    let mut order = CausalOrder::default();
    for event in &trace.events {
        let what = match &event.kind {
            EventKind::Finished => "finished".to_owned(),
            EventKind::Sent { to, item } => format!("sent {item:?} to {to:?}"),
            EventKind::Received { from, item } => format!("received {item:?} from {from:?}"),
            EventKind::Lost { from, item, why } => format!("lost {item:?} from {from:?}: {why:?}"),
            EventKind::Closed { resource } => format!("closed {resource}"),
            _ => continue,
        };
        let task = event.task.map_or("the world", |task| &trace.tasks[task as usize].name);
        if let Some(resource) = event.kind.resource() {
            let resource = trace.resources[resource as usize].name.clone();
            order.resources.entry(resource).or_default().push(format!("{task} {what}"));
        }
        order.tasks.entry(task.to_owned()).or_default().push(what);
    }
    order
}
