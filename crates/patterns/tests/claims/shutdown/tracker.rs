//! A tracker of tasks: when it is over, and who is told.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{Flag, Rng, check, poll};
use futures::executor::block_on;
use futures::future::ready;
use patterns::shutdown::*;
use std::task::Poll;

#[test]
fn a_tracker_completes_when_it_is_closed_and_empty_and_never_before() {
    check(|seed| {
        let mut rng = Rng(seed);
        let tracker = TaskTracker::new();
        let mut tickets = Vec::new();
        let (mut done, mut abandoned, mut closed) = (0, 0, false);
        let (mut wait, flag) = (tracker.wait(), Flag::raised());
        for _ in 0..60 {
            match rng.below(16) {
                0..7 => match tracker.register() {
                    Ok(ticket) => tickets.push(ticket),
                    Err(Closed(())) => assert!(closed),
                },
                7..11 if !tickets.is_empty() => {
                    tickets.swap_remove(rng.below(tickets.len())).done();
                    done += 1;
                }
                11..15 if !tickets.is_empty() => {
                    drop(tickets.swap_remove(rng.below(tickets.len())));
                    abandoned += 1;
                }
                15 => {
                    assert_eq!(tracker.close(), !closed);
                    closed = true;
                }
                _ => {}
            }
            let active = tickets.len() as u64;
            let counts = TaskCounts { accepted: done + abandoned + active, done, abandoned };
            assert_eq!((tracker.counts(), counts.active()), (counts, active));
            assert_eq!(tracker.is_closed(), closed);
            // Only a wake makes it worth a look, and then it is true.
            if flag.lower() {
                assert_eq!(poll(&mut wait, &flag).is_ready(), closed && active == 0);
            } else {
                assert!(!closed || active > 0, "it is over, and nobody was told");
            }
            if closed && active == 0 {
                return;
            }
        }
    });
}

#[test]
fn work_that_comes_too_late_is_handed_back() {
    let tracker = TaskTracker::new();
    tracker.close();
    let Err(Closed(work)) = tracker.track(ready(7)) else { panic!("it was closed") };
    assert_eq!((block_on(work), tracker.counts()), (7, TaskCounts::default()));
}

#[test]
fn a_wait_that_gives_up_leaves_the_others_in_line() {
    let tracker = TaskTracker::new();
    let ticket = tracker.register().unwrap();
    let (first, second) = (Flag::new(), Flag::new());
    let (mut a, mut b) = (tracker.wait(), tracker.wait());
    assert!(poll(&mut a, &first).is_pending() && poll(&mut b, &second).is_pending());
    drop(a);
    tracker.close();
    assert!(!second.is_up());
    ticket.done();
    assert!(second.is_up() && !first.is_up());
    assert_eq!(poll(&mut b, &second), Poll::Ready(()));
}

#[test]
fn everyone_who_waits_is_told() {
    let tracker = TaskTracker::new();
    let mut waits: Vec<_> = (0..5).map(|_| (tracker.wait(), Flag::new())).collect();
    assert!(waits.iter_mut().all(|(wait, flag)| poll(wait, flag).is_pending()));
    tracker.close();
    assert!(waits.iter().all(|(_, flag)| flag.is_up()));
}
