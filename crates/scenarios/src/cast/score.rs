//! What limiters did, as the rows of a table.

use std::collections::VecDeque;
use std::time::Duration;

use lab::{Row, State};

/// What one limiter admitted and refused, and the most it admitted within a window's width.
#[derive(Clone, Debug)]
pub struct Score {
    name: &'static str,
    window: Duration,
    admitted: i64,
    refused: i64,
    recent: VecDeque<Duration>,
    most: usize,
}

impl Score {
    /// Nothing yet, for the limiter of this name.
    pub fn new(name: &'static str, window: Duration) -> Self {
        Score { name, window, admitted: 0, refused: 0, recent: VecDeque::new(), most: 0 }
    }

    /// One decision more.
    pub fn note(&mut self, now: Duration, admitted: bool) {
        if !admitted {
            self.refused += 1;
            return;
        }
        self.admitted += 1;
        while self.recent.front().is_some_and(|at| *at + self.window <= now) {
            self.recent.pop_front();
        }
        self.recent.push_back(now);
        self.most = self.most.max(self.recent.len());
    }

    /// The most it admitted within a window's width.
    pub fn most(&self) -> usize {
        self.most
    }

    /// Its row, for a limiter that takes so many bytes. With a `limit`, it should never have
    /// admitted more within any window.
    pub fn row(&self, bytes: usize, limit: Option<u32>) -> Row {
        let most = self.most as i64;
        let fine = limit.map(|limit| most <= i64::from(limit));
        // What is judged comes last, beside the judgement.
        let cells = vec![self.admitted, self.refused, bytes as i64, most];
        Row { name: self.name.to_owned(), cells, fine }
    }

    /// A table of such rows.
    pub fn table(rows: Vec<Row>) -> State {
        let columns = ["admitted", "refused", "bytes", "most a window"];
        State::Table { columns: columns.map(str::to_owned).to_vec(), rows }
    }
}
