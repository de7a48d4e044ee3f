//! Where every request is written down.

use super::Metrics;
use super::metrics::Refusal;
use crate::LatencyWindow;
use crate::sync::lock;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The counts, and the last latencies.
#[derive(Debug)]
pub(super) struct Books {
    pub(super) counts: Metrics,
    pub(super) latencies: LatencyWindow,
}

/// One request's line in the books. It is written off exactly once: dropped before that, the
/// request was.
#[derive(Debug)]
pub(super) struct Entry {
    books: Arc<Mutex<Books>>,
    place: Place,
}

/// Where a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Queued,
    Serving,
    Ended,
}

/// How a request ended.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ended {
    Ok,
    Fallback,
    DeadLetter,
    Refused(Refusal),
}

impl Books {
    pub(super) fn new(window: usize) -> Self {
        Self { counts: Metrics::none(), latencies: LatencyWindow::last(window) }
    }
}

impl Entry {
    /// Writes a request down, and gives it its number.
    pub(super) fn new(books: &Arc<Mutex<Books>>) -> (u64, Self) {
        let mut open = lock(books);
        let number = open.counts.submitted;
        open.counts.submitted += 1;
        open.counts.queued += 1;
        drop(open);
        (number, Self { books: books.clone(), place: Place::Queued })
    }

    /// A worker has taken it.
    pub(super) fn taken(&mut self) {
        if self.place == Place::Queued {
            let mut books = lock(&self.books);
            books.counts.queued -= 1;
            books.counts.serving += 1;
            self.place = Place::Serving;
        }
    }

    /// It ended; if it was served, with how long that took by when.
    pub(super) fn end(mut self, how: Ended, took: Option<(Duration, Duration)>) {
        self.write_off(how, took);
    }

    fn write_off(&mut self, how: Ended, took: Option<(Duration, Duration)>) {
        let mut books = lock(&self.books);
        match std::mem::replace(&mut self.place, Place::Ended) {
            Place::Queued => books.counts.queued -= 1,
            Place::Serving => books.counts.serving -= 1,
            Place::Ended => return,
        }
        match how {
            Ended::Ok => books.counts.ok += 1,
            Ended::Fallback => books.counts.fallback += 1,
            Ended::DeadLetter => books.counts.dead_letters += 1,
            Ended::Refused(why) => books.counts.refused.count(why),
        }
        if let Some((latency, now)) = took {
            books.latencies.record(now, latency);
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if self.place != Place::Ended {
            self.write_off(Ended::Refused(Refusal::Dropped), None);
        }
    }
}
