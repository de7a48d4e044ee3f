//! The right to cancel.

use super::Cause;
use super::tree::Node;
use std::sync::Arc;

/// The right to cancel one context and, with it, all below it.
///
/// Dropping it cancels nothing: the context can then be ended by those above it only. As long as
/// it is kept its context stays linked to the parent: a child that is never cancelled nor dropped
/// is a leak, to be seen in [`Context::children`](super::Context::children).
///
/// # Examples
/// Kept by whoever may say stop, apart from the work: here by another thread.
///
/// ```
/// use futures::executor::block_on;
///
/// let (context, canceller) = patterns::Context::root();
/// std::thread::spawn(move || canceller.cancel_because("the reader left"));
/// let cause = block_on(context.cancelled());
/// assert_eq!(cause.to_string(), "cancelled: the reader left");
/// ```
#[derive(Clone, Debug)]
pub struct Canceller {
    pub(super) node: Arc<Node>,
}

impl Canceller {
    /// Cancels the context and all below it: when this returns, every one of them is cancelled.
    /// Tells whether this call did it.
    ///
    /// ```
    /// let (_context, canceller) = patterns::Context::root();
    /// assert!(canceller.cancel());
    /// assert!(!canceller.cancel());
    /// ```
    pub fn cancel(&self) -> bool {
        self.node.cancel(Cause::Cancelled(None))
    }

    /// [`cancel`](Self::cancel), with words for whoever asks why.
    ///
    /// ```
    /// let (context, canceller) = patterns::Context::root();
    /// canceller.cancel_because("shutting down");
    /// assert_eq!(context.cause().unwrap().to_string(), "cancelled: shutting down");
    /// ```
    pub fn cancel_because(&self, words: impl Into<Arc<str>>) -> bool {
        self.node.cancel(Cause::Cancelled(Some(words.into())))
    }
}
