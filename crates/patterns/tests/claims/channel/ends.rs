//! What is left when one side is gone.

use crate::support::{Flag, poll};
use futures::executor::block_on;
use futures::stream::{FusedStream, StreamExt};
use patterns::channel::{RecvError, SendError, TryRecvError, TrySendError, bounded, unbounded};
use std::rc::Rc;
use std::task::Poll;

#[test]
fn what_is_queued_outlives_the_senders() {
    let (sender, receiver) = unbounded();
    (0..3).for_each(|item| sender.try_send(item).unwrap());
    drop(sender);
    assert!(receiver.is_closed() && !receiver.is_terminated());
    assert_eq!(block_on(receiver.clone().collect::<Vec<_>>()), [0, 1, 2]);
    assert!(receiver.is_terminated());
    assert_eq!(block_on(receiver.recv()), Err(RecvError));
}

#[test]
fn closing_hands_waiting_items_back() {
    for capacity in 0..2 {
        let (sender, receiver) = bounded(capacity);
        (0..capacity).for_each(|_| sender.try_send(0).unwrap());
        let flag = Flag::new();
        let mut send = sender.send(7);
        assert!(poll(&mut send, &flag).is_pending());
        assert!(receiver.close());
        assert!(flag.is_up());
        assert_eq!(poll(&mut send, &flag), Poll::Ready(Err(SendError(7))));
        assert_eq!(sender.try_send(8), Err(TrySendError::Closed(8)));
        assert_eq!(sender.force_send(9), Err(TrySendError::Closed(9)));
        assert_eq!(block_on(sender.send(10)), Err(SendError(10)));
        assert_eq!(receiver.try_recv().is_ok(), capacity == 1);
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Closed));
    }
}

#[test]
fn closing_wakes_every_receiver() {
    let (sender, receiver) = bounded::<u8>(1);
    let mut waits: Vec<_> = (0..4).map(|_| (receiver.recv(), Flag::new())).collect();
    for (recv, flag) in &mut waits {
        assert!(poll(recv, flag).is_pending());
    }
    drop(sender);
    for (recv, flag) in &mut waits {
        assert!(flag.is_up());
        assert_eq!(poll(recv, flag), Poll::Ready(Err(RecvError)));
    }
}

#[test]
fn who_joins_after_the_close_learns_of_the_end() {
    let (sender, receiver) = bounded(1);
    let (first, second) = (Flag::new(), Flag::new());
    let mut promised = receiver.recv();
    assert!(poll(&mut promised, &first).is_pending());
    sender.try_send(1).unwrap();
    drop(sender);
    let mut late = receiver.recv();
    assert!(poll(&mut late, &second).is_pending(), "the item is kept for the first");
    assert_eq!(poll(&mut promised, &first), Poll::Ready(Ok(1)));
    assert!(second.is_up());
    assert_eq!(poll(&mut late, &second), Poll::Ready(Err(RecvError)));
}

#[test]
fn the_last_receiver_takes_the_backlog_with_it() {
    let (sender, receiver) = bounded(2);
    let item = Rc::new(());
    sender.try_send(item.clone()).unwrap();
    drop(receiver.clone());
    assert_eq!(Rc::strong_count(&item), 2);
    drop(receiver);
    assert_eq!(Rc::strong_count(&item), 1);
    assert!(sender.is_closed());
}

#[test]
fn an_item_may_own_its_channel() {
    // Dropping such an item closes the channel it is in: never under the lock.
    struct Loop(#[allow(dead_code, reason = "held for its drop")] patterns::channel::Sender<Loop>);
    let (sender, receiver) = bounded(2);
    sender.try_send(Loop(sender.clone())).unwrap_or_else(|_| panic!("there is room"));
    sender.force_send(Loop(sender.clone())).map(drop).unwrap();
    drop(sender);
    drop(receiver);
}
