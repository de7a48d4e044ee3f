//! Who is hired, and who is let go: by what waits, within the bounds, and only as long as it is wanted.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::place::{Place, Work, eager, produce};
use crate::support::{Crowd, Flag, check, ms, poll};
use futures::FutureExt;
use futures::channel::mpsc;
use futures::executor::block_on;
use futures::stream::{self};
use patterns::adaptive::{Assessment, Due, Rule, Step, Why};
use patterns::channel::{Receiver, Sender};
use patterns::{Cause, Clock, Context, ManualTimer, Timer, adaptive_workers, channel, share};
use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

#[test]
fn each_job_is_done_once_by_no_fewer_and_no_more_workers_than_may_be() {
    let (grew, shrank) = (Cell::new(0), Cell::new(0));
    check(|seed| {
        let (place, work) = (Place::default(), Work::default());
        let (context, _keep) = Context::root();
        let (min, max) = (1 + seed as usize % 2, 4 + seed as usize % 3);
        let (sender, jobs) = channel::bounded(seed as usize % 9);
        let job = work.job(&place.timer, ms(10));
        place.workers(&context, jobs, eager(ms(25), min, max), job);
        // Too much at first, then next to nothing.
        let busy = place.clone();
        let more = sender.clone();
        place.spawn(produce(busy.clone(), more, 60, ms(2)));
        let quiet = place.clone();
        place.spawn(async move {
            quiet.timer.sleep(ms(300)).await;
            assert!(quiet.alive.get() >= min, "fewer workers than may be");
            produce(quiet, sender, 20, ms(15)).await;
        });
        assert_eq!(place.run(&mut Crowd::new(seed), usize::MAX), 0, "everyone ends");
        let mut done = work.done.take();
        done.sort_unstable();
        let mut expected: Vec<_> = (0..60).chain(0..20).collect();
        expected.sort_unstable();
        assert_eq!(done, expected);
        let totals = place.totals.take().expect("it is over");
        assert_eq!((totals.done, totals.cause), (80, None));
        let changes = place.changes();
        grew.set(grew.get() + changes.iter().filter(|step| **step == Step::Grow).count());
        shrank.set(shrank.get() + changes.iter().filter(|step| **step == Step::Shrink).count());
    });
    assert!(grew.get() > 200 && shrank.get() > 200, "{grew:?} up, {shrank:?} down");
}

#[test]
fn on_cancel_a_job_in_hand_is_finished_and_everyone_ends() {
    check(|seed| {
        let (place, work) = (Place::default(), Work::default());
        let (context, canceller) = Context::root();
        let (sender, jobs) = channel::bounded(4);
        let job = work.job(&place.timer, ms(5));
        place.workers(&context, jobs, eager(ms(8), 1, 5), job);
        place.spawn(produce(place.clone(), sender, u32::MAX, ms(1)));
        let mut crowd = Crowd::new(seed);
        let steps = crowd.below(400);
        place.run(&mut crowd, steps);
        canceller.cancel();
        assert_eq!(place.run(&mut crowd, usize::MAX), 0);
        let totals = place.totals.take().expect("it is over");
        assert_eq!((totals.done, work.begun.get()), (work.done.borrow().len(), totals.done));
        assert_eq!((totals.cause, place.alive.get()), (Some(Cause::Cancelled(None)), 0));
    });
}

#[test]
fn workers_do_not_outlive_whoever_hires_them() {
    check(|seed| {
        let (place, work) = (Place::default(), Work::default());
        let (context, _keep) = Context::root();
        let (sender, jobs) = channel::bounded::<Due<u32>>(4);
        let spawner = place.clone();
        let mut hiring = Box::pin(adaptive_workers(
            &context,
            place.timer.clone(),
            jobs,
            eager(ms(8), 3, 5),
            move |worker| spawner.spawn(worker),
            |_: &Assessment| {},
            work.job(&place.timer, ms(5)),
        ));
        let mut crowd = Crowd::new(seed);
        assert!(futures::FutureExt::now_or_never(&mut hiring).is_none());
        place.spawn(produce(place.clone(), sender, u32::MAX, ms(1)));
        let steps = crowd.below(100);
        place.run(&mut crowd, steps);
        drop(hiring);
        assert_eq!(place.run(&mut crowd, usize::MAX), 0);
        assert_eq!(work.begun.get(), work.done.borrow().len());
    });
}

type Sleeping = Pin<Box<dyn Future<Output = ()>>>;

