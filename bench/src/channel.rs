//! Send and receive, against the channels that are safe to give up on, and `futures`' own.

use std::thread;

use futures::executor::block_on;
use futures::future::{join, join_all};
use futures::{SinkExt, StreamExt};

use crate::measure::{Contender, Table, Target};

const ITEMS: u32 = 20_000;
const SAFE: &[&str] = &["tokio", "async-channel", "flume"];

/// Runs a future to its end on one thread.
macro_rules! contender {
    ($name:literal, $work:expr) => {
        ($name, Box::new(move || $work))
    };
}

pub(crate) fn run(table: &mut Table) {
    for capacity in [1, 128] {
        let target = Target { ratio: Some(1.25), against: SAFE };
        table.measure(
            format!("channel, one thread, capacity {capacity}"),
            ITEMS,
            target,
            one_to_one(capacity),
        );
    }
    for capacity in [1, 128] {
        let target = Target { ratio: Some(1.25), against: &["async-channel", "flume"] };
        table.measure(
            format!("channel, 2×2, one thread, capacity {capacity}"),
            ITEMS,
            target,
            two_to_two(capacity),
        );
    }
    let target = Target { ratio: None, against: SAFE };
    table.measure("channel, two threads, capacity 128", ITEMS, target, two_threads(128));
}

fn one_to_one(capacity: usize) -> Vec<Contender<'static>> {
    vec![
        contender!("ours", {
            let (sender, receiver) = patterns::channel::bounded(capacity);
            let send = async move {
                for item in 0..ITEMS {
                    sender.send(item).await.expect("open");
                }
            };
            let receive = async move { while receiver.recv().await.is_ok() {} };
            block_on(join(send, receive));
        }),
        contender!("tokio", {
            let (sender, mut receiver) = tokio::sync::mpsc::channel(capacity);
            let send = async move {
                for item in 0..ITEMS {
                    sender.send(item).await.expect("open");
                }
            };
            let receive = async move { while receiver.recv().await.is_some() {} };
            block_on(join(send, receive));
        }),
        contender!("async-channel", {
            let (sender, receiver) = async_channel::bounded(capacity);
            let send = async move {
                for item in 0..ITEMS {
                    sender.send(item).await.expect("open");
                }
            };
            let receive = async move { while receiver.recv().await.is_ok() {} };
            block_on(join(send, receive));
        }),
        contender!("flume", {
            let (sender, receiver) = flume::bounded(capacity);
            let send = async move {
                for item in 0..ITEMS {
                    sender.send_async(item).await.expect("open");
                }
            };
            let receive = async move { while receiver.recv_async().await.is_ok() {} };
            block_on(join(send, receive));
        }),
        contender!("futures", {
            let (mut sender, mut receiver) = futures::channel::mpsc::channel(capacity);
            let send = async move {
                for item in 0..ITEMS {
                    sender.send(item).await.expect("open");
                }
            };
            let receive = async move { while receiver.next().await.is_some() {} };
            block_on(join(send, receive));
        }),
    ]
}

/// Two senders and two receivers of one channel, all on one thread.
macro_rules! two_to_two {
    ($ends:expr, $send:ident, $recv:ident) => {{
        let (sender, receiver) = $ends;
        let sends = (0..2).map(|_| {
            let sender = sender.clone();
            async move {
                for item in 0..ITEMS / 2 {
                    sender.$send(item).await.expect("open");
                }
            }
        });
        let receives = (0..2).map(|_| {
            let receiver = receiver.clone();
            async move { while receiver.$recv().await.is_ok() {} }
        });
        let (sends, receives) = (join_all(sends), join_all(receives));
        drop((sender, receiver));
        block_on(join(sends, receives));
    }};
}

fn two_to_two(capacity: usize) -> Vec<Contender<'static>> {
    vec![
        contender!("ours", two_to_two!(patterns::channel::bounded(capacity), send, recv)),
        contender!("async-channel", two_to_two!(async_channel::bounded(capacity), send, recv)),
        contender!("flume", two_to_two!(flume::bounded(capacity), send_async, recv_async)),
    ]
}

/// A sender on one thread, a receiver on another.
macro_rules! across {
    ($ends:expr, $sender:ident => $send:expr, $receiver:ident => $receive:expr) => {{
        let ($sender, $receiver) = $ends;
        let receive = thread::spawn(move || block_on($receive));
        block_on(async move {
            for item in 0..ITEMS {
                let _ = item;
                $send(item).await.expect("open");
            }
            drop($sender);
        });
        receive.join().expect("no panic");
    }};
}

fn two_threads(capacity: usize) -> Vec<Contender<'static>> {
    vec![
        contender!("ours", {
            across!(patterns::channel::bounded(capacity),
                sender => |item| sender.send(item),
                receiver => async move { while receiver.recv().await.is_ok() {} })
        }),
        contender!("tokio", {
            across!({ let (sender, receiver) = tokio::sync::mpsc::channel(capacity);
                (sender, std::sync::Mutex::new(receiver)) },
            sender => |item| sender.send(item),
            receiver => async move {
                let mut receiver = receiver.into_inner().expect("not poisoned");
                while receiver.recv().await.is_some() {}
            })
        }),
        contender!("async-channel", {
            across!(async_channel::bounded(capacity),
                sender => |item| sender.send(item),
                receiver => async move { while receiver.recv().await.is_ok() {} })
        }),
        contender!("flume", {
            across!(flume::bounded(capacity),
                sender => |item| sender.send_async(item),
                receiver => async move { while receiver.recv_async().await.is_ok() {} })
        }),
    ]
}
