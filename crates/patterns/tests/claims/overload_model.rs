//! The strategies against a queue and a line anyone can follow.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{Flag, Rng};
use patterns::channel::{Receiver, bounded};
use patterns::{Backpressure, Context, SendCounts, Sent, Strategy, Unsent};
use patterns::{Canceller, channel::Sender};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll, Waker};

/// As wasm the same in small: a page that tests must also come to an end.
const HISTORIES: u64 = if cfg!(target_arch = "wasm32") { 5_000 } else { 100_000 };

type Answer = Result<Sent<u32>, Unsent<u32>>;
type Queue = Backpressure<Sender<u32>>;

/// The slow, obvious queue.
struct Model {
    strategy: Strategy,
    capacity: usize,
    queue: VecDeque<u32>,
    /// Those who wait for a place, the first in line first.
    line: VecDeque<u32>,
    sends: usize,
    closed: bool,
    answers: Vec<Sent<u32>>,
}

impl Model {
    /// What a send says at once; nothing if it waits.
    fn send(&mut self, item: u32) -> Option<Answer> {
        if let Strategy::Sample { every } = self.strategy {
            self.sends += 1;
            if !self.sends.is_multiple_of(every) {
                return Some(self.answer(Sent::Skipped(item)));
            }
        }
        if self.closed {
            return Some(Err(Unsent::Closed(item)));
        }
        let full = self.queue.len() == self.capacity || !self.line.is_empty();
        let answer = match self.strategy {
            Strategy::Block | Strategy::Sample { .. } if full => {
                self.line.push_back(item);
                return None;
            }
            Strategy::DropNewest if full => return Some(self.answer(Sent::Refused(item))),
            Strategy::DropOldest if full => Sent::Evicted(self.queue.pop_front().unwrap()),
            _ => Sent::Queued,
        };
        self.queue.push_back(item);
        Some(self.answer(answer))
    }

    fn answer(&mut self, answer: Sent<u32>) -> Answer {
        self.answers.push(answer);
        Ok(answer)
    }

    /// What comes out, and whose wait is over because of it.
    fn receive(&mut self) -> (Option<u32>, Option<u32>) {
        let item = self.queue.pop_front();
        let next = if item.is_some() && !self.closed { self.line.pop_front() } else { None };
        if let Some(next) = next {
            self.queue.push_back(next);
            self.answers.push(Sent::Queued);
        }
        (item, next)
    }

    fn counts(&self) -> SendCounts {
        let count = |of: fn(&Sent<u32>) -> bool| {
            self.answers.iter().filter(|answer| of(answer)).count() as u64
        };
        SendCounts {
            queued: count(|answer| matches!(answer, Sent::Queued | Sent::Evicted(_))),
            evicted: count(|answer| matches!(answer, Sent::Evicted(_))),
            refused: count(|answer| matches!(answer, Sent::Refused(_))),
            skipped: count(|answer| matches!(answer, Sent::Skipped(_))),
        }
    }
}

/// A send that waits.
struct Waits {
    item: u32,
    send: Pin<Box<dyn Future<Output = Answer>>>,
    flag: Arc<Flag>,
}

impl Waits {
    fn poll(&mut self) -> Poll<Answer> {
        self.flag.lower();
        let waker = Waker::from(self.flag.clone());
        self.send.as_mut().poll(&mut Task::from_waker(&waker))
    }
}

/// Ours, beside the model.
struct World {
    rng: Rng,
    model: Model,
    queue: Queue,
    receiver: Receiver<u32>,
    context: Context,
    canceller: Canceller,
    waits: Vec<Waits>,
    next: u32,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut rng = Rng(seed);
        let strategy = match seed % 4 {
            0 => Strategy::Block,
            1 => Strategy::DropOldest,
            2 => Strategy::DropNewest,
            _ => Strategy::Sample { every: 1 + rng.below(4) },
        };
        let capacity = 1 + rng.below(4);
        let (sender, receiver) = bounded(capacity);
        let (context, canceller) = Context::root();
        let model = Model {
            strategy,
            capacity,
            queue: VecDeque::new(),
            line: VecDeque::new(),
            sends: 0,
            closed: false,
            answers: Vec::new(),
        };
        let queue = Backpressure::new(strategy, sender);
        Self { rng, model, queue, receiver, context, canceller, waits: Vec::new(), next: 0 }
    }

    fn send(&mut self) {
        let (mut queue, context, item) = (self.queue.clone(), self.context.clone(), self.next);
        self.next += 1;
        let send = Box::pin(async move { queue.send(&context, item).await });
        let mut waits = Waits { item, send, flag: Flag::new() };
        match (waits.poll(), self.model.send(item)) {
            (Poll::Ready(ours), Some(models)) => assert_eq!(ours, models),
            (Poll::Pending, None) => self.waits.push(waits),
            (ours, models) => panic!("{ours:?} is not {models:?}"),
        }
    }

    fn receive(&mut self) {
        let (item, served) = self.model.receive();
        assert_eq!(self.receiver.try_recv().ok(), item);
        let Some(served) = served else { return };
        let place = self.waits.iter().position(|waits| waits.flag.is_up()).expect("one is called");
        let mut waits = self.waits.remove(place);
        assert_eq!((waits.item, waits.poll()), (served, Poll::Ready(Ok(Sent::Queued))));
    }

    /// One of those who wait gives up.
    fn give_up(&mut self) {
        if !self.waits.is_empty() {
            let gone = self.waits.remove(self.rng.below(self.waits.len()));
            self.model.line.retain(|item| *item != gone.item);
        }
    }

    fn close(&mut self) {
        self.receiver.close();
        self.model.closed = true;
        self.model.line.clear();
        for mut waits in self.waits.drain(..) {
            assert_eq!(waits.poll(), Poll::Ready(Err(Unsent::Closed(waits.item))));
        }
    }

    fn step(&mut self) {
        match self.rng.below(16) {
            0 => self.give_up(),
            1 if self.rng.below(10) == 0 => self.close(),
            2..8 => self.receive(),
            _ => self.send(),
        }
        assert_eq!(self.receiver.len(), self.model.queue.len());
        assert!(self.receiver.len() <= self.model.capacity);
        assert!(self.waits.iter().all(|waits| !waits.flag.is_up()), "woken for nothing");
        assert_eq!(self.queue.counts(), self.model.counts());
    }

    /// A cancel hands back all that waits, and the rest comes out in order.
    fn end(mut self) {
        self.canceller.cancel();
        for mut waits in self.waits.drain(..) {
            let unsent = match waits.poll() {
                Poll::Ready(Err(unsent)) => unsent.into_inner(),
                other => panic!("{other:?} after the cancel"),
            };
            assert_eq!(unsent, waits.item);
        }
        while let Ok(item) = self.receiver.try_recv() {
            assert_eq!(self.model.queue.pop_front(), Some(item));
        }
        assert!(self.model.queue.is_empty());
    }
}

#[test]
fn any_history_gives_what_the_model_gives() {
    for seed in 0..HISTORIES {
        let mut world = World::new(seed);
        for _ in 0..10 + world.rng.below(20) {
            world.step();
        }
        world.end();
    }
}
