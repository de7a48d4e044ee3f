//! What holds of a tree of scopes, each shown with its task's name.

use super::{Broken, Checked, alive};
use crate::state::*;
use crate::trace::*;

/// Once a scope has ended, so has every one below it.
///
/// # Errors
/// [`Broken`] where one above ends without one below.
pub fn cancel_reaches_all_below(trace: &Trace) -> Checked {
    first_tree(trace, |_, _, nodes| {
        let left = nodes.iter().filter(|node| node.ended.is_none());
        let mut left = left.filter(|node| above(nodes, node).is_some_and(|a| a.ended.is_some()));
        left.next().map(|node| node.name.clone())
    })
}

/// Whoever cancels reaches nobody beside or above: `action` the scope that its argument names and
/// those below, a task its own scope and those below.
///
/// # Errors
/// [`Broken`] at the end of one that was not theirs to end.
pub fn cancel_stays_below(trace: &Trace, action: &str) -> Checked {
    first_tree(trace, |event, before, nodes| {
        let by = match trace.events[event].task {
            Some(task) => trace.tasks[task as usize].name.clone(),
            None => match &trace.events[event.checked_sub(1)?].kind {
                EventKind::Acted { press } if press.action == action => {
                    press.argument.as_ref()?.replace('-', " ")
                }
                _ => return None,
            },
        };
        let top = nodes.iter().find(|node| node.name == by)?;
        let ended = nodes.iter().enumerate().filter(|(place, node)| {
            let was = before.get(*place).is_some_and(|node| node.ended.is_some());
            !was && node.ended.as_ref().is_some_and(|ended| ended.words.is_some())
        });
        let mut beyond = ended.filter(|(_, node)| !is_below(nodes, node, top));
        beyond.next().map(|_| by.clone())
    })
}

/// A scope ends no later than the one above it: the earlier deadline counts.
///
/// # Errors
/// [`Broken`] where one with a later deadline, or with none, is made, or where one ends by a
/// deadline that has not come.
pub fn earlier_deadline_counts(trace: &Trace) -> Checked {
    first_tree(trace, |_, _, nodes| {
        let fine = |node: &Node| {
            let limit = above(nodes, node).and_then(|above| above.deadline);
            let early = node.ended.as_ref().is_some_and(|ended| {
                let own = ended.by_deadline && !ended.from_above;
                own && node.deadline.is_none_or(|deadline| ended.at < deadline)
            });
            limit.is_none_or(|limit| node.deadline.is_some_and(|own| own <= limit)) && !early
        };
        nodes.iter().find(|node| !fine(node)).map(|node| node.name.clone())
    })
}

/// A task begins nothing more once its scope has ended, and comes to its end.
///
/// # Errors
/// [`Broken`] at what it begins all the same, or where it is last seen.
pub fn nobody_outlives_their_scope(trace: &Trace) -> Checked {
    let mut over = vec![false; trace.tasks.len()];
    for (index, event) in trace.events.iter().enumerate() {
        if let Some(nodes) = tree(event) {
            let ended = nodes.iter().filter(|node| node.ended.is_some());
            for task in ended.filter_map(|node| named(trace, &node.name)) {
                over[task as usize] = true;
            }
        }
        let begins = matches!(
            event.kind,
            EventKind::Sleeping { .. } | EventKind::Computing { .. } | EventKind::Received { .. }
        );
        if let Some(task) = event.task.filter(|task| begins && over[*task as usize]) {
            return Err(Broken { event: index, tasks: vec![task], items: Vec::new() });
        }
    }
    let left: Vec<TaskId> = alive(trace).into_iter().filter(|task| over[*task as usize]).collect();
    if left.is_empty() || matches!(trace.outcome, Outcome::Running) {
        return Ok(());
    }
    let last = trace.events.iter().rposition(|event| event.task.is_some_and(|t| left.contains(&t)));
    Err(Broken { event: last.unwrap_or(0), tasks: left, items: Vec::new() })
}

/// A scope has ended when its task does, and none is left when the run is over.
///
/// # Errors
/// [`Broken`] at the end of a task that leaves its scope behind.
pub fn scopes_end_with_their_tasks(trace: &Trace) -> Checked {
    let mut nodes: &[Node] = &[];
    let mut last = 0;
    for (index, event) in trace.events.iter().enumerate() {
        if let Some(now) = tree(event) {
            (nodes, last) = (now, index);
        }
        let ended = matches!(event.kind, EventKind::Finished | EventKind::Dropped);
        let Some(task) = event.task.filter(|_| ended) else { continue };
        let name = &trace.tasks[task as usize].name;
        if nodes.iter().any(|node| node.name == *name && node.ended.is_none()) {
            return Err(Broken { event: index, tasks: vec![task], items: Vec::new() });
        }
    }
    match nodes.iter().find(|node| node.ended.is_none()) {
        Some(node) if trace.outcome == Outcome::Finished => Err(Broken {
            event: last,
            tasks: named(trace, &node.name).into_iter().collect(),
            items: Vec::new(),
        }),
        _ => Ok(()),
    }
}

/// The first tree shown of which `breaks` says so, by the name of the culprit; it gets the event's
/// place, the tree as it was before, and as it is.
fn first_tree(
    trace: &Trace,
    breaks: impl Fn(usize, &[Node], &[Node]) -> Option<String>,
) -> Checked {
    let mut before: &[Node] = &[];
    for (index, event) in trace.events.iter().enumerate() {
        let Some(nodes) = tree(event) else { continue };
        if let Some(culprit) = breaks(index, before, nodes) {
            let tasks = named(trace, &culprit).into_iter().collect();
            return Err(Broken { event: index, tasks, items: Vec::new() });
        }
        before = nodes;
    }
    Ok(())
}

fn tree(event: &Event) -> Option<&[Node]> {
    match &event.kind {
        EventKind::Showed { state, .. } => match &**state {
            State::Tree { nodes } => Some(nodes),
            _ => None,
        },
        _ => None,
    }
}

fn named(trace: &Trace, name: &str) -> Option<TaskId> {
    trace.tasks.iter().position(|task| task.name == name).map(|task| task as TaskId)
}

fn above<'n>(nodes: &'n [Node], node: &Node) -> Option<&'n Node> {
    nodes.get(node.parent? as usize)
}

fn is_below(nodes: &[Node], node: &Node, top: &Node) -> bool {
    let mut at = Some(node);
    while let Some(node) = at {
        if std::ptr::eq(node, top) {
            return true;
        }
        at = above(nodes, node);
    }
    false
}
