//! What came of a shutdown.

use std::time::Duration;

/// What came of a shutdown.
///
/// # Examples
/// What a process says last: which work was lost, and whether time ran out.
///
/// ```
/// use futures::executor::block_on;
/// use patterns::{ManualTimer, shutdown::{Phase, TaskTracker, shut_down}};
/// use std::time::Duration;
///
/// let (mails, jobs) = (TaskTracker::new(), TaskTracker::new());
/// let _hanging = jobs.register();
/// let phases = [Phase::work("mails", &mails), Phase::work("jobs", &jobs)];
/// let report = block_on(shut_down(&ManualTimer::new(), Duration::ZERO, &phases, |_| {}));
/// let lost = report.phases.iter().filter(|phase| phase.abandoned > 0).map(|phase| phase.name);
/// assert_eq!(lost.collect::<Vec<_>>(), ["jobs"]);
/// assert!(report.cut_off);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Each source and each kind of work, in the order given.
    pub phases: Vec<PhaseReport>,
    /// When it began.
    pub began_at: Duration,
    /// When it was over.
    pub over_at: Duration,
    /// Whether it was the deadline that ended it, with something still under way.
    pub cut_off: bool,
}

/// What came of one phase: `accepted = done + abandoned`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseReport {
    /// What it is called.
    pub name: &'static str,
    /// Pieces of work it ever let in.
    pub accepted: u64,
    /// Those that were finished.
    pub done: u64,
    /// Those that were dropped, or still under way at the deadline.
    pub abandoned: u64,
    /// When it was drained, or cut off.
    pub over_at: Duration,
}

impl Report {
    /// Pieces of work that were finished, all phases together.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use patterns::{ManualTimer, shutdown::{Phase, TaskTracker, shut_down}};
    /// use std::time::Duration;
    ///
    /// let jobs = TaskTracker::new();
    /// jobs.register().unwrap().done();
    /// let phases = [Phase::work("jobs", &jobs)];
    /// let timer = ManualTimer::new();
    /// let report = block_on(shut_down(&timer, Duration::from_secs(30), &phases, |_| {}));
    /// assert_eq!((report.done(), report.abandoned()), (1, 0));
    /// ```
    pub fn done(&self) -> u64 {
        self.phases.iter().map(|phase| phase.done).sum()
    }

    /// Pieces of work that were not, all phases together.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use patterns::{ManualTimer, shutdown::{Phase, TaskTracker, shut_down}};
    /// use std::time::Duration;
    ///
    /// let jobs = TaskTracker::new();
    /// let _hanging = jobs.register();
    /// let phases = [Phase::work("jobs", &jobs)];
    /// let report = block_on(shut_down(&ManualTimer::new(), Duration::ZERO, &phases, |_| {}));
    /// assert_eq!((report.abandoned(), report.cut_off), (1, true));
    /// ```
    pub fn abandoned(&self) -> u64 {
        self.phases.iter().map(|phase| phase.abandoned).sum()
    }
}
