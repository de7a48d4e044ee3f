//! Traced ends over `patterns::channel`.

mod inlet;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures::stream::FusedStream;
use futures::{Sink, Stream};
use patterns::channel::{self, RecvError, SendError, TryRecvError, TrySendError};

use crate::item::Carries;
use crate::lab::Lab;
use crate::trace::*;

/// What all ends of a traced channel share.
struct Shared {
    lab: Lab,
    id: ResourceId,
    /// The line that opened the channel, for what happens outside of every task.
    opened_at: SiteId,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    /// What is in the channel, the oldest first.
    items: VecDeque<Option<ItemId>>,
    /// Sends that wait, the first in line first. A receiver may take from their hands.
    offers: VecDeque<Offer>,
    offered: u64,
    closed: bool,
}

#[derive(Clone, Copy)]
struct Offer {
    ticket: u64,
    task: Option<TaskId>,
    site: SiteId,
    item: Option<ItemId>,
}

impl Shared {
    /// Where a pattern acts for a task: the line that started the task.
    fn here(&self) -> SiteId {
        self.lab.task_site().unwrap_or(self.opened_at)
    }

    /// An item went in.
    fn sent(&self, task: Option<TaskId>, site: SiteId, item: Option<ItemId>) {
        self.state.borrow_mut().items.push_back(item);
        let at = self.lab.stamp();
        self.lab.recorder().sent(task, at, Some(site), Some(self.id), item);
    }

    /// A send waits with its item in hand.
    fn offer(&self, site: SiteId, item: Option<ItemId>) -> u64 {
        let mut state = self.state.borrow_mut();
        let ticket = state.offered;
        state.offered += 1;
        let task = self.lab.current_task();
        state.offers.push_back(Offer { ticket, task, site, item });
        ticket
    }

    /// Takes an offer back; `None` if a receiver took it already.
    fn withdraw(&self, ticket: u64) -> Option<Offer> {
        let mut state = self.state.borrow_mut();
        let place = state.offers.iter().position(|offer| offer.ticket == ticket)?;
        state.offers.remove(place)
    }

    /// An item came out.
    fn received(&self, site: SiteId, item: Option<ItemId>) {
        let waiting = {
            let state = self.state.borrow();
            // On a rendezvous the receiver takes from the first hand in line, and that is the send.
            if state.items.is_empty() { state.offers.front().copied() } else { None }
        };
        if let Some(offer) = waiting {
            self.withdraw(offer.ticket);
            self.sent(offer.task, offer.site, offer.item);
        }
        self.state.borrow_mut().items.pop_front();
        let (task, at) = (self.lab.current_task(), self.lab.stamp());
        self.lab.recorder().received(task, at, Some(site), Some(self.id), item);
    }

    fn lost(&self, site: SiteId, from: Option<ResourceId>, item: Option<ItemId>, why: Loss) {
        let (task, at) = (self.lab.current_task(), self.lab.stamp());
        self.lab.recorder().lost(task, at, Some(site), from, item, why);
    }

    fn close(&self, site: SiteId) {
        if !std::mem::replace(&mut self.state.borrow_mut().closed, true) {
            self.lab.recorder().close(self.lab.stamp(), Some(site), self.id);
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        for item in std::mem::take(&mut self.state.get_mut().items) {
            self.lost(self.here(), Some(self.id), item, Loss::Dropped);
        }
    }
}

impl Lab {
    /// A traced channel that holds `capacity` items; 0 is a rendezvous.
    #[track_caller]
    pub fn channel<T: Carries>(&self, name: &str, capacity: u32) -> (Sender<T>, Receiver<T>) {
        let ends = channel::bounded(capacity as usize);
        self.ends(name, Some(capacity), ends, Location::caller())
    }

    /// A traced channel that holds whatever comes.
    #[track_caller]
    pub fn unbounded<T: Carries>(&self, name: &str) -> (Sender<T>, Receiver<T>) {
        self.ends(name, None, channel::unbounded(), Location::caller())
    }

    fn ends<T: Carries>(
        &self,
        name: &str,
        capacity: Option<u32>,
        (sender, receiver): (channel::Sender<T>, channel::Receiver<T>),
        caller: &'static Location<'static>,
    ) -> (Sender<T>, Receiver<T>) {
        let opened_at = self.site(caller);
        let kind = ResourceKind::Channel { capacity };
        let id = self.recorder().resource(name, kind, self.stamp());
        let state = RefCell::default();
        let shared = Rc::new(Shared { lab: self.clone(), id, opened_at, state });
        let sender = Sender { inner: sender, shared: Rc::clone(&shared) };
        (sender, Receiver { inner: receiver, shared })
    }
}

/// The end items go into; see `patterns::channel::Sender`.
pub struct Sender<T: Carries> {
    inner: channel::Sender<T>,
    shared: Rc<Shared>,
}

impl<T: Carries> Sender<T> {
    /// Puts an item in, waiting for its place. Dropped while it waits, it gives the item up.
    #[track_caller]
    pub fn send(&self, value: T) -> Send<'_, T> {
        let item = value.item();
        let site = self.shared.lab.site(Location::caller());
        Send {
            inner: self.inner.send(value),
            shared: &self.shared,
            site,
            item,
            ticket: None,
            over: false,
        }
    }

