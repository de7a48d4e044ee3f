//! The strategies and the adaptive workers run over the lab's traced ends, and leave what happened
//! in the trace.

use std::time::Duration;

use lab::{EventKind, Lab, Loss, Run, ScheduleKind, State, Trace, VirtualHost, Wait, invariant};
use patterns::adaptive::{Due, Rule};
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
    let most = Some(rule.max as i64);
    let totals = adaptive_workers(
        &context,
        lab.clone(),
        jobs,
        rule,
        |each| drop(lab.spawn(format!("worker {}", each.number()), each)),
        move |told| shower.show(shown, State::Number { value: told.workers as i64, limit: most }),
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
        assert_eq!(invariant::numbers_within(&trace), Ok(()));
        let values: Vec<i64> = trace.events.iter().filter_map(shown_number).collect();
        let most = values.iter().max().copied().unwrap_or_default();
        assert!(most > 3 && values.last() < Some(&most), "up to {most}, then {:?}", values.last());
    }
}

fn shown_number(event: &lab::Event) -> Option<i64> {
    match &event.kind {
        EventKind::Showed { state, .. } => match **state {
            State::Number { value, .. } => Some(value),
            _ => None,
        },
        _ => None,
    }
}
