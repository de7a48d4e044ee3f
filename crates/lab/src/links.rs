//! Who puts into which resource, and who takes out of it, over a whole trace.

use crate::state::State;
use crate::trace::*;

/// The two sides of every resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// By resource: the tasks that put into it or wanted to, in order of appearance.
    pub senders: Vec<Vec<TaskId>>,
    /// By resource: the tasks that took out of it or wanted to, in order of appearance.
    pub receivers: Vec<Vec<TaskId>>,
    /// By resource: the tasks that held its permits or wanted to.
    pub holders: Vec<Vec<TaskId>>,
}

impl Links {
    /// Reads them off a trace.
    pub fn of(trace: &Trace) -> Self {
        let empty = vec![Vec::new(); trace.resources.len()];
        let mut links = Links { senders: empty.clone(), receivers: empty.clone(), holders: empty };
        for event in &trace.events {
            let Some(task) = event.task else { continue };
            let (side, resource) = match event.kind {
                EventKind::Sent { to: Some(to), .. } => (&mut links.senders, to),
                EventKind::Blocked { on: Some(on), how: Wait::Send } => (&mut links.senders, on),
                EventKind::Received { from: Some(from), .. } => (&mut links.receivers, from),
                EventKind::Blocked { on: Some(on), how: Wait::Receive } => {
                    (&mut links.receivers, on)
                }
                EventKind::Blocked { on: Some(on), how: Wait::Acquire } => (&mut links.holders, on),
                EventKind::Showed { resource, ref state } => {
                    if let State::Slots { held, .. } = &**state {
                        let holders = &mut links.holders[resource as usize];
                        held.iter().for_each(|share| add(holders, share.task));
                    }
                    continue;
                }
                _ => continue,
            };
            add(&mut side[resource as usize], task);
        }
        links
    }

    /// The tasks that could free one that waits for `on` in this way.
    pub fn who_frees(&self, on: ResourceId, how: Wait) -> &[TaskId] {
        match how {
            Wait::Send => &self.receivers[on as usize],
            Wait::Receive => &self.senders[on as usize],
            Wait::Acquire => &self.holders[on as usize],
            Wait::Task(_) | Wait::Cancel | Wait::Other => &[],
        }
    }
}

fn add(list: &mut Vec<TaskId>, task: TaskId) {
    if !list.contains(&task) {
        list.push(task);
    }
}
