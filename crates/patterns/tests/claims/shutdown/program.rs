//! A whole program under every schedule: stop, drain, close, by the deadline.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::deed::Deed;
use crate::support::{Crowd, Rng, check, ms, pause};
use patterns::shutdown::*;
use patterns::{Clock, ManualTimer, Timer};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

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
