//! Tee: two readers that each see everything.

use crate::sync::lock;
use crate::{Cancelled, Context};
use futures::FutureExt;
use futures::stream::{FusedStream, Stream};
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context as Task, Poll, Wake, Waker};

/// Two streams that both yield every item of `input`.
///
/// Neither is ever more than one item ahead of the other, so the slow side stalls both: that is
/// the contract. Cancelling `context` ends both. A side that is dropped no longer counts, and the
/// other goes on alone. The input is polled by whichever side wants the next item.
///
/// ```
/// use futures::{StreamExt, executor::block_on, future::join, stream};
/// use patterns::{Context, tee};
///
/// let (context, _keep) = Context::root();
/// let (left, right) = tee(&context, stream::iter(0..3));
/// let both = block_on(join(left.collect::<Vec<_>>(), right.collect::<Vec<_>>()));
/// assert_eq!(both, (vec![0, 1, 2], vec![0, 1, 2]));
/// ```
pub fn tee<S>(context: &Context, input: S) -> (Tee<S>, Tee<S>)
where
    S: Stream + Unpin,
    S::Item: Clone,
{
    let state = State { input: Some(input), held: None, gone: [false; 2] };
    let shared = Arc::new(Mutex::new(state));
    let wakers = Arc::<Wakers>::default();
    let side = |side| Tee {
        shared: shared.clone(),
        wakers: wakers.clone(),
        side,
        over: false,
        cancelled: context.cancelled(),
    };
    (side(0), side(1))
}

/// One of the two streams of [`tee()`].
///
/// # Examples
/// A side may be held as long as it is of use; the other then goes on alone.
///
/// ```
/// use futures::{StreamExt, executor::block_on, future::join, stream};
/// use patterns::{Context, tee};
///
/// let (context, _keep) = Context::root();
/// let (mut lines, mut sample) = tee(&context, stream::iter(["one", "two", "three"]));
/// assert_eq!(block_on(join(lines.next(), sample.next())), (Some("one"), Some("one")));
/// drop(sample);
/// assert_eq!(block_on(lines.collect::<Vec<_>>()), ["two", "three"]);
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct Tee<S: Stream> {
    shared: Arc<Mutex<State<S>>>,
    wakers: Arc<Wakers>,
    /// 0 or 1; the other side is `1 - side`.
    side: usize,
    over: bool,
    cancelled: Cancelled,
}

/// What the sides share.
struct State<S: Stream> {
    /// Gone once it has ended or the context is cancelled.
    input: Option<S>,
    /// The item one side has seen and this side has not.
    held: Option<(usize, S::Item)>,
    /// Sides that were dropped.
    gone: [bool; 2],
}

/// Who waits on each side; as a waker, wakes both.
///
/// The input knows one waker only, and the side that polled it last may not be the one that
/// polls it next.
///
/// While a side polls the input, the sides' lock is held: what wakes them then is only noted, and
/// they are woken when the lock is released. A waker may run foreign code that comes back to it.
#[derive(Debug, Default)]
struct Wakers {
    sides: [Mutex<Option<Waker>>; 2],
    polls: Mutex<Polls>,
}

/// How many sides poll the input, or have done so a moment ago, and whether they are to be woken.
#[derive(Debug, Default)]
struct Polls {
    open: usize,
    woken: bool,
}

impl Wakers {
    fn register(&self, side: usize, waker: &Waker) {
        let stale = lock(&self.sides[side]).replace(waker.clone());
        drop(stale);
    }

    fn wake_side(&self, side: usize) {
        let waker = lock(&self.sides[side]).take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn wake_both(&self) {
        self.wake_side(0);
        self.wake_side(1);
    }

    /// Holds back whoever is woken until what this gives is dropped, which is to be done without
    /// the sides' lock.
    fn quiet(&self) -> Quiet<'_> {
        lock(&self.polls).open += 1;
        Quiet(self)
    }
}

/// Nobody is woken as long as this is there.
struct Quiet<'a>(&'a Wakers);

impl Drop for Quiet<'_> {
    fn drop(&mut self) {
        let mut polls = lock(&self.0.polls);
        polls.open -= 1;
        let woken = polls.open == 0 && std::mem::take(&mut polls.woken);
        drop(polls);
        if woken {
            self.0.wake_both();
        }
    }
}

impl Wake for Wakers {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let mut polls = lock(&self.polls);
        if polls.open > 0 {
            polls.woken = true;
            return;
        }
        drop(polls);
        self.wake_both();
    }
}

impl<S> Tee<S>
where
    S: Stream + Unpin,
    S::Item: Clone,
{
    /// The next item for this side, if it is this side's turn.
    fn poll_item(&mut self, task: &mut Task<'_>) -> Poll<Option<S::Item>> {
        // Registered before anything is looked at, so that no wake falls between.
        self.wakers.register(self.side, task.waker());
        let other = 1 - self.side;
        // Released after the lock, whatever happens.
        let quiet = self.wakers.quiet();
        let mut state = lock(&self.shared);
        match state.held.take() {
            Some((side, item)) if side == self.side => {
                drop((state, quiet));
                self.wakers.wake_side(other);
                return Poll::Ready(Some(item));
            }
            Some(held) => {
                state.held = Some(held);
                return Poll::Pending;
            }
            None => {}
        }
        let Some(input) = &mut state.input else { return Poll::Ready(None) };
        let waker = Waker::from(self.wakers.clone());
        let next = match Pin::new(input).poll_next(&mut Task::from_waker(&waker)) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(next) => next,
        };
        let input = match &next {
            Some(item) if !state.gone[other] => {
                state.held = Some((other, item.clone()));
                None
            }
            Some(_) => None,
            None => state.input.take(),
        };
        drop((state, input, quiet));
        self.wakers.wake_side(other);
        Poll::Ready(next)
    }
}

impl<S: Stream> Tee<S> {
    /// No longer counts; what was held for this side is dropped, and the other may go on.
    fn leave(&mut self) {
        let mut state = lock(&self.shared);
        state.gone[self.side] = true;
        let unseen = state.held.take_if(|(side, _)| *side == self.side);
        let input = if self.cancelled.is_due() { state.input.take() } else { None };
        drop(state);
        drop((unseen, input));
        self.wakers.wake_side(1 - self.side);
    }
}

impl<S> Stream for Tee<S>
where
    S: Stream + Unpin,
    S::Item: Clone,
{
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<S::Item>> {
        let this = &mut *self;
        if this.over {
            return Poll::Ready(None);
        }
        if !this.cancelled.is_due() {
            match this.poll_item(task) {
                Poll::Ready(Some(item)) => return Poll::Ready(Some(item)),
                Poll::Pending if this.cancelled.poll_unpin(task).is_pending() => {
                    return Poll::Pending;
                }
                Poll::Pending | Poll::Ready(None) => {}
            }
        }
        this.over = true;
        this.leave();
        Poll::Ready(None)
    }
}

impl<S: Stream> fmt::Debug for Tee<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tee")
            .field("side", &self.side)
            .field("over", &self.over)
            .finish_non_exhaustive()
    }
}

// Nothing in it is pinned: the input is `Unpin` wherever it is polled.
impl<S: Stream> Unpin for Tee<S> {}

impl<S> FusedStream for Tee<S>
where
    S: Stream + Unpin,
    S::Item: Clone,
{
    fn is_terminated(&self) -> bool {
        self.over
    }
}

impl<S: Stream> Drop for Tee<S> {
    fn drop(&mut self) {
        self.leave();
    }
}
