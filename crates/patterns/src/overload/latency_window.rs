//! Latency window: percentiles over the last samples, exact, by nearest rank.

use std::time::Duration;

/// After this many changes at most, the order is mended sample by sample; after more, sorted anew.
const MEND: u64 = 16;

/// The last samples, and the percentiles over them.
///
/// Percentiles are exact, by nearest rank: of n samples in order, the ⌈p · n / 100⌉-th (the 95th
/// of 100). Recording is a write into a ring; the order is mended when a percentile is asked for,
/// by moving what came and went since, and sorted only if that is most of it.
///
/// Two rules are the caller's: a latency runs from the instant at which the work was *meant* to
/// start, so that waiting shows, and what was refused has none.
///
/// ```
/// use patterns::LatencyWindow;
/// use std::time::Duration;
///
/// let mut window = LatencyWindow::last(100);
/// for n in 1..=100 {
///     window.record(Duration::from_secs(n), Duration::from_millis(n));
/// }
/// assert_eq!(window.percentile(95), Some(Duration::from_millis(95)));
/// ```
#[derive(Clone, Debug)]
pub struct LatencyWindow {
    /// The samples in the window, and as many that came before, for the order to forget.
    ring: Vec<Sample>,
    /// Where the next sample goes.
    slot: usize,
    /// How many samples the window holds at most.
    size: u64,
    /// How old a sample may become.
    span: Option<Duration>,
    /// The number of the oldest sample in the window; they are counted from 0.
    first: u64,
    /// The number of the next sample.
    next: u64,
    /// The latencies of the samples from `sorted_first` up to `sorted_next`, the shortest first.
    sorted: Vec<Duration>,
    sorted_first: u64,
    sorted_next: u64,
    /// The latest instant seen.
    now: Duration,
}

/// One latency, and when it was recorded.
#[derive(Clone, Copy, Debug)]
struct Sample {
    at: Duration,
    latency: Duration,
}

/// The three percentiles a service is known by, over the same samples.
///
/// ```
/// use patterns::LatencyWindow;
/// use std::time::Duration;
///
/// let mut window = LatencyWindow::last(100);
/// assert_eq!(window.percentiles(), None);
/// window.record(Duration::ZERO, Duration::from_millis(3));
/// assert_eq!(window.percentiles().map(|of| of.p99), Some(Duration::from_millis(3)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percentiles {
    /// Half of the samples are no longer than this.
    pub p50: Duration,
    /// 95 of 100 are no longer than this.
    pub p95: Duration,
    /// 99 of 100 are no longer than this.
    pub p99: Duration,
}

impl LatencyWindow {
    /// A window over the last `samples` samples. Memory follows what is recorded, up to twice that.
    ///
    /// # Panics
    /// If `samples` is 0: there is no percentile of nothing.
    ///
    /// ```
    /// assert!(patterns::LatencyWindow::last(100).is_empty());
    /// ```
    pub fn last(samples: usize) -> Self {
        assert!(samples > 0, "a window needs a sample");
        Self {
            ring: Vec::new(),
            slot: 0,
            size: samples as u64,
            span: None,
            first: 0,
            next: 0,
            sorted: Vec::new(),
            sorted_first: 0,
            sorted_next: 0,
            now: Duration::ZERO,
        }
    }

    /// The same window, which also forgets what was recorded more than `span` ago.
    ///
    /// ```
    /// use patterns::LatencyWindow;
    /// use std::time::Duration;
    ///
    /// let mut window = LatencyWindow::last(100).no_older_than(Duration::from_secs(60));
    /// window.record(Duration::from_secs(1), Duration::from_millis(5));
    /// window.record(Duration::from_secs(61), Duration::from_millis(6));
    /// assert_eq!(window.len(), 2);
    /// window.expire(Duration::from_secs(62));
    /// assert_eq!((window.len(), window.percentile(50)), (1, Some(Duration::from_millis(6))));
    /// ```
    #[must_use]
    pub fn no_older_than(mut self, span: Duration) -> Self {
        self.span = Some(span);
        self.forget();
        self
    }

    /// Adds a latency, recorded at the instant `now` of the caller's clock; the oldest sample gives
    /// way. An instant before the latest one counts as that one.
    ///
    /// ```
    /// use patterns::LatencyWindow;
    /// use std::time::Duration;
    ///
    /// let mut window = LatencyWindow::last(1);
    /// window.record(Duration::ZERO, Duration::from_millis(5));
    /// window.record(Duration::ZERO, Duration::from_millis(4));
    /// assert_eq!((window.len(), window.percentile(100)), (1, Some(Duration::from_millis(4))));
    /// ```
    #[inline]
    pub fn record(&mut self, now: Duration, latency: Duration) {
        self.now = self.now.max(now);
        let sample = Sample { at: self.now, latency };
        match self.ring.get_mut(self.slot) {
            Some(place) => *place = sample,
            None => self.ring.push(sample),
        }
        self.slot += 1;
        if self.slot as u64 == self.kept() {
            self.slot = 0;
        }
        self.next += 1;
        self.first = self.first.max(self.next.saturating_sub(self.size));
        if self.span.is_some() {
            self.forget();
        }
    }

