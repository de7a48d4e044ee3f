//! Share: one stream, many readers, each item to one of them, turn by turn.

use crate::line::{Left, Line};
use crate::sync::lock;
use futures::stream::{FusedStream, Stream};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context as Task, Poll, Waker};

/// Makes `input` a stream whose clones take turns, first come first served.
///
/// So that a [`worker_pool`](crate::worker_pool()) reads from what cannot be cloned. A reader whose
/// turn it is and who neither polls nor is dropped holds up the others. The input is polled under
/// the readers' lock: what it wakes must not come back to a reader before `wake` has returned.
///
/// ```
/// use futures::{StreamExt, executor::block_on, stream};
/// use patterns::share;
///
/// let mut left = share(stream::iter(['a', 'b', 'c']));
/// let mut right = left.clone();
/// assert_eq!(block_on(left.next()), Some('a'));
/// assert_eq!(block_on(right.next()), Some('b'));
/// assert_eq!(block_on(left.next()), Some('c'));
/// assert_eq!(block_on(right.next()), None);
/// ```
pub fn share<S: Stream + Unpin>(input: S) -> Share<S> {
    let state = State { input: Some(input), line: Line::default() };
    Share { state: Arc::new(Mutex::new(state)), key: None }
}

/// One reader of the stream given to [`share()`].
///
/// # Examples
/// Each worker owns one, and together they do every job once.
///
/// ```
/// use futures::{StreamExt, executor::block_on, future::{join, ready}, stream};
/// use patterns::{Share, share};
///
/// fn worker(jobs: Share<impl futures::Stream<Item = u32> + Unpin>) -> impl Future<Output = u32> {
///     jobs.fold(0, |sum, job| ready(sum + job))
/// }
///
/// let jobs = share(stream::iter(1..=4));
/// let (first, second) = block_on(join(worker(jobs.clone()), worker(jobs)));
/// assert_eq!(first + second, 10);
/// ```
#[derive(Debug)]
#[must_use = "streams do nothing unless polled"]
pub struct Share<S> {
    state: Arc<Mutex<State<S>>>,
    /// Where this reader stands in line.
    key: Option<usize>,
}

/// The stream, and who wants it.
#[derive(Debug)]
struct State<S> {
    /// Gone once it has ended.
    input: Option<S>,
    /// The first in line, or whoever was called in its place, polls the input.
    line: Line<()>,
}

impl<S> State<S> {
    /// Whether the reader that stands under `key` may poll the input.
    fn is_turn(&self, key: Option<usize>) -> bool {
        match key {
            None => self.line.waiting() + self.line.called() == 0,
            Some(key) => {
                self.line.is_called(key) || (self.line.called() == 0 && self.line.is_first(key))
            }
        }
    }

    /// Takes a reader out of the line and calls the next, for its waker to be woken. What is left of
    /// the reader is to be dropped without the lock.
    fn leave(&mut self, key: Option<usize>) -> (Option<Left<()>>, Option<Waker>) {
        let left = key.map(|key| self.line.leave(key));
        (left, if self.line.called() == 0 { self.line.call() } else { None })
    }
}

impl<S: Stream + Unpin> Stream for Share<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<S::Item>> {
        let this = &mut *self;
        let mut state = lock(&this.state);
        let next = if state.is_turn(this.key) {
            match &mut state.input {
                Some(input) => Pin::new(input).poll_next(task),
                None => Poll::Ready(None),
            }
        } else {
            Poll::Pending
        };
        let Poll::Ready(item) = next else {
            let stale = state.line.wait(&mut this.key, task.waker());
            drop(state);
            drop(stale);
            return Poll::Pending;
        };
        let input = if item.is_none() { state.input.take() } else { None };
        let (left, called) = state.leave(this.key.take());
        drop(state);
        drop((input, left));
        if let Some(waker) = called {
            waker.wake();
        }
        Poll::Ready(item)
    }
}

impl<S: Stream + Unpin> FusedStream for Share<S> {
    fn is_terminated(&self) -> bool {
        lock(&self.state).input.is_none()
    }
}

impl<S> Clone for Share<S> {
    fn clone(&self) -> Self {
        Self { state: self.state.clone(), key: None }
    }
}

impl<S> Drop for Share<S> {
    fn drop(&mut self) {
        if self.key.is_some() {
            let (left, called) = lock(&self.state).leave(self.key);
            drop(left);
            if let Some(waker) = called {
                waker.wake();
            }
        }
    }
}
