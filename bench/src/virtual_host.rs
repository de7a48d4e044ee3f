//! The virtual host with tracing on, against tokio's runtime with paused time, untraced.

use std::time::Duration;

use lab::{Bounds, Lab, Outcome, Run, VirtualHost};

use crate::measure::{Table, Target};

const WORKERS: u32 = 1_000;
const TURNS: u32 = 20;

/// How long a worker sleeps before it sends.
fn nap(worker: u32, turn: u32) -> Duration {
    Duration::from_millis(u64::from(1 + (worker * 7 + turn * 13) % 50))
}

pub(crate) fn run(table: &mut Table) {
    let target = Target { ratio: Some(1.0), against: &["tokio"] };
    table.measure(
        "virtual host, traced: 1,000 workers sleep and send",
        WORKERS * TURNS,
        target,
        vec![("ours", Box::new(ours)), ("tokio", Box::new(tokio))],
    );
}

async fn scenario(lab: Lab) {
    let (sender, receiver) = lab.channel::<u32>("queue", 128);
    for worker in 0..WORKERS {
        let (bench, sender) = (lab.clone(), sender.clone());
        lab.spawn("worker", async move {
            for turn in 0..TURNS {
                bench.sleep(nap(worker, turn)).await;
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

pub(crate) fn ours() {
    let bounds = Bounds { events: usize::MAX, ..Bounds::default() };
    let trace = VirtualHost::new(Run::default(), 1, scenario).bounded(bounds).finish();
    assert_eq!(trace.outcome, Outcome::Finished);
}

fn tokio() {
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
                    tokio::time::sleep(nap(worker, turn)).await;
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
