//! Channels against a model: any sequence of operations, polls and drops keeps the books straight.
//!
//! After every operation: no more items wait than may; what comes out is what went in, in that
//! order, each once; whoever could go on has been woken.

use crate::support::Flag;
use futures::sink::SinkExt;
use futures::stream::StreamExt;
use patterns::channel::{self, Receiver, Sender};
use proptest::collection::vec;
use proptest::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Waker};

/// What may be done; numbers choose among the handles and futures there are.
#[derive(Clone, Debug)]
enum Op {
    Send(usize),
    SinkSend(usize),
    Recv(usize),
    Next(usize),
    TrySend(usize),
    ForceSend(usize),
    TryRecv(usize),
    Poll(usize),
    PollWoken,
    Drop(usize),
    CloneSender(usize),
    CloneReceiver(usize),
    DropSender(usize),
    DropReceiver(usize),
    Close,
}

fn op() -> impl Strategy<Value = Op> {
    let n = 0..16_usize;
    prop_oneof![
        4 => n.clone().prop_map(Op::Send),
        2 => n.clone().prop_map(Op::SinkSend),
        4 => n.clone().prop_map(Op::Recv),
        2 => n.clone().prop_map(Op::Next),
        2 => n.clone().prop_map(Op::TrySend),
        1 => n.clone().prop_map(Op::ForceSend),
        2 => n.clone().prop_map(Op::TryRecv),
        6 => n.clone().prop_map(Op::Poll),
        3 => Just(Op::PollWoken),
        3 => n.clone().prop_map(Op::Drop),
        1 => n.clone().prop_map(Op::CloneSender),
        1 => n.clone().prop_map(Op::CloneReceiver),
        1 => n.clone().prop_map(Op::DropSender),
        1 => n.prop_map(Op::DropReceiver),
        1 => Just(Op::Close),
    ]
}

/// An item that knows when it is dropped.
#[derive(Debug)]
struct Item {
    id: usize,
    live: Rc<RefCell<BTreeSet<usize>>>,
}

impl Drop for Item {
    fn drop(&mut self) {
        assert!(self.live.borrow_mut().remove(&self.id), "an item is dropped once");
    }
}

/// What was sent and received, written down by the futures themselves.
#[derive(Default)]
struct Books {
    /// Items whose send said it was done, in that order.
    sent: RefCell<Vec<usize>>,
    received: RefCell<Vec<usize>>,
    /// Items handed back or evicted.
    returned: RefCell<BTreeSet<usize>>,
    next: Cell<usize>,
}

/// One send or receive under way.
struct Wait {
    future: Pin<Box<dyn Future<Output = ()>>>,
    flag: Arc<Flag>,
    polled: bool,
    /// Whether it sends rather than receives.
    sends: bool,
}

struct World {
    capacity: usize,
    senders: Vec<Rc<Sender<Item>>>,
    receivers: Vec<Rc<Receiver<Item>>>,
    waits: Vec<Wait>,
    books: Rc<Books>,
    live: Rc<RefCell<BTreeSet<usize>>>,
}

impl World {
    fn new(capacity: usize) -> Self {
        let (sender, receiver) = channel::bounded(capacity);
        Self {
            capacity,
            senders: vec![Rc::new(sender)],
            receivers: vec![Rc::new(receiver)],
            waits: Vec::new(),
            books: Rc::default(),
            live: Rc::default(),
        }
    }

    fn item(&self) -> Item {
        let id = self.books.next.replace(self.books.next.get() + 1);
        self.live.borrow_mut().insert(id);
        Item { id, live: self.live.clone() }
    }

    fn wait(&mut self, sends: bool, future: impl Future<Output = ()> + 'static) {
        self.waits.push(Wait { future: Box::pin(future), flag: Flag::new(), polled: false, sends });
    }

    fn sender(&self, n: usize) -> Option<Rc<Sender<Item>>> {
        self.senders.get(n % self.senders.len().max(1)).cloned()
    }

    fn receiver(&self, n: usize) -> Option<Rc<Receiver<Item>>> {
        self.receivers.get(n % self.receivers.len().max(1)).cloned()
    }

    /// Polls a wait; it is removed once it is done.
    fn poll(&mut self, n: usize) -> bool {
        let wait = &mut self.waits[n];
        wait.flag.lower();
        wait.polled = true;
        let waker = Waker::from(wait.flag.clone());
        let done = wait.future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready();
        if done {
            drop(self.waits.remove(n));
        }
        done
    }

    fn poll_woken(&mut self) {
        while let Some(n) = self.waits.iter().position(|wait| wait.flag.is_up()) {
            self.poll(n);
        }
    }

    fn start_send(&mut self, n: usize, as_sink: bool) {
        let Some(sender) = self.sender(n) else { return };
        let (item, books) = (self.item(), self.books.clone());
        let id = item.id;
        self.wait(true, async move {
            let outcome = if as_sink {
                let mut own = Sender::clone(&sender);
                SinkExt::send(&mut own, item).await
            } else {
                sender.send(item).await
            };
            match outcome {
                Ok(()) => books.sent.borrow_mut().push(id),
                Err(_) => drop(books.returned.borrow_mut().insert(id)),
            }
        });
    }

