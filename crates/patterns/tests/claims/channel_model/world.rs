//! A channel, its handles, and the sends and receives under way.

use super::op::Op;
use crate::support::Flag;
use futures::sink::SinkExt;
use futures::stream::StreamExt;
use patterns::channel::{self, Receiver, SendError, Sender};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

/// An item that knows when it is dropped.
#[derive(Debug)]
pub(super) struct Item {
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
pub(super) struct Books {
    /// Items whose send said it was done, in that order.
    pub(super) sent: RefCell<Vec<usize>>,
    pub(super) received: RefCell<Vec<usize>>,
    /// Items that came by themselves, when their send was first polled, and by a sink, when it began
    /// to send: in that order.
    pub(super) came: RefCell<Vec<(usize, By)>>,
    /// Items handed back or evicted.
    pub(super) returned: RefCell<BTreeSet<usize>>,
    next: Cell<usize>,
}

/// One send or receive under way.
pub(super) struct Wait {
    future: Pin<Box<dyn Future<Output = ()>>>,
    pub(super) flag: Arc<Flag>,
    pub(super) polled: bool,
    /// Whether it sends rather than receives.
    pub(super) sends: bool,
    /// Whether it stands in line once it waits; a sink that is ready no longer does.
    pub(super) stands: Rc<Cell<bool>>,
    /// How many had begun to wait before it.
    pub(super) place: usize,
}

/// How an item came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Itself,
    Sink,
    Force,
}

/// How an item is sent.
#[derive(Clone, Copy)]
enum Way {
    Future,
    Sink,
    SlowSink,
}

/// Sends through a sink; `slow` if it is asked whether it is ready some time before. `stands` is for
/// as long as it stands in line.
async fn send_by_sink(
    mut sink: Sender<Item>,
    item: Item,
    slow: bool,
    books: &Books,
    stands: &Cell<bool>,
) -> Result<(), SendError<Item>> {
    let ready = poll_fn(|task| sink.poll_ready_unpin(task)).await;
    stands.set(false);
    ready?;
    let mut late = !slow;
    poll_fn(|task| {
        if std::mem::replace(&mut late, true) {
            return Poll::Ready(());
        }
        task.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
    books.came.borrow_mut().push((item.id, By::Sink));
    sink.start_send_unpin(item)?;
    sink.flush().await
}

pub(super) struct World {
    /// `None` if whatever comes may wait.
    pub(super) capacity: Option<usize>,
    pub(super) senders: Vec<Rc<Sender<Item>>>,
    pub(super) receivers: Vec<Rc<Receiver<Item>>>,
    pub(super) waits: Vec<Wait>,
    /// How many sends and receives have been polled.
    begun: usize,
    pub(super) books: Rc<Books>,
    pub(super) live: Rc<RefCell<BTreeSet<usize>>>,
}

impl World {
    pub(super) fn new(capacity: Option<usize>) -> Self {
        let (sender, receiver) = capacity.map_or_else(channel::unbounded, channel::bounded);
        assert_eq!(sender.capacity(), capacity);
        Self {
            capacity,
            senders: vec![Rc::new(sender)],
            receivers: vec![Rc::new(receiver)],
            waits: Vec::new(),
            begun: 0,
            books: Rc::default(),
            live: Rc::default(),
        }
    }

    fn item(&self) -> Item {
        let id = self.books.next.replace(self.books.next.get() + 1);
        self.live.borrow_mut().insert(id);
        Item { id, live: self.live.clone() }
    }

    fn wait(
        &mut self,
        sends: bool,
        stands: Rc<Cell<bool>>,
        future: impl Future<Output = ()> + 'static,
    ) {
        let (future, flag) = (Box::pin(future), Flag::new());
        self.waits.push(Wait { future, flag, polled: false, sends, stands, place: 0 });
    }

    fn sender(&self, n: usize) -> Option<Rc<Sender<Item>>> {
        self.senders.get(n % self.senders.len().max(1)).cloned()
    }

    fn receiver(&self, n: usize) -> Option<Rc<Receiver<Item>>> {
        self.receivers.get(n % self.receivers.len().max(1)).cloned()
    }

    /// Polls a wait; it is removed once it is done.
    pub(super) fn poll(&mut self, n: usize) -> bool {
        let sent = self.books.sent.borrow().len();
        let wait = &mut self.waits[n];
        wait.flag.lower();
        if !std::mem::replace(&mut wait.polled, true) {
            wait.place = self.begun;
            self.begun += 1;
        }
        let waker = Waker::from(wait.flag.clone());
        let done = wait.future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready();
        if done {
            drop(self.waits.remove(n));
        }
        if self.capacity == Some(0) {
            self.check_met(sent);
        }
        done
    }

    /// On a rendezvous whoever has sent has met a receiver: one has the item, or was called for it.
    fn check_met(&self, sent_before: usize) {
        for id in &self.books.sent.borrow()[sent_before..] {
            let called = self.waits.iter().any(|wait| !wait.sends && wait.flag.is_up());
            assert!(called || self.books.received.borrow().contains(id), "sent to nobody");
        }
    }

    pub(super) fn poll_woken(&mut self) {
        while let Some(n) = self.waits.iter().position(|wait| wait.flag.is_up()) {
            self.poll(n);
        }
    }

    fn start_send(&mut self, n: usize, way: Way) {
        let Some(sender) = self.sender(n) else { return };
        let (item, books) = (self.item(), self.books.clone());
        let (id, stands) = (item.id, Rc::new(Cell::new(true)));
        self.wait(true, stands.clone(), async move {
            let outcome = match way {
                Way::Future => {
                    books.came.borrow_mut().push((id, By::Itself));
                    sender.send(item).await
                }
                Way::Sink | Way::SlowSink => {
                    let (sink, slow) = (Sender::clone(&sender), matches!(way, Way::SlowSink));
                    send_by_sink(sink, item, slow, &books, &stands).await
                }
            };
            match outcome {
                Ok(()) => books.sent.borrow_mut().push(id),
                Err(_) => drop(books.returned.borrow_mut().insert(id)),
            }
        });
    }

    pub(super) fn start_recv(&mut self, n: usize, as_stream: bool) {
        let Some(receiver) = self.receiver(n) else { return };
        let books = self.books.clone();
        self.wait(false, Rc::new(Cell::new(true)), async move {
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
        self.books.came.borrow_mut().push((id, if force { By::Force } else { By::Itself }));
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

    pub(super) fn apply(&mut self, op: Op) {
        let waits = self.waits.len().max(1);
        match op {
            Op::Send(n) => self.start_send(n, Way::Future),
            Op::SinkSend(n) => self.start_send(n, Way::Sink),
            Op::SlowSinkSend(n) => self.start_send(n, Way::SlowSink),
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
}
