//! Counts that threads add to without waiting for each other: each has a lane of its own.

use crate::{Counts, Decision};
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// So many threads have a lane of their own, those that came first and are still there; the others
/// share one more.
const LANES: usize = 16;

/// What was decided, by thread.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    own: [Lane; LANES],
    rest: Lane,
}

/// Alone in its cache line, so that nobody who counts stalls somebody else.
#[derive(Debug, Default)]
#[repr(align(64))]
struct Lane {
    admitted: AtomicU64,
    refused: AtomicU64,
}

/// Where the calling thread counts.
pub(super) struct Tally<'a> {
    lanes: &'a Lanes,
    own: Option<&'a Lane>,
}

impl Tally<'_> {
    #[inline]
    pub(super) fn admit(self, units: u32) -> Decision {
        self.add(units, |lane| &lane.admitted);
        Decision::Admitted
    }

    #[inline]
    pub(super) fn refuse(self, units: u32, retry_after: Option<Duration>) -> Decision {
        self.add(units, |lane| &lane.refused);
        Decision::Refused { retry_after }
    }

    #[inline]
    fn add(self, units: u32, count: impl Fn(&Lane) -> &AtomicU64) {
        let Some(own) = self.own else {
            return self.lanes.add_first(units, count);
        };
        // Nobody else writes here, so nothing is lost in between. Units beyond 2^64 are not worth
        // a cycle each time: then it begins again.
        let count = count(own);
        count.store(count.load(Ordering::Relaxed).wrapping_add(units.into()), Ordering::Relaxed);
    }
}

impl Lanes {
    #[inline]
    pub(super) fn tally(&self) -> Tally<'_> {
        Tally { lanes: self, own: self.own.get(NUMBER.get()) }
    }

    /// For a thread that has no lane, or did not ask for one yet.
    #[cold]
    fn add_first(&self, units: u32, count: impl Fn(&Lane) -> &AtomicU64) {
        NUMBER.set(LEASE.try_with(|lease| lease.0).unwrap_or(NONE));
        let tally = self.tally();
        if tally.own.is_some() {
            return tally.add(units, count);
        }
        let add = |so_far: u64| Some(so_far.saturating_add(units.into()));
        // It always has something to store.
        let _ = count(&self.rest).fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }

    /// The sums: all that was counted before, and some of what is counted meanwhile.
    pub(super) fn counts(&self) -> Counts {
        self.own.iter().fold(self.rest.counts(), |sum, lane| {
            let Counts { admitted, refused } = lane.counts();
            Counts {
                admitted: sum.admitted.saturating_add(admitted),
                refused: sum.refused.saturating_add(refused),
            }
        })
    }
}

impl Lane {
    #[inline]
    fn counts(&self) -> Counts {
        let [admitted, refused] =
            [&self.admitted, &self.refused].map(|count| count.load(Ordering::Relaxed));
        Counts { admitted, refused }
    }
}

/// The lanes that have been given to a thread, a bit each.
static GIVEN: AtomicU64 = AtomicU64::new(0);

/// No lane has this number.
const NONE: usize = usize::MAX;

thread_local! {
    /// The thread's own number among those alive, if it has one; the same for all limiters. Apart
    /// from what gives it back: a value that has nothing to drop is read without a check.
    static NUMBER: Cell<usize> = const { Cell::new(NONE) };
    static LEASE: Lease = Lease::new();
}

/// A number that is given back when the thread ends.
struct Lease(usize);

impl Lease {
    fn new() -> Self {
        // Acquires what who had the number before has written to its lanes.
        let given = GIVEN.fetch_update(Ordering::Acquire, Ordering::Relaxed, |given| {
            let free = given.trailing_ones();
            ((free as usize) < LANES).then(|| given | 1 << free)
        });
        Self(given.map_or(NONE, |given| given.trailing_ones() as usize))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // What is dropped later may still ask, and must not write where somebody else does.
        NUMBER.set(NONE);
        if self.0 < LANES {
            GIVEN.fetch_and(!(1 << self.0), Ordering::Release);
        }
    }
}
