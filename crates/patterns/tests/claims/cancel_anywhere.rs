//! Every await is a place to be dropped at: one task dies at its k-th poll, for every k, and the
//! others still come to the end they should.

use crate::support::{Crowd, check, pause};
use futures::sink::SinkExt;
use futures::stream::StreamExt;
use patterns::channel::{self, Receiver, Sender};
use patterns::{Context, Semaphore, share, stage, tee};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;

/// Runs `work`, but drops it instead of polling it the `k`-th time.
async fn die_at<F: Future>(k: usize, work: F) -> Option<F::Output> {
    let mut work = Box::pin(work);
    let mut polls = 0;
    poll_fn(move |task| {
        polls += 1;
        if polls > k {
            return Poll::Ready(None);
        }
        work.as_mut().poll(task).map(Some)
    })
    .await
}

type Heard = Rc<RefCell<Vec<u32>>>;

/// Three senders, two receivers; one of each dies after some polls, possibly in mid-wait.
fn mortal_crowd(seed: u64, capacity: usize, as_sink: bool) -> (Crowd, Heard, Heard) {
    let (sender, receiver) = channel::bounded::<u32>(capacity);
    let (heard, said) = (Heard::default(), Heard::default());
    let mut crowd = Crowd::new(seed);
    for name in 0..3 {
        let lives = if name == 0 { crowd.below(8) } else { usize::MAX };
        let (sender, said) = (sender.clone(), said.clone());
        crowd.spawn(async move {
            die_at(lives, speak(name, sender, said, as_sink)).await;
        });
    }
    for name in 0..2 {
        let lives = if name == 0 { crowd.below(8) } else { usize::MAX };
        let (receiver, heard) = (receiver.clone(), heard.clone());
        crowd.spawn(async move {
            die_at(lives, listen(receiver, heard, as_sink)).await;
        });
    }
    (crowd, heard, said)
}

async fn speak(name: u32, mut sender: Sender<u32>, said: Heard, as_sink: bool) {
    for item in 0..10 {
        let item = 100 * name + item;
        let sent =
            if as_sink { SinkExt::send(&mut sender, item).await } else { sender.send(item).await };
        if sent.is_err() {
            return;
        }
        said.borrow_mut().push(item);
        if item.is_multiple_of(3) {
            pause().await;
        }
    }
}

async fn listen(mut receiver: Receiver<u32>, heard: Heard, as_stream: bool) {
    loop {
        let item = if as_stream { receiver.next().await } else { receiver.recv().await.ok() };
        let Some(item) = item else { return };
        heard.borrow_mut().push(item);
        if item.is_multiple_of(2) {
            pause().await;
        }
    }
}

#[test]
fn nothing_is_lost_when_a_sender_and_a_receiver_die() {
    check(|seed| {
        for capacity in 0..4 {
            for through_traits in [false, true] {
                let (mut crowd, heard, said) = mortal_crowd(seed, capacity, through_traits);
                assert_eq!(crowd.run(), 0, "somebody waits for ever");
                let (heard, said) = (heard.borrow(), said.borrow());
                let heard_once: BTreeSet<_> = heard.iter().collect();
                assert_eq!(heard_once.len(), heard.len(), "an item was heard twice");
                assert!(said.iter().all(|item| heard_once.contains(item)), "an item was lost");
                if capacity > 0 {
                    assert_eq!(heard.len(), said.len(), "what was given up was delivered");
                }
                let survivors: Vec<_> = heard.iter().filter(|item| **item >= 100).collect();
                assert_eq!(survivors.len(), 20);
            }
        }
    });
}

#[test]
fn permits_survive_the_death_of_a_waiter() {
    check(|seed| {
        let semaphore = Arc::new(Semaphore::new(2));
        let mut crowd = Crowd::new(seed);
        for name in 0..8 {
            let lives = if name % 2 == 0 { crowd.below(5) } else { usize::MAX };
            let semaphore = semaphore.clone();
            crowd.spawn(async move {
                let work = async {
                    let permit = semaphore.acquire(1 + name % 2).await;
                    pause().await;
                    drop(permit);
                };
                die_at(lives, work).await;
            });
        }
        assert_eq!((crowd.run(), semaphore.available(), semaphore.waiting()), (0, 2, 0));
    });
}

#[test]
fn a_shared_stream_survives_the_death_of_a_reader() {
    check(|seed| {
        let (mut sender, receiver) = futures::channel::mpsc::channel(1);
        let heard = Heard::default();
        let mut crowd = Crowd::new(seed);
        let jobs = share(receiver);
        for name in 0..3 {
            let lives = if name == 0 { crowd.below(6) } else { usize::MAX };
            let (mut jobs, heard) = (jobs.clone(), heard.clone());
            crowd.spawn(async move {
                let work = async {
                    while let Some(item) = jobs.next().await {
                        heard.borrow_mut().push(item);
                        pause().await;
                    }
                };
                die_at(lives, pin!(work)).await;
            });
        }
        drop(jobs);
        crowd.spawn(async move {
            for item in 0..12 {
                sender.send(item).await.unwrap();
            }
        });
        assert_eq!(crowd.run(), 0);
        let mut heard = heard.borrow().clone();
        heard.sort_unstable();
        assert_eq!(heard, (0..12).collect::<Vec<_>>());
    });
}

#[test]
fn a_tee_goes_on_when_one_side_dies() {
    check(|seed| {
        let (context, _canceller) = Context::root();
        let (sender, receiver) = channel::bounded(1);
        let (left, right) = tee(&context, receiver);
        let heard = Heard::default();
        let mut crowd = Crowd::new(seed);
        let lives = crowd.below(12);
        crowd.spawn(async move {
            die_at(lives, left.for_each(|_: u32| pause())).await;
        });
        let all = heard.clone();
        crowd.spawn(right.for_each(move |item| {
            all.borrow_mut().push(item);
            pause()
        }));
        crowd.spawn(async move {
            for item in 0..10 {
                sender.send(item).await.unwrap();
            }
        });
        assert_eq!(crowd.run(), 0);
        assert_eq!(*heard.borrow(), (0..10).collect::<Vec<_>>());
    });
}

#[test]
fn upstream_ends_when_a_stage_dies() {
    check(|seed| {
        let (context, _canceller) = Context::root();
        let (sender, receiver) = channel::bounded(1);
        let (output, results) = channel::bounded(1);
        let mut crowd = Crowd::new(seed);
        let lives = crowd.below(10);
        crowd.spawn(async move { while sender.send(1_u32).await.is_ok() {} });
        let work = stage(&context, receiver, output, |item| async move {
            pause().await;
            item
        });
        crowd.spawn(async move { drop(die_at(lives, work).await) });
        crowd.spawn(results.for_each(|_| pause()));
        assert_eq!(crowd.run(), 0);
    });
}
