//! Backpressure: what a sender does when whoever receives cannot keep up.

use super::{Inlet, SendCounts, Sent, Strategy, Unsent};
use crate::channel::{SendError, TrySendError};
use crate::sync::lock;
use crate::{Cancelled, Context};
use futures::FutureExt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Context as Task, Poll, ready};

/// A queue's inlet under one [`Strategy`]; clones share the strategy's books.
///
/// The bound is the queue's own. Drop what it is done with: the queue closes with the last clone.
///
/// ```
/// use futures::executor::block_on;
/// use patterns::{Backpressure, Context, Sent, Strategy, channel};
///
/// let (context, _keep) = Context::root();
/// let (sender, receiver) = channel::bounded(1);
/// let mut news = Backpressure::new(Strategy::DropOldest, sender);
/// assert_eq!(block_on(news.send(&context, 'a')), Ok(Sent::Queued));
/// assert_eq!(block_on(news.send(&context, 'b')), Ok(Sent::Evicted('a')));
/// assert_eq!((receiver.try_recv(), news.counts().dropped()), (Ok('b'), 1));
/// ```
#[derive(Clone, Debug)]
pub struct Backpressure<S> {
    strategy: Strategy,
    queue: S,
    books: Arc<Mutex<Books>>,
}

/// What every clone writes down.
#[derive(Debug, Default)]
struct Books {
    counts: SendCounts,
    /// How many were skipped since one was let in.
    passed_by: usize,
}

impl<S> Backpressure<S> {
    /// Puts a strategy before a queue.
    ///
    /// # Panics
    /// If it is to sample every 0th: there is none.
    ///
    /// ```
    /// use patterns::{Backpressure, Strategy, channel};
    ///
    /// let (sender, _receiver) = channel::bounded::<u8>(1_000);
    /// let queue = Backpressure::new(Strategy::Block, sender);
    /// assert_eq!(queue.strategy(), Strategy::Block);
    /// ```
    pub fn new(strategy: Strategy, queue: S) -> Self {
        assert!(strategy != Strategy::Sample { every: 0 }, "there is no 0th");
        Self { strategy, queue, books: Arc::default() }
    }

    /// Sends `item` as the strategy has it, and says what was dropped for it.
    ///
    /// Blocking and sampling wait in line as long as `context` lasts; the others never wait. A
    /// cancel beats a place. Dropped while it waits, it has not sent and never will.
    ///
    /// # Errors
    /// [`Unsent`] with the item: the queue is closed, or the context was cancelled.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use patterns::{Backpressure, Context, Sent, Strategy, channel};
    ///
    /// let (context, canceller) = Context::root();
    /// let (sender, receiver) = channel::bounded(9);
    /// let mut samples = Backpressure::new(Strategy::Sample { every: 2 }, sender);
    /// assert_eq!(block_on(samples.send(&context, 1)), Ok(Sent::Skipped(1)));
    /// assert_eq!(block_on(samples.send(&context, 2)), Ok(Sent::Queued));
    /// canceller.cancel();
    /// assert_eq!(block_on(samples.send(&context, 3)).unwrap_err().into_inner(), 3);
    /// # drop(receiver);
    /// ```
    pub async fn send<T>(&mut self, context: &Context, item: T) -> Result<Sent<T>, Unsent<T>>
    where
        S: Inlet<T>,
    {
        if let Some(cause) = context.cause() {
            return Err(Unsent::Cancelled { item, cause });
        }
        let sent = match self.strategy {
            Strategy::DropOldest => match self.queue.force_send(item) {
                Ok(evicted) => evicted.map_or(Sent::Queued, Sent::Evicted),
                Err(error) => refused(error)?,
            },
            Strategy::DropNewest => match self.queue.try_send(item) {
                Ok(()) => Sent::Queued,
                Err(error) => refused(error)?,
            },
            Strategy::Sample { every } if !self.is_turn(every) => Sent::Skipped(item),
            Strategy::Block | Strategy::Sample { .. } => {
                let cancelled = context.cancelled();
                Turn { queue: &mut self.queue, item: Some(item), cancelled }.wait().await?
            }
        };
        lock(&self.books).counts.count(&sent);
        Ok(sent)
    }

    /// What became of everything that was sent, by all clones.
    ///
    /// ```
    /// use patterns::{Backpressure, SendCounts, Strategy, channel};
    ///
    /// let (sender, _receiver) = channel::bounded::<u8>(1);
    /// assert_eq!(Backpressure::new(Strategy::Block, sender).counts(), SendCounts::default());
    /// ```
    pub fn counts(&self) -> SendCounts {
        lock(&self.books).counts
    }

    /// What is done when the queue may be full.
    ///
    /// ```
    /// use patterns::{Backpressure, Strategy, channel};
    ///
    /// let (sender, _receiver) = channel::bounded::<u8>(1);
    /// let queue = Backpressure::new(Strategy::DropNewest, sender);
    /// assert_eq!(queue.strategy(), Strategy::DropNewest);
    /// ```
    pub fn strategy(&self) -> Strategy {
        self.strategy
    }

    /// The queue's own inlet, to ask it how full it is.
    ///
    /// ```
    /// use patterns::{Backpressure, Strategy, channel};
    ///
    /// let (sender, _receiver) = channel::bounded::<u8>(1);
    /// assert!(Backpressure::new(Strategy::Block, sender).queue().is_empty());
    /// ```
    pub fn queue(&self) -> &S {
        &self.queue
    }

    /// Counts one, and tells whether it is the `every`-th.
    fn is_turn(&self, every: usize) -> bool {
        let mut books = lock(&self.books);
        books.passed_by = (books.passed_by + 1) % every;
        books.passed_by == 0
    }
}

/// What was not let in is refused, or the queue is over.
fn refused<T>(error: TrySendError<T>) -> Result<Sent<T>, Unsent<T>> {
    match error {
        TrySendError::Full(item) => Ok(Sent::Refused(item)),
        TrySendError::Closed(item) => Err(Unsent::Closed(item)),
    }
}

/// An item that waits for its place; dropped, it leaves the line.
struct Turn<'a, T, S: Inlet<T>> {
    queue: &'a mut S,
    item: Option<T>,
    cancelled: Cancelled,
}

impl<T, S: Inlet<T>> Turn<'_, T, S> {
    async fn wait(mut self) -> Result<Sent<T>, Unsent<T>> {
        poll_fn(|task| self.poll(task)).await
    }

    fn poll(&mut self, task: &mut Task<'_>) -> Poll<Result<Sent<T>, Unsent<T>>> {
        if !self.cancelled.is_due()
            && let Poll::Ready(sent) = self.queue.poll_send(task, &mut self.item)
        {
            let sent = sent.map(|()| Sent::Queued);
            return Poll::Ready(sent.map_err(|SendError(item)| Unsent::Closed(item)));
        }
        let cause = ready!(self.cancelled.poll_unpin(task));
        Poll::Ready(match self.item.take() {
            Some(item) => Err(Unsent::Cancelled { item, cause }),
            None => Ok(Sent::Queued),
        })
    }
}

impl<T, S: Inlet<T>> Drop for Turn<'_, T, S> {
    fn drop(&mut self) {
        self.queue.step_aside();
    }
}
