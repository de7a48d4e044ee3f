//! Where items are: in resources, in hands.

use lab::{Event, EventKind, Loss};

use super::Index;
use crate::path::{Path, Place, Stop};

impl Index {
    /// Keeps what is in resources.
    pub(super) fn store(&mut self, place: u32, event: &Event) {
        let Some(resource) = event.kind.resource() else { return };
        let Some(store) = self.stores.get_mut(resource as usize) else { return };
        match event.kind {
            EventKind::Sent { item, .. } => store.put(place, item),
            EventKind::Received { item, .. } | EventKind::Lost { item, .. } => {
                if matches!(event.kind, EventKind::Lost { why: Loss::Evicted, .. }) {
                    store.evict(item);
                }
                store.take(place, item);
            }
            EventKind::Showed { ref state, .. } => store.show(place, state),
            EventKind::Decided { admitted, .. } => store.decide(place, admitted),
            EventKind::Opened { .. } => store.opened = Some(place),
            EventKind::Closed { .. } => store.closed = store.closed.or(Some(place)),
            _ => {}
        }
    }

    /// Keeps what is in hands, and the items' ways.
    pub(super) fn carry(&mut self, place: u32, event: &Event) {
        if let EventKind::StoodIn { item } = event.kind {
            if let Some(path) = self.items.get_mut(&item) {
                path.stood_in = path.delivered.is_none();
            }
            return;
        }
        let Some(item) = event.kind.item() else { return };
        let hands = event.task.and_then(|task| self.hands.get_mut(task as usize));
        match (&event.kind, hands) {
            (EventKind::Received { .. }, Some(hands)) => hands.push(item),
            (EventKind::Sent { .. } | EventKind::Lost { from: None, .. }, Some(hands)) => {
                if let Some(place) = hands.iter().position(|held| *held == item) {
                    hands.remove(place);
                }
            }
            _ => {}
        }
        let to = match (&event.kind, event.task) {
            (EventKind::Received { .. }, Some(task)) => Place::Hand(task),
            (EventKind::Sent { to: Some(to), .. }, _) => Place::In(*to),
            (EventKind::Sent { to: None, .. }, Some(task)) => Place::Delivered(task),
            (EventKind::Lost { why, .. }, _) => Place::Lost(*why),
            _ => return,
        };
        let path =
            self.items.entry(item).or_insert_with(|| Path { made: event.at, ..Path::default() });
        let is_made = matches!(event.kind, EventKind::Received { from: None, .. });
        let was_lost = path.stops.last().is_some_and(|stop| matches!(stop.place, Place::Lost(_)));
        if is_made && was_lost && path.delivered.is_none() {
            // Handed in again, it is a new one: it has not been under way while nobody had it.
            path.made = event.at;
        }
        if matches!(to, Place::Delivered(_)) {
            path.delivered = path.delivered.or(Some(event.at));
        }
        path.stops.push(Stop { event: place, at: event.at, task: event.task, place: to });
    }
}
