//! Without a buffer: an item goes from hand to hand.

use crate::support::{Flag, poll};
use futures::executor::block_on;
use futures::future::{FutureExt, join};
use futures::sink::SinkExt;
use patterns::channel::{Receiver, Recv, Sender, TryRecvError, TrySendError, bounded};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

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

/// Two who receive, and were called for items that were withdrawn.
fn called_for_nothing<'a>(
    sender: &Sender<u8>,
    receiver: &'a Receiver<u8>,
    flags: &[Arc<Flag>; 2],
) -> [Recv<'a, u8>; 2] {
    let mut recvs = [receiver.recv(), receiver.recv()];
    for (recv, flag) in recvs.iter_mut().zip(flags) {
        assert!(poll(recv, flag).is_pending());
    }
    let mut withdrawn = [sender.send(1), sender.send(2)];
    for send in &mut withdrawn {
        assert!(poll(send, &Flag::new()).is_pending());
    }
    recvs
}

#[test]
fn who_was_called_looks_though_another_rejoined_before() {
    let (sender, receiver) = bounded(0);
    let flags = [Flag::new(), Flag::new()];
    let [mut first, mut second] = called_for_nothing(&sender, &receiver, &flags);
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
fn who_were_called_for_nothing_stand_in_line_as_before() {
    let (sender, receiver) = bounded(0);
    let flags = [Flag::new(), Flag::new()];
    let [mut first, mut second] = called_for_nothing(&sender, &receiver, &flags);
    assert!(flags[0].lower() && flags[1].lower(), "both were called");
    assert!(poll(&mut first, &flags[0]).is_pending() && poll(&mut second, &flags[1]).is_pending());
    let mut send = sender.send(3);
    assert!(poll(&mut send, &Flag::new()).is_pending());
    assert!(flags[0].is_up() && !flags[1].is_up(), "the first is called first");
    assert_eq!(poll(&mut first, &flags[0]), Poll::Ready(Ok(3)));
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
fn an_offer_leaves_a_kept_place_alone() {
    let (mut keeper, receiver) = bounded(0);
    let sender = keeper.clone();
    let flags = [Flag::new(), Flag::new()];
    let mut kept = SinkExt::send(&mut keeper, 1);
    assert!(poll(&mut kept, &flags[0]).is_pending());
    let mut recv = receiver.recv();
    assert!(poll(&mut recv, &flags[1]).is_pending());
    assert!(flags[0].is_up(), "the receiver is its place");
    let mut offer = sender.send(2);
    assert!(poll(&mut offer, &Flag::new()).is_pending());
    assert!(poll(&mut recv, &flags[1]).is_pending(), "it waits for who was first");
    assert_eq!(poll(&mut kept, &flags[0]), Poll::Ready(Ok(())));
    assert!(flags[1].is_up());
    assert_eq!(poll(&mut recv, &flags[1]), Poll::Ready(Ok(1)));
    assert!(poll(&mut offer, &Flag::new()).is_pending());
    assert_eq!(receiver.try_recv(), Ok(2));
    assert_eq!(poll(&mut offer, &Flag::new()), Poll::Ready(Ok(())));
}

#[test]
fn an_offer_gets_the_place_that_is_given_back() {
    let (mut keeper, receiver) = bounded(0);
    let sender = keeper.clone();
    let flag = Flag::new();
    let mut kept = SinkExt::send(&mut keeper, 1);
    assert!(poll(&mut kept, &Flag::new()).is_pending());
    let mut recv = receiver.recv();
    assert!(poll(&mut recv, &flag).is_pending());
    let mut offer = sender.send(2);
    assert!(poll(&mut offer, &Flag::new()).is_pending());
    assert!(!flag.is_up(), "its place is kept for another");
    drop(kept);
    drop(keeper);
    assert!(flag.is_up());
    assert_eq!(poll(&mut recv, &flag), Poll::Ready(Ok(2)));
}

#[test]
fn an_offer_behind_a_place_calls_who_waits_beside_it() {
    let (mut one, receiver) = bounded(0);
    let (mut two, mut three, sender) = (one.clone(), one.clone(), one.clone());
    let flags: [_; 4] = std::array::from_fn(|_| Flag::new());
    let mut recvs = flags.each_ref().map(|_| receiver.recv());
    for (recv, flag) in recvs.iter_mut().zip(&flags) {
        assert!(poll(recv, flag).is_pending());
    }
    // Two keep places, two call receivers and are withdrawn; a place and an offer wait behind.
    assert!(one.poll_ready_unpin(&mut task()).is_ready());
    assert!(two.poll_ready_unpin(&mut task()).is_ready());
    let mut withdrawn = [sender.send(8), sender.send(9)];
    for send in &mut withdrawn {
        assert!(poll(send, &Flag::new()).is_pending());
    }
    assert!(three.poll_ready_unpin(&mut task()).is_pending());
    let mut offer = sender.send(4);
    assert!(poll(&mut offer, &Flag::new()).is_pending());
    drop(withdrawn);
    assert_eq!((one.start_send_unpin(1), two.start_send_unpin(2)), (Ok(()), Ok(())));
    let mut got = Vec::new();
    let mut recvs = recvs.map(Some);
    let mut sent = false;
    for _ in 0..4 {
        for (slot, flag) in recvs.iter_mut().zip(&flags) {
            if let Some(recv) = slot
                && flag.lower()
                && let Poll::Ready(item) = poll(recv, flag)
            {
                got.extend(item);
                *slot = None;
            }
        }
        if !sent && three.poll_ready_unpin(&mut task()).is_ready() {
            assert_eq!(three.start_send_unpin(3), Ok(()));
            sent = true;
        }
    }
    got.sort_unstable();
    assert_eq!(got, [1, 2, 3, 4], "nobody waits beside an offer");
}

/// A task that nobody wakes.
fn task() -> Context<'static> {
    Context::from_waker(Waker::noop())
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
