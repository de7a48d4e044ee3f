//! What can be read of a table of limits.

use super::{PerKey, Slot};
use crate::limit::stamp::Stamp;
use crate::limit::{Counts, Limit, Rule};
use std::hash::Hash;

impl<K: Hash + Eq + Clone, R: Rule + Clone> PerKey<K, R> {
    /// The limit of a key as it stands, with counts of its own; `None` if the key has no place.
    ///
    /// ```
    /// use patterns::{PerKey, Rate, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let mut limits = PerKey::new(TokenBucket::new(Rate::per_second(1), 5), 10);
    /// let _ = limits.ask(&"ann", Duration::ZERO, 3);
    /// let tokens = |who| limits.get(&who).map(|bucket| bucket.tokens(Duration::ZERO));
    /// assert_eq!((tokens("ann"), tokens("bob")), (Some(2), None));
    /// ```
    pub fn get(&self, key: &K) -> Option<Limit<R>> {
        let is_it = |slot: u32| self.slots[slot as usize].key == *key;
        let slot = self.index.find(self.hash(key), is_it)?;
        Some(self.limit(&self.slots[slot as usize]))
    }

    /// Every key that has a place, and its limit as it stands; a key keeps its position until it
    /// is evicted.
    ///
    /// ```
    /// use patterns::{PerKey, Rate, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let mut limits = PerKey::new(TokenBucket::new(Rate::per_second(1), 5), 10);
    /// let _ = limits.ask(&"bob", Duration::ZERO, 3);
    /// let _ = limits.ask(&"ann", Duration::ZERO, 1);
    /// let table = limits.iter().map(|(who, bucket)| (*who, bucket.tokens(Duration::ZERO)));
    /// assert_eq!(table.collect::<Vec<_>>(), [("bob", 2), ("ann", 4)]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&K, Limit<R>)> + '_ {
        self.slots.iter().map(|slot| (&slot.key, self.limit(slot)))
    }

    fn limit(&self, slot: &Slot<K, R::State>) -> Limit<R> {
        Limit::with(self.rule.clone(), slot.state.clone(), self.seen)
    }
}

impl<K, R: Rule> PerKey<K, R> {
    /// How many keys have a place.
    ///
    /// ```
    /// use patterns::{PerKey, Rate, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let mut limits = PerKey::new(TokenBucket::new(Rate::per_second(1), 5), 10);
    /// let _ = limits.ask(&"ann", Duration::ZERO, 1);
    /// assert_eq!(limits.len(), 1);
    /// ```
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether no key has a place.
    ///
    /// ```
    /// use patterns::{PerKey, Rate, TokenBucket};
    /// assert!(PerKey::<u8, _>::new(TokenBucket::new(Rate::per_second(1), 5), 10).is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The most keys that may have a place at a time.
    ///
    /// ```
    /// use patterns::{PerKey, Rate, TokenBucket};
    /// let limits = PerKey::<u8, _>::new(TokenBucket::new(Rate::per_second(1), 5), 10);
    /// assert_eq!(limits.most(), 10);
    /// ```
    pub fn most(&self) -> u32 {
        self.most
    }

    /// What was decided for all keys together.
    ///
    /// ```
    /// use patterns::{Counts, PerKey, Rate, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let mut limits = PerKey::new(TokenBucket::new(Rate::per_second(1), 5), 10);
    /// let _ = limits.ask(&"ann", Duration::ZERO, 5);
    /// let _ = limits.ask(&"ann", Duration::ZERO, 2);
    /// assert_eq!(limits.counts(), Counts { admitted: 5, refused: 2 });
    /// ```
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// How many of the units refused were so for lack of a place.
    ///
    /// ```
    /// use patterns::{PerKey, Rate, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let mut limits = PerKey::new(TokenBucket::new(Rate::per_second(1), 5), 1);
    /// let _ = limits.ask(&"ann", Duration::ZERO, 1);
    /// let _ = limits.ask(&"bob", Duration::ZERO, 2);
    /// assert_eq!(limits.turned_away(), 2);
    /// ```
    pub fn turned_away(&self) -> u64 {
        self.turned_away
    }

    /// How many keys had to give their place to another.
    ///
    /// ```
    /// use patterns::{PerKey, Rate, TokenBucket};
    /// let limits = PerKey::<u8, _>::new(TokenBucket::new(Rate::per_second(1), 5), 1);
    /// assert_eq!(limits.evicted(), 0);
    /// ```
    pub fn evicted(&self) -> u64 {
        self.evicted
    }

    /// Who last gave its place to another.
    ///
    /// ```
    /// use patterns::{PerKey, Rate, TokenBucket};
    /// let limits = PerKey::<u8, _>::new(TokenBucket::new(Rate::per_second(1), 5), 1);
    /// assert_eq!(limits.last_evicted(), None);
    /// ```
    pub fn last_evicted(&self) -> Option<&K> {
        self.last_evicted.as_ref()
    }

    /// How many bytes the table has taken beside the keys themselves: at most 64 a key when the
    /// table is full and the rule is a token bucket's. What a state keeps elsewhere (the entries
    /// of a log) is not in it.
    ///
    /// ```
    /// use patterns::{PerKey, Rate, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let mut limits = PerKey::new(TokenBucket::new(Rate::per_second(1), 5), 1_000);
    /// for key in 0..1_000 {
    ///     let _ = limits.ask(&key, Duration::ZERO, 1);
    /// }
    /// assert!(limits.memory() <= 64 * 1_000);
    /// ```
    pub fn memory(&self) -> usize {
        let slots = self.slots.capacity() * size_of::<Slot<K, R::State>>();
        let fresh = self.fresh.capacity() * size_of::<Stamp>();
        slots + fresh + self.index.memory() - self.slots.len() * size_of::<K>()
    }
}
