//! Which tasks stand side by side in the flow, and which one behind the other.

use std::collections::BTreeSet;

use lab::{Links, ResourceId, TaskId, Trace};

/// The resources at both ends of every task.
pub(super) struct Ends {
    takes: Vec<BTreeSet<ResourceId>>,
    gives: Vec<BTreeSet<ResourceId>>,
    /// By resource: who takes.
    takers: Vec<Vec<TaskId>>,
}

impl Ends {
    pub(super) fn of(trace: &Trace, links: &Links) -> Self {
        let turn = |side: &[Vec<TaskId>]| {
            let mut of = vec![BTreeSet::new(); trace.tasks.len()];
            for (resource, tasks) in side.iter().enumerate() {
                for task in tasks {
                    of[*task as usize].insert(resource as ResourceId);
                }
            }
            of
        };
        Ends {
            takes: turn(&links.receivers),
            gives: turn(&links.senders),
            takers: links.receivers.clone(),
        }
    }

    /// Whether two tasks of one stem stand side by side in the flow, not one behind the other.
    pub(super) fn are_peers(&self, one: usize, other: usize) -> bool {
        let share_source = !self.takes[one].is_disjoint(&self.takes[other]);
        share_source || !(self.feeds(one, other) || self.feeds(other, one))
    }

    /// Whether what `from` gives comes to `to`, directly or through others.
    fn feeds(&self, from: usize, to: usize) -> bool {
        let mut seen = BTreeSet::new();
        let mut left = vec![from as TaskId];
        while let Some(task) = left.pop() {
            for resource in &self.gives[task as usize] {
                for taker in &self.takers[*resource as usize] {
                    if *taker as usize == to {
                        return true;
                    }
                    if seen.insert(*taker) {
                        left.push(*taker);
                    }
                }
            }
        }
        false
    }
}
