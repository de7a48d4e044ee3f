//! Tasks of one stem taken together: how many of them are in which state, from instant to instant.

use lab::{Micros, TaskId};

use crate::lane::{KINDS, Phase};

/// How many are on a thread, waiting, ready, blocked, and idle.
pub(crate) type Counts = [u32; KINDS + 1];

/// Tasks of one stem.
#[derive(Clone, Debug, Default)]
pub(crate) struct Crowd {
    pub(crate) stem: String,
    pub(crate) tasks: Vec<TaskId>,
    /// The counts from each instant on.
    counts: Vec<(Micros, Counts)>,
}

impl Crowd {
    pub(crate) fn new(stem: &str) -> Self {
        Crowd { stem: stem.to_owned(), ..Crowd::default() }
    }

    /// One of them went from one phase to another.
    pub(crate) fn change(&mut self, at: Micros, from: Option<Phase>, to: Phase) {
        let (last, mut counts) = self.counts.last().copied().unwrap_or_default();
        if let Some(place) = from.and_then(place) {
            counts[place] = counts[place].saturating_sub(1);
        }
        if let Some(place) = place(to) {
            counts[place] += 1;
        }
        match self.counts.last_mut() {
            Some(now) if last == at => now.1 = counts,
            _ => self.counts.push((at, counts)),
        }
    }

    /// How many were in which state at `at`.
    pub(crate) fn at(&self, at: Micros) -> Counts {
        let count = self.counts.partition_point(|(from, _)| *from <= at);
        count.checked_sub(1).map_or([0; KINDS + 1], |place| self.counts[place].1)
    }
}

fn place(phase: Phase) -> Option<usize> {
    if phase.is_over() { None } else { Some(phase.kind().unwrap_or(KINDS)) }
}
