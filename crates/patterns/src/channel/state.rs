//! What both ends share: the queue, and how items enter and leave it.
//!
//! Everything here happens under one lock and wakes nobody; whoever was called is handed back in
//! [`Wakes`].

use super::shared::Marks;
use super::wakes::Wakes;
use crate::line::Line;
use std::collections::VecDeque;
use std::sync::Arc;

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

    /// Lets an item in; there must be a place.
    #[inline]
    pub(super) fn push(&mut self, item: T, wakes: &mut Wakes) {
        self.queue.push_back(item);
        self.call_receivers(wakes);
    }

    /// Lets the newest item in, at the cost of the oldest if need be; hands it back if there is
    /// none to evict.
    pub(super) fn force(&mut self, item: T, wakes: &mut Wakes) -> Result<Option<T>, T> {
        if self.has_place() {
            self.push(item, wakes);
            return Ok(None);
        }
        match self.queue.pop_front() {
            Some(oldest) => {
                self.queue.push_back(item);
                Ok(Some(oldest))
            }
            // Every place is kept for a sender whose item is yet to come, hence newer than this.
            None => Err(item),
        }
    }

    /// Takes the next item for someone who comes now, overtaking nobody.
    #[inline]
    pub(super) fn take_fresh(&mut self, wakes: &mut Wakes) -> Option<T> {
        if self.queue.len() + self.offers > self.receivers.called() {
            self.take(wakes)
        } else {
            None
        }
    }

    /// Takes the next item for a receiver who was called, who then leaves the line.
    pub(super) fn take_called(&mut self, key: usize, wakes: &mut Wakes) -> Option<T> {
        let item = self.take(wakes)?;
        // One item and one claim less: nobody else has become due.
        self.receivers.leave(key);
        Some(item)
    }

    #[inline]
    fn take(&mut self, wakes: &mut Wakes) -> Option<T> {
        let item = match self.queue.pop_front() {
            Some(item) => item,
            None => self.take_offer(wakes)?,
        };
        self.call_senders(wakes);
        if self.is_over() {
            // Those who wait for more wait in vain.
            self.call_all_receivers(wakes);
        }
        Some(item)
    }

    /// Takes what the first waiting sender holds out.
    fn take_offer(&mut self, wakes: &mut Wakes) -> Option<T> {
        let bid = self.senders.first_mut()?;
        match std::mem::replace(bid, Bid::Taken) {
            Bid::Offer(item) => {
                self.offers -= 1;
                wakes.add(self.call_sender());
                Some(item)
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
