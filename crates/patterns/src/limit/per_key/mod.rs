//! Per key: everybody has a limit of their own, in a table that does not grow for ever.

mod figures;
mod index;

use self::index::Index;
use super::rule::by_own_clock;
use super::stamp::Stamp;
use super::{Counts, Decision, Excessive, Limit, Rule};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::hash::{BuildHasher, Hash, RandomState};
use std::time::Duration;

/// One limit for each key, all by one rule, in a table of bounded size.
///
/// A key takes a place when it is first admitted. When the table is full, the next new key takes
/// the place of one that cannot be told from a new one (a bucket that is full again, a window with
/// nothing in it): nobody ever gets back what they spent. If there is none, the new key is turned
/// away until there is.
///
/// The hash of a key is random, so that nobody can choose keys that collide; no order depends on
/// it.
///
/// ```
/// use patterns::{PerKey, Rate, TokenBucket};
/// use std::time::Duration;
///
/// let mut limits = PerKey::new(TokenBucket::new(Rate::per_second(1), 1), 1_000);
/// let mut asked = |who| limits.ask(&who, Duration::ZERO, 1).unwrap().is_admitted();
/// assert_eq!([asked("ann"), asked("ann"), asked("bob")], [true, false, true]);
/// ```
#[derive(Debug)]
pub struct PerKey<K, R: Rule> {
    rule: R,
    /// The most slots there may be.
    most: u32,
    slots: Vec<Slot<K, R::State>>,
    /// Which slot a key has.
    index: Index,
    /// When each slot is as new at the earliest, the first on top. A slot that was used since is
    /// as new later than that: it is looked up when it comes to the top, and not before.
    fresh: BinaryHeap<Reverse<Stamp>>,
    pub(super) hasher: RandomState,
    /// One for all keys: what a key that was evicted has seen must not be forgotten.
    seen: Duration,
    counts: Counts,
    turned_away: u64,
    evicted: u64,
    last_evicted: Option<K>,
}

/// A key and what is remembered of it.
#[derive(Debug)]
struct Slot<K, S> {
    key: K,
    state: S,
}

impl<K: Hash + Eq + Clone, R: Rule + Clone> PerKey<K, R> {
    /// Limits by the rule of `like`, for at most `most` keys at a time.
    ///
    /// ```
    /// use patterns::{PerKey, SlidingLog};
    /// use std::time::Duration;
    ///
    /// let limits = PerKey::<u32, _>::new(SlidingLog::new(5, Duration::from_secs(1)), 100);
    /// assert_eq!((limits.len(), limits.most()), (0, 100));
    /// ```
    pub fn new(like: Limit<R>, most: u32) -> Self {
        Self {
            rule: like.into_rule(),
            // The last number is how the index says that there is no slot.
            most: most.min(u32::MAX - 1),
            slots: Vec::new(),
            index: Index::default(),
            fresh: BinaryHeap::new(),
            hasher: RandomState::new(),
            seen: Duration::ZERO,
            counts: Counts::default(),
            turned_away: 0,
            evicted: 0,
            last_evicted: None,
        }
    }

    /// Asks for `units` at `now` on behalf of `key`: as [`Limiter::ask`](crate::Limiter::ask).
    ///
    /// If there is no place for a new key, it is refused until there is one.
    ///
    /// # Errors
    /// [`Excessive`] if so many can never be had at once.
    ///
    /// ```
    /// use patterns::{Decision, PerKey, Rate, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let mut limits = PerKey::new(TokenBucket::new(Rate::per_second(1), 5), 1);
    /// assert_eq!(limits.ask(&"ann", Duration::ZERO, 3), Ok(Decision::Admitted));
    /// // Ann's bucket is full again in three seconds: then her place can be taken.
    /// let retry_after = Some(Duration::from_secs(3));
    /// assert_eq!(limits.ask(&"bob", Duration::ZERO, 1), Ok(Decision::Refused { retry_after }));
    /// assert_eq!(limits.ask(&"bob", Duration::from_secs(3), 1), Ok(Decision::Admitted));
    /// assert_eq!(limits.last_evicted(), Some(&"ann"));
    /// ```
    #[inline]
    pub fn ask(&mut self, key: &K, now: Duration, units: u32) -> Result<Decision, Excessive> {
        let hash = self.hash(key);
        self.ask_hashed(hash, key, now, units)
    }

