//! Timers in order of time, then of their asking.

use std::collections::BTreeMap;

use crate::host::Wakeup;
use crate::trace::Micros;

/// A queue of things that are due at an instant.
///
/// Those that share an instant share a queue, since programs wait in round numbers. A cancelled one
/// stays in its queue, empty, until its instant comes up.
pub(crate) struct Timers<T> {
    /// The instant that comes up; nothing in `later` is due before it.
    next: Option<(Micros, Queue)>,
    /// By instant.
    later: BTreeMap<Micros, Queue>,
    slots: Vec<Slot<T>>,
    /// The first of the slots that are free, which are linked like queues.
    free: u32,
    asked: u64,
}

/// The slots of one instant, linked in the order of asking. There is at least one.
#[derive(Clone, Copy)]
struct Queue {
    first: u32,
    last: u32,
}

struct Slot<T> {
    /// The ask that owns it.
    ask: u64,
    due: Option<T>,
    /// The slot after it.
    next: u32,
}

/// No slot.
const NONE: u32 = u32::MAX;

impl<T> Default for Timers<T> {
    fn default() -> Self {
        Timers { next: None, later: BTreeMap::new(), slots: Vec::new(), free: NONE, asked: 0 }
    }
}

/// Slots fit in so many bits of a [`Wakeup`]; the rest counts the asks.
const SLOT_BITS: u32 = 24;

impl<T> Timers<T> {
    #[inline(always)]
    pub(crate) fn add(&mut self, at: Micros, due: T) -> Wakeup {
        let ask = self.asked;
        self.asked += 1;
        let slot = self.fill(Slot { ask, due: Some(due), next: NONE });
        let alone = Queue { first: slot, last: slot };
        match &mut self.next {
            Some((next, queue)) if *next == at => queue.push(slot, &mut self.slots),
            Some((next, queue)) if *next > at => {
                self.later.insert(*next, *queue);
                self.next = Some((at, alone));
            }
            _ => {
                let queue = self.later.entry(at).or_insert(alone);
                if queue.first != slot {
                    queue.push(slot, &mut self.slots);
                }
            }
        }
        Wakeup((ask << SLOT_BITS) | u64::from(slot))
    }

    pub(crate) fn cancel(&mut self, Wakeup(key): Wakeup) {
        let slot = (key & ((1 << SLOT_BITS) - 1)) as usize;
        if let Some(slot) = self.slots.get_mut(slot)
            && slot.ask == key >> SLOT_BITS
        {
            slot.due = None;
        }
    }

    /// The instant of the next timer that was not cancelled.
    pub(crate) fn next_at(&mut self) -> Option<Micros> {
        loop {
            if self.next.is_none() {
                self.next = self.later.pop_first();
            }
            let (at, queue) = self.next?;
            if self.slots[queue.first as usize].due.is_some() {
                return Some(at);
            }
            self.pop();
        }
    }

    /// Takes out the next one that is due at `at`. Nothing may be due before that.
    pub(crate) fn pop_at(&mut self, at: Micros) -> Option<T> {
        while let Some((next, _)) = self.next
            && next == at
        {
            let due = self.pop();
            if due.is_some() {
                return due;
            }
        }
        None
    }

    /// Takes out the first of the next instant's; `None` if that was cancelled.
    fn pop(&mut self) -> Option<T> {
        let (_, queue) = self.next.as_mut()?;
        let place = queue.first;
        let slot = &mut self.slots[place as usize];
        let due = slot.due.take();
        if queue.first == queue.last {
            self.next = None;
        } else {
            queue.first = slot.next;
        }
        slot.next = std::mem::replace(&mut self.free, place);
        due
    }

    /// A free slot, filled.
    fn fill(&mut self, slot: Slot<T>) -> u32 {
        match self.slots.get_mut(self.free as usize) {
            Some(free) => {
                let next = std::mem::replace(free, slot).next;
                std::mem::replace(&mut self.free, next)
            }
            None => {
                self.slots.push(slot);
                (self.slots.len() - 1) as u32
            }
        }
    }
}

impl Queue {
    fn push<T>(&mut self, slot: u32, slots: &mut [Slot<T>]) {
        slots[self.last as usize].next = slot;
        self.last = slot;
    }
}

#[cfg(test)]
mod tests {
    use rand_core::{Rng, SeedableRng};
    use rand_pcg::Pcg32;

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

    #[test]
    fn any_order_of_asking_cancelling_and_passing_is_that_of_a_sorted_list() {
        let mut random = Pcg32::seed_from_u64(7);
        let mut timers = Timers::default();
        let mut list: Vec<(Micros, u32, Wakeup)> = Vec::new();
        for name in 0..20_000 {
            match random.next_u32() % 5 {
                0..2 => {
                    let at = Micros::from(random.next_u32() % 40);
                    let wakeup = timers.add(at, name);
                    let place = list.partition_point(|before| before.0 <= at);
                    list.insert(place, (at, name, wakeup));
                }
                2 if !list.is_empty() => {
                    let (.., wakeup) = list.remove(random.next_u32() as usize % list.len());
                    timers.cancel(wakeup);
                }
                _ => {
                    assert_eq!(timers.next_at(), list.first().map(|(at, ..)| *at));
                    let first = (!list.is_empty()).then(|| list.remove(0).1);
                    assert_eq!(next(&mut timers), first);
                }
            }
        }
    }
}
