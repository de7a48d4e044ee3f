//! A stream of streams is one stream, in order, until it is cancelled.

use super::{Seen, sink};
use crate::support::{Crowd, check};
use futures::executor::block_on;
use futures::future::FutureExt;
use futures::stream::{self, FusedStream, StreamExt};
use patterns::channel;
use patterns::{Context, bridge};

#[test]
fn bridge_keeps_the_order_over_the_ends_of_streams() {
    check(|seed| {
        let (context, _canceller) = Context::root();
        let (outer, streams) = channel::bounded(1);
        let seen = Seen::default();
        let mut crowd = Crowd::new(seed);
        crowd.spawn(async move {
            for start in [0, 10, 20] {
                let (inner, items) = channel::bounded(1);
                outer.send(items).await.unwrap();
                for item in start..start + 10 {
                    inner.send(item).await.unwrap();
                }
            }
        });
        crowd.spawn(bridge(&context, streams).for_each(sink(&seen)));
        assert_eq!(crowd.run(), 0);
        assert!(seen.borrow().iter().copied().eq(0..30));
    });
}

#[test]
fn cancel_ends_both_levels_of_a_bridge() {
    let (context, canceller) = Context::root();
    let (outer, streams) = channel::bounded(2);
    let (inner, items) = channel::bounded::<u8>(1);
    outer.try_send(items).unwrap();
    let mut bridge = bridge(&context, streams);
    assert_eq!(bridge.next().now_or_never(), None);
    canceller.cancel();
    assert_eq!(bridge.next().now_or_never(), Some(None));
    assert!(inner.is_closed() && outer.is_closed() && bridge.is_terminated());
}

#[test]
fn a_bridge_over_endless_empty_streams_still_sees_a_cancel() {
    let (context, canceller) = Context::root();
    let empties = stream::repeat_with(stream::empty::<u8>).enumerate().map(move |(n, empty)| {
        if n == 100 {
            canceller.cancel();
        }
        empty
    });
    assert_eq!(block_on(bridge(&context, empties).next()), None);
}
