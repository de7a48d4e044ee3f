//! Who waits, in which order, and what becomes of whoever gives up.

use crate::support::{Flag, poll};
use futures::executor::block_on;
use futures::future::FutureExt;
use futures::stream::StreamExt;
use patterns::channel::{TryRecvError, TrySendError, bounded};
use std::task::Poll;

#[test]
fn exactly_the_capacity_waits() {
    for capacity in 1..5 {
        let (sender, receiver) = bounded(capacity);
        let others: Vec<_> = (0..10).map(|_| sender.clone()).collect();
        let accepted = others.iter().filter(|other| other.try_send(()).is_ok()).count();
        assert_eq!((accepted, receiver.len()), (capacity, capacity));
        assert!(sender.send(()).now_or_never().is_none());
    }
}

#[test]
fn a_dropped_send_never_delivers() {
    for capacity in 0..3 {
        let (sender, receiver) = bounded(capacity);
        (0..capacity).for_each(|_| sender.try_send(0).unwrap());
        let mut send = sender.send(1);
        assert!(poll(&mut send, &Flag::new()).is_pending());
        if capacity > 0 {
            assert_eq!(receiver.try_recv(), Ok(0), "room, and the sender is called, yet gives up");
        }
        drop(send);
        sender.close();
        let rest = block_on(receiver.collect::<Vec<_>>());
        assert_eq!(rest, vec![0; capacity.saturating_sub(1)]);
    }
}

#[test]
fn a_dropped_send_wakes_the_next() {
    let (sender, receiver) = bounded(1);
    sender.try_send(0).unwrap();
    let flags = [Flag::new(), Flag::new()];
    let mut first = sender.send(1);
    let mut second = sender.send(2);
    assert!(poll(&mut first, &flags[0]).is_pending() && poll(&mut second, &flags[1]).is_pending());
    assert_eq!(receiver.try_recv(), Ok(0));
    assert!(flags[0].is_up() && !flags[1].is_up());
    assert_eq!(sender.try_send(9), Err(TrySendError::Full(9)), "nobody overtakes");
    drop(first);
    assert!(flags[1].is_up());
    assert_eq!(poll(&mut second, &flags[1]), Poll::Ready(Ok(())));
    assert_eq!(receiver.try_recv(), Ok(2));
}

#[test]
fn a_dropped_receive_takes_nothing_and_wakes_the_next() {
    let (sender, receiver) = bounded(1);
    let flags = [Flag::new(), Flag::new()];
    let mut first = receiver.recv();
    let mut second = receiver.recv();
    assert!(poll(&mut first, &flags[0]).is_pending() && poll(&mut second, &flags[1]).is_pending());
    sender.try_send(1).unwrap();
    assert!(flags[0].is_up() && !flags[1].is_up());
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty), "nobody overtakes");
    drop(first);
    assert!(flags[1].is_up());
    assert_eq!(poll(&mut second, &flags[1]), Poll::Ready(Ok(1)));
}

#[test]
fn those_who_wait_are_served_in_order() {
    let (sender, receiver) = bounded(1);
    sender.try_send(0).unwrap();
    let mut sends: Vec<_> = (1..6).map(|item| (sender.send(item), Flag::new())).collect();
    for (send, flag) in &mut sends {
        assert!(poll(send, flag).is_pending());
    }
    for (expected, (send, flag)) in sends.iter_mut().enumerate() {
        assert!(!flag.is_up());
        assert_eq!(receiver.try_recv(), Ok(expected));
        assert!(flag.is_up());
        assert_eq!(poll(send, flag), Poll::Ready(Ok(())));
    }
}

#[test]
fn forcing_evicts_the_oldest() {
    let (sender, receiver) = bounded(2);
    let evicted: Vec<_> = (0..5).filter_map(|item| sender.force_send(item).unwrap()).collect();
    assert_eq!(evicted, [0, 1, 2]);
    assert_eq!((receiver.try_recv(), receiver.try_recv()), (Ok(3), Ok(4)));
}

#[test]
fn forcing_never_exceeds_the_capacity() {
    let (sender, receiver) = bounded(1);
    sender.try_send(0).unwrap();
    let mut send = sender.send(1);
    assert!(poll(&mut send, &Flag::new()).is_pending());
    assert_eq!(receiver.try_recv(), Ok(0));
    // The only place is kept for an item that will be newer.
    assert_eq!(sender.force_send(2), Err(TrySendError::Full(2)));
    assert_eq!(poll(&mut send, &Flag::new()), Poll::Ready(Ok(())));
    assert_eq!(receiver.len(), 1);
}

#[test]
fn an_item_taken_back_is_in_one_place() {
    let (sender, receiver) = bounded(0);
    let mut send = sender.send(1);
    assert!(poll(&mut send, &Flag::new()).is_pending());
    assert_eq!(send.take_back(), Some(1));
    let mut send = sender.send(2);
    assert!(poll(&mut send, &Flag::new()).is_pending());
    assert_eq!(receiver.try_recv(), Ok(2));
    assert_eq!(send.take_back(), None, "it was taken, so it was sent");
}
