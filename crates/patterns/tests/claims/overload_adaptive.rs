//! What adaptive workers claim while they run.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{Crowd, check, pause};
use futures::channel::mpsc;
use futures::executor::block_on;
use futures::stream::{self, Stream, StreamExt};
use patterns::adaptive::{Assessment, Due, Rule, Served, Step, Totals, Why};
use patterns::{Cause, Clock, Context, ManualTimer, Timer, adaptive_workers, channel, share};
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// A crowd on one timer that others may add to while it runs.
#[derive(Clone, Default)]
struct Place {
    timer: ManualTimer,
    coming: Rc<RefCell<Vec<Task>>>,
    alive: Rc<Cell<usize>>,
    assessments: Rc<RefCell<Vec<Assessment>>>,
    totals: Rc<RefCell<Option<Totals>>>,
}

impl Place {
    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.coming.borrow_mut().push(Box::pin(task));
    }

    /// Workers by `rule`, each watched as it comes and goes.
    fn workers<I, F, Fut>(&self, context: &Context, jobs: I, rule: Rule, job: F)
    where
        I: Stream<Item = Due<u32>> + Clone + Unpin + 'static,
        F: Fn(u32) -> Fut + Clone + Unpin + 'static,
        Fut: Future<Output: Into<Served>> + 'static,
    {
        let (place, told, most) = (self.clone(), self.assessments.clone(), rule.max);
        let bounds = rule.min..=rule.max;
        let spawn = move |worker| {
            place.alive.set(place.alive.get() + 1);
            assert!(place.alive.get() <= most, "more workers than may be");
            let alive = place.alive.clone();
            place.spawn(async move {
                let worker: Pin<Box<dyn Future<Output = ()>>> = Box::pin(worker);
                worker.await;
                alive.set(alive.get() - 1);
            });
        };
        let observe = move |assessment: &Assessment| {
            assert!(bounds.contains(&assessment.workers));
            told.borrow_mut().push(*assessment);
        };
        let clock = self.timer.clone();
        let workers = adaptive_workers(context, clock, jobs, rule, spawn, observe, job);
        let totals = self.totals.clone();
        self.spawn(async move { *totals.borrow_mut() = Some(workers.await) });
    }

    /// Polls in an order the seed decides, and lets time pass when nobody is ready.
    fn run(&self, crowd: &mut Crowd, mut steps: usize) -> usize {
        for _ in 0..10_000 {
            loop {
                self.coming.borrow_mut().drain(..).for_each(|task| crowd.spawn(task));
                if steps == 0 || !crowd.step() {
                    break;
                }
                steps -= 1;
            }
            if steps == 0 || crowd.alive() == 0 {
                break;
            }
            self.timer.advance(ms(1));
        }
        crowd.alive()
    }

    fn changes(&self) -> Vec<Step> {
        let told = self.assessments.borrow();
        let steps = told.iter().map(|assessment| assessment.step);
        steps.filter(|step| !matches!(step, Step::Stay(_))).collect()
    }
}

/// Sends jobs with a pause between them.
async fn produce(place: Place, jobs: channel::Sender<Due<u32>>, count: u32, every: Duration) {
    for job in 0..count {
        if jobs.send(Due { at: place.timer.now(), job }).await.is_err() {
            return;
        }
        place.timer.sleep(every).await;
    }
}

/// What was begun and what was finished, to be compared.
#[derive(Clone, Default)]
struct Work {
    begun: Rc<Cell<usize>>,
    done: Rc<RefCell<Vec<u32>>>,
}

impl Work {
    fn job(&self, timer: &ManualTimer, span: Duration) -> impl Fn(u32) -> Task + Clone + use<> {
        let (work, timer) = (self.clone(), timer.clone());
        move |job| {
            let (work, timer) = (work.clone(), timer.clone());
            Box::pin(async move {
                work.begun.set(work.begun.get() + 1);
                timer.sleep(span).await;
                pause().await;
                work.done.borrow_mut().push(job);
            })
        }
    }
}

fn eager(target: Duration, min: usize, max: usize) -> Rule {
    Rule { window: 5, samples: 2, cooldown: ms(20), ..Rule::new(target, min, max) }
}

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
