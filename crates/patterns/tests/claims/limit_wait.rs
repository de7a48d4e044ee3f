//! What waiting for a limiter claims: in order, in time, or not at all.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{Crowd, Flag, Rng, check, pause, poll};
use patterns::{
    Cause, Clock, Context, Counts, Decision, FixedWindow, Limiter, ManualTimer, NotAdmitted, Rate,
    Reservation, SharedLimiter, SlidingCounter, SlidingLog, TokenBucket,
};
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

fn s(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// One token a second, and how it is told the time.
fn bucket(burst: u32) -> (SharedLimiter<TokenBucket, ManualTimer>, ManualTimer) {
    let timer = ManualTimer::new();
    (SharedLimiter::new(TokenBucket::new(Rate::per_second(1), burst), timer.clone()), timer)
}

type Wait = Pin<Box<dyn Future<Output = Result<(), NotAdmitted>>>>;

/// A wait that has been polled once, and its waker.
fn begun<L, T>(shared: &SharedLimiter<L, T>, context: &Context, units: u32) -> (Wait, Arc<Flag>)
where
    L: Limiter + Clone + 'static,
    T: patterns::Timer + 'static,
{
    let (shared, context) = (shared.clone(), context.clone());
    let mut wait: Wait = Box::pin(async move { shared.wait(&context, units).await });
    let flag = Flag::new();
    assert!(poll(&mut wait, &flag).is_pending());
    (wait, flag)
}

#[test]
fn a_big_waiter_is_not_overtaken() {
    let (shared, timer) = bucket(3);
    let (context, _keep) = Context::root();
    assert_eq!(shared.ask(3), Ok(Decision::Admitted));
    let (mut big, _) = begun(&shared, &context, 3);
    let (mut small, called) = begun(&shared, &context, 1);
    timer.advance(s(2));
    // There are two tokens, and they are not for who comes now.
    let retry_after = Some(s(3));
    assert_eq!(shared.ask(1), Ok(Decision::Refused { retry_after }));
    assert!(poll(&mut big, &Flag::new()).is_pending() && !called.is_up());
    timer.advance(s(1));
    assert!(poll(&mut big, &Flag::new()).is_ready() && called.is_up());
    assert!(poll(&mut small, &called).is_pending());
    timer.advance(s(1));
    assert!(poll(&mut small, &called).is_ready());
    assert_eq!(shared.counts(), Counts { admitted: 7, refused: 1 });
}

#[test]
fn enough_for_all_is_enough_for_who_does_not_wait() {
    let (shared, timer) = bucket(3);
    let due = shared.reserve(2, None).unwrap();
    assert_eq!(shared.ask(1), Ok(Decision::Admitted));
    let retry_after = Some(s(1));
    assert_eq!(shared.ask(1), Ok(Decision::Refused { retry_after }));
    let (context, _keep) = Context::root();
    let mut due = Box::pin(due.admitted(&context));
    assert_eq!(poll(&mut due, &Flag::new()), Poll::Ready(Ok(())));
    assert_eq!(shared.read(|bucket| bucket.tokens(timer.now())), 0);
}

#[test]
fn a_wait_that_cannot_end_in_time_fails_at_once_and_spends_nothing() {
    let (shared, timer) = bucket(2);
    let (root, _keep) = Context::root();
    assert_eq!(shared.ask(2), Ok(Decision::Admitted));
    let (ahead, _) = begun(&shared, &root, 2);
    let (context, _canceller, _watch) = root.with_timeout(timer.clone(), ms(2_999));
    let mut wait = Box::pin(shared.wait(&context, 1));
    // Two seconds for the one ahead, one more for this one.
    let late = NotAdmitted::TooLate { retry_after: Some(s(3)) };
    assert_eq!(poll(&mut wait, &Flag::new()), Poll::Ready(Err(late)));
    assert_eq!(shared.waiting(), 1);
    drop(ahead);
    timer.advance(s(2));
    assert_eq!(shared.read(|bucket| bucket.tokens(timer.now())), 2);
    assert_eq!(shared.counts(), Counts { admitted: 2, refused: 1 });
}

#[test]
fn a_wait_that_ends_at_the_deadline_is_in_time() {
    let (shared, timer) = bucket(1);
    let (root, _keep) = Context::root();
    assert_eq!(shared.ask(1), Ok(Decision::Admitted));
    let (context, _canceller, watch) = root.with_timeout(timer.clone(), s(1));
    let (handle, inner) = (shared.clone(), context.clone());
    let mut wait = Box::pin(watch.during(async move { handle.wait(&inner, 1).await }));
    assert!(poll(&mut wait, &Flag::new()).is_pending());
    timer.advance(s(1));
    assert_eq!(poll(&mut wait, &Flag::new()), Poll::Ready(Ok(Ok(()))));
}

#[test]
fn a_deadline_that_has_passed_is_too_late_for_what_could_be_had_at_once() {
    let (shared, timer) = bucket(1);
    timer.advance(s(5));
    let late = NotAdmitted::TooLate { retry_after: Some(Duration::ZERO) };
    assert_eq!(shared.reserve(1, Some(s(4))).unwrap_err(), late);
    assert!(shared.reserve(1, Some(s(5))).is_ok());
}

#[test]
fn a_wait_that_never_ends_is_not_begun() {
    let timer = ManualTimer::new();
    let shared = SharedLimiter::new(TokenBucket::new(Rate::per_second(0), 2), timer);
    let (context, _keep) = Context::root();
    assert_eq!(poll(&mut Box::pin(shared.wait(&context, 1)), &Flag::new()), Poll::Ready(Ok(())));
    let never = NotAdmitted::TooLate { retry_after: None };
    let _last = shared.reserve(1, None).unwrap();
    assert_eq!(shared.reserve(1, None).unwrap_err(), never, "the last one is spoken for");
    let mut more = Box::pin(shared.wait(&context, 3));
    let Poll::Ready(Err(NotAdmitted::Excessive(excessive))) = poll(&mut more, &Flag::new()) else {
        panic!("three do not fit")
    };
    assert_eq!((excessive.units, excessive.limit), (3, 2));
}

#[test]
fn a_cancel_beats_the_turn_and_takes_nothing() {
    let (shared, timer) = bucket(1);
    let (context, canceller) = Context::root();
    assert_eq!(shared.ask(1), Ok(Decision::Admitted));
    let (mut wait, _) = begun(&shared, &context, 1);
    timer.advance(s(1));
    canceller.cancel();
    let cancelled = NotAdmitted::Cancelled(Cause::Cancelled(None));
    assert_eq!(poll(&mut wait, &Flag::new()), Poll::Ready(Err(cancelled.clone())));
    assert_eq!((shared.waiting(), shared.read(|bucket| bucket.tokens(s(1)))), (0, 1));
    let mut later = Box::pin(shared.wait(&context, 1));
    assert_eq!(poll(&mut later, &Flag::new()), Poll::Ready(Err(cancelled)));
    assert_eq!(shared.counts(), Counts { admitted: 1, refused: 0 });
}

#[test]
fn whoever_gives_up_makes_way() {
    let (shared, timer) = bucket(5);
    let (context, _keep) = Context::root();
    assert_eq!(shared.ask(5), Ok(Decision::Admitted));
    let (big, _) = begun(&shared, &context, 5);
    let (mut small, called) = begun(&shared, &context, 1);
    let last = shared.reserve(1, None).unwrap();
    assert_eq!(last.due(), Some(s(7)));
    timer.advance(s(1));
    drop(big);
    assert!(called.is_up(), "the token that is there is for the next");
    assert!(poll(&mut small, &called).is_ready());
    assert_eq!(last.due(), Some(s(2)));
}

#[test]
fn whoever_is_served_late_makes_those_behind_later() {
    let (shared, timer) = bucket(1);
    let (context, _keep) = Context::root();
    assert_eq!(shared.ask(1), Ok(Decision::Admitted));
    let (first, second) = (shared.reserve(1, None).unwrap(), shared.reserve(1, None).unwrap());
    timer.advance(ms(1_500));
    assert_eq!(poll(&mut Box::pin(first.admitted(&context)), &Flag::new()), Poll::Ready(Ok(())));
    assert_eq!(second.due(), Some(ms(2_500)));
}

/// Any limiter, any schedule, late hands, people dying in line: order, books, and the limit itself,
/// which a fresh limiter that is asked at the same instants confirms.
fn crowded<L: Limiter + Clone + 'static>(seed: u64, limiter: L) {
    let timer = ManualTimer::new();
    let shared = SharedLimiter::new(limiter.clone(), timer.clone());
    let (came, served) = (Rc::new(RefCell::new(Vec::new())), Rc::new(RefCell::new(Vec::new())));
    let mut crowd = Crowd::new(seed);
    let mut cancellers = Vec::new();
    for name in 0..12_usize {
        let (root, canceller) = Context::root();
        let mortal = crowd.below(3) == 0;
        let by = ms(crowd.below(4_000) as u64);
        let hurried = crowd.below(4) == 0;
        let units = crowd.below(limiter.limit() as usize + 1) as u32;
        let naps = crowd.below(6);
        let (shared, timer) = (shared.clone(), timer.clone());
        let (came, served) = (came.clone(), served.clone());
        cancellers.push(Some((canceller, mortal)));
        crowd.spawn(async move {
            for _ in 0..naps {
                pause().await;
            }
            let (context, _canceller, _watch) = root.with_deadline(timer.clone(), by);
            let context = if hurried { context } else { root };
            came.borrow_mut().push(name);
            match shared.wait(&context, units).await {
                Ok(()) => served.borrow_mut().push((name, timer.now(), units)),
                Err(NotAdmitted::TooLate { .. }) => assert!(hurried),
                Err(NotAdmitted::Cancelled(_)) => assert!(mortal || hurried),
                Err(NotAdmitted::Excessive(excessive)) => panic!("{excessive}"),
            }
        });
    }
    for _ in 0..10_000 {
        let steps = crowd.below(12);
        crowd.steps(steps);
        let victim = crowd.below(60);
        if let Some(canceller) = cancellers.get_mut(victim)
            && canceller.as_ref().is_some_and(|(_, mortal)| *mortal)
            && let Some((canceller, _)) = canceller.take()
        {
            canceller.cancel();
        }
        if crowd.alive() == 0 {
            break;
        }
        timer.advance(ms(crowd.below(300) as u64));
    }
    assert_eq!((crowd.alive(), shared.waiting()), (0, 0), "somebody is stranded");
    let (came, served) = (came.borrow(), served.borrow());
    let place = |name: &usize| came.iter().position(|other| other == name);
    assert!(served.is_sorted_by_key(|(name, ..)| place(name)), "first come, first served");
    let mut witness = limiter;
    for (_, at, units) in served.iter() {
        assert_eq!(witness.ask(*at, *units), Ok(Decision::Admitted), "over the limit");
    }
    assert_eq!(shared.counts().admitted, witness.counts().admitted);
}

