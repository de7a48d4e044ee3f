//! Without a buffer: an item goes from hand to hand.

use crate::support::{Flag, poll};
use futures::executor::block_on;
use futures::future::{FutureExt, join, join4};
use futures::sink::SinkExt;
use patterns::channel::{Receiver, Recv, SendError, Sender, TryRecvError, TrySendError, bounded};
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

/// A handle whose place is a receiver that waits, and that receiver's end.
fn kept() -> (Sender<u8>, Receiver<u8>) {
    let (mut sink, receiver) = bounded(0);
    let mut recv = receiver.recv();
    assert!(poll(&mut recv, &Flag::new()).is_pending());
    assert!(sink.poll_ready_unpin(&mut task()).is_ready());
    drop(recv);
    (sink, receiver)
}

#[test]
fn a_sink_whose_receiver_gave_up_waits_for_another() {
    let (mut sink, receiver) = kept();
    assert_eq!(sink.start_send_unpin(1), Ok(()));
    let flag = Flag::new();
    assert!(poll(&mut sink.flush(), &flag).is_pending(), "nobody has it");
    assert!(sink.poll_ready_unpin(&mut task()).is_pending(), "one at a time");
    assert!(poll(&mut sink.flush(), &flag).is_pending());
    assert_eq!(block_on(receiver.recv()), Ok(1));
    assert!(flag.is_up());
    assert_eq!(poll(&mut sink.flush(), &flag), Poll::Ready(Ok(())));
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
}

#[test]
fn a_sink_whose_receiver_took_an_offer_waits_for_another() {
    let (mut sink, receiver) = bounded(0);
    let sender = sink.clone();
    let mut recv = receiver.recv();
    assert!(poll(&mut recv, &Flag::new()).is_pending());
    assert!(sink.poll_ready_unpin(&mut task()).is_ready());
    let mut offer = sender.send(2);
    assert!(poll(&mut offer, &Flag::new()).is_pending());
    drop(recv);
    assert_eq!(receiver.try_recv(), Ok(2));
    assert_eq!(sink.start_send_unpin(1), Ok(()));
    assert!(poll(&mut sink.flush(), &Flag::new()).is_pending(), "nobody has it");
    let behind = sender.send(3);
    let got = join4(SinkExt::close(&mut sink), behind, receiver.recv(), receiver.recv());
    assert_eq!(block_on(got), (Ok(()), Ok(()), Ok(1), Ok(3)));
}

#[test]
fn what_a_sink_holds_out_stays_when_the_sink_goes() {
    let (mut sink, receiver) = kept();
    assert_eq!(sink.start_send_unpin(1), Ok(()));
    let flag = Flag::new();
    let mut behind = sink.send(2);
    assert!(poll(&mut behind, &flag).is_pending());
    assert_eq!(receiver.try_recv(), Ok(1), "what a sink accepted is delivered");
    assert!(!flag.is_up());
    drop(behind);
    let mut recv = receiver.recv();
    assert!(poll(&mut recv, &Flag::new()).is_pending());
    assert!(sink.poll_ready_unpin(&mut task()).is_ready());
    drop(recv);
    assert_eq!(sink.start_send_unpin(3), Ok(()));
    drop(sink);
    assert_eq!((receiver.try_recv(), receiver.try_recv()), (Ok(3), Err(TryRecvError::Closed)));
}

#[test]
fn what_a_sink_holds_out_comes_back_when_the_channel_closes() {
    let finishes = [Sender::poll_flush_unpin, Sender::poll_close_unpin];
    for finish in finishes {
        let (mut sink, receiver) = kept();
        assert_eq!(sink.start_send_unpin(1), Ok(()));
        receiver.close();
        assert_eq!(finish(&mut sink, &mut task()), Poll::Ready(Err(SendError(1))));
        assert_eq!(finish(&mut sink, &mut task()), Poll::Ready(Ok(())), "once");
    }
    let (mut sink, receiver) = kept();
    assert_eq!(sink.start_send_unpin(1), Ok(()));
    drop(receiver);
    assert_eq!(sink.poll_ready_unpin(&mut task()), Poll::Ready(Err(SendError(1))));
}

#[test]
fn who_comes_after_a_sink_is_served_after_it() {
    let (mut sink, receiver) = kept();
    let sender = sink.clone();
    let mut late = sender.send(2);
    assert!(poll(&mut late, &Flag::new()).is_pending());
    assert_eq!(sink.start_send_unpin(1), Ok(()));
    assert_eq!((receiver.try_recv(), receiver.try_recv()), (Ok(1), Ok(2)));
    assert_eq!(poll(&mut late, &Flag::new()), Poll::Ready(Ok(())));
}
