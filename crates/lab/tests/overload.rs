//! The strategies and the adaptive workers run over the lab's traced ends, and leave what happened
//! in the trace.

use std::time::Duration;

use lab::{
    EventKind, Lab, Loss, Run, Sample, ScheduleKind, State, Trace, VirtualHost, Wait, invariant,
};
use patterns::adaptive::{Assessment, Due, Rule};
use patterns::{Backpressure, Clock, Context, Sent, Strategy, adaptive_workers};

const fn ms(span: u64) -> Duration {
    Duration::from_millis(span)
}

/// Two producers that are faster than the one reader, on a queue of three.
async fn overloaded(lab: Lab, strategy: Strategy) {
    let (context, keep) = Context::root();
    let (sender, receiver) = lab.channel::<u32>("queue", 3);
    let queue = Backpressure::new(strategy, sender);
    for producer in 0..2 {
        let (lab, mut queue, context) = (lab.clone(), queue.clone(), context.clone());
        lab.clone().spawn(format!("producer {producer}"), async move {
            for item in (0..20).map(|n| 2 * n + producer) {
                lab.made(item);
                match queue.send(&context, item).await {
                    Ok(Sent::Refused(item)) => lab.lost(item, Loss::Refused),
                    Ok(Sent::Skipped(item)) => lab.lost(item, Loss::Refused),
                    Ok(Sent::Queued | Sent::Evicted(_)) => {}
                    Err(unsent) => lab.lost(unsent.into_inner(), Loss::Cancelled),
                }
                lab.sleep(ms(2)).await;
            }
        });
    }
    drop(queue);
    while let Ok(item) = receiver.recv().await {
        lab.sleep(ms(5)).await;
        lab.done(item);
    }
    drop(keep);
}

fn traces(strategy: Strategy) -> impl Iterator<Item = Trace> {
    (0..50).map(move |seed| {
        let run = Run { seed, schedule: ScheduleKind::Seeded, ..Run::default() };
        VirtualHost::new(run, 1, move |lab| overloaded(lab, strategy)).finish()
    })
}

fn count(trace: &Trace, kind: impl Fn(&EventKind) -> bool) -> usize {
    trace.events.iter().filter(|event| kind(&event.kind)).count()
}

fn lost(trace: &Trace, from_queue: bool, reason: Loss) -> usize {
    count(trace, |kind| match kind {
        EventKind::Lost { from, why, .. } => from.is_some() == from_queue && *why == reason,
        _ => false,
    })
}

fn delivered(trace: &Trace) -> usize {
    count(trace, |kind| matches!(kind, EventKind::Sent { to: None, .. }))
}

/// What holds under every strategy.
fn sound(trace: &Trace) {
    assert_eq!(trace.outcome, lab::Outcome::Finished);
    assert_eq!(invariant::queue_within(trace, "queue", 3), Ok(()));
    assert_eq!(invariant::first_in_first_out(trace, "queue"), Ok(()));
    assert_eq!(invariant::no_item_twice(trace), Ok(()));
    assert_eq!(invariant::nothing_taken_vanishes(trace), Ok(()));
}

#[test]
fn blocking_shows_who_waits_and_loses_nothing() {
    for trace in traces(Strategy::Block) {
        sound(&trace);
        assert_eq!(invariant::each_item_delivered_once(&trace), Ok(()));
        let waits = |kind: &EventKind| matches!(kind, EventKind::Blocked { how: Wait::Send, .. });
        assert!(count(&trace, waits) > 0);
    }
}

#[test]
fn what_is_evicted_is_lost_from_the_queue() {
    for trace in traces(Strategy::DropOldest) {
        sound(&trace);
        let evicted = lost(&trace, true, Loss::Evicted);
        assert!(evicted > 0);
        assert_eq!(delivered(&trace) + evicted, 40);
    }
}

#[test]
fn what_is_refused_is_lost_by_whoever_holds_it() {
    for strategy in [Strategy::DropNewest, Strategy::Sample { every: 4 }] {
        for trace in traces(strategy) {
            sound(&trace);
            let refused = lost(&trace, false, Loss::Refused);
            assert!(refused > 0);
            assert_eq!(delivered(&trace) + refused, 40);
        }
    }
}

#[test]
fn each_strategy_gives_up_what_it_says_and_nothing_else() {
    let sampling = Strategy::Sample { every: 4 };
    for strategy in [Strategy::Block, Strategy::DropOldest, Strategy::DropNewest, sampling] {
        for trace in traces(strategy) {
            let held = [
                invariant::nothing_dropped(&trace),
                invariant::only_the_oldest_go(&trace, "queue"),
                invariant::only_the_newest_go(&trace, "queue", 3),
                invariant::every_kth_goes_in(&trace, "queue", 4),
            ];
            // Where nothing is dropped, no wrong one is.
            let expected = match strategy {
                Strategy::Block => [true, true, true, false],
                Strategy::DropOldest => [false, true, false, false],
                Strategy::DropNewest => [false, false, true, false],
                Strategy::Sample { .. } => [false, false, false, true],
            };
            assert_eq!(held.map(|held| held.is_ok()), expected, "{strategy:?}");
        }
    }
}

