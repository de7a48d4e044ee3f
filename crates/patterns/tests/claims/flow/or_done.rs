//! A stream that a cancel ends takes no item any more.

use super::{Seen, sink};
use crate::support::{Crowd, check};
use futures::executor::block_on;
use futures::stream::{FusedStream, StreamExt};
use patterns::channel;
use patterns::{Context, or_done};

#[test]
fn or_done_gives_a_prefix_and_ends() {
    check(|seed| {
        let (context, canceller) = Context::root();
        let (sender, receiver) = channel::bounded(1);
        let seen = Seen::default();
        let mut crowd = Crowd::new(seed);
        crowd.spawn(async move {
            let mut next = 0..;
            while sender.send(next.next().unwrap()).await.is_ok() {}
        });
        crowd.spawn(or_done(&context, receiver).for_each(sink(&seen)));
        let steps = crowd.below(30);
        crowd.steps(steps);
        let before = seen.borrow().len();
        canceller.cancel();
        assert_eq!(crowd.run(), 0, "reader and writer both end");
        assert_eq!(seen.borrow().len(), before, "cancel beats an item");
        assert!(seen.borrow().iter().copied().eq(0..before as u32));
    });
}

#[test]
fn or_done_leaves_the_item_where_it_is() {
    let (context, canceller) = Context::root();
    let (sender, receiver) = channel::bounded(1);
    sender.try_send(7).unwrap();
    let mut input = or_done(&context, receiver.clone());
    canceller.cancel();
    assert_eq!(block_on(input.next()), None);
    assert!(input.is_terminated());
    assert_eq!((receiver.try_recv(), sender.receiver_count()), (Ok(7), 1));
}
