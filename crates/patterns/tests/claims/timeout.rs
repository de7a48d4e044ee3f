//! What a timeout claims.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{Flag, Rng, check, poll};
use futures::future::{pending, ready};
use patterns::{Clock, Elapsed, ManualTimer, Timer, timeout};
use std::cell::Cell;
use std::task::Poll;
use std::time::Duration;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

#[test]
fn work_ready_at_the_deadline_wins() {
    let (timer, flag) = (ManualTimer::new(), Flag::new());
    let mut work = Box::pin(timeout(&timer, ms(10), timer.sleep(ms(10))));
    assert!(poll(&mut work, &flag).is_pending());
    timer.advance(ms(10));
    assert_eq!(poll(&mut work, &flag), Poll::Ready(Ok(())));
}

#[test]
fn work_that_is_not_ready_by_then_is_dropped() {
    struct Noted<'a>(&'a Cell<bool>);
    impl Drop for Noted<'_> {
        fn drop(&mut self) {
            self.0.set(true);
        }
    }
    let (timer, flag, dropped) = (ManualTimer::new(), Flag::new(), Cell::new(false));
    let noted = Noted(&dropped);
    let hanging = async move {
        let _noted = noted;
        pending::<()>().await
    };
    let mut work = Box::pin(timeout(&timer, ms(10), hanging));
    assert!(poll(&mut work, &flag).is_pending());
    timer.advance(ms(9));
    assert!(poll(&mut work, &flag).is_pending() && !dropped.get());
    timer.advance(ms(1));
    assert_eq!(poll(&mut work, &flag), Poll::Ready(Err(Elapsed { limit: ms(10) })));
    assert!(dropped.get(), "before anything else is polled");
}

#[test]
fn no_time_at_all_is_enough_for_work_that_is_ready() {
    let (timer, flag) = (ManualTimer::new(), Flag::new());
    assert_eq!(poll(&mut Box::pin(timeout(&timer, ms(0), ready(7))), &flag), Poll::Ready(Ok(7)));
    let never = &mut Box::pin(timeout(&timer, ms(0), pending::<()>()));
    assert!(matches!(poll(never, &flag), Poll::Ready(Err(_))));
}

#[test]
fn an_endless_limit_is_no_trouble() {
    let (timer, flag) = (ManualTimer::new(), Flag::new());
    timer.advance(ms(5));
    let mut work = Box::pin(timeout(&timer, Duration::MAX, timer.sleep(ms(5))));
    assert!(poll(&mut work, &flag).is_pending());
    timer.advance(Duration::from_secs(1 << 40));
    assert_eq!(poll(&mut work, &flag), Poll::Ready(Ok(())));
}

#[test]
fn however_time_moves_it_ends_by_whichever_comes_first() {
    check(|seed| {
        let mut rng = Rng(seed);
        let (timer, flag) = (ManualTimer::new(), Flag::new());
        let (limit, takes) = (ms(rng.below(20) as u64), ms(rng.below(20) as u64));
        let mut work = Box::pin(timeout(&timer, limit, timer.sleep(takes)));
        let outcome = loop {
            if let Poll::Ready(outcome) = poll(&mut work, &flag) {
                break outcome;
            }
            timer.advance(Duration::from_nanos(rng.below(3_000_000) as u64));
        };
        // A step of the clock may pass both; then the work is ready, and ready work wins.
        if takes <= limit {
            assert_eq!(outcome, Ok(()));
        } else {
            assert!(timer.now() >= limit);
            assert!(outcome == Err(Elapsed { limit }) || timer.now() >= takes);
        }
    });
}
