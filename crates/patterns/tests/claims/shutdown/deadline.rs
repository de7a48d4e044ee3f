//! What is over by the deadline is done, and what is not is cut off.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::deed::Deed;
use crate::support::{Flag, ms, pause, poll};
use futures::executor::block_on;
use futures::future::{join, pending};
use patterns::shutdown::*;
use patterns::{Context, ManualTimer, Timer, until};
use std::task::Poll;
use std::time::Duration;

#[test]
fn a_shutdown_begun_by_a_cancel_has_its_full_time() {
    let timer = ManualTimer::new();
    let (context, canceller) = Context::root();
    let jobs = TaskTracker::new();
    let job = jobs.track(timer.sleep(ms(20))).unwrap();
    canceller.cancel();
    let phases = [Phase::work("jobs", &jobs)];
    let program = async {
        assert!(until(&context, pending::<()>()).await.is_err());
        shut_down(&timer, ms(30), &phases, |_| {}).await
    };
    let hand = async {
        for _ in 0..20 {
            pause().await;
            timer.advance(ms(1));
        }
    };
    let (report, ..) = block_on(join(program, join(job, hand)));
    assert_eq!((report.done(), report.cut_off, report.over_at), (1, false, ms(20)));
}

#[test]
fn work_over_at_the_deadline_itself_is_done() {
    let (timer, jobs, flag) = (ManualTimer::new(), TaskTracker::new(), Flag::new());
    let phases = [Phase::work("jobs", &jobs)];
    let ticket = jobs.register().unwrap();
    let mut shutdown = Box::pin(shut_down(&timer, ms(10), &phases, |_| {}));
    assert!(poll(&mut shutdown, &flag).is_pending());
    timer.advance(ms(10));
    ticket.done();
    let Poll::Ready(report) = poll(&mut shutdown, &flag) else { panic!("it is over") };
    assert_eq!((report.done(), report.cut_off), (1, false));
}

#[test]
fn with_no_time_at_all_what_is_over_still_counts_as_done() {
    let (timer, jobs, other) = (ManualTimer::new(), TaskTracker::new(), TaskTracker::new());
    jobs.register().unwrap().done();
    let phases = [Phase::work("jobs", &jobs), Phase::source("other", &other)];
    let mut told = Vec::new();
    let report = block_on(shut_down(&timer, ms(0), &phases, |step| told.push(Deed::from(step))));
    assert_eq!((report.done(), report.cut_off), (1, false));
    let order = [Deed::Stop("other"), Deed::Stop("jobs"), Deed::Over("jobs"), Deed::Over("other")];
    assert_eq!(told, order);
}

#[test]
fn an_endless_limit_and_nothing_to_do_are_no_trouble() {
    let timer = ManualTimer::new();
    timer.advance(ms(1));
    let report = block_on(shut_down(&timer, Duration::MAX, &[], |_| {}));
    assert_eq!((report.phases.len(), report.over_at), (0, ms(1)));
}

#[test]
fn a_shutdown_may_run_on_any_thread() {
    fn send<T: Send>(_: &T) {}
    let (timer, jobs) = (ManualTimer::new(), TaskTracker::new());
    send(&jobs.wait());
    send(&jobs.register());
    let phases = [Phase::work("jobs", &jobs)];
    send(&shut_down(&timer, ms(1), &phases, |_| {}));
}
