//! Token bucket that threads share without a lock.

mod lanes;
mod quick;

pub(super) use self::quick::Quick;

use self::lanes::Lanes;
use super::{
    BucketRule, BucketState, Counts, Decision, Excessive, Limit, Limiter, Rate, Rule, TokenBucket,
};
use crate::sync::lock;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A [`TokenBucket`] that any number of threads ask by reference: no lock, one compare-and-swap for
/// what is admitted, none for what is refused.
///
/// It decides what a [`TokenBucket`] does that is told the same in the same order. Of callers that
/// ask at the same time, either may count as the first; who is behind the others' clock may then be
/// told to wait by its own. Whoever races whom, no more is admitted over any span than
/// `burst + rate · span`.
///
/// The state is the bucket's own, an integer, in a word. It fits for more than a century from the
/// clock's origin if the rate is a whole number of nanoseconds a token, and for a third of that at
/// three tokens in so many, a seventh at seven. From the first instant on at which it does not fit,
/// there is a lock, and nothing else changes. Memory: about a kilobyte, nearly all of it for counts
/// that threads do not contend for.
///
/// ```
/// use patterns::{Counts, Rate, SharedTokenBucket};
/// use std::thread;
/// use std::time::Duration;
///
/// let bucket = SharedTokenBucket::new(Rate::per_second(10), 20);
/// thread::scope(|scope| {
///     for _ in 0..3 {
///         scope.spawn(|| (0..10).for_each(|_| drop(bucket.ask(Duration::ZERO, 1))));
///     }
/// });
/// assert_eq!(bucket.counts(), Counts { admitted: 20, refused: 10 });
/// ```
#[derive(Debug)]
pub struct SharedTokenBucket {
    rule: BucketRule,
    /// When the bucket is full again, as [`BucketState`] has it; or [`WIDE`].
    full: AtomicU64,
    /// The latest instant seen, in the same measure; no later than when the bucket is full again,
    /// so what is taken by an earlier instant makes that no earlier, and mints nothing. Somebody
    /// behind who would have to wait may not have to by this one, and for that alone it is there:
    /// it is written without waiting, and of two who write at a time either may be last.
    seen: AtomicU64,
    quick: Quick,
    lanes: Lanes,
    /// The bucket, once it is [`WIDE`].
    wide: Mutex<TokenBucket>,
}

/// The state is no word any more: the bucket is the one behind the lock. Too far ahead of every
/// instant that fits a word for anything to be admitted, so that nobody has to look before.
const WIDE: u64 = 1 << 63;

impl SharedTokenBucket {
    /// A full bucket of `burst` tokens, refilled at `rate`: as [`TokenBucket::new`].
    ///
    /// ```
    /// use patterns::{Decision, Rate, SharedTokenBucket};
    /// use std::time::Duration;
    ///
    /// let bucket = SharedTokenBucket::new(Rate::per_second(0), 1);
    /// assert_eq!(bucket.ask(Duration::ZERO, 1), Ok(Decision::Admitted));
    /// let never = Decision::Refused { retry_after: None };
    /// assert_eq!(bucket.ask(Duration::MAX, 1), Ok(never));
    /// ```
    pub fn new(rate: Rate, burst: u32) -> Self {
        let bucket = TokenBucket::new(rate, burst);
        Self {
            rule: *bucket.rule(),
            full: AtomicU64::new(0),
            seen: AtomicU64::new(0),
            quick: bucket.rule().quick(),
            lanes: Lanes::default(),
            wide: Mutex::new(bucket),
        }
    }

    /// Asks for `units` at `now`: as [`Limiter::ask`].
    ///
    /// # Errors
    /// [`Excessive`] if so many can never be had at once.
    ///
    /// ```
    /// use patterns::{Decision, Rate, SharedTokenBucket};
    /// use std::time::Duration;
    ///
    /// let bucket = SharedTokenBucket::new(Rate::per_second(1), 1);
    /// assert_eq!(bucket.ask(Duration::ZERO, 1), Ok(Decision::Admitted));
    /// let retry_after = Some(Duration::from_secs(1));
    /// assert_eq!(bucket.ask(Duration::ZERO, 1), Ok(Decision::Refused { retry_after }));
    /// ```
    // Always: the answer is two words and a half, and writing it down for the caller costs as much
    // as deciding. What is rare is apart.
    #[inline(always)]
    pub fn ask(&self, now: Duration, units: u32) -> Result<Decision, Excessive> {
        let Some(at) = self.quick.instant(now) else {
            return self.ask_slowly(now, units);
        };
        let Some(cost) = self.quick.cost(units) else {
            return self.ask_slowly(now, units);
        };
        let tally = self.lanes.tally();
        let (full, seen) = (self.full.load(Ordering::Relaxed), self.seen.load(Ordering::Relaxed));
        // No underflow: it costs no more than there is room for.
        let enough = full.saturating_sub(self.quick.room - cost);
        if enough <= at && self.swap(full, full.max(at) + cost) {
            self.see(at, seen);
            return Ok(tally.admit(units));
        }
        if enough > at && full != WIDE && enough > seen {
            self.see(at, seen);
            return Ok(tally.refuse(units, Some(Duration::from_nanos(enough - at))));
        }
        self.ask_slowly(now, units)
    }

