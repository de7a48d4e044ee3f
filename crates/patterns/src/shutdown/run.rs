//! The order of a shutdown.

use super::phase::Kind;
use super::{Phase, PhaseReport, Report, Step, TaskCounts, TaskTracker};
use crate::{Context, Timer};
use std::time::Duration;

/// Shuts `phases` down, and is over `limit` from now at the latest.
///
/// First every source stops. Then, phase by phase in the order given, what is under way is waited
/// for: a phase that is fed by those before it stops once they are drained. When the limit passes
/// everything stops, and what is still under way is abandoned. Last the resources are closed,
/// whatever came before. `act` is told each [`Step`] as it is taken, and does what it means.
///
/// Run it to its end: dropped before that, it closes nothing. Nothing it waits for may wait for
/// it, so no ticket is held by who runs it.
///
/// ```
/// use futures::{executor::block_on, future::join};
/// use patterns::{ManualTimer, shutdown::{Phase, Step, TaskTracker, shut_down}};
/// use std::time::Duration;
///
/// let (servers, jobs) = (TaskTracker::new(), TaskTracker::new());
/// let request = servers.track(async { jobs.track(async {}).is_ok() }).unwrap();
/// let phases = [
///     Phase::source("servers", &servers),
///     Phase::work("jobs", &jobs),
///     Phase::resource("database"),
/// ];
/// let mut steps = Vec::new();
/// let act = |step: Step<'_>| steps.push(match step {
///     Step::Stop { phase } => format!("stop {phase}"),
///     Step::Drained(phase) => format!("drained {}", phase.name),
///     Step::Abandoned(phase) => format!("cut off {}", phase.name),
///     Step::Close { phase } => format!("close {phase}"),
/// });
/// let timer = ManualTimer::new();
/// let all = join(shut_down(&timer, Duration::from_secs(30), &phases, act), request);
/// let (report, handed_on) = block_on(all);
/// assert!(handed_on && !report.cut_off);
/// let order = ["stop servers", "drained servers", "stop jobs", "drained jobs", "close database"];
/// assert_eq!(steps, order);
/// ```
pub async fn shut_down(
    timer: &impl Timer,
    limit: Duration,
    phases: &[Phase],
    mut act: impl FnMut(Step<'_>),
) -> Report {
    let began_at = timer.now();
    for phase in phases {
        if let Kind::Source(tracker) = &phase.kind {
            tracker.close();
            act(Step::Stop { phase: phase.name });
        }
    }
    // A root of its own: below a context that is cancelled the time would be over already.
    let (root, _keep) = Context::root();
    let (_context, _canceller, watch) = root.with_timeout(timer, limit);
    let mut way = Way { reports: Vec::with_capacity(phases.len()), stopped: 0, act };
    let in_time = watch.during(way.drain(timer, phases)).await.is_ok();
    let cut_off = !in_time && way.cut(timer.now(), phases);
    for phase in phases {
        if let Kind::Resource = phase.kind {
            (way.act)(Step::Close { phase: phase.name });
        }
    }
    Report { phases: way.reports, began_at, over_at: timer.now(), cut_off }
}

/// How far a shutdown has come.
struct Way<A> {
    /// Of the phases that are over.
    reports: Vec<PhaseReport>,
    /// How many phases accept nothing more, those that are over included.
    stopped: usize,
    act: A,
}

impl<A: FnMut(Step<'_>)> Way<A> {
    /// Waits for each phase in its turn.
    async fn drain(&mut self, timer: &impl Timer, phases: &[Phase]) {
        for (phase, tracker) in tracked(phases) {
            self.stop(phase, tracker);
            tracker.wait().await;
            self.reports.push(PhaseReport::new(phase, tracker.counts(), timer.now()));
            (self.act)(Step::Drained(&self.reports[self.reports.len() - 1]));
        }
    }

    /// Ends what is left at the deadline; tells whether anything was under way.
    fn cut(&mut self, now: Duration, phases: &[Phase]) -> bool {
        let over = self.reports.len();
        for (phase, tracker) in tracked(phases).skip(self.stopped) {
            self.stop(phase, tracker);
        }
        // All are counted before anyone is told to cut: one instant for all of them.
        let left = tracked(phases).skip(over);
        let left: Vec<_> = left.map(|(phase, tracker)| (phase, tracker.counts())).collect();
        for (phase, counts) in &left {
            self.reports.push(PhaseReport::new(phase, *counts, now));
        }
        for (report, (_, counts)) in self.reports[over..].iter().zip(&left) {
            let active = counts.active() > 0;
            (self.act)(if active { Step::Abandoned(report) } else { Step::Drained(report) });
        }
        left.iter().any(|(_, counts)| counts.active() > 0)
    }

    /// Lets nothing more into the next phase, and says so; a source was stopped at the beginning.
    fn stop(&mut self, phase: &Phase, tracker: &TaskTracker) {
        self.stopped += 1;
        if let Kind::Work(_) = phase.kind {
            tracker.close();
            (self.act)(Step::Stop { phase: phase.name });
        }
    }
}

/// The phases that have something to be waited for.
fn tracked(phases: &[Phase]) -> impl Iterator<Item = (&Phase, &TaskTracker)> {
    phases.iter().filter_map(|phase| Some((phase, phase.tracker()?)))
}

impl PhaseReport {
    fn new(phase: &Phase, counts: TaskCounts, over_at: Duration) -> Self {
        let TaskCounts { accepted, done, .. } = counts;
        Self { name: phase.name, accepted, done, abandoned: accepted - done, over_at }
    }
}