#[test]
fn in_order_and_within_the_limit_under_every_schedule() {
    check(|seed| {
        crowded(seed, TokenBucket::new(Rate::new(4, s(1)), 3));
        crowded(seed, FixedWindow::new(3, ms(700)));
        crowded(seed, SlidingLog::new(3, ms(700)));
        crowded(seed, SlidingCounter::new(3, ms(700)));
    });
}

type Place<L> = Reservation<L, ManualTimer>;

/// When each in line is served if nothing comes between, worked out from nothing each time.
fn forecast<L: Limiter>(mut limiter: L, now: Duration, line: &[u32]) -> Vec<Duration> {
    let mut last = now;
    let serve = |units: &u32| {
        last += limiter.delay(last, *units).unwrap().unwrap();
        assert_eq!(limiter.ask(last, *units), Ok(Decision::Admitted));
        last
    };
    line.iter().map(serve).collect()
}

/// Reserve, give up, ask and be served in any order, at any time: what is foretold is what a
/// forecast from nothing says.
fn foretold<L: Limiter + Clone + 'static>(seed: u64, limiter: L) {
    let mut rng = Rng(seed);
    let timer = ManualTimer::new();
    let shared = SharedLimiter::new(limiter.clone(), timer.clone());
    let (context, _keep) = Context::root();
    let mut line: Vec<Place<L>> = Vec::new();
    let mut admitted = 0;
    for _ in 0..60 {
        let units = 1 + rng.below(limiter.limit() as usize) as u32;
        let wanted = |line: &[Place<L>]| line.iter().map(Reservation::units).collect::<Vec<_>>();
        let mut with = wanted(&line);
        with.push(units);
        let times = forecast(shared.read(L::clone), timer.now(), &with);
        let due = times[line.len()];
        match rng.below(6) {
            0 | 1 => {
                let by = timer.now() + ms(rng.below(4_000) as u64);
                match shared.reserve(units, Some(by)) {
                    Ok(place) => line.push(place),
                    Err(error) => {
                        let retry_after = Some(due - timer.now());
                        assert_eq!(error, NotAdmitted::TooLate { retry_after });
                        assert!(due > by);
                    }
                }
            }
            2 => match shared.ask(units).unwrap() {
                Decision::Admitted => {
                    assert_eq!(due, timer.now());
                    admitted += u64::from(units);
                }
                Decision::Refused { retry_after } => {
                    assert!(due > timer.now());
                    assert_eq!(retry_after, Some(due - timer.now()));
                }
            },
            3 if !line.is_empty() => drop(line.remove(rng.below(line.len()))),
            4 if !line.is_empty() => {
                let first = line.remove(0);
                let units = first.units();
                let is_due = times[0] == timer.now();
                let mut first = Box::pin(first.admitted(&context));
                assert_eq!(poll(&mut first, &Flag::new()).is_ready(), is_due);
                admitted += if is_due { u64::from(units) } else { 0 };
            }
            _ if !line.is_empty() && rng.below(2) == 0 => timer.advance(times[0] - timer.now()),
            _ => timer.advance(ms(rng.below(400) as u64)),
        }
        let times = forecast(shared.read(L::clone), timer.now(), &wanted(&line));
        let told: Vec<_> = line.iter().map(|place| place.due().unwrap()).collect();
        assert_eq!(told, times);
        assert_eq!((shared.waiting(), shared.counts().admitted), (line.len(), admitted));
    }
}