    /// As [`ask`](Self::ask), the hash being known.
    #[inline]
    pub(super) fn ask_hashed(
        &mut self,
        hash: u32,
        key: &K,
        now: Duration,
        units: u32,
    ) -> Result<Decision, Excessive> {
        self.seen = self.seen.max(now);
        Excessive::check(units, self.rule.limit())?;
        if units == 0 {
            return Ok(Decision::Admitted);
        }
        let slots = &self.slots;
        let Some(slot) = self.index.find(hash, |slot| slots[slot as usize].key == *key) else {
            return Ok(self.welcome(key, hash, now, units));
        };
        let state = &mut self.slots[slot as usize].state;
        Ok(match self.rule.try_take(state, self.seen, units) {
            Ok(()) => self.counts.admit(units),
            Err(delay) => self.counts.refuse(units, by_own_clock(delay, self.seen, now)),
        })
    }

    /// Half of the key's hash: enough to tell keys apart, and as much as there may be slots.
    #[inline]
    fn hash(&self, key: &K) -> u32 {
        self.hasher.hash_one(key) as u32
    }

    /// Admits a new key, if there is a place for it. Kept out of the way of those that are known.
    #[inline(never)]
    fn welcome(&mut self, key: &K, hash: u32, now: Duration, units: u32) -> Decision {
        let slot = match self.place(key, hash) {
            Ok(slot) => slot,
            Err(free_at) => {
                self.turned_away = self.turned_away.saturating_add(units.into());
                return self.counts.refuse(units, free_at.map(|at| at - now));
            }
        };
        let state = &mut self.slots[slot as usize].state;
        let admitted = self.rule.take(state, self.seen, units);
        debug_assert!(admitted, "a new state admits whatever is within the limit");
        self.fresh.push(Reverse(Stamp::new(self.rule.fresh_at(state), slot)));
        self.counts.admit(units)
    }

    /// A slot for a new key; or the instant from which there is one.
    fn place(&mut self, key: &K, hash: u32) -> Result<u32, Option<Duration>> {
        let new = Slot { key: key.clone(), state: R::State::default() };
        let held = self.slots.len();
        let slot = if held < self.most as usize {
            self.grow(held);
            self.slots.push(new);
            held as u32
        } else {
            let slot = self.evict()?;
            self.slots[slot as usize] = new;
            slot
        };
        self.index.insert(hash, slot);
        Ok(slot)
    }

    /// Makes room for more, and never for more than there may be.
    fn grow(&mut self, held: usize) {
        if held == self.slots.capacity() {
            let more = held.max(4).min(self.most as usize - held);
            self.slots.reserve_exact(more);
            self.fresh.reserve_exact(more);
        }
    }

    /// Evicts a key that is as new, and names its slot; or the instant from which there is one.
    fn evict(&mut self) -> Result<u32, Option<Duration>> {
        loop {
            let mut top = self.fresh.peek_mut().ok_or(None)?;
            let slot = top.0.number;
            let at = self.rule.fresh_at(&self.slots[slot as usize].state);
            let actual = Reverse(Stamp::new(at, slot));
            if *top != actual {
                *top = actual;
                continue;
            }
            if at.is_none_or(|at| at > self.seen) {
                return Err(at);
            }
            PeekMut::pop(top);
            let key = self.slots[slot as usize].key.clone();
            self.index.remove(self.hash(&key), slot);
            self.evicted += 1;
            self.last_evicted = Some(key);
            return Ok(slot);
        }
    }
}