    /// The bucket as it stands, to be asked about its tokens and what it would decide.
    ///
    /// ```
    /// use patterns::{Rate, SharedTokenBucket};
    /// use std::time::Duration;
    ///
    /// let bucket = SharedTokenBucket::new(Rate::per_second(10), 20);
    /// let _ = bucket.ask(Duration::ZERO, 20);
    /// assert_eq!(bucket.get().tokens(Duration::from_millis(250)), 2);
    /// ```
    pub fn get(&self) -> TokenBucket {
        let (full, counts) = (self.full.load(Ordering::Acquire), self.counts());
        if full == WIDE {
            return lock(&self.wide).clone().counting(counts);
        }
        self.narrow(full).counting(counts)
    }

    /// The most units that can be had at once: the burst.
    ///
    /// ```
    /// use patterns::{Rate, SharedTokenBucket};
    /// assert_eq!(SharedTokenBucket::new(Rate::per_second(1), 5).limit(), 5);
    /// ```
    pub fn limit(&self) -> u32 {
        self.rule.limit()
    }

    /// What it has decided so far, by all threads.
    ///
    /// ```
    /// use patterns::{Counts, Rate, SharedTokenBucket};
    /// use std::time::Duration;
    ///
    /// let bucket = SharedTokenBucket::new(Rate::per_second(1), 5);
    /// let _ = (bucket.ask(Duration::ZERO, 3), bucket.ask(Duration::ZERO, 3));
    /// assert_eq!(bucket.counts(), Counts { admitted: 3, refused: 3 });
    /// ```
    pub fn counts(&self) -> Counts {
        self.lanes.counts()
    }

    /// As [`ask`](Self::ask), whatever comes in between.
    #[cold]
    fn ask_slowly(&self, now: Duration, units: u32) -> Result<Decision, Excessive> {
        let Some(mut at) = self.rule.in_a_word(now) else {
            return self.ask_wide(now, units);
        };
        let check = Excessive::check(units, self.rule.limit());
        if check.is_err() || units == 0 {
            self.full.fetch_max(at, Ordering::Release);
            self.see(at, self.seen.load(Ordering::Relaxed));
            return check.map(|()| Decision::Admitted);
        }
        loop {
            let full = self.full.load(Ordering::Relaxed);
            match self.rule.take_in_a_word(full, at, units) {
                Ok(next) if self.swap(full, next) => {
                    self.see(at, self.seen.load(Ordering::Relaxed));
                    return Ok(self.lanes.tally().admit(units));
                }
                Ok(_) => {}
                Err(_) if full == WIDE => return self.ask_wide(now, units),
                Err(enough) => {
                    let seen = self.seen.load(Ordering::Relaxed);
                    if enough <= seen {
                        // Who is behind the others' clock need not wait for its own.
                        at = seen;
                        continue;
                    }
                    self.see(at, seen);
                    let retry_after = self.rule.until(enough, now);
                    return Ok(self.lanes.tally().refuse(units, retry_after));
                }
            }
        }
    }

    #[inline]
    fn swap(&self, full: u64, next: u64) -> bool {
        let (success, failure) = (Ordering::Release, Ordering::Relaxed);
        self.full.compare_exchange_weak(full, next, success, failure).is_ok()
    }

    /// Makes `at` the latest instant seen, unless it is not.
    #[inline]
    fn see(&self, at: u64, seen: u64) {
        if at > seen {
            self.seen.store(at, Ordering::Relaxed);
        }
    }

    /// The bucket while it is not wide.
    fn narrow(&self, full: u64) -> TokenBucket {
        let seen = self.rule.shown(self.seen.load(Ordering::Relaxed));
        Limit::with(self.rule, BucketState { full: full.into() }, seen)
    }

    /// Asks the bucket behind the lock, which takes over what is in the word if it has not.
    #[cold]
    fn ask_wide(&self, now: Duration, units: u32) -> Result<Decision, Excessive> {
        let mut bucket = lock(&self.wide);
        let full = self.full.swap(WIDE, Ordering::AcqRel);
        if full != WIDE {
            *bucket = self.narrow(full);
        }
        let decision = bucket.ask(now, units)?;
        drop(bucket);
        Ok(match decision {
            Decision::Admitted => self.lanes.tally().admit(units),
            Decision::Refused { retry_after } => self.lanes.tally().refuse(units, retry_after),
        })
    }
}
