//! What a resilient pipeline claims.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{Crowd, Flag, check, pause, poll};
use futures::executor::block_on;
use futures::future::{FutureExt, join_all, pending, ready};
use futures::stream::StreamExt;
use patterns::breaker::{self, Breaker, Change, State, Trip};
use patterns::resilient::*;
use patterns::{Clock, Context, Decision, Ending, ManualTimer, Strategy, Timer, channel};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

type Limiter = fn(Duration) -> Decision;
type Fallback = fn(&u32, &Trouble<&'static str>) -> Option<u32>;

fn bare() -> Stages<fn(&Change), Limiter, Fallback> {
    Stages::bare()
}

/// Opens at the first failure, for 100 ms; one probe.
fn touchy() -> Arc<Breaker> {
    let settings = breaker::Settings {
        trip: Trip::InARow { failures: 1 },
        open_for: ms(100),
        probes: 1,
        ..breaker::Settings::default()
    };
    Arc::new(Breaker::new(settings))
}

/// What a request is: its remainder by 10 says what becomes of it.
async fn fails_for_odd(n: u32) -> Result<u32, &'static str> {
    if n % 2 == 1 { Err("odd") } else { Ok(n) }
}

#[test]
fn a_full_queue_is_an_answer_and_hands_the_request_back() {
    let (context, _keep) = Context::root();
    let (answers, _outcomes) = channel::bounded(1);
    let queue = channel::bounded(2);
    let timer = ManualTimer::new();
    let mut service = pipeline(&context, timer, bare(), queue, answers, fails_for_odd);
    let mut submit = |n| service.intake.submit(&context, n).now_or_never().expect("never waits");
    assert_eq!(submit(1), Ok(Submitted { number: 0, evicted: None }));
    assert_eq!(submit(2), Ok(Submitted { number: 1, evicted: None }));
    assert_eq!(submit(3), Err(Rejected { request: 3, why: Refusal::Full }));
    let metrics = service.gauges.read();
    assert_eq!((metrics.submitted, metrics.queued, metrics.refused.full), (3, 2, 1));
}

#[test]
fn each_refusal_at_the_door_says_which_it_was() {
    let (context, _keep) = Context::root();
    let whys = |strategy, capacity| {
        let stages = Stages { strategy, ..bare() };
        let (answers, _outcomes) = channel::bounded(1);
        let queue = channel::bounded(capacity);
        let timer = ManualTimer::new();
        let mut service = pipeline(&context, timer, stages, queue, answers, fails_for_odd);
        let mut submit = |n| service.intake.submit(&context, n).now_or_never().unwrap();
        let first = submit(1).err().map(|rejected| rejected.why);
        let evicted = submit(2).ok().and_then(|submitted| submitted.evicted);
        drop(service.workers);
        (first, evicted, submit(3).unwrap_err().why, service.gauges.read().refused)
    };
    let skips = Strategy::Sample { every: 2 };
    let (first, evicted, last, refused) = whys(skips, 9);
    assert_eq!((first, evicted, last), (Some(Refusal::Skipped), None, Refusal::Skipped));
    assert_eq!((refused.skipped, refused.dropped), (2, 1));
    let (first, evicted, last, refused) = whys(Strategy::DropOldest, 1);
    assert_eq!((first, evicted, last), (None, Some(1), Refusal::Closed));
    assert_eq!((refused.evicted, refused.closed, refused.dropped), (1, 1, 1));
}

#[test]
fn an_open_circuit_spends_no_tokens() {
    let (context, _keep) = Context::root();
    let tokens = Cell::new(0);
    let limiter = |_| {
        tokens.set(tokens.get() + 1);
        Decision::Admitted
    };
    let Stages { workers, strategy, call_limit, fallback, window, .. } = bare();
    let breaker = Some(touchy());
    let stages = Stages {
        breaker,
        limiter,
        workers,
        strategy,
        call_limit,
        fallback,
        window,
        dead_letters: 1,
    };
    let (answers, outcomes) = channel::bounded(9);
    let timer = ManualTimer::new();
    let queue = channel::bounded(9);
    let mut service = pipeline(&context, timer, stages, queue, answers, fails_for_odd);
    for n in 1..=6 {
        block_on(service.intake.submit(&context, n)).unwrap();
    }
    drop(service.intake);
    block_on(join_all(service.workers));
    assert_eq!(tokens.get(), 1, "for the one that was called");
    let metrics = service.gauges.read();
    assert_eq!((metrics.dead_letters, metrics.refused.open), (1, 5));
    assert_eq!(metrics.breaker, Some(State::Open { until: ms(100) }));
    let why = Trouble::Open(breaker::Refused { retry_after: ms(100) });
    assert_eq!(block_on(outcomes.collect::<Vec<_>>())[5].end, End::Refused(why));
}

