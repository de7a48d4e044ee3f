//! The virtual host with tracing on, against tokio's runtime with paused time, untraced.

use std::time::Duration;

use lab::{Bounds, Lab, Outcome, Run, VirtualHost};

use crate::measure::{Table, Target};

const WORKERS: u32 = 1_000;
const TURNS: u32 = 20;

/// Naps of up to 50 ms, so that some twenty workers wake at an instant.
const TOGETHER: u32 = 50;
/// Naps of up to a second, so that hardly two of them do.
const APART: u32 = 1_000;

/// How long a worker sleeps before it sends.
fn nap<const MOST_MS: u32>(worker: u32, turn: u32) -> Duration {
    Duration::from_millis(u64::from(1 + (worker * 7 + turn * 13) % MOST_MS))
}

pub(crate) fn run(table: &mut Table) {
    let target = Target { ratio: Some(1.0), against: &["tokio"] };
    table.measure(
        "virtual host, traced: 1,000 workers sleep and send",
        WORKERS * TURNS,
        target,
        vec![("ours", Box::new(ours::<TOGETHER>)), ("tokio", Box::new(tokio::<TOGETHER>))],
    );
    table.measure(
        "virtual host, traced: the same, hardly two at one instant",
        WORKERS * TURNS,
        Target { ratio: None, against: &["tokio"] },
        vec![("ours", Box::new(ours::<APART>)), ("tokio", Box::new(tokio::<APART>))],
    );
}

async fn scenario<const MOST_MS: u32>(lab: Lab) {
    let (sender, receiver) = lab.channel::<u32>("queue", 128);
    for worker in 0..WORKERS {
        let (bench, sender) = (lab.clone(), sender.clone());
        lab.spawn("worker", async move {
            for turn in 0..TURNS {
                bench.sleep(nap::<MOST_MS>(worker, turn)).await;
                let _ = sender.send(turn).await;
            }
        });
    }
    drop(sender);
    let mut received = 0;
    while receiver.recv().await.is_ok() {
        received += 1;
    }
    assert_eq!(received, WORKERS * TURNS);
}

fn ours<const MOST_MS: u32>() {
    let bounds = Bounds { events: usize::MAX, ..Bounds::default() };
    let trace = VirtualHost::new(Run::default(), 1, scenario::<MOST_MS>).bounded(bounds).finish();
    assert_eq!(trace.outcome, Outcome::Finished);
}

fn tokio<const MOST_MS: u32>() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let (sender, mut receiver) = tokio::sync::mpsc::channel(128);
        for worker in 0..WORKERS {
            let sender = sender.clone();
            tokio::spawn(async move {
                for turn in 0..TURNS {
                    tokio::time::sleep(nap::<MOST_MS>(worker, turn)).await;
                    let _ = sender.send(turn).await;
                }
            });
        }
        drop(sender);
        let mut received = 0;
        while receiver.recv().await.is_some() {
            received += 1;
        }
        assert_eq!(received, WORKERS * TURNS);
    });
}