    fn start_recv(&mut self, n: usize, as_stream: bool) {
        let Some(receiver) = self.receiver(n) else { return };
        let books = self.books.clone();
        self.wait(false, async move {
            let item = if as_stream {
                Receiver::clone(&receiver).next().await
            } else {
                receiver.recv().await.ok()
            };
            books.received.borrow_mut().extend(item.map(|item| item.id));
        });
    }

    fn try_send(&mut self, n: usize, force: bool) {
        let Some(sender) = self.sender(n) else { return };
        let item = self.item();
        let id = item.id;
        let back = if force {
            sender.force_send(item).unwrap_or_else(|error| Some(error.into_inner()))
        } else {
            sender.try_send(item).err().map(|error| error.into_inner())
        };
        let back = back.map(|item| item.id);
        self.books.returned.borrow_mut().extend(back);
        if back != Some(id) {
            self.books.sent.borrow_mut().push(id);
        }
    }

    fn apply(&mut self, op: Op) {
        let waits = self.waits.len().max(1);
        match op {
            Op::Send(n) => self.start_send(n, false),
            Op::SinkSend(n) => self.start_send(n, true),
            Op::Recv(n) => self.start_recv(n, false),
            Op::Next(n) => self.start_recv(n, true),
            Op::TrySend(n) => self.try_send(n, false),
            Op::ForceSend(n) => self.try_send(n, true),
            Op::TryRecv(n) => {
                let taken = self.receiver(n).and_then(|receiver| receiver.try_recv().ok());
                self.books.received.borrow_mut().extend(taken.map(|item| item.id));
            }
            Op::Poll(n) if !self.waits.is_empty() => drop(self.poll(n % waits)),
            Op::Drop(n) if !self.waits.is_empty() => drop(self.waits.swap_remove(n % waits)),
            Op::Poll(_) | Op::Drop(_) => {}
            Op::PollWoken => self.poll_woken(),
            Op::CloneSender(n) => {
                let clone = self.sender(n).map(|sender| Rc::new(Sender::clone(&sender)));
                self.senders.extend(clone);
            }
            Op::CloneReceiver(n) => {
                let clone = self.receiver(n).map(|receiver| Rc::new(Receiver::clone(&receiver)));
                self.receivers.extend(clone);
            }
            Op::DropSender(n) if !self.senders.is_empty() => {
                self.senders.swap_remove(n % self.senders.len());
            }
            Op::DropReceiver(n) if !self.receivers.is_empty() => {
                self.receivers.swap_remove(n % self.receivers.len());
            }
            Op::DropSender(_) | Op::DropReceiver(_) => {}
            Op::Close => drop(self.sender(0).map(|sender| sender.close())),
        }
        self.check();
    }

    /// What holds at every moment.
    fn check(&mut self) {
        if let Some(sender) = self.senders.first() {
            assert!(sender.len() <= self.capacity, "more waits than may");
        }
        let received = self.books.received.borrow();
        let mut sorted = received.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), received.len(), "an item was received twice");
        for id in received.iter() {
            assert!(!self.books.returned.borrow().contains(id), "received and handed back");
        }
        drop(received);
        // Who waits unwoken must have reason to: polled again, it still waits.
        let idle = (0..self.waits.len()).rev();
        for n in idle {
            let wait = &self.waits[n];
            if wait.polled && !wait.flag.is_up() {
                assert!(!self.poll(n), "a wake was lost");
            }
        }
    }

    /// Lets everyone finish who can, then closes the books.
    fn settle(mut self) {
        for n in (0..self.waits.len()).rev() {
            if !self.waits[n].polled {
                self.poll(n);
            }
        }
        self.poll_woken();
        self.check();
        let waiting = |sends| self.waits.iter().any(|wait| wait.sends == sends);
        assert!(!(waiting(true) && waiting(false)), "a sender and a receiver wait for each other");
        if !self.receivers.is_empty() {
            // Reads to the end, waiting: the sink of a rendezvous delivers to nobody else.
            let mut heard = usize::MAX;
            while heard != self.books.received.borrow().len() {
                heard = self.books.received.borrow().len();
                self.start_recv(0, false);
                self.poll(self.waits.len() - 1);
                self.poll_woken();
            }
            assert!(
                self.waits.iter().all(|wait| !wait.sends),
                "a sender waits though somebody reads"
            );
        }
        self.check();
        let read_to_the_end = !self.receivers.is_empty();
        self.waits.clear();
        self.senders.clear();
        self.receivers.clear();
        assert!(self.live.borrow().is_empty(), "an item leaked");
        let (sent, received) = (self.books.sent.borrow(), self.books.received.borrow());
        let returned = self.books.returned.borrow();
        let lost: Vec<_> =
            sent.iter().filter(|id| !received.contains(id) && !returned.contains(id)).collect();
        assert!(lost.is_empty() || !read_to_the_end, "sent and lost: {lost:?}");
        if self.capacity > 0 {
            let order: Vec<_> =
                received.iter().map(|id| sent.iter().position(|other| other == id)).collect();
            assert!(
                order.is_sorted() && order.iter().all(Option::is_some),
                "out of order, or never sent"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_books_balance(capacity in 0..4_usize, ops in vec(op(), 1..60)) {
        let mut world = World::new(capacity);
        for op in ops {
            world.apply(op);
        }
        world.settle();
    }
}
