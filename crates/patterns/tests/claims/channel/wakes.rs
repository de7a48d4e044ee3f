//! Who is woken, and over which threads.

use crate::support::{Flag, poll};
use futures::executor::block_on;
use futures::future::{FutureExt, join};
use futures::sink::SinkExt;
use futures::stream::StreamExt;
use patterns::channel::{Receiver, Sender, bounded};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::{Context, Wake, Waker};

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
