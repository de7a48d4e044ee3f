//! What is to be shut down, and what is done on the way.

use super::{PhaseReport, TaskTracker};

/// One part of a program that is shut down as one.
///
/// # Examples
/// A consumer, the work it hands on, and what that needs. They are drained in the order in which
/// they stand; a resource comes last wherever it does.
///
/// ```
/// use futures::executor::block_on;
/// use patterns::ManualTimer;
/// use patterns::shutdown::{Phase, TaskTracker, shut_down};
/// use std::time::Duration;
///
/// let (consumer, jobs) = (TaskTracker::new(), TaskTracker::new());
/// let phases = [
///     Phase::source("consumer", &consumer),
///     Phase::work("jobs", &jobs),
///     Phase::resource("database"),
/// ];
/// let report = block_on(shut_down(&ManualTimer::new(), Duration::from_secs(30), &phases, |_| ()));
/// let drained: Vec<_> = report.phases.iter().map(|phase| phase.name).collect();
/// assert_eq!(drained, ["consumer", "jobs"]);
/// assert!(consumer.is_closed() && jobs.is_closed());
/// ```
#[derive(Clone, Debug)]
pub struct Phase {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

/// What part it is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Work comes in from outside through it.
    Source(TaskTracker),
    /// Work comes in from the phases before it.
    Work(TaskTracker),
    /// The work needs it.
    Resource,
}

impl Phase {
    /// What lets work in from outside: a server, a consumer of a queue. It stops at the very
    /// beginning; what it has accepted is waited for in its turn.
    ///
    /// ```
    /// use patterns::shutdown::{Phase, TaskTracker};
    /// let servers = Phase::source("servers", &TaskTracker::new());
    /// assert_eq!(servers.name(), "servers");
    /// ```
    pub fn source(name: &'static str, tracker: &TaskTracker) -> Self {
        Self { name, kind: Kind::Source(tracker.clone()) }
    }

    /// Work that the phases before it hand on: it accepts until they are drained, so that nothing
    /// they still have to hand on comes too late.
    ///
    /// ```
    /// use patterns::shutdown::{Phase, TaskTracker};
    /// let jobs = Phase::work("work in flight", &TaskTracker::new());
    /// # drop(jobs);
    /// ```
    pub fn work(name: &'static str, tracker: &TaskTracker) -> Self {
        Self { name, kind: Kind::Work(tracker.clone()) }
    }

    /// What the work needs until it is over: connections. Closed last, after a timeout too.
    ///
    /// ```
    /// let connections = patterns::shutdown::Phase::resource("connections");
    /// # drop(connections);
    /// ```
    pub fn resource(name: &'static str) -> Self {
        Self { name, kind: Kind::Resource }
    }

    /// What it is called.
    ///
    /// ```
    /// assert_eq!(patterns::shutdown::Phase::resource("database").name(), "database");
    /// ```
    pub fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn tracker(&self) -> Option<&TaskTracker> {
        match &self.kind {
            Kind::Source(tracker) | Kind::Work(tracker) => Some(tracker),
            Kind::Resource => None,
        }
    }
}

/// One step of a shutdown, told as it is taken. For each source and each kind of work it is
/// `Stop` and then either `Drained` or `Abandoned`; for each resource it is `Close`, after all of
/// those.
///
/// # Examples
/// Whoever is told does what it means: here what is not done in time is cut off.
///
/// ```
/// use futures::executor::block_on;
/// use patterns::shutdown::{Phase, Step, TaskTracker, shut_down};
/// use patterns::{Context, ManualTimer};
/// use std::time::Duration;
///
/// let (context, canceller) = Context::root();
/// let jobs = TaskTracker::new();
/// let hung = jobs.register().unwrap();
/// let phases = [Phase::work("jobs", &jobs), Phase::resource("database")];
/// let mut is_open = true;
/// let act = |step: Step<'_>| match step {
///     Step::Stop { .. } | Step::Drained(_) => {}
///     Step::Abandoned(_) => drop(canceller.cancel()),
///     Step::Close { .. } => is_open = false,
/// };
/// let report = block_on(shut_down(&ManualTimer::new(), Duration::ZERO, &phases, act));
/// assert!(report.cut_off && context.is_cancelled() && !is_open);
/// # drop(hung);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// It accepts nothing more, as of now: whatever waits for new work should stop waiting.
    Stop {
        /// Of this name.
        phase: &'static str,
    },
    /// Nothing of it is under way any more.
    Drained(&'a PhaseReport),
    /// The deadline passed and some of it is still under way: cut it off.
    Abandoned(&'a PhaseReport),
    /// Nobody needs it any more: close it.
    Close {
        /// Of this name.
        phase: &'static str,
    },
}
