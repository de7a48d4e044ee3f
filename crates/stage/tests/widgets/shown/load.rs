//! Work that is steered, ticked off, and too much.

use lab::*;

use super::{MS, ms, run};

/// A latency that workers bring down, in a pool.
pub(crate) fn steered() -> Trace {
    run(|lab| async move {
        let latency = lab.shown("latency");
        let steers = lab.clone();
        lab.spawn("controller", async move {
            let mut level = 1;
            let mut quiet_until = None;
            for step in 0..24_u64 {
                let value = (step > 1).then(|| (150 - step * 6 + (step % 3) * 22) * MS);
                if step % 5 == 4 {
                    level += 1;
                    quiet_until = Some(steers.stamp() + 240 * MS);
                }
                let sample =
                    Sample { value, target: 80 * MS, level, least: 1, most: 8, quiet_until };
                steers.show(latency, State::Sample(sample));
                steers.sleep(ms(100)).await;
            }
        })
        .await;
    })
}

/// A checklist and a table.
pub(crate) fn lists() -> Trace {
    run(|lab| async move {
        let (stages, costs) = (lab.shown("stages"), lab.shown("sums"));
        let pool = lab.clone();
        lab.spawn("worker", async move {
            let keys = ["timeout", "retry", "rate-limit", "breaker", "bulkhead", "metrics"];
            for step in 0..=keys.len() {
                let check = |(place, key): (usize, &&str)| Check {
                    key: (*key).to_owned(),
                    done: place < step,
                };
                let checks = keys.iter().enumerate().map(check).collect();
                pool.show(stages, State::Checklist { checks });
                let row = |name: &str, cells: [i64; 3], fine| Row {
                    name: name.to_owned(),
                    cells: cells.to_vec(),
                    fine,
                };
                let step = step as i64;
                let rows = vec![
                    row("requests in", [10 * step, 120, 7], None),
                    row("made + refused", [10 * step, 120, 7 + step % 2], Some(step % 2 == 0)),
                ];
                let columns = ["now", "in all", "late"].map(str::to_owned).to_vec();
                pool.show(costs, State::Table { columns, rows });
                pool.sleep(ms(120)).await;
            }
        })
        .await;
    })
}

/// A queue that drops its oldest when it is full, and a gate before it that turns some away.
pub(super) fn overload() -> Trace {
    run(|lab| async move {
        let (queue, jobs) = lab.channel("queue", 3);
        let producer = lab.clone();
        lab.spawn("producer", async move {
            for item in 1_u32..=20 {
                producer.sleep(ms(30)).await;
                producer.made(item);
                if item % 5 == 0 {
                    producer.lost(item, Loss::Refused);
                } else {
                    let _ = queue.force_send(item);
                }
            }
        });
        let worker = lab.clone();
        lab.spawn("worker", async move {
            while let Ok(item) = jobs.recv().await {
                worker.sleep(ms(70)).await;
                worker.done(item);
            }
        })
        .await;
    })
}
