//! A place to work at: a crowd on one timer, jobs that come, and what is done of them.

use crate::support::{Crowd, ms, pause};
use futures::stream::Stream;
use patterns::adaptive::{Assessment, Due, Rule, Served, Step, Totals};
use patterns::{Clock, Context, ManualTimer, Timer, adaptive_workers, channel};
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// A crowd on one timer that others may add to while it runs.
#[derive(Clone, Default)]
pub(super) struct Place {
    pub(super) timer: ManualTimer,
    coming: Rc<RefCell<Vec<Task>>>,
    pub(super) alive: Rc<Cell<usize>>,
    pub(super) assessments: Rc<RefCell<Vec<Assessment>>>,
    pub(super) totals: Rc<RefCell<Option<Totals>>>,
}

impl Place {
    pub(super) fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.coming.borrow_mut().push(Box::pin(task));
    }

    /// Workers by `rule`, each watched as it comes and goes.
    pub(super) fn workers<I, F, Fut>(&self, context: &Context, jobs: I, rule: Rule, job: F)
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
    pub(super) fn run(&self, crowd: &mut Crowd, mut steps: usize) -> usize {
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

    pub(super) fn changes(&self) -> Vec<Step> {
        let told = self.assessments.borrow();
        let steps = told.iter().map(|assessment| assessment.step);
        steps.filter(|step| !matches!(step, Step::Stay(_))).collect()
    }
}

/// Sends jobs with a pause between them.
pub(super) async fn produce(
    place: Place,
    jobs: channel::Sender<Due<u32>>,
    count: u32,
    every: Duration,
) {
    for job in 0..count {
        if jobs.send(Due { at: place.timer.now(), job }).await.is_err() {
            return;
        }
        place.timer.sleep(every).await;
    }
}

/// What was begun and what was finished, to be compared.
#[derive(Clone, Default)]
pub(super) struct Work {
    pub(super) begun: Rc<Cell<usize>>,
    pub(super) done: Rc<RefCell<Vec<u32>>>,
}

impl Work {
    pub(super) fn job(
        &self,
        timer: &ManualTimer,
        span: Duration,
    ) -> impl Fn(u32) -> Task + Clone + use<> {
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

pub(super) fn eager(target: Duration, min: usize, max: usize) -> Rule {
    Rule { window: 5, samples: 2, cooldown: ms(20), ..Rule::new(target, min, max) }
}
