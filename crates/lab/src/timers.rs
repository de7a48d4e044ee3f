//! Timers in order of time, then of their asking.

use std::collections::{BTreeMap, VecDeque};

use crate::host::Wakeup;
use crate::trace::Micros;

/// A queue of things that are due at an instant.
///
/// Those that share an instant share a queue, since programs wait in round numbers. A cancelled one
/// stays in its queue, empty, until its instant comes up.
pub(crate) struct Timers<T> {
    /// By instant, the slots in the order of asking.
    due: BTreeMap<Micros, VecDeque<u32>>,
    /// The ask that owns the slot, and what is due.
    slots: Vec<(u64, Option<T>)>,
    free: Vec<u32>,
    /// Queues that were emptied, to be used again.
    spare: Vec<VecDeque<u32>>,
    asked: u64,
}

impl<T> Default for Timers<T> {
    fn default() -> Self {
        Timers {
            due: BTreeMap::new(),
            slots: Vec::new(),
            free: Vec::new(),
            spare: Vec::new(),
            asked: 0,
        }
    }
}

/// Slots fit in so many bits of a [`Wakeup`]; the rest counts the asks.
const SLOT_BITS: u32 = 24;

impl<T> Timers<T> {
    #[inline(always)]
    pub(crate) fn add(&mut self, at: Micros, due: T) -> Wakeup {
        let ask = self.asked;
        self.asked += 1;
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push((0, None));
            (self.slots.len() - 1) as u32
        });
        self.slots[slot as usize] = (ask, Some(due));
        let spare = &mut self.spare;
        let queue = self.due.entry(at).or_insert_with(|| spare.pop().unwrap_or_default());
        queue.push_back(slot);
        Wakeup((ask << SLOT_BITS) | u64::from(slot))
    }

    pub(crate) fn cancel(&mut self, Wakeup(key): Wakeup) {
        let slot = (key & ((1 << SLOT_BITS) - 1)) as usize;
        if let Some((ask, due)) = self.slots.get_mut(slot)
            && *ask == key >> SLOT_BITS
        {
            *due = None;
        }
    }

    /// The instant of the next timer that was not cancelled.
    pub(crate) fn next_at(&mut self) -> Option<Micros> {
        while let Some(mut entry) = self.due.first_entry() {
            while let Some(slot) = entry.get().front() {
                if self.slots[*slot as usize].1.is_some() {
                    return Some(*entry.key());
                }
                self.free.extend(entry.get_mut().pop_front());
            }
            self.spare.push(entry.remove());
        }
        None
    }

    /// Takes out the one that [`next_at`](Timers::next_at) has just told of.
    pub(crate) fn pop(&mut self) -> Option<T> {
        let slot = self.due.first_entry()?.get_mut().pop_front()?;
        self.free.push(slot);
        self.slots[slot as usize].1.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next<T>(timers: &mut Timers<T>) -> Option<T> {
        timers.next_at()?;
        timers.pop()
    }

    #[test]
    fn timers_pass_in_order_of_time_then_of_asking() {
        let mut timers = Timers::default();
        for (at, name) in [(5, "c"), (1, "a"), (5, "d"), (3, "b")] {
            timers.add(at, name);
        }
        let order: Vec<_> = std::iter::from_fn(|| next(&mut timers)).collect();
        assert_eq!(order, ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_late_cancel_does_not_touch_the_next_owner_of_the_slot() {
        let mut timers = Timers::default();
        let first = timers.add(1, "first");
        assert_eq!(next(&mut timers), Some("first"));
        timers.add(2, "second");
        timers.cancel(first);
        assert_eq!(next(&mut timers), Some("second"));
    }

    #[test]
    fn a_cancelled_timer_never_comes_up() {
        let mut timers = Timers::default();
        let first = timers.add(1, "first");
        timers.add(2, "second");
        timers.cancel(first);
        assert_eq!(timers.next_at(), Some(2));
    }
}
