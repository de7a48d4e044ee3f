//! What a channel claims, one sentence a test.

use crate::support::{Flag, poll};
use futures::executor::block_on;
use futures::future::{FutureExt, join};
use futures::sink::{Sink, SinkExt};
use futures::stream::{FusedStream, StreamExt};
use patterns::channel::{
    Receiver, RecvError, SendError, Sender, TryRecvError, TrySendError, bounded, unbounded,
};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::{Context, Poll, Wake, Waker};

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
fn a_rendezvous_completes_when_the_item_is_taken() {
    let (sender, receiver) = bounded(0);
    let (sending, receiving) = (Flag::new(), Flag::new());
    let mut recv = receiver.recv();
    assert!(poll(&mut recv, &receiving).is_pending());
    let mut send = sender.send(1);
    assert!(poll(&mut send, &sending).is_pending(), "a receiver waits, but has not taken it");
    assert!(receiving.lower());
    assert_eq!(poll(&mut recv, &receiving), Poll::Ready(Ok(1)));
    assert!(sending.lower());
    assert_eq!(poll(&mut send, &sending), Poll::Ready(Ok(())));
}

#[test]
fn a_rendezvous_outlives_a_receiver_that_gives_up() {
    let (sender, receiver) = bounded(0);
    let (sending, receiving, second) = (Flag::new(), Flag::new(), Flag::new());
    let mut recv = receiver.recv();
    assert!(poll(&mut recv, &receiving).is_pending());
    let mut next = receiver.recv();
    assert!(poll(&mut next, &second).is_pending());
    let mut send = sender.send(1);
    assert!(poll(&mut send, &sending).is_pending());
    drop(recv);
    assert!(second.is_up(), "the next in line is called instead");
    assert!(poll(&mut send, &sending).is_pending());
    assert_eq!(poll(&mut next, &second), Poll::Ready(Ok(1)));
    assert_eq!(poll(&mut send, &sending), Poll::Ready(Ok(())));
}

#[test]
fn a_rendezvous_refuses_what_nobody_waits_for() {
    let (sender, receiver) = bounded(0);
    assert_eq!(sender.try_send(1), Err(TrySendError::Full(1)));
    assert_eq!(sender.force_send(1), Err(TrySendError::Full(1)));
    let mut recv = receiver.recv();
    assert!(poll(&mut recv, &Flag::new()).is_pending());
    assert_eq!(sender.try_send(2), Ok(()));
    assert_eq!(sender.try_send(3), Err(TrySendError::Full(3)));
    assert_eq!(poll(&mut recv, &Flag::new()), Poll::Ready(Ok(2)));
}

#[test]
fn who_was_called_looks_though_another_rejoined_before() {
    let (sender, receiver) = bounded(0);
    let flags = [Flag::new(), Flag::new()];
    let (mut first, mut second) = (receiver.recv(), receiver.recv());
    assert!(poll(&mut first, &flags[0]).is_pending() && poll(&mut second, &flags[1]).is_pending());
    let mut withdrawn = [sender.send(1), sender.send(2)];
    for send in &mut withdrawn {
        assert!(poll(send, &Flag::new()).is_pending());
    }
    drop(withdrawn);
    assert!(flags[0].lower() && flags[1].is_up(), "both were called");
    assert!(poll(&mut first, &flags[0]).is_pending(), "for nothing");
    let mut sends = [sender.send(3), sender.send(4)];
    for send in &mut sends {
        assert!(poll(send, &Flag::new()).is_pending());
    }
    assert!(flags[0].is_up(), "called again, for the second item");
    assert_eq!(poll(&mut second, &flags[1]), Poll::Ready(Ok(3)));
    assert_eq!(poll(&mut first, &flags[0]), Poll::Ready(Ok(4)));
}

#[test]
fn nobody_overtakes_an_offer() {
    let (sender, receiver) = bounded(0);
    let mut first = receiver.recv();
    let mut second = receiver.recv();
    assert!(poll(&mut first, &Flag::new()).is_pending());
    assert!(poll(&mut second, &Flag::new()).is_pending());
    let mut send = sender.send(1);
    assert!(poll(&mut send, &Flag::new()).is_pending());
    assert_eq!(sender.try_send(2), Err(TrySendError::Full(2)), "though a receiver waits");
    assert_eq!(poll(&mut first, &Flag::new()), Poll::Ready(Ok(1)));
    assert_eq!(sender.try_send(2), Ok(()));
}

