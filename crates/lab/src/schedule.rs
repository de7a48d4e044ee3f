//! Who goes next among the tasks that are ready.

use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;

use crate::trace::ScheduleKind;

/// Picks among the tasks that are ready.
pub trait Schedule {
    /// The place, below `ready`, of the task that goes next; asked only when there are several.
    fn pick(&mut self, ready: usize) -> usize;
}

/// First come, first served.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fifo;

impl Schedule for Fifo {
    fn pick(&mut self, _ready: usize) -> usize {
        0
    }
}

/// At random, from a stream of its own.
#[derive(Clone, Debug)]
pub struct Seeded(Pcg32);

impl Seeded {
    /// The schedule of this seed.
    pub fn new(seed: u64) -> Self {
        // Apart from the stream of `Lab::random`, so that values do not follow the schedule.
        Seeded(Pcg32::seed_from_u64(seed ^ 0x5eed_5c4e_d01e_0000))
    }
}

impl Schedule for Seeded {
    fn pick(&mut self, ready: usize) -> usize {
        ((u64::from(self.0.next_u32()) * ready as u64) >> 32) as usize
    }
}

/// Choice by choice, then first come, first served.
#[derive(Clone, Debug)]
pub struct Replay {
    choices: std::vec::IntoIter<u32>,
}

impl Replay {
    /// Replays these choices; one that is out of range takes the last task that is ready.
    pub fn new(choices: Vec<u32>) -> Self {
        Replay { choices: choices.into_iter() }
    }
}

impl Schedule for Replay {
    fn pick(&mut self, ready: usize) -> usize {
        self.choices.next().map_or(0, |choice| (choice as usize).min(ready - 1))
    }
}

impl ScheduleKind {
    /// The schedule of this kind for a run of `seed`.
    pub fn build(&self, seed: u64) -> Box<dyn Schedule> {
        match self {
            ScheduleKind::Fifo => Box::new(Fifo),
            ScheduleKind::Seeded => Box::new(Seeded::new(seed)),
            ScheduleKind::Replay(choices) => Box::new(Replay::new(choices.clone())),
        }
    }
}
