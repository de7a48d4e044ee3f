//! What becomes of a job, and what of that is measured.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::place::{Place, eager};
use crate::support::{Crowd, ms, pause};
use futures::stream::{self, StreamExt};
use patterns::adaptive::{Due, Served, Totals};
use patterns::{Context, Timer, share};
use std::time::Duration;

#[test]
fn a_latency_runs_from_the_intended_start() {
    let place = Place::default();
    place.timer.advance(ms(100));
    let (context, _keep) = Context::root();
    let jobs = share(stream::iter([Due { at: ms(30), job: 1 }]).chain(stream::pending()));
    let timer = place.timer.clone();
    let job = move |_| {
        let timer = timer.clone();
        async move { timer.sleep(ms(5)).await }
    };
    place.workers(&context, jobs, eager(ms(50), 1, 4), job);
    let mut crowd = Crowd::new(0);
    place.run(&mut crowd, 100);
    assert_eq!(place.assessments.borrow()[0].p95, Some(ms(75)));
}

#[test]
fn a_refusal_is_no_latency() {
    let place = Place::default();
    let (context, _keep) = Context::root();
    let jobs = share(stream::iter((0..9).map(|job| Due { at: Duration::ZERO, job })));
    let job = async |job: u32| {
        pause().await;
        if job < 3 { Served::Done } else { Served::Refused }
    };
    place.workers(&context, jobs, eager(ms(50), 1, 1), job);
    assert_eq!(place.run(&mut Crowd::new(0), usize::MAX), 0);
    let totals = Totals { done: 3, refused: 6, ..Totals::default() };
    assert_eq!(place.totals.take(), Some(totals));
    assert!(place.assessments.borrow().iter().all(|assessment| assessment.samples <= 3));
}

// As wasm a panic ends everything.
#[cfg(not(target_arch = "wasm32"))]
#[test]
fn a_worker_outlives_a_panic_in_its_job() {
    let place = Place::default();
    let (context, _keep) = Context::root();
    let jobs = share(stream::iter((0..9).map(|job| Due { at: Duration::ZERO, job })));
    let job = |job: u32| {
        assert!(job != 3, "before it begins");
        async move {
            pause().await;
            assert!(job != 4, "in the midst");
        }
    };
    place.workers(&context, jobs, eager(ms(50), 1, 1), job);
    assert_eq!(place.run(&mut Crowd::new(0), usize::MAX), 0);
    let totals = Totals { done: 7, panicked: 2, ..Totals::default() };
    assert_eq!(place.totals.take(), Some(totals));
}
