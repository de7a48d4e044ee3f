//! Those who wait at a channel, and who is called when.
//!
//! A sender is called when there is a place for it, a receiver when there is an item for it; what
//! they were called for is theirs until they act or leave.

use super::state::{Bid, State};
use super::ticket::Stand;
use super::wakes::Wakes;
use crate::line::Left;
use std::sync::atomic::Ordering;
use std::task::Waker;

/// A receiver that got in line.
#[derive(Debug)]
pub(super) struct Joined {
    pub(super) key: usize,
    /// A waker that nobody needs any more. Drop it without the lock.
    pub(super) stale: Option<Waker>,
    /// The sender who was called.
    pub(super) called: Option<Waker>,
}

impl<T> State<T> {
    /// Calls whoever has become due.
    pub(super) fn settle(&mut self, wakes: &mut Wakes) {
        self.call_receivers(wakes);
        self.call_senders(wakes);
        // An offer may have stood behind a sender who now has a place.
        self.call_receivers(wakes);
    }

    /// Calls receivers while there are items nobody has a claim on.
    fn call_receivers(&mut self, wakes: &mut Wakes) {
        while self.wants_item() {
            wakes.add(self.call_receiver());
        }
    }

    /// Whether the first who waits to receive would find an item that nobody has a claim on.
    #[inline]
    pub(super) fn wants_item(&self) -> bool {
        self.receivers.waiting() > 0 && self.supply() > self.receivers.called()
    }

    /// Items that the first who waits to receive would find, once all who were called have theirs.
    fn supply(&self) -> usize {
        self.queue.len() + if self.offers == 0 { 0 } else { self.offers_to_be_had() }
    }

    /// Offers that nobody has to be served before.
    fn offers_to_be_had(&self) -> usize {
        let is_next = matches!(self.senders.first(), Some(Bid::Offer(_)));
        // Receivers whose places are kept are for the senders who keep them.
        if is_next && self.receivers.waiting() > self.granted { self.offers } else { 0 }
    }

    /// Calls senders while there are places.
    fn call_senders(&mut self, wakes: &mut Wakes) {
        while let Some(waker) = self.call_for_place() {
            wakes.add(Some(waker));
        }
    }

    /// Calls the first who waits to send, if there is a place.
    #[inline]
    pub(super) fn call_for_place(&mut self) -> Option<Waker> {
        if self.senders.waiting() > 0 && self.wants_place() && self.places() > 0 {
            self.granted += 1;
            return self.call_sender();
        }
        None
    }

    /// Calls everyone who waits to receive.
    pub(super) fn call_all_receivers(&mut self, wakes: &mut Wakes) {
        while let Some(waker) = self.call_receiver() {
            wakes.add(Some(waker));
        }
    }

    /// Calls the first who waits to receive.
    pub(super) fn call_receiver(&mut self) -> Option<Waker> {
        let waker = self.receivers.call();
        self.marks.receivers.store(self.receivers.called_up_to(), Ordering::Release);
        waker
    }

    /// Calls the first who waits to send.
    pub(super) fn call_sender(&mut self) -> Option<Waker> {
        let waker = self.senders.call();
        self.marks.senders.store(self.senders.called_up_to(), Ordering::Release);
        waker
    }

    fn wants_place(&self) -> bool {
        matches!(self.senders.first(), Some(Bid::Place))
    }

    /// Keeps a place for a handle that comes now: there is one, and nobody waits for it.
    pub(super) fn reserve(&mut self) -> Stand {
        if self.capacity > 0 {
            self.granted += 1;
            return Stand::Place;
        }
        // A receiver may leave again, so the handle stands in line, called at once.
        let key = self.join_for_place(Waker::noop());
        drop(self.call_for_place());
        Stand::Line(key)
    }

    /// Whether a sender that was called still has its place: on a rendezvous, one who waits.
    pub(super) fn place_stands(&self) -> bool {
        self.capacity > 0 || self.closed || self.receivers.waiting() > 0
    }

    /// Lets a sender whose place is gone wait for another, where it stood.
    pub(super) fn rejoin_for_place(&mut self, key: usize, waker: &Waker) {
        self.unreserve();
        self.senders.rejoin(key, waker);
    }

