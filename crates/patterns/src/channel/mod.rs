//! Channels: many senders, many receivers, first come first served, and safe to give up on.
//!
//! Items leave a channel in the order in which they entered it. Whoever waits is served in the
//! order of coming: a place or an item that falls free is kept for the first in line, who is
//! woken, and nobody overtakes it. Two who were called at once act in the order in which they
//! are polled.
//!
//! # Giving up
//! [`Sender::send`] and [`Receiver::recv`] are futures that may be dropped at any moment. A
//! dropped send that was pending never delivered, a dropped receive never took, and what was kept
//! for either passes to the next in line. One instant is nobody's to divide: on a rendezvous the
//! receiver commits, so a send whose item has been taken *is* complete, polled again or not.
//! [`Send::take_back`] tells the two apart.
//!
//! [`Sink`] and [`Stream`] leave no future behind that could be dropped, so a *handle* keeps its
//! place in line between polls. A handle that was polled and then abandoned, yet not dropped,
//! keeps what was set aside for it until it is used again, closed or dropped.
//!
//! [`Sink`]: futures::Sink
//! [`Stream`]: futures::Stream

mod error;
mod figures;
mod lines;
mod receiver;
mod recv;
mod send;
mod sender;
mod shared;
mod sink;
mod state;
mod stream;
mod ticket;
mod wakes;

pub use self::error::{RecvError, SendError, TryRecvError, TrySendError};
pub use self::receiver::Receiver;
pub use self::recv::Recv;
pub use self::send::Send;
pub use self::sender::Sender;

use self::shared::Shared;
use std::sync::Arc;

/// A channel in which exactly `capacity` items wait; with 0, a rendezvous.
///
/// On a rendezvous a send completes only when a receiver took the item.
///
/// ```
/// use futures::executor::block_on;
/// use patterns::channel::{TrySendError, bounded};
///
/// let (sender, receiver) = bounded(1);
/// block_on(sender.send('a')).unwrap();
/// assert_eq!(sender.try_send('b'), Err(TrySendError::Full('b')));
/// assert_eq!(block_on(receiver.recv()), Ok('a'));
/// ```
pub fn bounded<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    ends(capacity)
}

/// A channel that is never full: memory follows the backlog.
///
/// ```
/// let (sender, _receiver) = patterns::channel::unbounded();
/// for item in 0..1_000 {
///     sender.try_send(item).unwrap();
/// }
/// assert_eq!((sender.len(), sender.capacity()), (1_000, None));
/// ```
pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {
    ends(state::UNBOUNDED)
}

/// The first sender and the first receiver.
fn ends<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    let shared = Arc::new(Shared::new(capacity));
    (Sender::new(shared.clone()), Receiver::new(shared))
}
