//! The virtual host keeps its word: who runs when, what a wait says, and how a run ends.

use std::time::Duration;

use futures::{SinkExt, StreamExt};
use lab::{Bounds, EventKind, Lab, Outcome, Run, ScriptEntry, Trace, VirtualHost, Wait, invariant};

const fn ms(span: u64) -> Duration {
    Duration::from_millis(span)
}

fn run<F: Future<Output = ()> + 'static>(threads: u32, scenario: impl FnOnce(Lab) -> F) -> Trace {
    VirtualHost::new(Run::default(), threads, scenario).finish()
}

fn end_of(trace: &Trace, name: &str) -> u64 {
    let task = trace.tasks.iter().position(|task| task.name == name).expect("a task of that name");
    let ended =
        |event: &&lab::Event| event.task == Some(task as u32) && event.kind == EventKind::Finished;
    trace.events.iter().find(ended).expect("it finished").at
}

#[test]
fn sleeping_overlaps_on_one_thread() {
    let trace = run(1, |lab| async move {
        for n in 1..=4 {
            lab.spawn(format!("task {n}"), lab.sleep(ms(600)));
        }
    });
    assert_eq!(trace.outcome, Outcome::Finished);
    assert_eq!(trace.end(), 600_000);
}

#[test]
fn what_a_task_waited_for_in_its_last_poll_is_nobody_elses_wait() {
    let trace = run(1, |lab| async move {
        let (_keep, jobs) = lab.channel::<u32>("jobs", 1);
        let leaves = lab.spawn("leaves", async move {
            assert!(futures::poll!(jobs.recv()).is_pending());
        });
        leaves.await;
        std::future::poll_fn(|_| std::task::Poll::<()>::Pending).await;
    });
    let waits = |event: &&lab::Event| matches!(event.kind, EventKind::Blocked { on: Some(_), .. });
    assert_eq!(trace.events.iter().find(waits), None);
}

#[test]
fn computing_does_not_overlap_on_one_thread_and_does_on_four() {
    let computes = |lab: Lab| async move {
        for n in 1..=4 {
            lab.spawn(format!("task {n}"), lab.compute(ms(600)));
        }
    };
    assert_eq!(run(1, computes).end(), 2_400_000);
    assert_eq!(run(4, computes).end(), 600_000);
}

#[test]
fn nobody_is_polled_while_the_thread_is_occupied_and_timers_fire_late() {
    let trace = run(1, |lab| async move {
        let nap = lab.sleep(ms(10));
        lab.spawn("nap", nap);
        lab.spawn("busy", lab.compute(ms(100)));
    });
    assert_eq!(end_of(&trace, "nap"), 100_000);
}

#[test]
fn computing_twice_in_one_poll_takes_twice_as_long() {
    let trace = run(1, |lab| async move {
        futures::future::join(lab.compute(ms(30)), lab.compute(ms(20))).await;
    });
    assert_eq!(trace.end(), 50_000);
}

#[test]
fn a_ready_task_is_ready_until_it_gets_the_thread() {
    let trace = run(1, |lab| async move {
        lab.spawn("first", lab.compute(ms(40)));
        lab.spawn("second", lab.compute(ms(1)));
    });
    let of = |kind: fn(&EventKind) -> bool| {
        let found = trace.events.iter().find(|event| event.task == Some(2) && kind(&event.kind));
        found.expect("it happens").at
    };
    assert_eq!(of(|kind| matches!(kind, EventKind::Ready)), 0);
    assert_eq!(of(|kind| matches!(kind, EventKind::Running { .. })), 40_000);
}

#[test]
fn futures_mpsc_takes_one_more_than_it_was_told() {
    let trace = run(1, |lab| async move {
        let (mut sender, receiver) = lab.mpsc::<u32>("mpsc", 2);
        let feed = lab.spawn("sender", async move {
            for item in 0..6 {
                let _ = sender.feed(item).await;
            }
        });
        lab.sleep(ms(5)).await;
        drop(receiver);
        feed.await;
    });
    assert_eq!(invariant::queue_within(&trace, "mpsc", 3), Ok(()));
    assert!(invariant::queue_within(&trace, "mpsc", 2).is_err());
}

