//! Who is at which end of what.

use lab::{Event, EventKind, ResourceId, State, TaskId, Wait};

use super::Index;

impl Index {
    /// Keeps who is at which end of what.
    pub(super) fn link(&mut self, event: &Event) {
        let Some(task) = event.task else { return };
        match &event.kind {
            EventKind::Sent { to: Some(on), .. }
            | EventKind::Blocked { on: Some(on), how: Wait::Send } => self.add_link(0, *on, task),
            EventKind::Received { from: Some(on), .. }
            | EventKind::Blocked { on: Some(on), how: Wait::Receive } => {
                self.add_link(1, *on, task);
            }
            EventKind::Blocked { on: Some(on), how: Wait::Acquire } => self.add_link(2, *on, task),
            EventKind::Showed { resource, state } => {
                if let State::Machine(_) = &**state {
                    // It is a switch in the pipe of whoever shows it.
                    let tasks = &mut self.switches[*resource as usize];
                    if self.linked.insert((3, *resource, task)) {
                        tasks.push(task);
                    }
                }
                if let State::Slots { held, .. } = &**state {
                    for share in held {
                        self.add_link(2, *resource, share.task);
                    }
                }
            }
            _ => {}
        }
    }

    fn add_link(&mut self, side: u8, resource: ResourceId, task: TaskId) {
        if !self.linked.insert((side, resource, task)) {
            return;
        }
        let links = &mut self.links;
        let sides = [&mut links.senders, &mut links.receivers, &mut links.holders];
        if let Some(list) = sides
            .into_iter()
            .nth(usize::from(side))
            .and_then(|side| side.get_mut(resource as usize))
        {
            list.push(task);
        }
    }
}
