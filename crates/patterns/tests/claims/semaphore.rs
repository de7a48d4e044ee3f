//! What the semaphore claims.

use crate::support::{Crowd, Flag, Rng, check, pause, poll};
use patterns::{Acquire, Permit, Semaphore};
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;

#[test]
fn a_big_waiter_is_not_overtaken() {
    let semaphore = Semaphore::new(3);
    let held = semaphore.try_acquire(1).unwrap();
    let (big, small) = (Flag::new(), Flag::new());
    let mut three = semaphore.acquire(3);
    assert!(poll(&mut three, &big).is_pending());
    let mut one = semaphore.acquire(1);
    assert!(poll(&mut one, &small).is_pending(), "two are free, but somebody came first");
    assert!(semaphore.try_acquire(1).is_none());
    assert_eq!((semaphore.available(), semaphore.waiting()), (2, 2));
    drop(held);
    assert!(big.is_up() && !small.is_up());
    let Poll::Ready(permits) = poll(&mut three, &big) else { panic!("it was called") };
    assert_eq!((permits.count(), semaphore.available()), (3, 0));
    drop(permits);
    assert!(poll(&mut one, &small).is_ready());
}

#[test]
fn a_waiter_that_gives_up_wakes_the_next() {
    let semaphore = Semaphore::new(2);
    let held = semaphore.try_acquire(1).unwrap();
    let (big, small) = (Flag::new(), Flag::new());
    let mut two = semaphore.acquire(2);
    let mut one = semaphore.acquire(1);
    assert!(poll(&mut two, &big).is_pending() && poll(&mut one, &small).is_pending());
    drop(two);
    assert!(small.is_up(), "cancelling the head must not strand the queue");
    assert!(poll(&mut one, &small).is_ready());
    drop(held);
    assert_eq!((semaphore.available(), semaphore.waiting()), (2, 0));
}

#[test]
fn a_waiter_that_was_called_and_gives_up_gives_back() {
    let semaphore = Semaphore::new(1);
    let held = semaphore.try_acquire(1).unwrap();
    let (first, second) = (Flag::new(), Flag::new());
    let mut a = semaphore.acquire(1);
    let mut b = semaphore.acquire(1);
    assert!(poll(&mut a, &first).is_pending() && poll(&mut b, &second).is_pending());
    drop(held);
    assert!(first.is_up() && !second.is_up());
    drop(a);
    assert!(second.is_up());
    assert!(poll(&mut b, &second).is_ready());
}

#[test]
fn one_release_may_serve_many() {
    let semaphore = Semaphore::new(3);
    let held = semaphore.try_acquire(3).unwrap();
    let mut waits: Vec<_> = (0..4).map(|_| (semaphore.acquire(1), Flag::new())).collect();
    for (wait, flag) in &mut waits {
        assert!(poll(wait, flag).is_pending());
    }
    drop(held);
    let up: Vec<_> = waits.iter().map(|(_, flag)| flag.is_up()).collect();
    assert_eq!(up, [true, true, true, false]);
}

#[test]
fn more_than_there_is_stands_in_nobodys_way() {
    let semaphore = Semaphore::new(2);
    let flag = Flag::new();
    let mut three = semaphore.acquire(3);
    assert!(poll(&mut three, &flag).is_pending());
    assert_eq!(semaphore.waiting(), 0);
    drop(semaphore.try_acquire(2).unwrap());
    assert!(poll(&mut three, &flag).is_pending());
    let mut one = semaphore.acquire(1);
    assert!(poll(&mut one, &flag).is_ready());
}

#[test]
fn none_at_all_can_be_had() {
    let semaphore = Semaphore::new(0);
    let mut none = semaphore.acquire(0);
    assert!(poll(&mut none, &Flag::new()).is_ready());
    let mut one = semaphore.acquire(1);
    assert!(poll(&mut one, &Flag::new()).is_pending());
}

#[test]
fn never_more_held_than_there_are() {
    check(|seed| {
        let size = 1 + seed as usize % 4;
        let semaphore = Arc::new(Semaphore::new(size));
        let (held, served) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        let mut crowd = Crowd::new(seed);
        for task in 0..20 {
            let (semaphore, held, served) = (semaphore.clone(), held.clone(), served.clone());
            let n = 1 + task % size;
            crowd.spawn(async move {
                let permit = semaphore.acquire_owned(n).await;
                held.set(held.get() + n);
                assert!(held.get() <= size);
                pause().await;
                held.set(held.get() - n);
                served.set(served.get() + 1);
                drop(permit);
            });
        }
        assert_eq!((crowd.run(), served.get(), semaphore.available()), (0, 20, size));
    });
}

/// Every wait, poll, drop and release in any order: the sum is right and nobody is stranded.
#[test]
fn the_permits_add_up_under_any_order_of_drops() {
    check(|seed| {
        let mut rng = Rng(seed);
        let size = 1 + rng.below(4);
        let semaphore = Semaphore::new(size);
        let mut waits: Vec<(Acquire<'_>, usize, Arc<Flag>)> = Vec::new();
        let mut permits: Vec<Permit<'_>> = Vec::new();
        for _ in 0..200 {
            match rng.below(4) {
                0 => {
                    let n = rng.below(size + 1);
                    let (mut wait, flag) = (semaphore.acquire(n), Flag::new());
                    match poll(&mut wait, &flag) {
                        Poll::Ready(permit) => permits.push(permit),
                        Poll::Pending => waits.push((wait, n, flag)),
                    }
                }
                1 if !waits.is_empty() => drop(waits.remove(rng.below(waits.len()))),
                2 if !permits.is_empty() => drop(permits.swap_remove(rng.below(permits.len()))),
                _ => {
                    if let Some(at) = waits.iter().position(|(.., flag)| flag.is_up()) {
                        let (mut wait, _, flag) = waits.remove(at);
                        let Poll::Ready(permit) = poll(&mut wait, &flag) else {
                            panic!("woken for nothing")
                        };
                        permits.push(permit);
                    }
                }
            }
            let called: usize =
                waits.iter().filter(|(.., flag)| flag.is_up()).map(|(_, n, _)| n).sum();
            let held: usize = permits.iter().map(Permit::count).sum();
            assert_eq!(held + called + semaphore.available(), size);
            if let Some((_, n, _)) = waits.iter().find(|(.., flag)| !flag.is_up()) {
                assert!(*n > semaphore.available(), "the first in line could go");
            }
        }
    });
}

#[test]
fn threads_agree_on_the_sum() {
    let semaphore = Arc::new(Semaphore::new(3));
    let inside = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let thread = |n: usize| {
        let (semaphore, inside) = (semaphore.clone(), inside.clone());
        std::thread::spawn(move || {
            for _ in 0..5_000 {
                let permit = futures::executor::block_on(semaphore.acquire(n));
                let now = inside.fetch_add(n, std::sync::atomic::Ordering::SeqCst) + n;
                assert!(now <= 3);
                inside.fetch_sub(n, std::sync::atomic::Ordering::SeqCst);
                drop(permit);
            }
        })
    };
    let threads: Vec<_> = [1, 2, 3, 1].map(thread).into_iter().collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!((semaphore.available(), semaphore.waiting()), (3, 0));
}
