//! Channels by the traits of `futures` alone, so that a pattern meets more than one kind.

use futures::channel::mpsc;
use futures::{Sink, Stream};
use patterns::channel;

/// A kind of channel.
pub trait Channels {
    /// The end items go into.
    type Sender<T: Send + 'static>: Sink<T, Error: Send> + Clone + Unpin + Send + 'static;
    /// The end they come out of.
    type Receiver<T: Send + 'static>: Stream<Item = T> + Unpin + Send + 'static;

    /// Whether the oldest item can be taken out of it to make room.
    const EVICTS: bool;

    /// Opens one.
    fn open<T: Send + 'static>(capacity: usize) -> (Self::Sender<T>, Self::Receiver<T>);

    /// The most items that wait in one of this capacity, with this many senders.
    fn most(capacity: usize, senders: usize) -> usize;
}

/// The channels of `patterns`.
#[derive(Debug)]
pub struct Own;

/// The channels of `futures`.
#[derive(Debug)]
pub struct Foreign;

impl Channels for Own {
    type Sender<T: Send + 'static> = channel::Sender<T>;
    type Receiver<T: Send + 'static> = channel::Receiver<T>;
    const EVICTS: bool = true;

    fn open<T: Send + 'static>(capacity: usize) -> (Self::Sender<T>, Self::Receiver<T>) {
        channel::bounded(capacity)
    }

    fn most(capacity: usize, _senders: usize) -> usize {
        capacity
    }
}

impl Channels for Foreign {
    type Sender<T: Send + 'static> = mpsc::Sender<T>;
    type Receiver<T: Send + 'static> = mpsc::Receiver<T>;
    const EVICTS: bool = false;

    fn open<T: Send + 'static>(capacity: usize) -> (Self::Sender<T>, Self::Receiver<T>) {
        mpsc::channel(capacity)
    }

    fn most(capacity: usize, senders: usize) -> usize {
        capacity + senders
    }
}
