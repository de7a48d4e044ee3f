//! The ends as sinks and streams.

use crate::support::{Flag, poll};
use futures::executor::block_on;
use futures::future::FutureExt;
use futures::sink::{Sink, SinkExt};
use futures::stream::StreamExt;
use patterns::channel::{SendError, TryRecvError, TrySendError, bounded};
use std::pin::Pin;
use std::task::Poll;

#[test]
fn a_sink_send_that_is_dropped_never_delivers() {
    let (mut sender, receiver) = bounded(1);
    sender.try_send(0).unwrap();
    assert!(SinkExt::send(&mut sender, 1).now_or_never().is_none());
    assert_eq!(receiver.try_recv(), Ok(0));
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
    // The place that was kept for the abandoned poll serves the next use of this handle.
    assert_eq!(sender.try_send(2), Ok(()));
    assert_eq!(receiver.try_recv(), Ok(2));
}

#[test]
fn a_sink_that_is_dropped_gives_its_place_to_the_next() {
    let (mut sender, receiver) = bounded(1);
    let other = sender.clone();
    let flag = Flag::new();
    assert!(SinkExt::feed(&mut sender, 0).now_or_never().is_some());
    assert!(SinkExt::send(&mut sender, 1).now_or_never().is_none());
    let mut send = other.send(2);
    assert!(poll(&mut send, &flag).is_pending());
    assert_eq!(receiver.try_recv(), Ok(0));
    assert!(!flag.is_up());
    drop(sender);
    assert!(flag.is_up());
    assert_eq!(poll(&mut send, &flag), Poll::Ready(Ok(())));
}

#[test]
fn a_ready_sink_keeps_its_place() {
    let (mut sender, receiver) = bounded(1);
    let other = sender.clone();
    let waker = futures::task::noop_waker();
    let mut task = std::task::Context::from_waker(&waker);
    assert!(Pin::new(&mut sender).poll_ready(&mut task).is_ready());
    assert_eq!(other.try_send(1), Err(TrySendError::Full(1)));
    Pin::new(&mut sender).start_send(2).unwrap();
    assert_eq!(receiver.try_recv(), Ok(2));
    assert!(Pin::new(&mut sender).poll_ready(&mut task).is_ready());
    drop(sender);
    assert_eq!(other.try_send(3), Ok(()));
}

#[test]
fn closing_a_sink_closes_its_own_handle() {
    let (mut sender, receiver) = bounded(2);
    let other = sender.clone();
    block_on(SinkExt::close(&mut sender)).unwrap();
    block_on(SinkExt::close(&mut sender)).unwrap();
    assert_eq!((sender.try_send(1), other.try_send(2)), (Err(TrySendError::Closed(1)), Ok(())));
    assert_eq!(block_on(SinkExt::send(&mut sender, 3)), Err(SendError(3)));
    assert!(sender.clone().try_send(4).is_err());
    assert_eq!(other.sender_count(), 1);
    drop((sender, other));
    assert_eq!(block_on(receiver.collect::<Vec<_>>()), [2]);
}

#[test]
fn an_abandoned_stream_poll_gives_way_on_the_next_use() {
    let (sender, mut receiver) = bounded(1);
    let mut other = receiver.clone();
    assert!(receiver.next().now_or_never().is_none());
    sender.try_send(1).unwrap();
    assert!(other.next().now_or_never().is_none(), "kept for the first");
    assert_eq!(receiver.recv().now_or_never(), None, "it stood aside, behind the other");
    assert_eq!(other.next().now_or_never(), Some(Some(1)));
}
