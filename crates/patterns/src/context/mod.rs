//! Context tree: one cancel reaches everything that was started below it.
//!
//! The shape is Go's `context` package; deadlines are told, not timed, because nothing here spawns.

mod cancelled;
mod canceller;
mod cause;
mod tree;
mod until;
mod watch;

pub use self::cancelled::Cancelled;
pub use self::canceller::Canceller;
pub use self::cause::Cause;
pub use self::until::until;
pub use self::watch::Watch;

use self::tree::Node;
use crate::Timer;
use std::sync::Arc;
use std::time::Duration;

/// What a piece of work is told about the scope it runs in: whether to stop, why, and by when.
///
/// Cheap to clone; `Send` and `Sync` whatever the timer. A context lives as long as one of its
/// handles ([`Context`], [`Canceller`], [`Cancelled`]) or of its children's.
///
/// # Examples
/// Work that is handed one asks it between steps whether to go on.
///
/// ```
/// use patterns::Context;
///
/// fn squares(context: &Context, limit: u64) -> Vec<u64> {
///     (0..limit).take_while(|_| !context.is_cancelled()).map(|n| n * n).collect()
/// }
///
/// let (context, canceller) = Context::root();
/// assert_eq!(squares(&context, 3), [0, 1, 4]);
/// canceller.cancel();
/// assert!(squares(&context, 3).is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct Context {
    node: Arc<Node>,
}

impl Context {
    /// A context below no other, and the right to cancel it.
    ///
    /// ```
    /// let (context, canceller) = patterns::Context::root();
    /// assert!(!context.is_cancelled());
    /// canceller.cancel();
    /// assert!(context.is_cancelled());
    /// ```
    pub fn root() -> (Self, Canceller) {
        Self::handles(Node::root())
    }

    /// A context below this one, and the right to cancel it alone.
    ///
    /// ```
    /// let (parent, cancel_parent) = patterns::Context::root();
    /// let (first, cancel_first) = parent.child();
    /// let (second, _keep) = parent.child();
    /// cancel_first.cancel();
    /// assert!(first.is_cancelled() && !second.is_cancelled() && !parent.is_cancelled());
    /// cancel_parent.cancel();
    /// assert!(second.is_cancelled());
    /// ```
    pub fn child(&self) -> (Self, Canceller) {
        Self::handles(Node::child(&self.node, None))
    }

    /// A child that ends with [`Cause::Deadline`] at the instant `at` of `timer`'s clock, or at
    /// this context's own deadline if that comes first; at once if it has passed.
    ///
    /// The [`Watch`] is what ends it: a future to spawn, or to run with the work by
    /// [`Watch::during`]. Undriven, the deadline is told by [`deadline`](Self::deadline) and
    /// enforced by nobody.
    ///
    /// ```
    /// use futures::{executor::block_on, future::pending};
    /// use patterns::{Cause, Clock, Context, ManualTimer};
    /// use std::time::Duration;
    ///
    /// let timer = ManualTimer::new();
    /// let (root, _keep) = Context::root();
    /// let (context, _canceller, watch) = root.with_deadline(&timer, Duration::from_secs(1));
    /// timer.advance(Duration::from_secs(1));
    /// assert_eq!(block_on(watch.during(pending::<()>())), Err(Cause::Deadline));
    /// assert_eq!(context.cause(), Some(Cause::Deadline));
    /// ```
    pub fn with_deadline<T: Timer>(
        &self,
        timer: T,
        at: Duration,
    ) -> (Self, Canceller, Watch<impl Future<Output = ()> + use<T>>) {
        let at = self.deadline().map_or(at, |own| own.min(at));
        let node = Node::child(&self.node, Some(at));
        if timer.now() >= at {
            node.cancel(Cause::Deadline);
        }
        // The span is read when the wait begins: the watch may be driven later than it was made.
        let wait = async move { timer.sleep(at.saturating_sub(timer.now())).await };
        let watch = Watch::new(&node, wait);
        let (context, canceller) = Self::handles(node);
        (context, canceller, watch)
    }

    /// [`with_deadline`](Self::with_deadline), `limit` from now.
    ///
    /// ```
    /// use patterns::{Context, ManualTimer};
    /// use std::time::Duration;
    ///
    /// let timer = ManualTimer::new();
    /// timer.advance(Duration::from_secs(5));
    /// let (root, _keep) = Context::root();
    /// let (context, ..) = root.with_timeout(&timer, Duration::from_secs(1));
    /// assert_eq!(context.deadline(), Some(Duration::from_secs(6)));
    /// ```
    pub fn with_timeout<T: Timer>(
        &self,
        timer: T,
        limit: Duration,
    ) -> (Self, Canceller, Watch<impl Future<Output = ()> + use<T>>) {
        let at = timer.now().saturating_add(limit);
        self.with_deadline(timer, at)
    }

    /// Completes with the cause once this context is cancelled.
    ///
    /// ```
    /// use futures::executor::block_on;
    ///
    /// let (context, canceller) = patterns::Context::root();
    /// canceller.cancel_because("the reader left");
    /// let cause = block_on(context.cancelled());
    /// assert_eq!(cause.to_string(), "cancelled: the reader left");
    /// ```
    pub fn cancelled(&self) -> Cancelled {
        Cancelled::new(self.node.clone())
    }

    /// Whether this context is cancelled.
    ///
    /// ```
    /// assert!(!patterns::Context::root().0.is_cancelled());
    /// ```
    #[inline]
    pub fn is_cancelled(&self) -> bool {
        self.node.cause().is_some()
    }

    /// Why this context was cancelled, if it was. The first cause stays.
    ///
    /// ```
    /// use patterns::{Cause, Context};
    ///
    /// let (context, canceller) = Context::root();
    /// assert_eq!(context.cause(), None);
    /// canceller.cancel();
    /// canceller.cancel_because("too late to matter");
    /// assert_eq!(context.cause(), Some(Cause::Cancelled(None)));
    /// ```
    pub fn cause(&self) -> Option<Cause> {
        self.node.cause().cloned()
    }

    /// The instant, by the clock it was made with, at which this context ends at the latest.
    ///
    /// ```
    /// assert_eq!(patterns::Context::root().0.deadline(), None);
    /// ```
    pub fn deadline(&self) -> Option<Duration> {
        self.node.deadline
    }

    /// How many live, uncancelled contexts hang directly below this one.
    ///
    /// ```
    /// let (parent, _keep) = patterns::Context::root();
    /// let (child, canceller) = parent.child();
    /// assert_eq!(parent.children(), 1);
    /// canceller.cancel();
    /// assert_eq!(parent.children(), 0);
    /// # drop(child);
    /// ```
    pub fn children(&self) -> usize {
        self.node.children()
    }

    fn handles(node: Arc<Node>) -> (Self, Canceller) {
        (Self { node: node.clone() }, Canceller { node })
    }
}
