//! Pipeline: stage after stage, with bounded buffers between.

use crate::report::hand_on;
use crate::{Context, Ending, Report, until};
use futures::sink::Sink;
use futures::stream::{Stream, StreamExt};

/// Takes each item of `input`, does `work` on it, hands the outcome to `output`: in order, one at
/// a time.
///
/// Over when the input ends, when `context` is cancelled or when `output` refuses; then both ends
/// are dropped, so what is downstream ends too, and what is upstream finds its reader gone. A
/// cancel is seen while waiting for an item and while waiting for room. Work that has begun is
/// finished (long work watches the context itself, see [`until()`]); if its outcome can no longer
/// be handed on, the [`Report`] holds it.
///
/// ```
/// use futures::{executor::block_on, future::{join, ready}, stream, StreamExt};
/// use patterns::{Context, Ending, channel, stage};
///
/// let (context, _keep) = Context::root();
/// let (output, results) = channel::bounded(1);
/// let double = stage(&context, stream::iter([1, 2, 3]), output, |n: u32| ready(2 * n));
/// let (report, doubled) = block_on(join(double, results.collect::<Vec<_>>()));
/// assert_eq!(doubled, [2, 4, 6]);
/// assert_eq!((report.delivered, report.ending), (3, Ending::Completed));
/// ```
pub fn stage<I, O, F, Fut>(
    context: &Context,
    input: I,
    output: O,
    work: F,
) -> impl Future<Output = Report<Fut::Output, O::Error>> + use<I, O, F, Fut>
where
    I: Stream + Unpin,
    O: Sink<Fut::Output> + Unpin,
    F: FnMut(I::Item) -> Fut,
    Fut: Future,
{
    let context = context.clone();
    async move {
        let (mut input, mut output, mut work) = (input, output, work);
        let mut cancelled = context.cancelled();
        let (mut taken, mut delivered) = (0, 0);
        let ending = loop {
            let item = match until(&context, input.next()).await {
                Ok(Some(item)) => item,
                Ok(None) => break Ending::Completed,
                Err(cause) => break Ending::Cancelled { cause, undelivered: None },
            };
            taken += 1;
            let outcome = work(item).await;
            match hand_on(&mut cancelled, &mut output, outcome).await {
                Ok(()) => delivered += 1,
                Err(ending) => break ending,
            }
        };
        Report { taken, delivered, ending }
    }
}

/// A [`stage`] between `input` and a channel: what comes out of the channel, for the next stage
/// to take, and the stage itself, for the caller to run.
///
/// At any time a stage holds one item at most, so what is in flight is bounded by the channels.
///
/// ```
/// use futures::{executor::block_on, future::{join3, ready}, stream, StreamExt};
/// use patterns::{Context, channel, through};
///
/// let (context, _keep) = Context::root();
/// let words = stream::iter(["one", "three"]);
/// let (lengths, measure) = through(&context, words, channel::bounded(4), |word: &str| ready(word.len()));
/// let (squares, square) = through(&context, lengths, channel::bounded(4), |n| ready(n * n));
/// let (_, _, squares) = block_on(join3(measure, square, squares.collect::<Vec<_>>()));
/// assert_eq!(squares, [9, 25]);
/// ```
pub fn through<I, O, R, F, Fut>(
    context: &Context,
    input: I,
    channel: (O, R),
    work: F,
) -> (R, impl Future<Output = Report<Fut::Output, O::Error>> + use<I, O, R, F, Fut>)
where
    I: Stream + Unpin,
    O: Sink<Fut::Output> + Unpin,
    R: Stream<Item = Fut::Output>,
    F: FnMut(I::Item) -> Fut,
    Fut: Future,
{
    let (output, next) = channel;
    (next, stage(context, input, output, work))
}