#[test]
fn a_loss_that_is_not_shown_is_found() {
    let told = |count| {
        VirtualHost::new(Run::default(), 1, move |lab| async move {
            let dropped = lab.shown("dropped");
            for item in 1..=3 {
                lab.made(item);
                lab.lost(item, Loss::Refused);
            }
            lab.show(dropped, State::Number { value: count, limit: None });
        })
        .finish()
    };
    assert_eq!(invariant::losses_counted(&told(3), "dropped"), Ok(()));
    let uncounted = invariant::losses_counted(&told(1), "dropped").unwrap_err();
    assert_eq!(uncounted.items, [2]);
    assert!(invariant::losses_counted(&told(4), "dropped").is_err());
}

#[test]
fn a_refusal_where_nothing_can_be_evicted_is_no_eviction() {
    let trace = VirtualHost::new(Run::default(), 1, |lab| async move {
        let (sender, receiver) = lab.channel::<u32>("rendezvous", 0);
        assert!(sender.force_send(1).is_err());
        drop(receiver);
    })
    .finish();
    assert_eq!((lost(&trace, true, Loss::Evicted), trace.events.len() > 2), (0, true));
}

/// A wave of jobs, and then few; each worker is a task.
async fn wave(lab: Lab) {
    let (context, keep) = Context::root();
    let (sender, jobs) = lab.channel::<Due<u32>>("jobs", 20);
    let producer = lab.clone();
    lab.spawn("producer", async move {
        for item in 0..90 {
            producer.made(item);
            let due = Due { at: producer.now(), job: item };
            sender.send(due).await.expect("there is a reader");
            producer.sleep(if item < 60 { ms(10) } else { ms(80) }).await;
        }
    });
    let rule = Rule { window: 20, cooldown: ms(100), ..Rule::new(ms(100), 1, 6) };
    let (shown, shower, worker) = (lab.shown("workers"), lab.clone(), lab.clone());
    let sample = move |told: &Assessment| Sample {
        value: told.p95.map(|p95| p95.as_micros() as u64),
        target: 100_000,
        level: told.workers as u32,
        least: 1,
        most: 6,
        quiet_until: None,
    };
    let totals = adaptive_workers(
        &context,
        lab.clone(),
        jobs,
        rule,
        |each| drop(lab.spawn(format!("worker {}", each.number()), each)),
        move |told| shower.show(shown, State::Sample(sample(told))),
        move |item| {
            let lab = worker.clone();
            async move {
                lab.sleep(ms(40)).await;
                lab.done(item);
            }
        },
    )
    .await;
    assert_eq!((totals.done, totals.cause), (90, None));
    drop(keep);
}

#[test]
fn adaptive_workers_are_tasks_that_come_and_go() {
    for seed in 0..50 {
        let run = Run { seed, schedule: ScheduleKind::Seeded, ..Run::default() };
        let trace = VirtualHost::new(run, 1, wave).finish();
        assert_eq!(trace.outcome, lab::Outcome::Finished);
        assert_eq!(invariant::each_item_delivered_once(&trace), Ok(()));
        assert_eq!(invariant::at_most_in_progress(&trace, "worker", 6), Ok(()));
        assert_eq!(invariant::steered_within(&trace), Ok(()));
        assert_eq!(invariant::changes_apart(&trace, ms(100)), Ok(()));
        assert_eq!(invariant::changes_rest_on(&trace, 10), Ok(()));
        assert_eq!(invariant::rises_only_when_busy(&trace, "jobs"), Ok(()));
        let levels: Vec<u32> = trace.events.iter().filter_map(shown_level).collect();
        let most = levels.iter().max().copied().unwrap_or_default();
        assert!(most > 3 && levels.last() < Some(&most), "up to {most}, then {:?}", levels.last());
        assert_eq!(invariant::at_most_alive(&trace, "worker", most as usize), Ok(()));
        assert!(invariant::at_most_alive(&trace, "worker", most as usize - 1).is_err());
        assert!(invariant::changes_apart(&trace, ms(5_000)).is_err());
        assert!(invariant::changes_rest_on(&trace, 80).is_err());
    }
}

/// Two levels, one above the other, at an instant at which so many jobs wait.
fn rises(waiting: u32) -> Trace {
    VirtualHost::new(Run::default(), 1, move |lab| async move {
        let (shown, (sender, jobs)) = (lab.shown("workers"), lab.channel("jobs", 3));
        for level in [1, 9] {
            let (value, quiet_until) = (None, None);
            let sample = Sample { value, target: 1, level, least: 1, most: 8, quiet_until };
            lab.show(shown, State::Sample(sample));
            (0..waiting).for_each(|item| sender.try_send(item).expect("there is room"));
        }
        drop(jobs);
    })
    .finish()
}

#[test]
fn a_rise_without_work_and_a_level_without_bounds_are_found() {
    assert!(invariant::rises_only_when_busy(&rises(0), "jobs").is_err());
    assert_eq!(invariant::rises_only_when_busy(&rises(1), "jobs"), Ok(()));
    assert!(invariant::steered_within(&rises(1)).is_err());
}

fn shown_level(event: &lab::Event) -> Option<u32> {
    match &event.kind {
        EventKind::Showed { state, .. } => match **state {
            State::Sample(Sample { level, .. }) => Some(level),
            _ => None,
        },
        _ => None,
    }
}
