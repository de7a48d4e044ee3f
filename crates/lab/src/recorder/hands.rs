//! Who holds which item.

use super::Recorder;
use crate::trace::*;

impl Recorder {
    /// Writes that an item came into the hands of `task`.
    pub(crate) fn received(
        &self,
        task: Option<TaskId>,
        at: Micros,
        site: Option<SiteId>,
        from: Option<ResourceId>,
        item: Option<ItemId>,
    ) {
        if let (Some(task), Some(item)) = (task, item) {
            self.hands.borrow_mut()[task as usize].held.push(item);
        }
        self.record(task, at, site, || EventKind::Received { from, item });
    }

    /// Writes that an item left the hands of `task`.
    pub(crate) fn sent(
        &self,
        task: Option<TaskId>,
        at: Micros,
        site: Option<SiteId>,
        to: Option<ResourceId>,
        item: Option<ItemId>,
    ) {
        self.let_go(task, item);
        self.record(task, at, site, || EventKind::Sent { to, item });
    }

    /// Writes that an item is gone: from a resource, or from the hands of `task`.
    pub(crate) fn lost(
        &self,
        task: Option<TaskId>,
        at: Micros,
        site: Option<SiteId>,
        from: Option<ResourceId>,
        item: Option<ItemId>,
        why: Loss,
    ) {
        if from.is_none() {
            self.let_go(task, item);
        }
        self.record(task, at, site, || EventKind::Lost { from, item, why });
    }

    fn let_go(&self, task: Option<TaskId>, item: Option<ItemId>) {
        let (Some(task), Some(item)) = (task, item) else { return };
        let held = &mut self.hands.borrow_mut()[task as usize].held;
        if let Some(place) = held.iter().position(|held| *held == item) {
            held.remove(place);
        }
    }

    /// Writes that a send of the task that is polled now was dropped, and its item with it.
    pub(crate) fn gave_up(&self, at: Micros, site: Option<SiteId>, item: Option<ItemId>) {
        let task = self.current();
        self.lost(task, at, site, None, item, Loss::Cancelled);
        self.given_up.borrow_mut().extend(task.zip(item));
    }

    /// Whether a dropped send has said already that the item is given up; asked once.
    pub(crate) fn has_given_up(&self, item: ItemId) -> bool {
        let mut given_up = self.given_up.borrow_mut();
        let place =
            given_up.iter().position(|given| Some(*given) == self.current().map(|t| (t, item)));
        place.map(|place| given_up.swap_remove(place)).is_some()
    }
}