#[test]
fn what_is_foretold_is_what_comes() {
    check(|seed| {
        foretold(seed, TokenBucket::new(Rate::new(4, s(1)), 3));
        foretold(seed, FixedWindow::new(3, ms(700)));
        foretold(seed, SlidingLog::new(3, ms(700)));
        foretold(seed, SlidingCounter::new(3, ms(700)));
    });
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn threads_share_what_there_is() {
    let shared =
        SharedLimiter::new(TokenBucket::new(Rate::per_second(0), 1_000), ManualTimer::new());
    let thread = |_| {
        let shared = shared.clone();
        std::thread::spawn(move || {
            (0..600).filter(|_| shared.ask(1).unwrap().is_admitted()).count()
        })
    };
    let threads: Vec<_> = (0..3).map(thread).collect();
    let admitted: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert_eq!(admitted, 1_000);
    assert_eq!(shared.counts(), Counts { admitted: 1_000, refused: 800 });
}

#[test]
fn waits_cross_threads() {
    fn is_send<T: Send>(_: &T) {}
    fn is_shared<T: Send + Sync>(_: &T) {}
    let (shared, _timer) = bucket(1);
    let (context, _keep) = Context::root();
    is_shared(&shared);
    is_send(&shared.wait(&context, 1));
    is_send(&shared.reserve(1, None).unwrap().admitted(&context));
}
