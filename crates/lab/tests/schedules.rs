//! Under every schedule: the same arguments, the same bytes, and channels that keep their word.

use std::collections::BTreeSet;
use std::time::Duration;

use lab::{EventKind, Lab, Outcome, Progress, Run, ScheduleKind, Trace, VirtualHost, invariant};

async fn crowd(lab: Lab) {
    let (sender, receiver) = lab.channel::<u32>("queue", 2);
    for n in 0..3_u32 {
        let (lab, sender) = (lab.clone(), sender.clone());
        lab.clone().spawn(format!("sender {n}"), async move {
            for item in 0..5 {
                let pause = Duration::from_micros(lab.random_below(5_000));
                lab.sleep(pause).await;
                let _ = sender.send(n * 10 + item).await;
            }
        });
    }
    drop(sender);
    for n in 0..2 {
        let (lab, receiver) = (lab.clone(), receiver.clone());
        lab.clone().spawn(format!("receiver {n}"), async move {
            while receiver.recv().await.is_ok() {
                lab.compute(Duration::from_millis(2)).await;
            }
        });
    }
}

fn crowded(seed: u64, schedule: ScheduleKind) -> Trace {
    let run = Run { seed, schedule, ..Run::default() };
    VirtualHost::new(run, 2, crowd).finish()
}

#[test]
fn the_same_arguments_give_the_same_bytes() {
    for seed in 0..50 {
        let bytes = |_| crowded(seed, ScheduleKind::Seeded).to_json().expect("serialises");
        assert_eq!(bytes(0), bytes(1));
    }
}

#[test]
fn a_seed_changes_the_schedule() {
    let traces: Vec<_> = (0..5).map(|seed| crowded(seed, ScheduleKind::Seeded).events).collect();
    assert!(traces.windows(2).any(|pair| pair[0] != pair[1]));
}

/// The names of the tasks in the order of their ends, all of which come at 5 ms. Sleepers have
/// asked for it at instants of their own, in the order of their names; whoever computes until then,
/// on a thread of its own, has asked between two of them.
fn ends(seed: u64, schedule: ScheduleKind) -> Vec<String> {
    let run = Run { seed, schedule, ..Run::default() };
    let trace = VirtualHost::new(run, 2, |lab| async move {
        let ms = Duration::from_millis;
        for (asks, name) in [(ms(1), "first"), (ms(2), "second"), (ms(4), "fourth")] {
            let (lab, own) = (lab.clone(), lab.clone());
            lab.spawn(name, async move {
                own.sleep(asks).await;
                own.sleep(ms(5) - asks).await;
            });
        }
        lab.sleep(ms(3)).await;
        lab.compute(ms(2)).await;
    })
    .finish();
    let ended = trace.events.iter().filter(|event| event.kind == EventKind::Finished);
    assert!(ended.clone().all(|event| event.at == 5_000));
    ended.map(|event| trace.tasks[event.task.expect("a task's") as usize].name.clone()).collect()
}

#[test]
fn of_those_who_wait_for_one_instant_the_schedule_picks_once_whoever_computes_is_done() {
    assert_eq!(ends(0, ScheduleKind::Fifo), ["main", "first", "second", "fourth"]);
    let orders: BTreeSet<_> = (0..100).map(|seed| ends(seed, ScheduleKind::Seeded)).collect();
    assert!(orders.iter().all(|order| order[0] == "main"));
    assert_eq!(orders.len(), 6, "{orders:?}");
}

#[test]
fn slices_of_any_size_give_the_same_trace() {
    let whole = crowded(3, ScheduleKind::Seeded);
    for size in [1, 2, 7] {
        let run = Run { seed: 3, schedule: ScheduleKind::Seeded, ..Run::default() };
        let mut host = VirtualHost::new(run, 2, crowd);
        while host.advance(size) == Progress::More {}
        assert_eq!(host.into_trace(), whole);
    }
}

#[test]
fn json_round_trips_and_a_broken_text_is_refused() {
    let trace = crowded(1, ScheduleKind::Replay(vec![1, 0, 1]));
    let json = trace.to_json().expect("serialises");
    assert_eq!(Trace::from_json(&json).expect("reads back"), trace);
    assert!(Trace::from_json("{}").is_err());
    assert!(Trace::from_json(&json.replacen("\"version\":1", "\"version\":9", 1)).is_err());
    assert!(Trace::from_json(&json.replacen("\"task\":1", "\"task\":99", 1)).is_err());
}

#[test]
fn a_trace_that_names_a_task_it_does_not_list_is_refused_wherever_it_does() {
    let run = Run::default();
    let trace = VirtualHost::new(run, 1, |lab| async move {
        let slots = lab.slots("permits", 1);
        let share = lab::Share { task: 1, count: 1 };
        let other = lab.spawn("other", std::future::pending::<()>());
        lab.show(slots, lab::State::Slots { held: vec![share], waiting: vec![share] });
        other.await;
    })
    .finish();
    assert!(matches!(trace.outcome, Outcome::Deadlocked { .. }), "{:?}", trace.outcome);
    let json = trace.to_json().expect("serialises");
    assert_eq!(Trace::from_json(&json).expect("reads back"), trace);
    let places: Vec<usize> = json.match_indices("\"task\":1").map(|(place, _)| place).collect();
    assert!(places.len() >= 5, "{json}");
    for place in places {
        let (before, after) = json.split_at(place);
        let broken = format!("{before}{}", after.replacen("\"task\":1", "\"task\":99", 1));
        assert!(Trace::from_json(&broken).is_err(), "{broken}");
    }
}

#[test]
fn a_channel_over_any_schedule_keeps_its_bound_and_loses_nothing() {
    for seed in 0..200 {
        let trace = crowded(seed, ScheduleKind::Seeded);
        assert_eq!(trace.outcome, Outcome::Finished);
        assert_eq!(invariant::queue_within(&trace, "queue", 2), Ok(()));
        assert_eq!(invariant::no_item_twice(&trace), Ok(()));
        let count = |kind: fn(&EventKind) -> bool| {
            trace.events.iter().filter(|event| kind(&event.kind)).count()
        };
        assert_eq!(count(|kind| matches!(kind, EventKind::Sent { to: Some(_), .. })), 15);
        assert_eq!(count(|kind| matches!(kind, EventKind::Received { from: Some(_), .. })), 15);
    }
}

#[test]
fn on_a_rendezvous_the_send_is_written_before_the_receive() {
    for seed in 0..100 {
        let run = Run { seed, schedule: ScheduleKind::Seeded, ..Run::default() };
        let trace = VirtualHost::new(run, 1, |lab| async move {
            let (sender, receiver) = lab.channel::<u32>("hand", 0);
            lab.spawn("sender", async move {
                for item in 0..4 {
                    let _ = sender.send(item).await;
                }
            });
            lab.spawn("receiver", async move { while receiver.recv().await.is_ok() {} });
        })
        .finish();
        let moves: Vec<_> = trace
            .events
            .iter()
            .filter_map(|event| match event.kind {
                EventKind::Sent { item, .. } => Some((0, item)),
                EventKind::Received { item, .. } => Some((1, item)),
                _ => None,
            })
            .collect();
        let expected: Vec<_> = (0..4).flat_map(|item| [(0, Some(item)), (1, Some(item))]).collect();
        assert_eq!(moves, expected);
    }
}