#[test]
fn a_rendezvous_sink_waits_for_a_receiver() {
    let (mut sender, receiver) = bounded(0);
    assert!(SinkExt::send(&mut sender, 1).now_or_never().is_none());
    assert_eq!(
        receiver.try_recv(),
        Err(TryRecvError::Empty),
        "what was given up was not delivered"
    );
    let both = join(SinkExt::send(&mut sender, 2), receiver.recv());
    assert_eq!(block_on(both), (Ok(()), Ok(2)));
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

#[test]
fn a_waker_that_changes_is_kept_current() {
    let (sender, receiver) = bounded(1);
    let (old, new) = (Flag::new(), Flag::new());
    let mut recv = receiver.recv();
    assert!(poll(&mut recv, &old).is_pending() && poll(&mut recv, &new).is_pending());
    sender.try_send(1).unwrap();
    assert_eq!((old.count(), new.count()), (0, 1));
}

/// A waker that uses the channel at once, as an executor that runs tasks from `wake` would.
struct Nosy(Sender<u8>, Receiver<u8>, AtomicUsize);

impl Wake for Nosy {
    fn wake(self: Arc<Self>) {
        assert!(self.0.len() <= 1 && self.1.len() <= 1);
        self.2.fetch_add(1, SeqCst);
    }
}

#[test]
fn nobody_is_woken_under_the_lock() {
    let (sender, receiver) = bounded(1);
    let (mut sink, mut stream) = (sender.clone(), receiver.clone());
    let nosy = Arc::new(Nosy(sender.clone(), receiver.clone(), AtomicUsize::new(0)));
    let waker = Waker::from(nosy.clone());
    let mut task = Context::from_waker(&waker);
    let mut item = receiver.recv();
    assert!(item.poll_unpin(&mut task).is_pending());
    assert!(stream.poll_next_unpin(&mut task).is_pending());
    sender.try_send(1).unwrap();
    assert!(item.poll_unpin(&mut task).is_ready());
    assert!(sink.poll_ready_unpin(&mut task).is_ready());
    sink.start_send_unpin(2).unwrap();
    assert!(sink.poll_ready_unpin(&mut task).is_pending());
    let mut send = sender.send(3);
    assert!(send.poll_unpin(&mut task).is_pending());
    assert!(stream.poll_next_unpin(&mut task).is_ready());
    drop(sink);
    assert!(send.poll_unpin(&mut task).is_ready());
    let mut full = sender.send(4);
    assert!(full.poll_unpin(&mut task).is_pending());
    assert_eq!(receiver.try_recv(), Ok(3));
    assert!(full.poll_unpin(&mut task).is_ready());
    assert_eq!(receiver.try_recv(), Ok(4));
    assert!(receiver.recv().poll_unpin(&mut task).is_pending());
    let mut last = receiver.recv();
    assert!(last.poll_unpin(&mut task).is_pending());
    sender.close();
    assert_eq!(nosy.2.load(SeqCst), 6);
}

/// Joined futures are polled for nothing again and again, from both sides at once.
#[test]
fn threads_lose_no_item_and_no_wake() {
    for capacity in 0..3 {
        let (sender, receiver) = bounded(capacity);
        let send = |first: u64| {
            let sender = sender.clone();
            move || {
                let speak = |first| {
                    let sender = &sender;
                    async move {
                        for item in first..first + 1_000 {
                            sender.send(item).await.unwrap();
                        }
                    }
                };
                block_on(join(speak(first), speak(first + 1_000)));
                0
            }
        };
        let receive = || {
            let receiver = receiver.clone();
            move || {
                let listen = || async {
                    let mut sum = 0;
                    while let Ok(item) = receiver.recv().await {
                        sum += item;
                    }
                    sum
                };
                let (one, other) = block_on(join(listen(), listen()));
                one + other
            }
        };
        let threads = [
            std::thread::spawn(send(0)),
            std::thread::spawn(send(2_000)),
            std::thread::spawn(receive()),
            std::thread::spawn(receive()),
        ];
        drop((sender, receiver));
        let sum: u64 = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
        assert_eq!(sum, (0..4_000).sum());
    }
}

#[test]
fn one_item_wakes_one_receiver() {
    let (sender, receiver) = bounded(8);
    let mut waits: Vec<_> = (0..100).map(|_| (receiver.recv(), Flag::new())).collect();
    for (recv, flag) in &mut waits {
        assert!(poll(recv, flag).is_pending());
    }
    (0..8).for_each(|item| sender.try_send(item).unwrap());
    assert_eq!(waits.iter().map(|(_, flag)| flag.count()).sum::<usize>(), 8);
}
