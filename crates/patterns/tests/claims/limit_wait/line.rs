//! One line: who is served, when, and who need not even wait.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{bucket, s};
use crate::support::{Flag, ms, poll};
use patterns::{
    Cause, Clock, Context, Counts, Decision, Limiter, ManualTimer, NotAdmitted, Rate,
    SharedLimiter, TokenBucket,
};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

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
