//! Work that stops when its context does.

use super::{Cause, Context};
use futures::FutureExt;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

/// Runs `work` until it finishes or `context` is cancelled, whichever comes first.
///
/// If both have happened, cancel wins: the work is dropped unpolled.
///
/// # Errors
/// The [`Cause`] if the context was cancelled first.
///
/// ```
/// use futures::{executor::block_on, future::{pending, ready}};
/// use patterns::{Cause, Context, until};
///
/// let (context, canceller) = Context::root();
/// assert_eq!(block_on(until(&context, ready(7))), Ok(7));
/// canceller.cancel();
/// assert_eq!(block_on(until(&context, pending::<()>())), Err(Cause::Cancelled(None)));
/// ```
pub async fn until<F: Future>(context: &Context, work: F) -> Result<F::Output, Cause> {
    let mut work = pin!(work);
    let mut cancelled = context.cancelled();
    poll_fn(|task| {
        // Asked first without standing in line: most work is ready, or is not cancelled.
        if !cancelled.is_due()
            && let Poll::Ready(output) = work.as_mut().poll(task)
        {
            return Poll::Ready(Ok(output));
        }
        cancelled.poll_unpin(task).map(Err)
    })
    .await
}