    /// Puts an item in if there is a place for it now.
    ///
    /// # Errors
    /// [`TrySendError`] hands the item back.
    #[track_caller]
    pub fn try_send(&self, value: T) -> Result<(), TrySendError<T>> {
        self.try_from(self.shared.lab.site(Location::caller()), value)
    }

    fn try_from(&self, site: SiteId, value: T) -> Result<(), TrySendError<T>> {
        let item = value.item();
        self.inner.try_send(value)?;
        self.shared.sent(self.shared.lab.current_task(), site, item);
        Ok(())
    }

    /// Puts an item in at once; the oldest one gives way if it must, and is returned.
    ///
    /// # Errors
    /// [`TrySendError`] hands the item back if the channel is closed, or if there is none to evict.
    #[track_caller]
    pub fn force_send(&self, value: T) -> Result<Option<T>, TrySendError<T>> {
        self.force_from(self.shared.lab.site(Location::caller()), value)
    }

    fn force_from(&self, site: SiteId, value: T) -> Result<Option<T>, TrySendError<T>> {
        let item = value.item();
        let evicted = self.inner.force_send(value)?;
        if let Some(evicted) = &evicted {
            self.shared.state.borrow_mut().items.pop_front();
            self.shared.lost(site, Some(self.shared.id), evicted.item(), Loss::Evicted);
        }
        self.shared.sent(self.shared.lab.current_task(), site, item);
        Ok(evicted)
    }

    /// Closes the channel for every sender; what is in it can still be received.
    #[track_caller]
    pub fn close(&self) {
        self.inner.close();
        self.shared.close(self.shared.lab.site(Location::caller()));
    }

    /// Whether nothing more goes in.
    pub fn is_closed(&self) -> bool {
        self.inner.is_closed()
    }

    /// How many items are in the channel.
    pub fn len(&self) -> usize {
        self.inner.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.inner.is_empty()
    }
}

impl<T: Carries> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Sender { inner: self.inner.clone(), shared: Rc::clone(&self.shared) }
    }
}

impl<T: Carries> Drop for Sender<T> {
    fn drop(&mut self) {
        if self.inner.sender_count() == 1 {
            self.shared.close(self.shared.here());
        }
    }
}

impl<T: Carries> Sink<T> for Sender<T> {
    type Error = SendError<T>;

    fn poll_ready(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), SendError<T>>> {
        let polled = Pin::new(&mut self.inner).poll_ready(cx);
        if polled.is_pending() {
            self.shared.lab.wait(self.shared.id, Wait::Send, self.shared.lab.task_site());
        }
        polled
    }

    fn start_send(mut self: Pin<&mut Self>, value: T) -> Result<(), SendError<T>> {
        self.shared.lab.waits_no_more(self.shared.id, Wait::Send);
        let item = value.item();
        Pin::new(&mut self.inner).start_send(value)?;
        self.shared.sent(self.shared.lab.current_task(), self.shared.here(), item);
        Ok(())
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), SendError<T>>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_close(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), SendError<T>>> {
        if self.inner.sender_count() == 1 {
            self.shared.close(self.shared.here());
        }
        Pin::new(&mut self.inner).poll_close(cx)
    }
}

impl<T: Carries> std::fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sender").field("resource", &self.shared.id).finish_non_exhaustive()
    }
}

/// A channel that travels through a channel carries no item of its own.
impl<T: Carries> Carries for Receiver<T> {
    fn item(&self) -> Option<ItemId> {
        None
    }
}

/// See [`Sender::send`].
pub struct Send<'a, T: Carries> {
    inner: channel::Send<'a, T>,
    shared: &'a Rc<Shared>,
    site: SiteId,
    item: Option<ItemId>,
    /// Its place among the offers once it waits.
    ticket: Option<u64>,
    /// It came to its end, one way or the other.
    over: bool,
}

