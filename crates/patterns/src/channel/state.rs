//! What both ends share: the queue, and how items enter and leave it.
//!
//! Everything here happens under one lock and wakes nobody; whoever was called is handed back.

use super::shared::Marks;
use super::wakes::Wakes;
use crate::line::Line;
use std::collections::VecDeque;
use std::sync::Arc;
use std::task::Waker;

/// The capacity of a channel that is never full.
pub(super) const UNBOUNDED: usize = usize::MAX;

/// A channel's state.
#[derive(Debug)]
pub(super) struct State<T> {
    /// Items that entered, oldest first.
    pub(super) queue: VecDeque<T>,
    /// How many items may wait; 0 is a rendezvous.
    pub(super) capacity: usize,
    /// Those who wait to send.
    pub(super) senders: Line<Bid<T>>,
    /// Items held out by waiting senders; only on a rendezvous.
    pub(super) offers: usize,
    /// Places kept for senders who were called or who reserved one.
    pub(super) granted: usize,
    /// Those who wait to receive. One who was called has a claim on an item.
    pub(super) receivers: Line<()>,
    /// How far the lines have come, for all to see.
    pub(super) marks: Arc<Marks>,
    pub(super) closed: bool,
    pub(super) sender_count: usize,
    pub(super) receiver_count: usize,
}

/// What a waiting sender wants.
#[derive(Debug)]
pub(super) enum Bid<T> {
    /// A place; the item stays at home until there is one.
    Place,
    /// A receiver for this item.
    Offer(T),
    /// Nothing more: its item was taken.
    Taken,
}

/// An item on its way out.
#[derive(Debug)]
pub(super) struct Taken<T> {
    pub(super) item: T,
    /// The sender who was called for its place.
    pub(super) called: Option<Waker>,
}

/// What became of an item that came in at any cost.
#[derive(Debug)]
pub(super) struct Forced<T> {
    /// What it cost.
    pub(super) evicted: Option<T>,
    /// The receiver it is for.
    pub(super) called: Option<Waker>,
}

impl<T> State<T> {
    pub(super) fn new(capacity: usize, marks: Arc<Marks>) -> Self {
        Self {
            marks,
            queue: VecDeque::new(),
            capacity,
            senders: Line::default(),
            offers: 0,
            granted: 0,
            receivers: Line::default(),
            closed: false,
            sender_count: 1,
            receiver_count: 1,
        }
    }

    /// How many items wait in the channel.
    pub(super) fn len(&self) -> usize {
        // On a rendezvous an item in the queue is in the hands of the receiver it was meant for.
        self.queue.len().min(self.capacity)
    }

    /// Places that are neither filled nor kept: on a rendezvous, receivers who wait for nobody yet.
    #[inline]
    pub(super) fn places(&self) -> usize {
        match self.capacity {
            0 => self.receivers.waiting().saturating_sub(self.granted),
            capacity => capacity - self.queue.len() - self.granted,
        }
    }

    /// Whether someone who comes now finds a place without overtaking anybody.
    #[inline]
    pub(super) fn has_place(&self) -> bool {
        self.senders.waiting() == 0 && self.places() > 0
    }

    /// Lets an item in if that concerns nobody who waits; hands it back otherwise.
    #[inline]
    pub(super) fn push_unnoticed(&mut self, item: T) -> Result<(), T> {
        let free = self.capacity != 0 && self.receivers.waiting() == 0 && self.has_place();
        if self.closed || !free {
            return Err(item);
        }
        self.queue.push_back(item);
        Ok(())
    }

    /// Takes the next item if that concerns nobody who waits.
    #[inline]
    pub(super) fn take_unnoticed(&mut self) -> Option<T> {
        let free = self.senders.waiting() == 0 && self.queue.len() > self.receivers.called();
        if free && !self.closed { self.queue.pop_front() } else { None }
    }

    /// Lets an item in; there must be a place. Names the receiver it is for.
    #[inline]
    #[must_use = "whoever was called must be woken"]
    pub(super) fn push(&mut self, item: T) -> Option<Waker> {
        self.queue.push_back(item);
        // One item more: one receiver at most has become due.
        if self.wants_item() { self.call_receiver() } else { None }
    }

    /// Lets the newest item in, at the cost of the oldest if need be; hands it back if there is
    /// none to evict.
    pub(super) fn force(&mut self, item: T) -> Result<Forced<T>, T> {
        if self.has_place() {
            return Ok(Forced { evicted: None, called: self.push(item) });
        }
        match self.queue.pop_front() {
            Some(oldest) => {
                self.queue.push_back(item);
                Ok(Forced { evicted: Some(oldest), called: None })
            }
            // Every place is kept for a sender whose item is yet to come, hence newer than this.
            None => Err(item),
        }
    }

    /// Takes the next item for someone who comes now, overtaking nobody.
    #[inline]
    pub(super) fn take_fresh(&mut self) -> Option<Taken<T>> {
        if self.queue.len() + self.offers > self.receivers.called() { self.take() } else { None }
    }

    /// Takes the next item for a receiver who was called, who then leaves the line.
    pub(super) fn take_called(&mut self, key: usize) -> Option<Taken<T>> {
        let taken = self.take()?;
        // One item and one claim less: nobody else has become due.
        self.receivers.leave_called(key);
        Some(taken)
    }

    // Handed back in registers: in memory, it would be read before it is there.
    #[inline(always)]
    fn take(&mut self) -> Option<Taken<T>> {
        match self.queue.pop_front() {
            // One place more: one sender at most has become due.
            Some(item) => Some(Taken { item, called: self.call_for_place() }),
            None => self.take_offer(),
        }
    }

    /// Takes what the first waiting sender holds out.
    fn take_offer(&mut self) -> Option<Taken<T>> {
        let bid = self.senders.first_mut()?;
        match std::mem::replace(bid, Bid::Taken) {
            Bid::Offer(item) => {
                self.offers -= 1;
                Some(Taken { item, called: self.call_sender() })
            }
            other => {
                *bid = other;
                None
            }
        }
    }

    /// Closes: no item enters any more, and everyone looks again.
    pub(super) fn close(&mut self, wakes: &mut Wakes) -> bool {
        if std::mem::replace(&mut self.closed, true) {
            return false;
        }
        while let Some(waker) = self.call_sender() {
            wakes.add(Some(waker));
        }
        self.call_all_receivers(wakes);
        true
    }

    /// Whether nothing will ever be received again.
    pub(super) fn is_over(&self) -> bool {
        self.closed && self.queue.is_empty()
    }

    /// Empties the queue, for the items to be dropped without the lock.
    pub(super) fn clear(&mut self) -> VecDeque<T> {
        std::mem::take(&mut self.queue)
    }
}
