//! Traced ends over any stream and any sink, such as `futures::channel::mpsc`.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures::channel::mpsc;
use futures::{Sink, Stream, ready, stream::FusedStream};

use crate::item::Carries;
use crate::lab::Lab;
use crate::trace::*;

/// What both ends of a traced queue share.
struct Queue {
    lab: Lab,
    id: ResourceId,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    items: VecDeque<Option<ItemId>>,
    senders: usize,
    receiver_gone: bool,
    closed: bool,
}

impl Queue {
    fn close(&self) {
        if !std::mem::replace(&mut self.state.borrow_mut().closed, true) {
            self.lab.recorder().close(self.lab.stamp(), self.lab.task_site(), self.id);
        }
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        for item in std::mem::take(&mut self.state.get_mut().items) {
            let why = if self.state.get_mut().receiver_gone { Loss::Closed } else { Loss::Dropped };
            let (task, at) = (self.lab.current_task(), self.lab.stamp());
            self.lab.recorder().lost(task, at, None, Some(self.id), item, why);
        }
    }
}

/// A sink that writes what goes in.
pub struct TracedSink<S> {
    queue: Rc<Queue>,
    sink: S,
}

/// A stream that writes what comes out.
pub struct TracedStream<S> {
    queue: Rc<Queue>,
    stream: S,
}

impl Lab {
    /// `futures::channel::mpsc`, traced. It takes one more than it was told for each sender.
    pub fn mpsc<T: Carries>(
        &self,
        name: &str,
        buffer: u32,
    ) -> (TracedSink<mpsc::Sender<T>>, TracedStream<mpsc::Receiver<T>>) {
        let (sink, stream) = mpsc::channel(buffer as usize);
        self.traced(name, Some(buffer), sink, stream)
    }

    /// Any two ends of a queue, traced. `capacity` is what the queue was told; `None` is unbounded.
    pub fn traced<K, S>(
        &self,
        name: &str,
        capacity: Option<u32>,
        sink: K,
        stream: S,
    ) -> (TracedSink<K>, TracedStream<S>) {
        let kind = ResourceKind::Channel { capacity };
        let id = self.recorder().resource(name, kind, self.stamp());
        let state = RefCell::new(State { senders: 1, ..State::default() });
        let queue = Rc::new(Queue { lab: self.clone(), id, state });
        let sink = TracedSink { queue: Rc::clone(&queue), sink };
        (sink, TracedStream { queue, stream })
    }
}

impl<S: Clone> Clone for TracedSink<S> {
    fn clone(&self) -> Self {
        self.queue.state.borrow_mut().senders += 1;
        TracedSink { queue: Rc::clone(&self.queue), sink: self.sink.clone() }
    }
}

impl<S> Drop for TracedSink<S> {
    fn drop(&mut self) {
        let left = {
            let mut state = self.queue.state.borrow_mut();
            state.senders -= 1;
            state.senders
        };
        if left == 0 {
            self.queue.close();
        }
    }
}

impl<S> TracedSink<S> {
    fn waits<T>(&self, polled: Poll<T>) -> Poll<T> {
        if polled.is_pending() {
            self.queue.lab.wait(self.queue.id, Wait::Send, self.queue.lab.task_site());
        }
        polled
    }
}

impl<T: Carries, S: Sink<T> + Unpin> Sink<T> for TracedSink<S> {
    type Error = S::Error;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        let polled = Pin::new(&mut self.sink).poll_ready(cx);
        self.waits(polled)
    }

    fn start_send(mut self: Pin<&mut Self>, value: T) -> Result<(), S::Error> {
        let item = value.item();
        self.queue.lab.waits_no_more(self.queue.id, Wait::Send);
        Pin::new(&mut self.sink).start_send(value)?;
        self.queue.state.borrow_mut().items.push_back(item);
        let Queue { lab, id, .. } = &*self.queue;
        lab.recorder().sent(lab.current_task(), lab.stamp(), lab.task_site(), Some(*id), item);
        Ok(())
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        let polled = Pin::new(&mut self.sink).poll_flush(cx);
        self.waits(polled)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        let polled = Pin::new(&mut self.sink).poll_close(cx);
        self.waits(polled)
    }
}

impl<S: Stream + Unpin> Stream for TracedStream<S>
where
    S::Item: Carries,
{
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let polled = Pin::new(&mut self.stream).poll_next(cx);
        if polled.is_pending() {
            self.queue.lab.wait(self.queue.id, Wait::Receive, self.queue.lab.task_site());
        }
        let next = ready!(polled);
        self.queue.lab.waits_no_more(self.queue.id, Wait::Receive);
        if let Some(value) = &next {
            let item = value.item();
            self.queue.state.borrow_mut().items.pop_front();
            let Queue { lab, id, .. } = &*self.queue;
            lab.recorder().received(
                lab.current_task(),
                lab.stamp(),
                lab.task_site(),
                Some(*id),
                item,
            );
        }
        Poll::Ready(next)
    }
}

impl<S: FusedStream + Unpin> FusedStream for TracedStream<S>
where
    S::Item: Carries,
{
    fn is_terminated(&self) -> bool {
        self.stream.is_terminated()
    }
}

impl<S> Drop for TracedStream<S> {
    fn drop(&mut self) {
        self.queue.state.borrow_mut().receiver_gone = true;
        self.queue.close();
    }
}

impl<S> std::fmt::Debug for TracedSink<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TracedSink").field("resource", &self.queue.id).finish_non_exhaustive()
    }
}

impl<S> std::fmt::Debug for TracedStream<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TracedStream").field("resource", &self.queue.id).finish_non_exhaustive()
    }
}
