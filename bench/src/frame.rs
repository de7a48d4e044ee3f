//! A frame of a long trace against one of a short trace with as much in view.

use std::hint::black_box;
use std::time::Duration;

use lab::{Bounds, Lab, Run, Trace, VirtualHost};
use stage::{Cursor, Index, Labels, View, diagram, timeline};

use crate::measure::{Table, Target};

/// Frames of one measurement, the cursor a little further in each.
const FRAMES: u32 = 50;

pub(crate) fn run(table: &mut Table) {
    let (long, short) = (trace(33_000), trace(0));
    let (long_index, short_index) = (Index::new(&long), Index::new(&short));
    assert!(long.events.len() > 98_000 && short.events.len() < 1_200, "as long as they say");
    let target = Target { ratio: Some(1.3), against: &["a 1,000-event trace"] };
    let what = format!("frame of a {}-event trace (÷ {})", long.events.len(), short.events.len());
    table.measure(
        what,
        FRAMES,
        target,
        vec![
            ("ours", Box::new(|| frames(&long, &long_index))),
            ("a 1,000-event trace", Box::new(|| frames(&short, &short_index))),
        ],
    );
}

/// A pool of four whose producer, half-way, goes round in circles so often: the events are many,
/// the picture is the same.
fn trace(circles: u32) -> Trace {
    let scenario = move |lab: Lab| async move {
        let (jobs, queue) = lab.channel::<u32>("jobs", 3);
        let (results, done) = lab.channel::<u32>("results", 2);
        for n in 1..=4 {
            let (lab, queue, results) = (lab.clone(), queue.clone(), results.clone());
            lab.clone().spawn(format!("worker {n}"), async move {
                while let Ok(job) = queue.recv().await {
                    lab.compute(Duration::from_millis(2)).await;
                    lab.sleep(Duration::from_millis(u64::from(20 + job % 7))).await;
                    let _ = results.send(job).await;
                }
            });
        }
        let bench = lab.clone();
        lab.spawn("consumer", async move {
            while let Ok(item) = done.recv().await {
                bench.done(item);
            }
        });
        for job in 1..=40 {
            lab.made(job);
            if job == 20 {
                for _ in 0..circles {
                    circle().await;
                }
            }
            let _ = jobs.send(job).await;
        }
    };
    VirtualHost::new(Run::default(), 1, scenario)
        .bounded(Bounds { events: usize::MAX, ..Bounds::default() })
        .finish()
}

/// Gives the thread away and wants it back.
async fn circle() {
    let mut round = false;
    std::future::poll_fn(|cx| {
        if std::mem::replace(&mut round, true) {
            return std::task::Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

fn frames(trace: &Trace, index: &Index) {
    for frame in 0..FRAMES {
        let at = trace.end() * u64::from(frame) / u64::from(FRAMES);
        let view = View {
            cursor: Cursor::at(trace, at),
            works: "worker",
            ..View::new(trace, index, &Labels::EN)
        };
        black_box((diagram(&view), timeline(&view)));
    }
}
