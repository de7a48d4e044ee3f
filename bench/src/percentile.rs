//! Recording a latency, and asking for the 95th percentile, against a histogram that rounds.

use std::cell::RefCell;
use std::hint::black_box;
use std::time::Duration;

use hdrhistogram::Histogram;
use patterns::LatencyWindow;

use crate::measure::{Table, Target};

const TIMES: u32 = 100_000;

pub(crate) fn run(table: &mut Table) {
    let latencies = latencies();
    for size in [100, 1_000] {
        let window = RefCell::new(LatencyWindow::last(size));
        let spanned =
            RefCell::new(LatencyWindow::last(size).no_older_than(Duration::from_millis(10)));
        let histogram = RefCell::new(histogram());
        let target = Target { ratio: Some(2.0), against: &["hdrhistogram"] };
        table.measure(
            format!("latency window of {size}, record"),
            TIMES,
            target,
            vec![
                ("ours", Box::new(|| record(&mut window.borrow_mut(), &latencies))),
                (
                    "hdrhistogram",
                    Box::new(|| {
                        let mut histogram = histogram.borrow_mut();
                        for latency in &latencies {
                            histogram.record(latency.as_nanos() as u64).expect("in range");
                        }
                        black_box(&histogram);
                    }),
                ),
                (
                    "ours, bounded in time",
                    Box::new(|| record(&mut spanned.borrow_mut(), &latencies)),
                ),
            ],
        );
        let target = Target { ratio: None, against: &["hdrhistogram"] };
        table.measure(
            format!("latency window of {size}, record and p95"),
            TIMES / 10,
            target,
            vec![
                (
                    "ours",
                    Box::new(|| {
                        let mut window = window.borrow_mut();
                        for latency in latencies.iter().step_by(10) {
                            window.record(Duration::ZERO, *latency);
                            black_box(window.percentile(95));
                        }
                    }),
                ),
                (
                    "hdrhistogram",
                    Box::new(|| {
                        let mut histogram = histogram.borrow_mut();
                        for latency in latencies.iter().step_by(10) {
                            histogram.record(latency.as_nanos() as u64).expect("in range");
                            black_box(histogram.value_at_quantile(0.95));
                        }
                    }),
                ),
            ],
        );
    }
}

fn record(window: &mut LatencyWindow, latencies: &[Duration]) {
    for (micros, latency) in (0..).zip(latencies) {
        window.record(Duration::from_micros(micros), *latency);
    }
    black_box(window);
}

/// Nanoseconds up to a minute, to three digits.
fn histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(1, 60_000_000_000, 3).expect("sound bounds")
}

/// Up to 100 ms, most of them short; always the same.
fn latencies() -> Vec<Duration> {
    let mut state = 1_u64;
    let next = |_| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (long, short) = ((state >> 33) % 100_000_000, 1 + (state >> 60));
        Duration::from_nanos(1 + long / short)
    };
    (0..TIMES).map(next).collect()
}
