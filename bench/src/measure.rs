//! Contenders take turns, round by round; the fastest round of each counts.

use std::fmt;
use std::time::{Duration, Instant};

/// How often each contender runs.
const ROUNDS: usize = 25;

/// A contender: its name, and what it does once.
pub(crate) type Contender<'a> = (&'static str, Box<dyn FnMut() + 'a>);

/// What was measured.
pub(crate) struct Table {
    rows: Vec<Row>,
    /// What a row's name has to contain.
    only: String,
}

struct Row {
    what: String,
    ours: Duration,
    operations: u32,
    /// Each peer, and whether the target names it.
    peers: Vec<(&'static str, Duration)>,
    target: Target,
}

/// What the ratio to the fastest of the peers must not exceed.
#[derive(Clone, Copy)]
pub(crate) struct Target {
    /// At most so much; `None` is reported only.
    pub(crate) ratio: Option<f64>,
    /// The peers it is measured against.
    pub(crate) against: &'static [&'static str],
}

impl Table {
    /// A table of the rows whose name contains this, or of all.
    pub(crate) fn only(name: Option<String>) -> Self {
        Self { rows: Vec::new(), only: name.unwrap_or_default() }
    }

    /// Measures a row: the first contender is ours.
    pub(crate) fn measure(
        &mut self,
        what: impl Into<String>,
        operations: u32,
        target: Target,
        mut contenders: Vec<Contender<'_>>,
    ) {
        let what = what.into();
        if !what.contains(&self.only) {
            return;
        }
        eprintln!("measuring: {what}");
        let mut best = vec![Duration::MAX; contenders.len()];
        for round in 0..ROUNDS {
            for place in 0..contenders.len() {
                // Nobody always runs in the other's warm wake.
                let place = (place + round) % contenders.len();
                best[place] = best[place].min(timed(&mut contenders[place].1));
            }
        }
        let peers = contenders.iter().map(|(name, _)| *name).zip(best.iter().copied()).skip(1);
        let row = Row { what, ours: best[0], operations, peers: peers.collect(), target };
        self.rows.push(row);
    }
}

#[allow(clippy::disallowed_methods, reason = "a benchmark reads the real clock")]
fn timed(work: &mut dyn FnMut()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

impl Row {
    fn ratio(&self, peer: Duration) -> f64 {
        self.ours.as_secs_f64() / peer.as_secs_f64()
    }

    /// Ours to the fastest of those the target names.
    fn decisive(&self) -> f64 {
        let named = self.peers.iter().filter(|(name, _)| self.target.against.contains(name));
        named.map(|(_, peer)| self.ratio(*peer)).fold(0.0, f64::max)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each = self.ours.as_nanos() as f64 / f64::from(self.operations);
        write!(f, "| {} | {each:.1} ns |", self.what)?;
        for (name, peer) in &self.peers {
            write!(f, " {name} {:.2}", self.ratio(*peer))?;
        }
        match self.target.ratio {
            None => write!(f, " | reported |"),
            Some(target) => {
                let verdict = if self.decisive() <= target { "met" } else { "MISSED" };
                write!(f, " | {:.2} ≤ {target:.2}: {verdict} |", self.decisive())
            }
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | ours, each | ours ÷ theirs | target |")?;
        writeln!(f, "|---|---|---|---|")?;
        for row in &self.rows {
            writeln!(f, "{row}")?;
        }
        Ok(())
    }
}
