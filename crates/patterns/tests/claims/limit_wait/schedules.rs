//! Any limiter, under every schedule: order, books, and the limit.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::s;
use crate::support::{Crowd, check, ms, pause};
use patterns::{
    Clock, Context, Decision, FixedWindow, Limiter, ManualTimer, NotAdmitted, Rate, SharedLimiter,
    SlidingCounter, SlidingLog, TokenBucket,
};
use std::cell::RefCell;
use std::rc::Rc;

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
