//! Traced ends over `patterns::channel`.

mod inlet;
mod receiver;
mod recv;
mod send;
mod sender;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::panic::Location;
use std::rc::Rc;

use patterns::channel;

pub use self::receiver::Receiver;
pub use self::recv::Recv;
pub use self::send::Send;
pub use self::sender::Sender;
use crate::item::Carries;
use crate::lab::Lab;
use crate::trace::*;

/// What all ends of a traced channel share.
struct Shared {
    lab: Lab,
    id: ResourceId,
    /// The line that opened the channel, for what happens outside of every task.
    opened_at: SiteId,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    /// What is in the channel, the oldest first.
    items: VecDeque<Option<ItemId>>,
    /// Sends that wait, the first in line first. A receiver may take from their hands.
    offers: VecDeque<Offer>,
    offered: u64,
    closed: bool,
}

#[derive(Clone, Copy)]
struct Offer {
    ticket: u64,
    task: Option<TaskId>,
    site: SiteId,
    item: Option<ItemId>,
}

impl Shared {
    /// Where a pattern acts for a task: the line that started the task.
    fn here(&self) -> SiteId {
        self.lab.task_site().unwrap_or(self.opened_at)
    }

    /// An item went in.
    fn sent(&self, task: Option<TaskId>, site: SiteId, item: Option<ItemId>) {
        self.state.borrow_mut().items.push_back(item);
        let at = self.lab.stamp();
        self.lab.recorder().sent(task, at, Some(site), Some(self.id), item);
    }

    /// A send waits with its item in hand.
    fn offer(&self, site: SiteId, item: Option<ItemId>) -> u64 {
        let mut state = self.state.borrow_mut();
        let ticket = state.offered;
        state.offered += 1;
        let task = self.lab.current_task();
        state.offers.push_back(Offer { ticket, task, site, item });
        ticket
    }

    /// Takes an offer back; `None` if a receiver took it already.
    fn withdraw(&self, ticket: u64) -> Option<Offer> {
        let mut state = self.state.borrow_mut();
        let place = state.offers.iter().position(|offer| offer.ticket == ticket)?;
        state.offers.remove(place)
    }

    /// An item came out.
    fn received(&self, site: SiteId, item: Option<ItemId>) {
        let waiting = {
            let state = self.state.borrow();
            // On a rendezvous the receiver takes from the first hand in line, and that is the send.
            if state.items.is_empty() { state.offers.front().copied() } else { None }
        };
        if let Some(offer) = waiting {
            self.withdraw(offer.ticket);
            self.sent(offer.task, offer.site, offer.item);
        }
        self.state.borrow_mut().items.pop_front();
        let (task, at) = (self.lab.current_task(), self.lab.stamp());
        self.lab.recorder().received(task, at, Some(site), Some(self.id), item);
    }

    fn lost(&self, site: SiteId, from: Option<ResourceId>, item: Option<ItemId>, why: Loss) {
        let (task, at) = (self.lab.current_task(), self.lab.stamp());
        self.lab.recorder().lost(task, at, Some(site), from, item, why);
    }

    fn close(&self, site: SiteId) {
        if !std::mem::replace(&mut self.state.borrow_mut().closed, true) {
            self.lab.recorder().close(self.lab.stamp(), Some(site), self.id);
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        for item in std::mem::take(&mut self.state.get_mut().items) {
            self.lost(self.here(), Some(self.id), item, Loss::Dropped);
        }
    }
}

impl Lab {
    /// A traced channel that holds `capacity` items; 0 is a rendezvous.
    #[track_caller]
    pub fn channel<T: Carries>(&self, name: &str, capacity: u32) -> (Sender<T>, Receiver<T>) {
        let ends = channel::bounded(capacity as usize);
        self.ends(name, Some(capacity), ends, Location::caller())
    }

    /// A traced channel that holds whatever comes.
    #[track_caller]
    pub fn unbounded<T: Carries>(&self, name: &str) -> (Sender<T>, Receiver<T>) {
        self.ends(name, None, channel::unbounded(), Location::caller())
    }

    fn ends<T: Carries>(
        &self,
        name: &str,
        capacity: Option<u32>,
        (sender, receiver): (channel::Sender<T>, channel::Receiver<T>),
        caller: &'static Location<'static>,
    ) -> (Sender<T>, Receiver<T>) {
        let opened_at = self.site(caller);
        let kind = ResourceKind::Channel { capacity };
        let id = self.recorder().resource(name, kind, self.stamp());
        let state = RefCell::default();
        let shared = Rc::new(Shared { lab: self.clone(), id, opened_at, state });
        let sender = Sender::new(sender, Rc::clone(&shared));
        (sender, Receiver::new(receiver, shared))
    }
}
