//! Breaker, shutdown and resilient pipeline on every executor, over two kinds of channel.

#![cfg(not(target_arch = "wasm32"))]

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::StreamExt;
use lab::invariant;
use lab::{EventKind, ItemId, Loss, Machine, Position, ResourceId, ResourceKind, Row, State};
use patterns::breaker::{self, Breaker, CallError, Change, Mode, Settings, Trip, Verdict, Why};
use patterns::resilient::{Answer, Metrics, Request, Stages, pipeline};
use patterns::shutdown::{Phase, Report, Step, TaskTracker, shut_down};
use patterns::{Clock, Context, Decision, Inlet, Strategy, Timer, share};
use tests::{Case, Channels, Foreign, Ledger, Own, Page, Timed, everywhere, pause};

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// A breaker before a server; whatever the one decides and the other does is shown.
#[derive(Clone)]
struct Shown {
    ledger: Ledger,
    ids: [ResourceId; 2],
    breaker: Arc<Breaker>,
    /// Calls under way, answered, in vain; and those that probe.
    calls: Arc<Mutex<([i64; 3], Vec<ItemId>)>>,
}

const FAILURES: u32 = 2;
const PROBES: u32 = 2;

fn settings() -> Settings {
    let trip = Trip::InARow { failures: FAILURES };
    Settings { trip, open_for: ms(5), probes: PROBES, probe_limit: Duration::MAX }
}

async fn pauses(count: u32) {
    for _ in 0..count {
        pause().await;
    }
}

impl Shown {
    fn new(ledger: Ledger) -> Self {
        let ids = ["breaker", "server"].map(|name| ledger.resource(name, ResourceKind::Shown));
        let breaker = Arc::new(Breaker::new(settings()));
        Self { ledger, ids, breaker, calls: Arc::default() }
    }

    /// One call, if the breaker lets it through: how it ends is known before.
    async fn call(&self, item: ItemId, fails: bool) -> bool {
        let permit = {
            let mut page = self.ledger.page();
            let Ok(permit) = self.breaker.try_acquire(page.now()) else { return false };
            let mut calls = self.calls.lock().unwrap();
            if self.breaker.state(page.now()).mode() == Mode::HalfOpen {
                calls.1.push(item);
            }
            self.show_breaker(&mut page, &mut calls.1);
            calls.0[0] += 1;
            self.show_server(&mut page, calls.0);
            permit
        };
        pauses(item % 3).await;
        let verdict = if fails { Verdict::Failure } else { Verdict::Success };
        let mut page = self.ledger.page();
        let mut calls = self.calls.lock().unwrap();
        calls.0[0] -= 1;
        calls.0[1 + usize::from(fails)] += 1;
        calls.1.retain(|probe| *probe != item);
        self.show_server(&mut page, calls.0);
        self.breaker.record(permit, verdict, page.now());
        self.show_breaker(&mut page, &mut calls.1);
        true
    }

    fn show_server(&self, page: &mut Page<'_>, cells: [i64; 3]) {
        let row = Row { name: "calls".to_owned(), cells: cells.to_vec(), fine: None };
        page.show(self.ids[1], State::Table { columns: Vec::new(), rows: vec![row] });
    }

    fn show_breaker(&self, page: &mut Page<'_>, probes: &mut Vec<ItemId>) {
        let (at, failures, successes) = match self.breaker.state(page.now()) {
            breaker::State::Closed { failures, .. } => (Position::Closed, failures, 0),
            breaker::State::Open { .. } => (Position::Open, FAILURES, 0),
            breaker::State::HalfOpen { in_flight, successes } => {
                assert!(in_flight + successes <= PROBES, "too many probes");
                (Position::HalfOpen, 0, successes)
            }
        };
        if at != Position::HalfOpen {
            // What was let out then says nothing any more.
            probes.clear();
        }
        let (threshold, quota, probes) = (FAILURES, PROBES, probes.clone());
        let (among, open) = (None, None);
        let machine = Machine { at, failures, threshold, among, open, successes, quota, probes };
        page.show(self.ids[0], State::Machine(machine));
    }
}

