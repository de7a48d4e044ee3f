//! Counting work in and out.

use super::Wait;
use crate::line::Line;
use crate::sync::lock;
use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::task::Waker;

/// Counts pieces of work in and out, and says when all are out: a wait group that can be closed.
///
/// Clones count together. Once closed it accepts nothing more and never opens again, so that
/// "empty" cannot be a moment between two pieces of work.
///
/// ```
/// use futures::{executor::block_on, future::join};
/// use patterns::shutdown::TaskTracker;
///
/// let tracker = TaskTracker::new();
/// let work = tracker.track(async { 7 }).unwrap();
/// tracker.close();
/// assert!(tracker.track(async { 8 }).is_err());
/// assert_eq!(block_on(join(tracker.wait(), work)), ((), 7));
/// assert_eq!(tracker.counts().done, 1);
/// ```
#[derive(Clone, Debug, Default)]
pub struct TaskTracker {
    pub(super) state: Arc<Mutex<State>>,
}

/// What all clones share.
#[derive(Debug, Default)]
pub(super) struct State {
    counts: TaskCounts,
    closed: bool,
    /// Those who wait for it to be closed and empty.
    pub(super) waiters: Line<()>,
}

/// One piece of work that was accepted; dropped, the work was abandoned.
///
/// ```
/// use patterns::shutdown::{TaskTracker, Ticket};
///
/// fn work(ticket: Ticket, is_well: bool) {
///     if is_well {
///         ticket.done();
///     }
/// }
///
/// let tracker = TaskTracker::new();
/// work(tracker.register().unwrap(), true);
/// work(tracker.register().unwrap(), false);
/// let counts = tracker.counts();
/// assert_eq!((counts.accepted, counts.done, counts.abandoned), (2, 1, 1));
/// ```
#[derive(Debug)]
#[must_use = "a ticket that is dropped stands for work that was abandoned"]
pub struct Ticket {
    state: Arc<Mutex<State>>,
    done: bool,
}

/// What became of work so far, in number: `accepted = done + abandoned + active`.
///
/// ```
/// use patterns::shutdown::TaskCounts;
///
/// let counts = TaskCounts { accepted: 5, done: 2, abandoned: 1 };
/// assert_eq!(counts.active(), 2);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskCounts {
    /// Pieces of work that were let in.
    pub accepted: u64,
    /// Those that were finished.
    pub done: u64,
    /// Those that were dropped unfinished.
    pub abandoned: u64,
}

/// The tracker accepts nothing more; here is the work back.
///
/// ```
/// assert_eq!(patterns::shutdown::Closed(()).to_string(), "no more work is accepted");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Closed<W = ()>(pub W);

impl TaskTracker {
    /// An open tracker of nothing.
    ///
    /// ```
    /// assert!(!patterns::shutdown::TaskTracker::new().is_closed());
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts one piece of work in, until its ticket is [`done`](Ticket::done) or dropped.
    ///
    /// # Errors
    /// [`Closed`] if nothing more is accepted.
    ///
    /// ```
    /// let tracker = patterns::shutdown::TaskTracker::new();
    /// let ticket = tracker.register().unwrap();
    /// assert_eq!(tracker.counts().active(), 1);
    /// ticket.done();
    /// assert_eq!(tracker.counts().done, 1);
    /// ```
    pub fn register(&self) -> Result<Ticket, Closed> {
        let mut state = lock(&self.state);
        if state.closed {
            return Err(Closed(()));
        }
        state.counts.accepted += 1;
        Ok(Ticket { state: self.state.clone(), done: false })
    }

    /// Counts `work` in now, and out when it finishes; dropped before that, it was abandoned.
    ///
    /// # Errors
    /// [`Closed`] with the work if nothing more is accepted.
    ///
    /// ```
    /// let tracker = patterns::shutdown::TaskTracker::new();
    /// drop(tracker.track(async {}));
    /// assert_eq!(tracker.counts().abandoned, 1);
    /// ```
    pub fn track<W: Future>(
        &self,
        work: W,
    ) -> Result<impl Future<Output = W::Output> + use<W>, Closed<W>> {
        match self.register() {
            Ok(ticket) => Ok(async move {
                let output = work.await;
                ticket.done();
                output
            }),
            Err(Closed(())) => Err(Closed(work)),
        }
    }

    /// Accepts nothing more. Tells whether this call did it.
    ///
    /// ```
    /// let tracker = patterns::shutdown::TaskTracker::new();
    /// assert!(tracker.close());
    /// assert!(!tracker.close());
    /// ```
    pub fn close(&self) -> bool {
        let mut state = lock(&self.state);
        let first = !std::mem::replace(&mut state.closed, true);
        let woken = state.settle();
        drop(state);
        woken.into_iter().for_each(Waker::wake);
        first
    }

    /// Whether it accepts nothing more.
    ///
    /// ```
    /// assert!(!patterns::shutdown::TaskTracker::new().is_closed());
    /// ```
    pub fn is_closed(&self) -> bool {
        lock(&self.state).closed
    }

    /// What became of the work so far.
    ///
    /// ```
    /// let tracker = patterns::shutdown::TaskTracker::new();
    /// let _ticket = tracker.register();
    /// assert_eq!(tracker.counts().accepted, 1);
    /// ```
    pub fn counts(&self) -> TaskCounts {
        lock(&self.state).counts
    }

    /// Completes once it is closed and nothing is active: while it is open, never.
    ///
    /// Who waits must hold no ticket, or waits for itself.
    ///
    /// ```
    /// use futures::FutureExt;
    ///
    /// let tracker = patterns::shutdown::TaskTracker::new();
    /// assert_eq!(tracker.wait().now_or_never(), None, "empty, but open");
    /// tracker.close();
    /// assert_eq!(tracker.wait().now_or_never(), Some(()));
    /// ```
    pub fn wait(&self) -> Wait {
        Wait::new(self.clone())
    }
}

impl State {
    /// Whether it is closed and empty.
    pub(super) fn is_over(&self) -> bool {
        self.closed && self.counts.active() == 0
    }

    /// Calls those who wait, if it is over; to be woken without the lock.
    fn settle(&mut self) -> Vec<Waker> {
        let mut woken = Vec::new();
        if self.is_over() {
            self.waiters.call_all(&mut woken);
        }
        woken
    }
}

impl TaskCounts {
    /// Pieces of work that are under way.
    ///
    /// ```
    /// assert_eq!(patterns::shutdown::TaskCounts::default().active(), 0);
    /// ```
    pub fn active(&self) -> u64 {
        self.accepted.saturating_sub(self.done).saturating_sub(self.abandoned)
    }
}

impl Ticket {
    /// The work is finished.
    ///
    /// ```
    /// let tracker = patterns::shutdown::TaskTracker::new();
    /// tracker.register().unwrap().done();
    /// assert_eq!(tracker.counts().done, 1);
    /// ```
    pub fn done(mut self) {
        self.done = true;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut state = lock(&self.state);
        if self.done {
            state.counts.done += 1;
        } else {
            state.counts.abandoned += 1;
        }
        let woken = state.settle();
        drop(state);
        woken.into_iter().for_each(Waker::wake);
    }
}

// Written by hand so that an error can be printed whatever the work is.
impl<W> fmt::Debug for Closed<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Closed(..)")
    }
}

impl<W> fmt::Display for Closed<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no more work is accepted")
    }
}

impl<W> Error for Closed<W> {}