    /// Lets a handle's item in, by the place that was kept; where that is gone, the item is held
    /// out, and the handle stands in line with it.
    pub(super) fn hand_over(&mut self, key: usize, item: T) -> (Option<Stand>, Option<Waker>) {
        if self.place_stands() {
            self.leave_senders(key);
            return (None, self.push(item));
        }
        self.rejoin_for_place(key, Waker::noop());
        *self.senders.payload_mut(key) = Bid::Offer(item);
        self.offers += 1;
        (Some(Stand::Line(key)), None)
    }

    /// Whether a handle stands in line with an item that it was given, not for a place.
    pub(super) fn holds_out(&mut self, key: usize) -> bool {
        !matches!(self.senders.payload_mut(key), Bid::Place)
    }

    /// Fills or gives back a place that was kept.
    pub(super) fn unreserve(&mut self) {
        // Closing calls every sender without a place, after which none is counted any more.
        self.granted = self.granted.saturating_sub(1);
    }

    /// Queues a sender who wants a place; there is none.
    #[inline]
    pub(super) fn join_for_place(&mut self, waker: &Waker) -> usize {
        self.senders.join(Bid::Place, waker)
    }

    /// Queues a sender who holds an item out. Names the receiver it is for.
    pub(super) fn join_with_offer(&mut self, item: T, waker: &Waker) -> (usize, Option<Waker>) {
        let key = self.senders.join(Bid::Offer(item), waker);
        self.offers += 1;
        // One item more: one receiver at most has become due.
        (key, if self.wants_item() { self.call_receiver() } else { None })
    }

    /// Removes a sender from wherever it stands; its place, if it had one, is given back.
    #[inline]
    pub(super) fn leave_senders(&mut self, key: usize) -> Left<Bid<T>> {
        let left = self.senders.leave(key);
        match left.payload {
            Bid::Place if left.called => self.unreserve(),
            Bid::Offer(_) => self.offers -= 1,
            Bid::Place | Bid::Taken => {}
        }
        left
    }

    /// Removes a handle. An item that it was given stays, for whoever receives next.
    pub(super) fn leave_handle(&mut self, key: usize) -> Left<Bid<T>> {
        let mut left = self.leave_senders(key);
        match std::mem::replace(&mut left.payload, Bid::Taken) {
            Bid::Offer(item) if !self.closed => self.queue.push_back(item),
            other => left.payload = other,
        }
        left
    }

    /// Whether a sender was called.
    pub(super) fn sender_called(&self, key: usize) -> bool {
        self.senders.is_called(key)
    }

    /// Removes a sender that was called: it has a place, its item was taken, or all is closed.
    #[inline]
    pub(super) fn leave_called_sender(&mut self, key: usize) -> Option<Bid<T>> {
        let bid = self.senders.leave_called(key)?;
        match bid {
            Bid::Place => self.unreserve(),
            Bid::Offer(_) => self.offers -= 1,
            Bid::Taken => {}
        }
        Some(bid)
    }

    /// Keeps a waiting sender's waker current.
    pub(super) fn renew_sender(&mut self, key: usize, waker: &Waker) -> Option<Waker> {
        self.senders.renew(key, waker)
    }

    /// Queues a receiver: at the back, or where it stood if it was called for nothing.
    /// Hands back the waker that this replaces, and the sender who was called.
    #[inline]
    pub(super) fn join_receivers(&mut self, key: Option<usize>, waker: &Waker) -> Joined {
        let (key, stale) = self.receivers.wait_as(key, waker);
        // On a rendezvous, one more who waits is one more place.
        let called = if self.capacity == 0 { self.call_for_place() } else { None };
        Joined { key, stale, called }
    }

    /// Whether a receiver was called.
    pub(super) fn receiver_called(&self, key: usize) -> bool {
        self.receivers.is_called(key)
    }

    /// Removes a receiver that gives up; its claim passes to the next.
    pub(super) fn leave_receivers(&mut self, key: usize, wakes: &mut Wakes) -> Left<()> {
        let left = self.receivers.leave(key);
        self.settle(wakes);
        left
    }
}