impl<T: Carries> Future for Send<'_, T> {
    type Output = Result<(), SendError<T>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        match Pin::new(&mut this.inner).poll(cx) {
            Poll::Pending => {
                if this.ticket.is_none() {
                    this.ticket = Some(this.shared.offer(this.site, this.item));
                }
                this.shared.lab.wait(this.shared.id, Wait::Send, Some(this.site));
                Poll::Pending
            }
            Poll::Ready(result) => {
                this.over = true;
                let waited = this.ticket.take();
                if waited.is_some() {
                    this.shared.lab.waits_no_more(this.shared.id, Wait::Send);
                }
                let taken = waited.is_some_and(|ticket| this.shared.withdraw(ticket).is_none());
                if result.is_ok() && !taken {
                    this.shared.sent(this.shared.lab.current_task(), this.site, this.item);
                }
                Poll::Ready(result)
            }
        }
    }
}

impl<T: Carries> Drop for Send<'_, T> {
    fn drop(&mut self) {
        if self.over {
            return;
        }
        self.shared.lab.waits_no_more(self.shared.id, Wait::Send);
        let taken = self.ticket.take().is_some_and(|ticket| self.shared.withdraw(ticket).is_none());
        if !taken {
            let lab = &self.shared.lab;
            lab.recorder().gave_up(lab.stamp(), Some(self.site), self.item);
        }
    }
}

impl<T: Carries> std::fmt::Debug for Send<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Send").field("item", &self.item).finish_non_exhaustive()
    }
}

/// The end items come out of; see `patterns::channel::Receiver`.
pub struct Receiver<T: Carries> {
    inner: channel::Receiver<T>,
    shared: Rc<Shared>,
}

impl<T: Carries> Receiver<T> {
    /// Takes the next item out, waiting for it. Dropped while it waits, it takes none.
    #[track_caller]
    pub fn recv(&self) -> Recv<'_, T> {
        let site = self.shared.lab.site(Location::caller());
        Recv { inner: self.inner.recv(), shared: &self.shared, site, waits: false }
    }

    /// Takes the next item out if there is one now.
    ///
    /// # Errors
    /// [`TryRecvError`] says whether there may be one later.
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        let value = self.inner.try_recv()?;
        self.shared.received(self.shared.lab.site(Location::caller()), value.item());
        Ok(value)
    }

    /// Closes the channel for every sender; what is in it can still be received.
    #[track_caller]
    pub fn close(&self) {
        self.inner.close();
        self.shared.close(self.shared.lab.site(Location::caller()));
    }

    /// How many items are in the channel.
    pub fn len(&self) -> usize {
        self.inner.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.inner.is_empty()
    }
}

impl<T: Carries> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        Receiver { inner: self.inner.clone(), shared: Rc::clone(&self.shared) }
    }
}

impl<T: Carries> Drop for Receiver<T> {
    fn drop(&mut self) {
        if self.inner.receiver_count() == 1 {
            self.shared.close(self.shared.here());
        }
    }
}

impl<T: Carries> Stream for Receiver<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let polled = Pin::new(&mut self.inner).poll_next(cx);
        match &polled {
            Poll::Pending => {
                self.shared.lab.wait(self.shared.id, Wait::Receive, self.shared.lab.task_site());
            }
            Poll::Ready(value) => {
                self.shared.lab.waits_no_more(self.shared.id, Wait::Receive);
                if let Some(value) = value {
                    self.shared.received(self.shared.here(), value.item());
                }
            }
        }
        polled
    }
}

impl<T: Carries> FusedStream for Receiver<T> {
    fn is_terminated(&self) -> bool {
        self.inner.is_terminated()
    }
}

impl<T: Carries> std::fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receiver").field("resource", &self.shared.id).finish_non_exhaustive()
    }
}

/// See [`Receiver::recv`].
pub struct Recv<'a, T: Carries> {
    inner: channel::Recv<'a, T>,
    shared: &'a Rc<Shared>,
    site: SiteId,
    waits: bool,
}

impl<T: Carries> Drop for Recv<'_, T> {
    fn drop(&mut self) {
        if self.waits {
            self.shared.lab.waits_no_more(self.shared.id, Wait::Receive);
        }
    }
}

impl<T: Carries> Future for Recv<'_, T> {
    type Output = Result<T, RecvError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let polled = Pin::new(&mut self.inner).poll(cx);
        match &polled {
            Poll::Pending => {
                self.waits = true;
                self.shared.lab.wait(self.shared.id, Wait::Receive, Some(self.site));
            }
            Poll::Ready(Ok(value)) => self.shared.received(self.site, value.item()),
            Poll::Ready(Err(_)) => {}
        }
        polled
    }
}

impl<T: Carries> std::fmt::Debug for Recv<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recv").field("resource", &self.shared.id).finish_non_exhaustive()
    }
}
