//! Whoever waits for a stream that says nothing is woken by a cancel.

use crate::support::{Flag, poll};
use futures::stream::{self, FusedStream, StreamExt};
use patterns::{Context, bridge, fan_in, or_done, tee};

/// Waits on a stream that says nothing; a cancel must wake whoever waits, and end it.
fn ends_when_woken<S: FusedStream + Unpin>(mut stream: S, cancel: impl FnOnce()) {
    let flag = Flag::raised();
    while flag.lower() {
        assert!(poll(&mut stream.next(), &flag).is_pending());
    }
    cancel();
    assert!(flag.is_up(), "nobody told the reader");
    assert!(poll(&mut stream.next(), &flag).is_ready() && stream.is_terminated());
}

#[test]
fn a_reader_of_a_silent_stream_is_woken_by_a_cancel() {
    let silent = stream::pending::<u32>;
    let (context, canceller) = Context::root();
    ends_when_woken(or_done(&context, silent()), || assert!(canceller.cancel()));
    let (context, canceller) = Context::root();
    ends_when_woken(bridge(&context, stream::iter([silent()])), || assert!(canceller.cancel()));
    let (context, canceller) = Context::root();
    ends_when_woken(fan_in(&context, [silent(), silent()]), || assert!(canceller.cancel()));
    let (context, canceller) = Context::root();
    ends_when_woken(tee(&context, silent()).1, || assert!(canceller.cancel()));
}