    /// Forgets what is too old at the instant `now`; recording does the same.
    ///
    /// ```
    /// use patterns::LatencyWindow;
    /// use std::time::Duration;
    ///
    /// let mut window = LatencyWindow::last(9).no_older_than(Duration::from_secs(1));
    /// window.record(Duration::ZERO, Duration::from_millis(5));
    /// window.expire(Duration::from_secs(2));
    /// assert_eq!(window.percentile(50), None);
    /// ```
    pub fn expire(&mut self, now: Duration) {
        self.now = self.now.max(now);
        self.forget();
    }

    /// Forgets every sample: what comes next is measured under other circumstances.
    ///
    /// ```
    /// use patterns::LatencyWindow;
    /// use std::time::Duration;
    ///
    /// let mut window = LatencyWindow::last(9);
    /// window.record(Duration::ZERO, Duration::from_millis(5));
    /// window.clear();
    /// assert!(window.is_empty());
    /// ```
    pub fn clear(&mut self) {
        self.first = self.next;
    }

    /// How many samples are in the window.
    ///
    /// ```
    /// assert_eq!(patterns::LatencyWindow::last(9).len(), 0);
    /// ```
    #[inline]
    pub fn len(&self) -> usize {
        (self.next - self.first) as usize
    }

    /// Whether there is no sample in the window.
    ///
    /// ```
    /// assert!(patterns::LatencyWindow::last(9).is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The latency that `percent` of the samples do not exceed, by nearest rank; `None` if there
    /// is no sample. 0 is the shortest; anything above 100 is taken for 100, the longest.
    ///
    /// ```
    /// use patterns::LatencyWindow;
    /// use std::time::Duration;
    ///
    /// let mut window = LatencyWindow::last(100);
    /// for millis in [30, 10, 20] {
    ///     window.record(Duration::ZERO, Duration::from_millis(millis));
    /// }
    /// assert_eq!(window.percentile(50), Some(Duration::from_millis(20)));
    /// ```
    pub fn percentile(&mut self, percent: u32) -> Option<Duration> {
        self.order();
        let rank = (u64::from(percent.min(100)) * self.sorted.len() as u64).div_ceil(100);
        self.sorted.get(rank.saturating_sub(1) as usize).copied()
    }

    /// p50, p95 and p99; `None` if there is no sample.
    ///
    /// ```
    /// assert_eq!(patterns::LatencyWindow::last(9).percentiles(), None);
    /// ```
    pub fn percentiles(&mut self) -> Option<Percentiles> {
        Some(Percentiles {
            p50: self.percentile(50)?,
            p95: self.percentile(95)?,
            p99: self.percentile(99)?,
        })
    }

    /// How many samples the ring holds before it overwrites the oldest.
    #[inline]
    fn kept(&self) -> u64 {
        self.size.saturating_mul(2)
    }

    /// Lets go of what has become too old.
    fn forget(&mut self) {
        let Some(oldest) = self.span.and_then(|span| self.now.checked_sub(span)) else { return };
        let kept = self.kept();
        while self.first < self.next && numbered(&self.ring, kept, self.first).at < oldest {
            self.first += 1;
        }
    }

    /// Brings the order up to date.
    fn order(&mut self) {
        let gone = self.sorted_first..self.first.min(self.sorted_next);
        let come = self.first.max(self.sorted_next)..self.next;
        let changes = (gone.end - gone.start) + (come.end - come.start);
        let kept = self.kept();
        let (ring, sorted) = (&self.ring, &mut self.sorted);
        let latency = |number| numbered(ring, kept, number).latency;
        // What was overwritten cannot be looked up any more, to be taken out.
        if changes > MEND || self.next - self.sorted_first > kept {
            sorted.clear();
            sorted.extend((self.first..self.next).map(latency));
            sorted.sort_unstable();
        } else {
            for gone in gone.map(latency) {
                sorted.remove(sorted.partition_point(|other| *other < gone));
            }
            for new in come.map(latency) {
                sorted.insert(sorted.partition_point(|other| *other < new), new);
            }
        }
        (self.sorted_first, self.sorted_next) = (self.first, self.next);
    }
}

/// The sample of this number, in a ring that has kept it.
fn numbered(ring: &[Sample], kept: u64, number: u64) -> &Sample {
    &ring[(number % kept) as usize]
}