fn through_a_breaker(seed: u64) -> Case {
    let mut case = Timed::new();
    let shown = Shown::new(case.case.ledger());
    for name in 0..4 {
        let (shown, timer) = (shown.clone(), case.timer.clone());
        case.task(async move {
            for round in 0..10 {
                let fails = !(seed + u64::from(name + round)).is_multiple_of(3);
                // The first of it fails more often than not, then it is well again.
                let item = 100 * name + round;
                if !shown.call(item, fails && round < 6).await {
                    timer.sleep(ms(1)).await;
                }
            }
        });
    }
    case.case.holds(|trace| {
        invariant::open_lets_nothing_through(trace, "server")?;
        invariant::probes_within(trace)?;
        let in_a_row = |failed: &[bool]| failed.ends_with(&[true; FAILURES as usize]);
        invariant::opens_when(trace, "server", "stop", in_a_row)
    });
    case.judged(|| ())
}

#[test]
fn a_breaker_opens_when_it_should_and_lets_nothing_through_then() {
    everywhere(through_a_breaker);
}

fn changing(seed: u64) -> Case {
    let mut case = Timed::new();
    let changes = Arc::new(Mutex::new(Vec::new()));
    let told = changes.clone();
    let listener = move |change: &Change| told.lock().unwrap().push(*change);
    let breaker = Arc::new(Breaker::with_listener(settings(), listener));
    for name in 0..4 {
        let (breaker, timer) = (breaker.clone(), case.timer.clone());
        case.task(async move {
            for round in 0..10 {
                let now = timer.now();
                let Ok(permit) = breaker.try_acquire(now) else {
                    timer.sleep(ms(1)).await;
                    continue;
                };
                if let breaker::State::HalfOpen { in_flight, successes } = breaker.state(now) {
                    assert!(in_flight + successes <= PROBES, "too many probes");
                }
                pause().await;
                if !(seed + name + round).is_multiple_of(4) {
                    breaker.record(permit, Verdict::Failure, timer.now());
                }
                let answer = breaker.call(&timer, async || Ok::<_, ()>(())).await;
                assert!(!matches!(answer, Err(CallError::Failed(()))));
            }
        });
    }
    case.judged(move || {
        let mut changes = changes.lock().unwrap().clone();
        changes.sort_by_key(|change| change.generation);
        let mut mode = Mode::Closed;
        let mut opened = None;
        for change in changes {
            assert_eq!(change.from, mode);
            mode = change.to;
            match mode {
                Mode::Open => opened = Some(change.at),
                Mode::HalfOpen => {
                    assert!(opened.is_some_and(|at| change.at >= at + ms(5)), "too soon")
                }
                Mode::Closed => assert_eq!(change.why, Why::Recovered { successes: PROBES }),
            }
        }
    })
}

#[test]
fn the_changes_of_a_breaker_are_a_chain() {
    everywhere(changing);
}

fn down(seed: u64) -> Case {
    let mut case = Timed::new();
    let ledger = case.case.ledger();
    let accepted = ledger.resource("servers", ResourceKind::Channel { capacity: None });
    let trackers = [TaskTracker::new(), TaskTracker::new()];
    for name in 0..3_u32 {
        let ([servers, jobs], timer) = (trackers.clone(), case.timer.clone());
        let ledger = ledger.clone();
        case.task(async move {
            for item in 1_000 * name.. {
                ledger.made(item);
                let Ok(request) = servers.register() else {
                    return ledger.lost(item, Loss::Refused);
                };
                ledger.page().write(EventKind::Sent { to: Some(accepted), item: Some(item) });
                timer.sleep(ms(u64::from(1 + name))).await;
                if let Ok(job) = jobs.register() {
                    timer.sleep(ms(if seed.is_multiple_of(2) { 1 } else { 500 })).await;
                    job.done();
                    ledger.delivered(item);
                } else {
                    ledger.lost(item, Loss::Cancelled);
                }
                request.done();
            }
        });
    }
    let (timer, out) = (case.timer.clone(), Arc::new(Mutex::new(None::<(Report, bool)>)));
    let (result, [servers, jobs]) = (out.clone(), trackers.clone());
    case.task(async move {
        timer.sleep(ms(10)).await;
        let phases = [
            Phase::resource("database"),
            Phase::source("servers", &servers),
            Phase::work("jobs", &jobs),
        ];
        let mut closed = false;
        let act = |step: Step<'_>| match step {
            Step::Stop { phase: "servers" } => ledger.acted("stop"),
            Step::Close { .. } => closed = true,
            _ => assert!(!closed, "nothing comes after the database"),
        };
        ledger.acted("begin");
        let report = shut_down(&timer, ms(40), &phases, act).await;
        *result.lock().unwrap() = Some((report, closed));
    });
    case.case.holds(|trace| {
        invariant::nothing_accepted_after(trace, "stop")?;
        invariant::each_item_accounted_for(trace)?;
        // What the servers hand on is taken until they are drained, or the time is over.
        invariant::gives_up_only_after(trace, "begin", ms(40))
    });
    case.judged(move || {
        let (report, closed) = out.lock().unwrap().take().expect("it came to an end");
        assert!(closed);
        for (phase, tracker) in report.phases.iter().zip(&trackers) {
            assert_eq!(phase.accepted, phase.done + phase.abandoned);
            assert_eq!(phase.accepted, tracker.counts().accepted, "nothing came later");
        }
        assert!(report.cut_off || report.abandoned() == 0);
    })
}

