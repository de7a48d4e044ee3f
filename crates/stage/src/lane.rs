//! A lane: what one task, or one thread, does from instant to instant.

use lab::{ItemId, Micros, ResourceId, SiteId, TaskId, Wait};

/// What a task does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It wants a thread.
    Ready,
    /// It is polled.
    Running,
    /// It occupies its thread.
    Computing {
        /// Until when.
        until: Micros,
    },
    /// It waits for time.
    Sleeping {
        /// Until when.
        until: Micros,
    },
    /// It waits for others, with something in hand or in line.
    Blocked {
        /// On what, if the lab was told.
        on: Option<ResourceId>,
        /// In which way.
        how: Wait,
    },
    /// It waits for something to do.
    Idle {
        /// Where that would come from, if the lab was told.
        on: Option<ResourceId>,
        /// In which way it waits.
        how: Wait,
    },
    /// It came to its end.
    Finished,
    /// It was dropped before its end.
    Dropped,
}

/// The kinds of phase that time is added up for; what is left over is idle.
pub(crate) const KINDS: usize = 4;

impl Phase {
    /// Whether it has a thread.
    pub fn is_on_thread(self) -> bool {
        matches!(self, Phase::Running | Phase::Computing { .. })
    }

    /// Whether it is over.
    pub fn is_over(self) -> bool {
        matches!(self, Phase::Finished | Phase::Dropped)
    }

    /// Its place among the kinds that are added up: on a thread, waiting, ready, blocked.
    pub(crate) fn kind(self) -> Option<usize> {
        match self {
            Phase::Running | Phase::Computing { .. } => Some(0),
            Phase::Sleeping { .. } => Some(1),
            Phase::Ready => Some(2),
            Phase::Blocked { .. } => Some(3),
            Phase::Idle { .. } | Phase::Finished | Phase::Dropped => None,
        }
    }
}

/// A stretch of a lane; it lasts until the next one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// What is done.
    pub phase: Phase,
    /// By whom; `None` where a thread has nothing to do.
    pub task: Option<TaskId>,
    /// What is in the task's hands, the newest.
    pub item: Option<ItemId>,
    /// The event it begins with.
    pub event: u32,
    /// When it begins.
    pub at: Micros,
    /// From where in the source.
    pub site: Option<SiteId>,
}

/// What one task, or one thread, does: stretches without a gap, from its first event on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// In order.
    pub stretches: Vec<Stretch>,
    /// How much time of each kind passed before each stretch, so that a pixel's worth of them is
    /// summed up at once.
    spent: Vec<[Micros; KINDS]>,
}

impl Lane {
    pub(crate) fn push(&mut self, stretch: Stretch) {
        let mut spent = self.spent.last().copied().unwrap_or_default();
        if let Some(last) = self.stretches.last()
            && let Some(kind) = last.phase.kind()
        {
            spent[kind] += stretch.at - last.at;
        }
        self.stretches.push(stretch);
        self.spent.push(spent);
    }

    /// The last stretch.
    pub fn last(&self) -> Option<&Stretch> {
        self.stretches.last()
    }

    /// The place of the stretch that goes on after so many events.
    pub fn place_after(&self, events: usize) -> Option<usize> {
        self.stretches.partition_point(|stretch| (stretch.event as usize) < events).checked_sub(1)
    }

    /// The stretch that goes on after so many events.
    pub fn after(&self, events: usize) -> Option<&Stretch> {
        self.place_after(events).map(|place| &self.stretches[place])
    }

    /// The place of the last stretch that has begun by `at`.
    pub fn place_at(&self, at: Micros) -> Option<usize> {
        self.stretches.partition_point(|stretch| stretch.at <= at).checked_sub(1)
    }

    /// When the stretch at `place` is over, in a trace that ends at `end`.
    pub fn end_of(&self, place: usize, end: Micros) -> Micros {
        self.stretches.get(place + 1).map_or(end, |next| next.at)
    }

    /// How much time of each kind passed in the stretches of these places, in a trace that ends at
    /// `end`.
    pub(crate) fn spent_in(&self, places: std::ops::Range<usize>, end: Micros) -> [Micros; KINDS] {
        let after = match self.spent.get(places.end) {
            Some(spent) => *spent,
            None => self.spent_by(end),
        };
        let before = self.spent.get(places.start).copied().unwrap_or(after);
        std::array::from_fn(|kind| after[kind] - before[kind])
    }

    /// How much time of each kind passed up to `at`.
    pub(crate) fn spent_by(&self, at: Micros) -> [Micros; KINDS] {
        let Some(place) = self.place_at(at) else { return [0; KINDS] };
        let mut spent = self.spent[place];
        let stretch = &self.stretches[place];
        if let Some(kind) = stretch.phase.kind() {
            spent[kind] += at - stretch.at;
        }
        spent
    }
}
