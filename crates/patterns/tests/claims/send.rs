//! `Send` survives: a pattern over `Send` parts is `Send`, and may be spawned anywhere.

use futures::future::{Ready, ready};
use futures::stream::{self, Empty, Iter};
use patterns::channel::{self, Receiver, Recv, Sender};
use patterns::*;
use std::cell::Cell;
use std::ops::Range;
use std::time::Duration;

type Numbers = Iter<Range<u32>>;

fn is_send<T: Send>(_: &T) {}
fn send<T: Send>() {}
fn shared<T: Send + Sync>() {}
fn unpin<T: Unpin>() {}

#[test]
fn handles_cross_threads() {
    shared::<Sender<u8>>();
    shared::<Receiver<u8>>();
    // An item that is `Send` is enough: nobody ever sees one by reference.
    shared::<Sender<Cell<u8>>>();
    send::<channel::Send<'_, Cell<u8>>>();
    send::<Recv<'_, Cell<u8>>>();
    shared::<Context>();
    shared::<Canceller>();
    shared::<Cancelled>();
    shared::<Semaphore>();
    shared::<Acquire<'_>>();
    shared::<AcquireOwned>();
    shared::<OwnedPermit>();
    shared::<SharedTokenBucket>();
    shared::<SharedPerKey<u8, BucketRule>>();
}

#[test]
fn streams_cross_threads_and_need_no_pinning() {
    send::<OrDone<Numbers>>();
    send::<Tee<Numbers>>();
    send::<Bridge<Iter<std::vec::IntoIter<Numbers>>>>();
    send::<FanIn<Numbers>>();
    send::<Share<Numbers>>();
    unpin::<channel::Send<'_, std::marker::PhantomPinned>>();
    unpin::<Tee<Numbers>>();
    unpin::<Bridge<Empty<Numbers>>>();
}

#[test]
fn futures_cross_threads() {
    let (context, _canceller) = Context::root();
    let timer = ManualTimer::new();
    let (_, _, watch) = context.with_timeout(timer.clone(), Duration::ZERO);
    is_send(&watch);
    is_send(&watch.during(ready(())));
    is_send(&until(&context, ready(())));
    is_send(&timer.sleep(Duration::ZERO));
    let (sender, receiver) = channel::bounded::<u32>(1);
    let same: fn(u32) -> Ready<u32> = ready;
    is_send(&stage(&context, stream::iter(0..3), sender.clone(), same));
    is_send(&through(&context, receiver.clone(), channel::bounded(1), same).1);
    is_send(&fan_out(&context, receiver.clone(), [sender], same));
    is_send(&worker_pool(&context, receiver, channel::bounded(1).0, 2, same));
}
