//! Under many schedules: each request ends once, and the metrics add up.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{Fallback, Limiter};
use crate::support::{Crowd, check, ms, pause};
use futures::stream::StreamExt;
use patterns::breaker::{self, Breaker, Change, Trip};
use patterns::resilient::*;
use patterns::{Context, Decision, ManualTimer, Strategy, Timer, channel};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

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
