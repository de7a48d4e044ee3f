//! Items shared among workers, and brought together again.

use super::{Seen, sink};
use crate::support::{Crowd, check, pause};
use futures::future::{FutureExt, ready};
use futures::stream::{self, StreamExt};
use patterns::channel;
use patterns::{Context, Ending, fan_in, fan_out, share};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

#[test]
fn fan_out_and_in_keep_the_multiset_and_each_order() {
    check(|seed| {
        let (context, _canceller) = Context::root();
        let (sender, receiver) = channel::bounded(2);
        let (outputs, inputs): (Vec<_>, Vec<_>) = (0..3).map(|_| channel::bounded(1)).unzip();
        let seen = Rc::new(RefCell::new(Vec::new()));
        let all = seen.clone();
        let mut crowd = Crowd::new(seed);
        crowd.spawn(async move {
            for item in 0..30_u32 {
                sender.send(item).await.unwrap();
            }
        });
        let inputs =
            inputs.into_iter().enumerate().map(|(name, input)| input.map(move |item| (name, item)));
        for worker in fan_out(&context, receiver, outputs, |item| async move {
            pause().await;
            item
        }) {
            crowd.spawn(async move { assert_eq!(worker.await.ending, Ending::Completed) });
        }
        crowd.spawn(fan_in(&context, inputs).for_each(move |pair| {
            all.borrow_mut().push(pair);
            ready(())
        }));
        assert_eq!(crowd.run(), 0);
        let seen = seen.borrow();
        let mut items: Vec<_> = seen.iter().map(|(_, item)| *item).collect();
        items.sort_unstable();
        assert!(items.into_iter().eq(0..30));
        for name in 0..3 {
            assert!(seen.iter().filter(|(source, _)| *source == name).is_sorted());
        }
    });
}

#[test]
fn fan_in_is_fair_and_polls_only_who_was_woken() {
    let (context, canceller) = Context::root();
    let polls = Rc::new(Cell::new(0));
    let (senders, receivers): (Vec<_>, Vec<_>) =
        (0..10).map(|_| channel::bounded::<u32>(4)).unzip();
    let counted = receivers.into_iter().map(|mut receiver| {
        let polls = polls.clone();
        stream::poll_fn(move |task| {
            polls.set(polls.get() + 1);
            receiver.poll_next_unpin(task)
        })
    });
    let mut merged = fan_in(&context, counted);
    assert_eq!(merged.next().now_or_never(), None);
    polls.set(0);
    senders[7].try_send(1).unwrap();
    assert_eq!(merged.next().now_or_never(), Some(Some(1)));
    assert!(polls.get() <= 2, "nine others sleep");
    for item in 0..3 {
        senders[0].try_send(item).unwrap();
        senders[1].try_send(10 + item).unwrap();
    }
    let six: Vec<_> = (0..6).filter_map(|_| merged.next().now_or_never().flatten()).collect();
    assert_eq!(six, [0, 10, 1, 11, 2, 12]);
    canceller.cancel();
    assert_eq!(merged.next().now_or_never(), Some(None));
    assert!(senders.iter().all(channel::Sender::is_closed), "cancel lets go of every source");
}

#[test]
fn a_shared_stream_gives_each_item_to_one() {
    check(|seed| {
        let jobs = share(
            stream::iter(0..20_u32)
                .then(|item| async move {
                    pause().await;
                    item
                })
                .boxed_local(),
        );
        let seen = Seen::default();
        let mut crowd = Crowd::new(seed);
        for _ in 0..4 {
            crowd.spawn(jobs.clone().for_each(sink(&seen)));
        }
        drop(jobs);
        assert_eq!(crowd.run(), 0);
        assert!(seen.borrow().iter().copied().eq(0..20), "turn by turn, so in order");
    });
}