/// Whoever hires, and two workers: the first has done two jobs that were late, and so the second was
/// hired. It is 10 ms, and one who does a job in time may go.
fn two_workers(
    context: &Context,
    sender: &Sender<Due<u32>>,
    jobs: Receiver<Due<u32>>,
) -> (Sleeping, Vec<Sleeping>) {
    let timer = ManualTimer::new();
    let spawned = Rc::new(RefCell::new(Vec::<Sleeping>::new()));
    let all = spawned.clone();
    let rule = Rule { window: 1, samples: 1, cooldown: Duration::ZERO, ..Rule::new(ms(5), 1, 2) };
    let hiring = adaptive_workers(
        context,
        timer.clone(),
        jobs,
        rule,
        move |worker| all.borrow_mut().push(Box::pin(worker)),
        |_: &Assessment| {},
        async |_: u32| {},
    );
    let mut hiring: Sleeping = Box::pin(hiring.map(drop));
    assert!(poll(&mut hiring, &Flag::new()).is_pending());
    timer.advance(ms(10));
    for job in 0..2 {
        sender.try_send(Due { at: ms(0), job }).unwrap();
    }
    assert!(poll(&mut spawned.borrow_mut()[0], &Flag::new()).is_pending());
    assert!(poll(&mut hiring, &Flag::new()).is_pending());
    let workers = spawned.take();
    assert_eq!(workers.len(), 2);
    (hiring, workers)
}

#[test]
fn a_worker_that_was_let_go_wants_no_job() {
    let (context, _keep) = Context::root();
    let (sender, jobs) = channel::bounded(9);
    let (hiring, mut workers) = two_workers(&context, &sender, jobs);
    sender.try_send(Due { at: ms(10), job: 2 }).unwrap();
    let mut gone = workers.remove(0);
    assert!(poll(&mut gone, &Flag::new()).is_ready());
    drop((hiring, workers));
    assert!(sender.is_closed(), "only who is gone could receive");
}

#[test]
fn the_last_is_not_let_go_because_of_one_that_was_dropped() {
    let (context, _keep) = Context::root();
    let (sender, jobs) = channel::bounded(9);
    let (mut hiring, mut workers) = two_workers(&context, &sender, jobs);
    drop(workers.pop());
    sender.try_send(Due { at: ms(10), job: 2 }).unwrap();
    assert!(poll(&mut workers[0], &Flag::new()).is_pending());
    assert!(poll(&mut hiring, &Flag::new()).is_pending(), "jobs may come yet");
    assert!(!sender.is_closed());
}

#[test]
fn workers_over_a_foreign_channel() {
    check(|seed| {
        let (place, work) = (Place::default(), Work::default());
        let (context, _keep) = Context::root();
        let (mut sender, jobs) = mpsc::channel(1);
        let job = work.job(&place.timer, ms(4));
        place.workers(&context, share(jobs), eager(ms(6), 1, 4), job);
        let timer = place.timer.clone();
        place.spawn(async move {
            for job in 0..40 {
                let due = Due { at: timer.now(), job };
                futures::SinkExt::send(&mut sender, due).await.unwrap();
            }
        });
        assert_eq!(place.run(&mut Crowd::new(seed), usize::MAX), 0);
        assert_eq!(work.done.borrow().len(), 40);
        assert!(place.changes().contains(&Step::Grow));
    });
}

#[test]
fn nobody_is_hired_while_nothing_waits() {
    check(|seed| {
        let (place, work) = (Place::default(), Work::default());
        let (context, _keep) = Context::root();
        let (sender, jobs) = channel::bounded(4);
        // Each job takes longer than the target, and is done before the next one comes.
        let job = work.job(&place.timer, ms(10));
        place.workers(&context, jobs, eager(ms(5), 1, 4), job);
        place.spawn(produce(place.clone(), sender, 30, ms(12)));
        assert_eq!(place.run(&mut Crowd::new(seed), usize::MAX), 0);
        assert_eq!(place.changes(), []);
        let told = place.assessments.borrow();
        assert!(told.iter().any(|told| told.step == Step::Stay(Why::NothingWaits)));
    });
}

#[test]
fn who_is_cancelled_before_it_begins_hires_nobody() {
    let (context, canceller) = Context::root();
    canceller.cancel();
    let totals = block_on(adaptive_workers(
        &context,
        ManualTimer::new(),
        share(stream::iter([Due { at: Duration::ZERO, job: 1 }])),
        Rule::new(ms(1), 1, 4),
        |_| panic!("nobody is to be spawned"),
        |_: &Assessment| {},
        async |_: u32| {},
    ));
    assert_eq!(totals.cause, Some(Cause::Cancelled(None)));
}
