//! What a graceful shutdown claims.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{Crowd, Flag, Rng, check, pause, poll};
use futures::executor::block_on;
use futures::future::{join, pending, ready};
use patterns::shutdown::*;
use patterns::{Clock, Context, ManualTimer, Timer, until};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

#[test]
fn a_tracker_completes_when_it_is_closed_and_empty_and_never_before() {
    check(|seed| {
        let mut rng = Rng(seed);
        let tracker = TaskTracker::new();
        let mut tickets = Vec::new();
        let (mut done, mut abandoned, mut closed) = (0, 0, false);
        let (mut wait, flag) = (tracker.wait(), Flag::raised());
        for _ in 0..60 {
            match rng.below(16) {
                0..7 => match tracker.register() {
                    Ok(ticket) => tickets.push(ticket),
                    Err(Closed(())) => assert!(closed),
                },
                7..11 if !tickets.is_empty() => {
                    tickets.swap_remove(rng.below(tickets.len())).done();
                    done += 1;
                }
                11..15 if !tickets.is_empty() => {
                    drop(tickets.swap_remove(rng.below(tickets.len())));
                    abandoned += 1;
                }
                15 => {
                    assert_eq!(tracker.close(), !closed);
                    closed = true;
                }
                _ => {}
            }
            let active = tickets.len() as u64;
            let counts = TaskCounts { accepted: done + abandoned + active, done, abandoned };
            assert_eq!((tracker.counts(), counts.active()), (counts, active));
            assert_eq!(tracker.is_closed(), closed);
            // Only a wake makes it worth a look, and then it is true.
            if flag.lower() {
                assert_eq!(poll(&mut wait, &flag).is_ready(), closed && active == 0);
            } else {
                assert!(!closed || active > 0, "it is over, and nobody was told");
            }
            if closed && active == 0 {
                return;
            }
        }
    });
}

#[test]
fn work_that_comes_too_late_is_handed_back() {
    let tracker = TaskTracker::new();
    tracker.close();
    let Err(Closed(work)) = tracker.track(ready(7)) else { panic!("it was closed") };
    assert_eq!((block_on(work), tracker.counts()), (7, TaskCounts::default()));
}

#[test]
fn a_wait_that_gives_up_leaves_the_others_in_line() {
    let tracker = TaskTracker::new();
    let ticket = tracker.register().unwrap();
    let (first, second) = (Flag::new(), Flag::new());
    let (mut a, mut b) = (tracker.wait(), tracker.wait());
    assert!(poll(&mut a, &first).is_pending() && poll(&mut b, &second).is_pending());
    drop(a);
    tracker.close();
    assert!(!second.is_up());
    ticket.done();
    assert!(second.is_up() && !first.is_up());
    assert_eq!(poll(&mut b, &second), Poll::Ready(()));
}

#[test]
fn everyone_who_waits_is_told() {
    let tracker = TaskTracker::new();
    let mut waits: Vec<_> = (0..5).map(|_| (tracker.wait(), Flag::new())).collect();
    assert!(waits.iter_mut().all(|(wait, flag)| poll(wait, flag).is_pending()));
    tracker.close();
    assert!(waits.iter().all(|(_, flag)| flag.is_up()));
}

