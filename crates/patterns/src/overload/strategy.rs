//! What a full queue does, and what became of an item because of it.

use crate::Cause;
use std::error::Error;
use std::fmt;

/// What to do with an item when the queue may be full.
///
/// ```
/// use patterns::Strategy;
/// assert_ne!(Strategy::Block, Strategy::Sample { every: 10 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// Wait for a place: nothing is lost, and whoever sends goes as slowly as whoever receives.
    Block,
    /// Let the newest in at the cost of the oldest: what matters is what is so now.
    DropOldest,
    /// Refuse the newest: what was accepted is done, and whoever sends is told at once.
    DropNewest,
    /// Let every so-many-th in, waiting for its place, and skip the others: less, evenly.
    Sample {
        /// The first that is let in, and from one to the next; not 0.
        every: usize,
    },
}

/// What became of an item that was sent, or of another because of it.
///
/// ```
/// use patterns::Sent;
///
/// assert_eq!(Sent::Refused('a').into_dropped(), Some('a'));
/// assert_eq!(Sent::<char>::Queued.into_dropped(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "it may hold an item that was dropped"]
pub enum Sent<T> {
    /// It is in the queue.
    Queued,
    /// It is in the queue; here is the oldest, which gave way.
    Evicted(T),
    /// There was no place for it; here it is back.
    Refused(T),
    /// It was not its turn; here it is back.
    Skipped(T),
}

impl<T> Sent<T> {
    /// The item that was dropped, if one was.
    ///
    /// ```
    /// assert_eq!(patterns::Sent::Evicted(7).into_dropped(), Some(7));
    /// ```
    pub fn into_dropped(self) -> Option<T> {
        match self {
            Self::Queued => None,
            Self::Evicted(item) | Self::Refused(item) | Self::Skipped(item) => Some(item),
        }
    }
}

/// The item was not sent, and no strategy decided that; here it is back.
///
/// ```
/// use patterns::{Cause, Unsent};
///
/// let unsent = Unsent::Cancelled { item: 7, cause: Cause::Deadline };
/// assert_eq!(unsent.to_string(), "not sent: the deadline passed");
/// assert_eq!(unsent.into_inner(), 7);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub enum Unsent<T> {
    /// The queue is closed.
    Closed(T),
    /// The context was cancelled before there was a place.
    Cancelled {
        /// The item.
        item: T,
        /// Why it was.
        cause: Cause,
    },
}

impl<T> Unsent<T> {
    /// The item that was not sent.
    ///
    /// ```
    /// assert_eq!(patterns::Unsent::Closed(7).into_inner(), 7);
    /// ```
    pub fn into_inner(self) -> T {
        match self {
            Self::Closed(item) | Self::Cancelled { item, .. } => item,
        }
    }
}

// Written by hand so that an error can be printed whatever the item is.
impl<T> fmt::Debug for Unsent<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed(_) => f.write_str("Closed(..)"),
            Self::Cancelled { cause, .. } => write!(f, "Cancelled {{ cause: {cause:?}, .. }}"),
        }
    }
}

impl<T> fmt::Display for Unsent<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed(_) => f.write_str("not sent: the queue is closed"),
            Self::Cancelled { cause, .. } => write!(f, "not sent: {cause}"),
        }
    }
}

impl<T> Error for Unsent<T> {}

/// What became of everything sent so far, in items.
///
/// `received + dropped = sent`, once the queue is empty and no send goes on: see
/// [`sent`](Self::sent) and [`dropped`](Self::dropped).
///
/// ```
/// let counts = patterns::SendCounts { queued: 5, evicted: 2, refused: 0, skipped: 0 };
/// assert_eq!((counts.sent(), counts.dropped()), (5, 2));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SendCounts {
    /// Put into the queue.
    pub queued: u64,
    /// Of those, pushed out again by a newer one.
    pub evicted: u64,
    /// Handed back because there was no place.
    pub refused: u64,
    /// Handed back because it was not their turn.
    pub skipped: u64,
}

impl SendCounts {
    /// Every item a send was over with, whatever became of it; not those handed back as [`Unsent`].
    ///
    /// ```
    /// let counts = patterns::SendCounts { queued: 1, skipped: 9, ..Default::default() };
    /// assert_eq!(counts.sent(), 10);
    /// ```
    pub fn sent(&self) -> u64 {
        self.queued + self.refused + self.skipped
    }

    /// Every item that was sent and will not be received.
    ///
    /// ```
    /// let counts = patterns::SendCounts { queued: 1, skipped: 9, ..Default::default() };
    /// assert_eq!(counts.dropped(), 9);
    /// ```
    pub fn dropped(&self) -> u64 {
        self.evicted + self.refused + self.skipped
    }

    pub(super) fn count<T>(&mut self, sent: &Sent<T>) {
        match sent {
            Sent::Queued => self.queued += 1,
            Sent::Evicted(_) => {
                self.queued += 1;
                self.evicted += 1;
            }
            Sent::Refused(_) => self.refused += 1,
            Sent::Skipped(_) => self.skipped += 1,
        }
    }
}