#[test]
fn what_was_accepted_is_done_or_abandoned() {
    everywhere(down);
}

/// What a call says that fails: every third does.
#[derive(Debug)]
struct Third;

fn resilient<C: Channels>(seed: u64, strategy: Strategy) -> Case
where
    C::Sender<Request<u32>>: Inlet<Request<u32>>,
{
    let mut case = Timed::new();
    let (context, canceller) = Context::root();
    let clock = case.timer.clone();
    let call = move |n: u32| {
        let clock = clock.clone();
        async move {
            clock.sleep(ms(u64::from(n) % 7)).await;
            if n.is_multiple_of(3) { Err(Third) } else { Ok(n) }
        }
    };
    let trip = Trip::InARow { failures: 2 };
    let settings = Settings { trip, open_for: ms(3), ..Settings::default() };
    let stages = Stages {
        workers: 3,
        strategy,
        breaker: Some(Arc::new(Breaker::new(settings))),
        limiter: |now: Duration| match now.as_millis() % 5 {
            0 => Decision::Refused { retry_after: Some(ms(1)) },
            _ => Decision::Admitted,
        },
        call_limit: Some(ms(5)),
        fallback: |n: &u32, _: &_| n.is_multiple_of(2).then_some(0),
        dead_letters: 4,
        window: 10,
    };
    let ledger = case.case.ledger();
    let (sender, receiver) = ledger.channel::<C, Request<u32>>("requests", 2);
    let (answers, outcomes) = ledger.channel::<C, Answer<u32, u32, Third>>("answers", 1);
    let queue = (sender, share(receiver));
    let service = pipeline(&context, case.timer.clone(), stages, queue, answers, call);
    for name in 0..2 {
        let (mut intake, context) = (service.intake.clone(), context.clone());
        let ledger = ledger.clone();
        case.task(async move {
            for n in name * 15..name * 15 + 15 {
                ledger.made(n);
                let _ = intake.submit(&context, n).await;
                pause().await;
            }
        });
    }
    drop(service.intake);
    for worker in service.workers {
        case.named("worker", async move { drop(worker.await) });
    }
    let answered = Arc::new(AtomicUsize::new(0));
    let count = answered.clone();
    case.task(outcomes.for_each(move |answer| {
        ledger.delivered(answer.request);
        count.fetch_add(1, SeqCst);
        pause()
    }));
    let cancels = seed % 3 == 2;
    case.case.holds(move |trace| {
        invariant::no_item_twice(trace)?;
        invariant::at_most_in_progress(trace, "worker", 3)?;
        invariant::queue_within(trace, "requests", C::most(2, 3))?;
        invariant::first_in_first_out(trace, "answers")?;
        match strategy {
            // What was in the queue when it was cancelled is in the books only.
            _ if cancels => Ok(()),
            Strategy::Block => invariant::each_item_delivered_once(trace),
            _ => invariant::each_making_ends_once(trace),
        }
    });
    let timer = case.timer.clone();
    case.task(async move {
        if cancels {
            timer.sleep(ms(8)).await;
            canceller.cancel();
        }
    });
    let gauges = service.gauges;
    case.judged(move || {
        let Metrics { submitted, queued, serving, refused, .. } = gauges.read();
        assert_eq!((submitted, queued, serving), (30, 0, 0));
        assert_eq!(gauges.read().ended(), 30);
        let door = refused.full + refused.evicted + refused.skipped + refused.closed;
        if !cancels {
            assert_eq!(answered.load(SeqCst) as u64 + door, 30, "all that got in are answered");
        }
    })
}

#[test]
fn each_request_ends_once_and_the_metrics_add_up() {
    for strategy in [Strategy::Block, Strategy::DropOldest, Strategy::DropNewest] {
        everywhere(|seed| resilient::<Own>(seed, strategy));
        everywhere(|seed| resilient::<Foreign>(seed, strategy));
    }
}