#[test]
fn refusals_are_no_failures() {
    let (context, _keep) = Context::root();
    let limiter: Limiter = |now| match now >= ms(150) {
        true => Decision::Admitted,
        false => Decision::Refused { retry_after: Some(ms(150) - now) },
    };
    let breaker = touchy();
    let permit = breaker.try_acquire(ms(0)).unwrap();
    breaker.record(permit, breaker::Verdict::Failure, ms(0));
    let stages = Stages { breaker: Some(breaker.clone()), limiter, ..bare() };
    let (answers, outcomes) = channel::bounded(9);
    let (timer, queue) = (ManualTimer::new(), channel::bounded(9));
    timer.advance(ms(100));
    let mut service = pipeline(&context, timer.clone(), stages, queue, answers, fails_for_odd);
    for n in [2, 4, 6] {
        block_on(service.intake.submit(&context, n)).unwrap();
    }
    let mut worker = Box::pin(service.workers.pop().unwrap());
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    assert_eq!(service.gauges.read().refused.over_limit, 3);
    let state = State::HalfOpen { in_flight: 0, successes: 0 };
    assert_eq!(breaker.state(ms(100)), state, "each was a probe, and gave its place back");
    assert_eq!(service.gauges.read().latency, None, "and refusals are no latencies");
    timer.advance(ms(50));
    block_on(service.intake.submit(&context, 8)).unwrap();
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    assert_eq!(breaker.state(timer.now()), State::Closed { failures: 0, calls: 0 });
    drop((worker, service.intake));
    assert_eq!(block_on(outcomes.count()), 4);
}

/// Counts how many are alive.
struct Alive(Rc<Cell<u32>>);

