//! Fan-out: one stream, several stages that share it.

use crate::{Context, Report, stage};
use futures::sink::Sink;
use futures::stream::Stream;

/// One [`stage`] for each of `outputs`, all reading from `input`: each item goes to one of them.
///
/// The stages are handed back for the caller to run. Each ends after the input does, or on
/// cancel; within one stage the order is kept. For an input that cannot be cloned, see
/// [`share`](crate::share()). [`fan_in`](crate::fan_in()) gathers what they give.
///
/// ```
/// use futures::{StreamExt, executor::block_on, future::{join, join_all, ready}, stream};
/// use patterns::{Context, channel, fan_in, fan_out, share};
///
/// let (context, _keep) = Context::root();
/// let (outputs, inputs): (Vec<_>, Vec<_>) = (0..3).map(|_| channel::bounded(1)).unzip();
/// let stages = fan_out(&context, share(stream::iter(0..9)), outputs, |n| ready(n * n));
/// let squares = fan_in(&context, inputs).collect::<Vec<u64>>();
/// let (mut squares, _) = block_on(join(squares, join_all(stages)));
/// squares.sort();
/// assert_eq!(squares, [0, 1, 4, 9, 16, 25, 36, 49, 64]);
/// ```
pub fn fan_out<I, O, F, Fut, Outputs>(
    context: &Context,
    input: I,
    outputs: Outputs,
    work: F,
) -> Vec<impl Future<Output = Report<Fut::Output, O::Error>> + use<I, O, F, Fut, Outputs>>
where
    I: Stream + Clone + Unpin,
    O: Sink<Fut::Output> + Unpin,
    F: FnMut(I::Item) -> Fut + Clone,
    Fut: Future,
    Outputs: IntoIterator<Item = O>,
{
    outputs.into_iter().map(|output| stage(context, input.clone(), output, work.clone())).collect()
}
