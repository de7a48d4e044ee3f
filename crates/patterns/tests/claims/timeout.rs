//! What a timeout claims.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{Flag, Rng, check, ms, poll};
use futures::future::{pending, ready};
use patterns::{Clock, Elapsed, ManualTimer, Timer, timeout};
use std::cell::Cell;
use std::task::Poll;
use std::time::Duration;

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

/// As wasm the same in small: a page that tests must also come to an end.
const HISTORIES: u64 = if cfg!(target_arch = "wasm32") { 5_000 } else { 100_000 };

/// A clock's next step: none, a nanosecond, about as long as the limit, years.
fn step(rng: &mut Rng, about: Duration) -> Duration {
    match rng.below(8) {
        0..=1 => Duration::ZERO,
        2..=3 => Duration::from_nanos(1),
        4..=5 => {
            Duration::from_nanos(rng.below(about.as_nanos().clamp(1, 1 << 31) as usize) as u64)
        }
        6 => about,
        _ => Duration::from_secs(86_400 * 365 * rng.below(40) as u64),
    }
}

/// Work in parts, each of which begins when it is looked at after the one before, under a limit of
/// its own inside of another limit; against three numbers that are compared.
fn nested(seed: u64) {
    let mut rng = Rng(seed);
    let (timer, flag, done) = (ManualTimer::new(), Flag::raised(), Cell::new(0_usize));
    let any = [0, 1, 2, 1_000, 5_000_000, 1 << 55];
    let about = Duration::from_nanos(any[rng.below(any.len())]);
    let spans: Vec<Duration> = (0..3).map(|_| step(&mut rng, about)).collect();
    let [inner, outer] = [step(&mut rng, about), step(&mut rng, about)];
    let parts = async {
        for span in &spans {
            timer.sleep(*span).await;
            done.set(done.get() + 1);
        }
    };
    let mut work = Box::pin(timeout(&timer, outer, timeout(&timer, inner, parts)));
    // What the obvious one knows: which part is under way, since when, and that all began at 0.
    let (mut part, mut since) = (0, Duration::ZERO);
    for round in 0..40 {
        let now = timer.now();
        while part < spans.len() && since.saturating_add(spans[part]) <= now {
            (part, since) = (part + 1, now);
        }
        // Being ready wins, here and at each of the limits.
        let expected = match part == spans.len() {
            true => Some(Ok(Ok(()))),
            false if inner <= now => Some(Ok(Err(Elapsed { limit: inner }))),
            false => (outer <= now).then_some(Err(Elapsed { limit: outer })),
        };
        assert!(flag.is_up() || expected.is_none(), "it is over, and nobody was told");
        // Looking once more than needed changes nothing.
        if flag.lower() || rng.below(2) == 0 {
            let polled = poll(&mut work, &flag);
            assert_eq!(done.get(), part, "in round {round}");
            match expected {
                Some(expected) => return assert_eq!(polled, Poll::Ready(expected)),
                None => assert!(polled.is_pending()),
            }
        }
        timer.advance(step(&mut rng, about));
    }
}

#[test]
fn whatever_the_clock_does_the_first_to_be_ready_wins() {
    for seed in 0..HISTORIES {
        let once = std::panic::AssertUnwindSafe(|| nested(seed));
        if let Err(panic) = std::panic::catch_unwind(once) {
            eprintln!("the claim breaks under seed {seed}");
            std::panic::resume_unwind(panic);
        }
    }
}
