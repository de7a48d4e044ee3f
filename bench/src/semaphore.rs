//! Acquire and release, nobody else around.

use std::hint::black_box;

use futures::executor::block_on;

use crate::measure::{Table, Target};

const TIMES: u32 = 100_000;

pub(crate) fn run(table: &mut Table) {
    let ours = patterns::Semaphore::new(5);
    let tokio = tokio::sync::Semaphore::new(5);
    let lock = async_lock::Semaphore::new(5);
    let target = Target { ratio: Some(1.0), against: &["tokio", "async-lock"] };
    table.measure(
        "semaphore, acquire and release",
        TIMES,
        target,
        vec![
            (
                "ours",
                Box::new(|| {
                    block_on(async {
                        for _ in 0..TIMES {
                            drop(black_box(ours.acquire(1).await));
                        }
                    });
                }),
            ),
            (
                "tokio",
                Box::new(|| {
                    block_on(async {
                        for _ in 0..TIMES {
                            drop(black_box(tokio.acquire().await.expect("open")));
                        }
                    });
                }),
            ),
            (
                "async-lock",
                Box::new(|| {
                    block_on(async {
                        for _ in 0..TIMES {
                            drop(black_box(lock.acquire().await));
                        }
                    });
                }),
            ),
        ],
    );
}