impl Alive {
    fn new(count: &Rc<Cell<u32>>) -> Self {
        count.set(count.get() + 1);
        Self(count.clone())
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

#[test]
fn a_call_that_takes_too_long_is_stopped_and_is_a_failure() {
    let (context, _keep) = Context::root();
    let calls = Rc::new(Cell::new(0));
    let call = async |_: u32| {
        let _alive = Alive::new(&calls);
        pending::<Result<u32, &'static str>>().await
    };
    let stages =
        Stages { breaker: Some(touchy()), call_limit: Some(ms(10)), dead_letters: 1, ..bare() };
    let (answers, _outcomes) = channel::bounded(9);
    let (timer, queue) = (ManualTimer::new(), channel::bounded(9));
    let mut service = pipeline(&context, timer.clone(), stages, queue, answers, call);
    block_on(service.intake.submit(&context, 1)).unwrap();
    let mut worker = Box::pin(service.workers.pop().unwrap());
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    assert_eq!((calls.get(), service.gauges.read().serving), (1, 1));
    timer.advance(ms(10));
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    assert_eq!(calls.get(), 0, "no call is left running");
    let metrics = service.gauges.read();
    assert_eq!(metrics.breaker.unwrap().mode(), breaker::Mode::Open);
    assert_eq!((metrics.dead_letters, metrics.latency.unwrap().p50), (1, ms(10)));
    service.dead_letters.read(|letter| {
        assert!(matches!(letter.why, Trouble::Elapsed(_)));
        assert_eq!((letter.request, letter.at), (1, ms(10)));
    });
}

#[test]
fn a_slow_reader_opens_no_circuit() {
    let (context, _keep) = Context::root();
    let breaker = touchy();
    let stages = Stages { breaker: Some(breaker.clone()), call_limit: Some(ms(10)), ..bare() };
    let (answers, outcomes) = channel::bounded(0);
    let (timer, queue) = (ManualTimer::new(), channel::bounded(9));
    let mut service = pipeline(&context, timer.clone(), stages, queue, answers, fails_for_odd);
    block_on(service.intake.submit(&context, 2)).unwrap();
    let mut worker = Box::pin(service.workers.pop().unwrap());
    let flag = Flag::new();
    assert!(poll(&mut worker, &flag).is_pending());
    assert_eq!(service.gauges.read().ok, 1, "it has ended, though nobody has read it");
    timer.advance(ms(10_000));
    assert!(poll(&mut worker, &flag).is_pending());
    assert_eq!(breaker.state(timer.now()), State::Closed { failures: 0, calls: 0 });
    let mut reading = outcomes.recv();
    assert!(poll(&mut reading, &flag).is_pending());
    assert!(poll(&mut worker, &flag).is_pending());
    let answer = block_on(reading).unwrap();
    assert_eq!((answer.end, answer.latency), (End::Ok(2), ms(0)));
}

#[test]
fn a_full_drawer_of_dead_letters_blocks_nobody() {
    let (context, _keep) = Context::root();
    let stages = Stages { dead_letters: 2, ..bare() };
    let (answers, outcomes) = channel::bounded(9);
    let (timer, queue) = (ManualTimer::new(), channel::bounded(9));
    let mut service = pipeline(&context, timer, stages, queue, answers, fails_for_odd);
    for n in [1, 3, 5, 7] {
        block_on(service.intake.submit(&context, n)).unwrap();
    }
    drop(service.intake);
    block_on(join_all(service.workers));
    let metrics = service.gauges.read();
    assert_eq!((metrics.dead_letters, metrics.refused.failed), (2, 2));
    let answers: Vec<_> = block_on(outcomes.collect());
    assert_eq!(answers[1].end, End::DeadLetter);
    assert_eq!(answers[2].end, End::Refused(Trouble::Failed("odd")), "and nothing is lost");
    assert_eq!((answers[2].number, answers[2].request), (2, 5));
}

#[test]
fn a_letter_stays_until_it_is_in_the_queue_again() {
    let (context, _keep) = Context::root();
    let stages = Stages { dead_letters: 1, strategy: Strategy::Block, ..bare() };
    let works = Cell::new(false);
    let call = async |n: u32| if works.get() { Ok(n) } else { Err("down") };
    let (answers, _outcomes) = channel::bounded(9);
    let (timer, queue) = (ManualTimer::new(), channel::bounded(1));
    let mut service = pipeline(&context, timer, stages, queue, answers, call);
    let mut worker = Box::pin(service.workers.pop().unwrap());
    block_on(service.intake.submit(&context, 1)).unwrap();
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    block_on(service.intake.submit(&context, 2)).unwrap();
    let letters = service.dead_letters.clone();
    // The queue is full: the replay waits, keeps its place, and is given up.
    let mut replay = Box::pin(letters.replay(&mut service.intake, &context));
    assert!(poll(&mut replay, &Flag::new()).is_pending());
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    assert_eq!((letters.len(), service.gauges.read().refused.failed), (1, 1));
    drop(replay);
    assert_eq!((letters.len(), service.gauges.read().refused.dropped), (1, 1));
    works.set(true);
    let replayed = block_on(letters.replay(&mut service.intake, &context));
    assert_eq!(replayed, Some(Ok(Submitted { number: 3, evicted: None })));
    assert!(letters.is_empty());
    assert_eq!(block_on(letters.replay(&mut service.intake, &context)), None);
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    assert_eq!(service.gauges.read().ok, 1);
}

#[test]
fn a_cancelled_call_is_dropped_and_nobodys_failure() {
    let (context, canceller) = Context::root();
    let breaker = touchy();
    let stages = Stages { breaker: Some(breaker.clone()), dead_letters: 9, ..bare() };
    let calls = Rc::new(Cell::new(0));
    let call = async |_: u32| {
        let _alive = Alive::new(&calls);
        pending::<Result<u32, &'static str>>().await
    };
    let (answers, _outcomes) = channel::bounded(9);
    let (timer, queue) = (ManualTimer::new(), channel::bounded(9));
    let mut service = pipeline(&context, timer, stages, queue, answers, call);
    for n in [1, 2] {
        block_on(service.intake.submit(&context, n)).unwrap();
    }
    let mut worker = Box::pin(service.workers.pop().unwrap());
    assert!(poll(&mut worker, &Flag::new()).is_pending());
    canceller.cancel();
    let shift = worker.now_or_never().expect("a cancel ends it");
    assert!(matches!(shift.report.ending, Ending::Cancelled { .. }));
    assert_eq!((shift.cut_off, calls.get()), (Some(1), 0));
    let rejected = block_on(service.intake.submit(&context, 3)).unwrap_err();
    assert_eq!((rejected.request, rejected.why), (3, Refusal::Cancelled));
    let metrics = service.gauges.read();
    assert_eq!((metrics.refused.cancelled, metrics.refused.dropped), (2, 1));
    assert_eq!(metrics.ended(), 3, "what was queued ended with the queue");
    assert_eq!(breaker.state(ms(0)), State::Closed { failures: 0, calls: 0 });
    assert!(service.dead_letters.is_empty());
}

#[test]
fn a_latency_begins_when_the_request_was_due() {
    let (context, _keep) = Context::root();
    let (timer, queue) = (ManualTimer::new(), channel::bounded(9));
    let (answers, outcomes) = channel::bounded(9);
    let mut service = pipeline(&context, timer.clone(), bare(), queue, answers, fails_for_odd);
    timer.advance(ms(30));
    block_on(service.intake.submit_due(&context, 2, ms(10))).unwrap();
    timer.advance(ms(5));
    drop(service.intake);
    block_on(join_all(service.workers));
    assert_eq!(block_on(outcomes.recv()).unwrap().latency, ms(25));
    assert_eq!(service.gauges.read().latency.unwrap().p99, ms(25));
}

#[test]
fn parts_that_are_send_make_workers_that_are_send() {
    fn send<T: Send>(_: &T) {}
    let (context, _keep) = Context::root();
    let stages = Stages { breaker: Some(touchy()), ..bare() };
    let (answers, _outcomes) = channel::bounded(9);
    let call = |n: u32| ready(Ok::<_, &'static str>(n));
    let queue = channel::bounded(9);
    let mut service = pipeline(&context, ManualTimer::new(), stages, queue, answers, call);
    send(&service);
    send(&service.intake.submit(&context, 1));
    send(&service.dead_letters.replay(&mut service.intake.clone(), &context));
}

/// What the world saw, by request where it has a number.
#[derive(Default)]
struct World {
    ends: RefCell<BTreeMap<u64, &'static str>>,
    counts: RefCell<BTreeMap<&'static str, u64>>,
    submitted: Cell<u64>,
}

impl World {
    fn count(&self, what: &'static str) {
        *self.counts.borrow_mut().entry(what).or_default() += 1;
    }

    fn counted(&self, what: &'static str) -> u64 {
        self.counts.borrow().get(what).copied().unwrap_or_default()
    }

    fn answer(&self, answer: Answer<u32, u32, &'static str>) {
        let what = match answer.end {
            End::Ok(_) => "ok",
            End::Fallback(_) => "fallback",
            End::DeadLetter => "dead letter",
            End::Refused(Trouble::Open(_)) => "open",
            End::Refused(Trouble::OverLimit { .. }) => "over limit",
            End::Refused(_) => "failed",
        };
        self.count(what);
        assert_eq!(self.ends.borrow_mut().insert(answer.number, what), None, "twice");
    }

    fn submitted(&self, outcome: Result<Submitted<u32>, Rejected<u32>>) {
        self.submitted.set(self.submitted.get() + 1);
        match outcome {
            Ok(Submitted { evicted: Some(_), .. }) => self.count("evicted"),
            Ok(_) => {}
            Err(rejected) => self.count(match rejected.why {
                Refusal::Full => "full",
                Refusal::Skipped => "skipped",
                Refusal::Closed => "closed",
                Refusal::Cancelled => "cancelled",
                other => panic!("{other} at the door"),
            }),
        }
    }

    /// The pipeline's metrics are what the world saw, kind by kind.
    fn assert_agrees(&self, metrics: &Metrics) {
        let Metrics { ok, fallback, dead_letters, refused, .. } = *metrics;
        let theirs = [
            ("ok", ok),
            ("fallback", fallback),
            ("dead letter", dead_letters),
            ("full", refused.full),
            ("evicted", refused.evicted),
            ("skipped", refused.skipped),
            ("closed", refused.closed),
            ("open", refused.open),
            ("over limit", refused.over_limit),
            ("failed", refused.failed),
            ("cancelled", refused.cancelled),
        ];
        for (what, count) in theirs {
            assert_eq!(self.counted(what), count, "{what}");
        }
        assert_eq!(self.submitted.get(), metrics.submitted);
        assert_eq!((metrics.queued, metrics.serving), (0, 0));
        assert_eq!(metrics.ended(), metrics.submitted);
    }
}

/// How a run is brought to its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Finish {
    InputCloses,
    Cancel,
    ReaderLeaves,
}

fn any_stages(crowd: &mut Crowd) -> Stages<fn(&Change), Limiter, Fallback> {
    let strategies = [
        Strategy::Block,
        Strategy::DropOldest,
        Strategy::DropNewest,
        Strategy::Sample { every: 2 },
    ];
    let breaker = breaker::Settings {
        trip: Trip::InARow { failures: 2 },
        open_for: ms(5),
        probes: 2,
        probe_limit: ms(20),
    };
    Stages {
        workers: 1 + crowd.below(3),
        strategy: strategies[crowd.below(4)],
        breaker: (crowd.below(3) > 0).then(|| Arc::new(Breaker::new(breaker))),
        limiter: if crowd.below(2) > 0 {
            |_| Decision::Admitted
        } else {
            |now| match now.as_millis() % 3 {
                0 => Decision::Refused { retry_after: None },
                _ => Decision::Admitted,
            }
        },
        call_limit: (crowd.below(2) > 0).then_some(ms(5)),
        fallback: if crowd.below(2) > 0 {
            |_, _| None
        } else {
            |n, _| n.is_multiple_of(2).then_some(0)
        },
        dead_letters: crowd.below(4),
        window: 10,
    }
}

fn any_run(seed: u64, finish: Finish) {
    let mut crowd = Crowd::new(seed);
    let (context, canceller) = Context::root();
    let timer = ManualTimer::new();
    let world = Rc::new(World::default());
    let clock = timer.clone();
    let call = move |n: u32| {
        let clock = clock.clone();
        async move {
            clock.sleep(ms(u64::from(n) * 7 % 9)).await;
            if n.is_multiple_of(3) { Err("third") } else { Ok(n) }
        }
    };
    let stages = any_stages(&mut crowd);
    let queue = channel::bounded(crowd.below(4));
    let (answers, outcomes) = channel::bounded(crowd.below(3));
    let service = pipeline(&context, timer.clone(), stages, queue, answers, call);
    for name in 0..2 {
        let (mut intake, context, world) = (service.intake.clone(), context.clone(), world.clone());
        crowd.spawn(async move {
            for n in 0..12 {
                world.submitted(intake.submit(&context, name * 12 + n).await);
                pause().await;
            }
        });
    }
    let (intake, gauges) = (service.intake, service.gauges);
    drop(intake);
    for worker in service.workers {
        let world = world.clone();
        crowd.spawn(async move {
            let shift = worker.await;
            shift.cut_off.iter().for_each(|_| world.count("cancelled"));
            if let Some(answer) = shift.report.ending.into_undelivered() {
                world.answer(answer);
            }
        });
    }
    let seen = world.clone();
    let most = if finish == Finish::ReaderLeaves { 3 } else { usize::MAX };
    crowd.spawn(outcomes.take(most).for_each(move |answer| {
        seen.answer(answer);
        pause()
    }));
    let cancel_at = if finish == Finish::Cancel { crowd.below(60) } else { usize::MAX };
    for round in 0..5_000 {
        if round == cancel_at {
            canceller.cancel();
        }
        let steps = 1 + crowd.below(6);
        crowd.steps(steps);
        timer.advance(ms(crowd.below(2) as u64));
        let now = gauges.read();
        let under_way = now.queued + now.serving;
        assert_eq!(now.submitted, now.ended() + under_way, "the sum, at every instant");
        if crowd.alive() == 0 {
            break;
        }
    }
    assert_eq!(crowd.alive(), 0, "everyone comes to an end");
    let metrics = gauges.read();
    assert_eq!(metrics.ended(), metrics.submitted);
    if finish != Finish::ReaderLeaves {
        world.assert_agrees(&metrics);
    }
    let whole = finish == Finish::InputCloses;
    assert!(!whole || metrics.refused.dropped + metrics.refused.cancelled == 0, "nothing is lost");
}

#[test]
fn in_every_schedule_each_request_ends_once_and_the_metrics_add_up() {
    check(|seed| any_run(seed, Finish::InputCloses));
}

#[test]
fn on_a_cancel_anywhere_each_request_ends_once_and_the_metrics_add_up() {
    check(|seed| any_run(seed, Finish::Cancel));
}

#[test]
fn when_nobody_wants_answers_everyone_ends_and_the_metrics_add_up() {
    check(|seed| any_run(seed, Finish::ReaderLeaves));
}

#[test]
#[should_panic(expected = "a pipeline needs a worker")]
fn a_pipeline_of_nobody_is_a_mistake() {
    let (context, _keep) = Context::root();
    let stages = Stages { workers: 0, ..bare() };
    let (answers, _outcomes) = channel::bounded(1);
    let queue = channel::bounded(1);
    drop(pipeline(&context, ManualTimer::new(), stages, queue, answers, fails_for_odd));
}
