//! Per key, shared by threads.

use super::{Counts, Decision, Excessive, Limit, PerKey, Rule};
use crate::sync::lock;
use std::fmt;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::Mutex;
use std::time::Duration;

/// A [`PerKey`] that any number of threads ask by reference.
///
/// One lock around one table, so its bound on memory and the answers to who finds it full are
/// those of [`PerKey`], to the nanosecond. The lock is held for one look-up: keys are hashed before.
///
/// ```
/// use patterns::{Counts, Rate, SharedPerKey, TokenBucket};
/// use std::thread;
/// use std::time::Duration;
///
/// let limits = SharedPerKey::new(TokenBucket::new(Rate::per_second(1), 2), 1_000);
/// thread::scope(|scope| {
///     for _ in 0..3 {
///         scope.spawn(|| ["ann", "bob"].map(|who| limits.ask(&who, Duration::ZERO, 1)));
///     }
/// });
/// assert_eq!(limits.counts(), Counts { admitted: 4, refused: 2 });
/// ```
pub struct SharedPerKey<K, R: Rule> {
    /// The table's own.
    hasher: RandomState,
    table: Mutex<PerKey<K, R>>,
}

impl<K: Hash + Eq + Clone, R: Rule + Clone> SharedPerKey<K, R> {
    /// Limits by the rule of `like`, for at most `most` keys at a time: as [`PerKey::new`].
    ///
    /// ```
    /// use patterns::{SharedPerKey, SlidingLog};
    /// use std::time::Duration;
    ///
    /// let limits = SharedPerKey::<u32, _>::new(SlidingLog::new(5, Duration::from_secs(1)), 100);
    /// assert_eq!(limits.read(|table| table.most()), 100);
    /// ```
    pub fn new(like: Limit<R>, most: u32) -> Self {
        let table = PerKey::new(like, most);
        Self { hasher: table.hasher.clone(), table: Mutex::new(table) }
    }

    /// Asks for `units` at `now` on behalf of `key`: as [`PerKey::ask`].
    ///
    /// # Errors
    /// [`Excessive`] if so many can never be had at once.
    ///
    /// ```
    /// use patterns::{Decision, Rate, SharedPerKey, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let limits = SharedPerKey::new(TokenBucket::new(Rate::per_second(1), 5), 1);
    /// assert_eq!(limits.ask(&"ann", Duration::ZERO, 3), Ok(Decision::Admitted));
    /// let retry_after = Some(Duration::from_secs(3));
    /// assert_eq!(limits.ask(&"bob", Duration::ZERO, 1), Ok(Decision::Refused { retry_after }));
    /// ```
    #[inline]
    pub fn ask(&self, key: &K, now: Duration, units: u32) -> Result<Decision, Excessive> {
        let hash = self.hasher.hash_one(key) as u32;
        lock(&self.table).ask_hashed(hash, key, now, units)
    }

    /// Reads the table, under its lock: `read` must not come back here.
    ///
    /// ```
    /// use patterns::{Rate, SharedPerKey, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let limits = SharedPerKey::new(TokenBucket::new(Rate::per_second(1), 5), 10);
    /// let _ = limits.ask(&"ann", Duration::ZERO, 3);
    /// let tokens = limits.read(|table| table.get(&"ann").map(|ann| ann.tokens(Duration::ZERO)));
    /// assert_eq!(tokens, Some(2));
    /// ```
    pub fn read<O>(&self, read: impl FnOnce(&PerKey<K, R>) -> O) -> O {
        read(&lock(&self.table))
    }

    /// What was decided for all keys together: as [`PerKey::counts`].
    ///
    /// ```
    /// use patterns::{Counts, Rate, SharedPerKey, TokenBucket};
    /// use std::time::Duration;
    ///
    /// let limits = SharedPerKey::new(TokenBucket::new(Rate::per_second(1), 5), 10);
    /// let _ = limits.ask(&"ann", Duration::ZERO, 3);
    /// assert_eq!(limits.counts(), Counts { admitted: 3, refused: 0 });
    /// ```
    pub fn counts(&self) -> Counts {
        self.read(PerKey::counts)
    }
}

impl<K: fmt::Debug, R: Rule + fmt::Debug> fmt::Debug for SharedPerKey<K, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedPerKey").field("table", &*lock(&self.table)).finish()
    }
}
