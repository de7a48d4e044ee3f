//! Breaker, shutdown and resilient pipeline on every executor, over two kinds of channel.

#![cfg(not(target_arch = "wasm32"))]

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::StreamExt;
use patterns::breaker::{Breaker, CallError, Change, Mode, Settings, State, Trip, Verdict};
use patterns::resilient::{Answer, Metrics, Request, Stages, pipeline};
use patterns::shutdown::{Phase, Report, Step, TaskTracker, shut_down};
use patterns::{Clock, Context, Decision, Inlet, ManualTimer, Strategy, Timer, share};
use tests::{Case, Channels, Foreign, Own, everywhere, pause};

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// A case whose time goes on, a millisecond a turn, until its tasks are over.
struct Timed {
    case: Case,
    timer: ManualTimer,
    /// Tasks that are not over.
    left: Arc<AtomicUsize>,
}

impl Timed {
    fn new() -> Self {
        Self { case: Case::new(), timer: ManualTimer::new(), left: Arc::default() }
    }

    fn task(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.left.fetch_add(1, SeqCst);
        let left = self.left.clone();
        self.case.task(async move {
            task.await;
            left.fetch_sub(1, SeqCst);
        });
    }

    fn judged(mut self, verdict: impl FnOnce() + 'static) -> Case {
        let (timer, left) = (self.timer, self.left);
        self.case.task(async move {
            while left.load(SeqCst) > 0 {
                timer.advance(ms(1));
                pause().await;
            }
        });
        self.case.verdict(verdict);
        self.case
    }
}

fn through_a_breaker(seed: u64) -> Case {
    let mut case = Timed::new();
    let settings = Settings {
        trip: Trip::InARow { failures: 2 },
        open_for: ms(5),
        probes: 2,
        probe_limit: Duration::MAX,
    };
    let changes = Arc::new(Mutex::new(Vec::new()));
    let told = changes.clone();
    let listener = move |change: &Change| told.lock().unwrap().push(*change);
    let breaker = Arc::new(Breaker::with_listener(settings, listener));
    for name in 0..4 {
        let (breaker, timer) = (breaker.clone(), case.timer.clone());
        case.task(async move {
            for round in 0..10 {
                let now = timer.now();
                let Ok(permit) = breaker.try_acquire(now) else {
                    timer.sleep(ms(1)).await;
                    continue;
                };
                if let State::HalfOpen { in_flight, successes } = breaker.state(now) {
                    assert!(in_flight + successes <= 2, "too many probes");
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
        for change in changes {
            assert_eq!(change.from, mode);
            mode = change.to;
        }
    })
}

#[test]
fn the_changes_of_a_breaker_are_a_chain() {
    everywhere(through_a_breaker);
}

fn down(seed: u64) -> Case {
    let mut case = Timed::new();
    let trackers = [TaskTracker::new(), TaskTracker::new()];
    for name in 0..3 {
        let ([servers, jobs], timer) = (trackers.clone(), case.timer.clone());
        case.task(async move {
            while let Ok(request) = servers.register() {
                timer.sleep(ms(1 + name)).await;
                if let Ok(job) = jobs.register() {
                    timer.sleep(ms(if seed.is_multiple_of(2) { 1 } else { 500 })).await;
                    job.done();
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
            Step::Close { .. } => closed = true,
            _ => assert!(!closed, "nothing comes after the database"),
        };
        let report = shut_down(&timer, ms(40), &phases, act).await;
        *result.lock().unwrap() = Some((report, closed));
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
            if n.is_multiple_of(3) { Err("third") } else { Ok(n) }
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
    let (sender, receiver) = C::open::<Request<u32>>(2);
    let (answers, outcomes) = C::open::<Answer<u32, u32, &'static str>>(1);
    let queue = (sender, share(receiver));
    let service = pipeline(&context, case.timer.clone(), stages, queue, answers, call);
    for name in 0..2 {
        let (mut intake, context) = (service.intake.clone(), context.clone());
        case.task(async move {
            for n in 0..15 {
                let _ = intake.submit(&context, name * 15 + n).await;
                pause().await;
            }
        });
    }
    drop(service.intake);
    for worker in service.workers {
        case.task(async move { drop(worker.await) });
    }
    let answered = Arc::new(AtomicUsize::new(0));
    let count = answered.clone();
    case.task(outcomes.for_each(move |_| {
        count.fetch_add(1, SeqCst);
        pause()
    }));
    let cancels = seed % 3 == 2;
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