/// What a program did, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Deed {
    Accepted(&'static str),
    Stop(&'static str),
    Over(&'static str),
    Close(&'static str),
}

impl From<Step<'_>> for Deed {
    fn from(step: Step<'_>) -> Self {
        match step {
            Step::Stop { phase } => Self::Stop(phase),
            Step::Drained(phase) | Step::Abandoned(phase) => Self::Over(phase.name),
            Step::Close { phase } => Self::Close(phase),
        }
    }
}

const NAMES: [&str; 3] = ["servers", "consumers", "jobs"];
const RESOURCES: [&str; 2] = ["cache", "database"];

/// A program of two sources that hand on to jobs, some of which hang.
struct Program {
    timer: ManualTimer,
    trackers: [TaskTracker; 3],
    queue: RefCell<VecDeque<Ticket>>,
    deeds: RefCell<Vec<Deed>>,
    /// How many in ten jobs never end.
    hanging: usize,
    /// When the shutdown has to be over.
    deadline: Duration,
}

impl Program {
    fn note(&self, deed: Deed) {
        self.deeds.borrow_mut().push(deed);
    }

    fn accept(&self, place: usize) -> Result<Ticket, Closed> {
        let ticket = self.trackers[place].register()?;
        self.note(Deed::Accepted(NAMES[place]));
        Ok(ticket)
    }

    /// Accepts, works, hands on, until nothing more is accepted.
    async fn source(self: Rc<Self>, place: usize, seed: u64) {
        let mut rng = Rng(seed);
        while let Ok(ticket) = self.accept(place) {
            self.timer.sleep(ms(rng.below(6) as u64)).await;
            match self.accept(2) {
                Ok(job) => self.queue.borrow_mut().push_back(job),
                Err(_) => assert!(self.timer.now() >= self.deadline, "refused in good time"),
            }
            ticket.done();
            pause().await;
        }
    }

    /// Takes jobs until there are no more to come.
    async fn worker(self: Rc<Self>, seed: u64) {
        let mut rng = Rng(seed);
        loop {
            let job = self.queue.borrow_mut().pop_front();
            let Some(job) = job else {
                if self.timer.now() > ms(100) {
                    return;
                }
                self.timer.sleep(ms(1)).await;
                continue;
            };
            self.timer.sleep(ms(rng.below(4) as u64)).await;
            if rng.below(10) < self.hanging {
                self.timer.sleep(ms(1_000)).await;
            }
            job.done();
        }
    }

    fn phases(&self) -> Vec<Phase> {
        let [servers, consumers, jobs] = &self.trackers;
        vec![
            Phase::resource(RESOURCES[0]),
            Phase::source(NAMES[0], servers),
            Phase::source(NAMES[1], consumers),
            Phase::work(NAMES[2], jobs),
            Phase::resource(RESOURCES[1]),
        ]
    }
}

/// Everything is told once, in order, and nothing is accepted after its stop.
fn assert_order(deeds: &[Deed]) {
    let place = |deed: &Deed| {
        let places: Vec<_> = (0..deeds.len()).filter(|place| deeds[*place] == *deed).collect();
        assert_eq!(places.len(), 1, "{deed:?}, once");
        places[0]
    };
    for name in NAMES {
        let (stop, over) = (place(&Deed::Stop(name)), place(&Deed::Over(name)));
        assert!(stop < over);
        assert!(!deeds[stop..].contains(&Deed::Accepted(name)), "accepted after the stop");
        assert!(RESOURCES.iter().all(|name| place(&Deed::Close(name)) > over));
    }
    assert_eq!(place(&Deed::Stop("consumers")), place(&Deed::Stop("servers")) + 1, "at once");
    let overs = NAMES.map(|name| place(&Deed::Over(name)));
    assert!(overs.is_sorted(), "in the order given");
}

fn assert_sums(report: &Report, program: &Program, limit: Duration) {
    assert_eq!(report.phases.iter().map(|phase| phase.name).collect::<Vec<_>>(), NAMES);
    for (phase, tracker) in report.phases.iter().zip(&program.trackers) {
        assert_eq!(phase.accepted, phase.done + phase.abandoned);
        assert_eq!(phase.accepted, tracker.counts().accepted, "nothing came after the report");
        assert!(phase.over_at <= report.over_at);
        assert!(report.cut_off || phase.abandoned == 0);
    }
    assert!(report.over_at <= report.began_at + limit, "over by the deadline");
    assert!(!report.cut_off || report.over_at == report.began_at + limit, "and not before it");
    assert_eq!(report.cut_off, report.abandoned() > 0);
}

#[test]
fn in_every_schedule_stop_then_drain_then_close_by_the_deadline() {
    let cuts = RefCell::new([0; 2]);
    check(|seed| {
        let mut crowd = Crowd::new(seed);
        let (begin, limit) = (ms(crowd.below(20) as u64), ms(40));
        let program = Rc::new(Program {
            timer: ManualTimer::new(),
            trackers: Default::default(),
            queue: RefCell::default(),
            deeds: RefCell::default(),
            hanging: seed as usize % 2,
            deadline: begin + limit,
        });
        for n in 0..3 {
            crowd.spawn(program.clone().source(n % 2, seed + n as u64));
            crowd.spawn(program.clone().worker(seed * 3 + n as u64));
        }
        let (reports, all) = (Rc::new(RefCell::new(Vec::new())), program.clone());
        let out = reports.clone();
        crowd.spawn(async move {
            all.timer.sleep(begin).await;
            let act = |step: Step<'_>| all.note(step.into());
            let report = shut_down(&all.timer, limit, &all.phases(), act).await;
            out.borrow_mut().push(report);
        });
        while reports.borrow().is_empty() {
            // As `run`, but a hanging job is no reason to wait.
            crowd.steps(10_000);
            program.timer.advance(ms(1));
        }
        assert_order(&program.deeds.borrow());
        let report = &reports.borrow()[0];
        assert_eq!(report.began_at, begin);
        assert_sums(report, &program, limit);
        cuts.borrow_mut()[usize::from(report.cut_off)] += 1;
    });
    assert!(cuts.into_inner().iter().all(|count| *count > 20), "some are cut off, some are not");
}

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