#[test]
fn a_deadlock_names_who_waits_for_whom() {
    let trace = run(1, |lab| async move {
        let (to_b, from_a) = lab.channel::<u32>("a to b", 0);
        let (to_a, from_b) = lab.channel::<u32>("b to a", 0);
        lab.spawn("a", async move {
            let _ = from_b.recv().await;
            let _ = to_b.send(1).await;
        });
        lab.spawn("b", async move {
            let _ = from_a.recv().await;
            let _ = to_a.send(2).await;
        });
    });
    let Outcome::Deadlocked { waits } = &trace.outcome else { panic!("{:?}", trace.outcome) };
    let summary: Vec<_> = waits.iter().map(|wait| (wait.task, wait.on, wait.how)).collect();
    assert_eq!(summary, [(1, Some(1), Wait::Receive), (2, Some(0), Wait::Receive)]);
}

#[test]
fn who_waits_for_a_task_or_to_be_cancelled_says_so_and_a_deadlock_names_the_task() {
    let trace = run(1, |lab| async move {
        let (context, _keep) = patterns::Context::root();
        let told = lab.clone();
        let waits = lab.spawn("waits", async move { drop(told.cancelled(&context).await) });
        lab.spawn("joins", waits).await;
    });
    let Outcome::Deadlocked { waits } = &trace.outcome else { panic!("{:?}", trace.outcome) };
    let found: Vec<_> =
        waits.iter().map(|wait| (wait.task, wait.how, wait.freed_by.clone())).collect();
    assert_eq!(found, [(1, Wait::Cancel, vec![]), (2, Wait::Task(1), vec![1])]);
    let cancelled = EventKind::Blocked { on: None, how: Wait::Cancel };
    let event = trace.events.iter().find(|event| event.kind == cancelled).expect("it waits");
    let line = event.site.map(|site| trace.sites[site as usize].file.as_str());
    assert_eq!(line, Some("lab/tests/virtual_host.rs"));
}

#[test]
fn actions_come_at_their_instant_and_are_remembered() {
    let entry = |at, argument: Option<&str>| ScriptEntry {
        at,
        action: "poke".to_owned(),
        argument: argument.map(str::to_owned),
    };
    let script = vec![entry(7_000, Some("b")), entry(3_000, None)];
    let run = Run { script, ..Run::default() };
    let trace = VirtualHost::new(run, 1, |lab| async move {
        let first = lab.action("poke").await;
        assert_eq!((lab.now_us(), first.argument), (3_000, None));
        let all: Vec<_> = lab.actions("poke").take(2).collect().await;
        assert_eq!((lab.now_us(), all[1].argument.as_deref()), (7_000, Some("b")));
    })
    .finish();
    assert_eq!(trace.outcome, Outcome::Finished);
}

#[test]
fn a_run_that_never_ends_stops_at_its_bounds() {
    let spin = |lab: Lab| async move {
        loop {
            lab.sleep(ms(1)).await;
        }
    };
    let bounded = |events, time| {
        VirtualHost::new(Run::default(), 1, spin).bounded(Bounds { events, time }).finish().outcome
    };
    assert_eq!(bounded(100, u64::MAX), Outcome::OutOfEvents);
    assert_eq!(bounded(100_000, 50_000), Outcome::OutOfTime);
}

#[test]
fn a_cancelled_timer_is_no_reason_to_wait() {
    let trace = run(1, |lab| async move {
        let short = Box::pin(lab.sleep(ms(1)));
        let long = Box::pin(lab.sleep(ms(1_000)));
        futures::future::select(short, long).await;
        std::future::pending::<()>().await;
    });
    assert!(matches!(trace.outcome, Outcome::Deadlocked { .. }));
    assert_eq!(trace.end(), 1_000);
}

#[test]
fn a_panic_is_an_outcome() {
    let trace = run(1, |lab| async move {
        lab.spawn("careless", async { panic!("no such luck") });
    });
    let message = "no such luck".to_owned();
    assert_eq!(trace.outcome, Outcome::Panicked { task: 1, message });
}

#[test]
fn what_a_task_still_held_at_its_end_is_lost() {
    let trace = run(1, |lab| async move {
        let (mut sender, mut receiver) = lab.channel::<u32>("queue", 1);
        lab.spawn("giver", async move {
            let _ = SinkExt::send(&mut sender, 9).await;
        });
        lab.spawn("taker", async move {
            receiver.next().await;
        });
    });
    let broken = invariant::nothing_lost(&trace).expect_err("item 9 is lost");
    assert_eq!((broken.tasks, broken.items), (vec![2], vec![9]));
}

#[test]
fn every_call_knows_its_line() {
    let trace = run(1, |lab| async move {
        lab.sleep(ms(1)).await;
    });
    let slept = trace.events.iter().find(|event| matches!(event.kind, EventKind::Sleeping { .. }));
    let site = slept.and_then(|event| event.site).expect("a sleep has a site");
    assert!(trace.sites[site as usize].file.ends_with("lab/tests/virtual_host.rs"));
}
