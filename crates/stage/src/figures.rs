//! Figures: of now, which can be counted on the picture, and of the whole run.

use lab::{EventKind, Loss, Measured, Micros, ResourceKind, TaskId, Trace};

use crate::index::Index;
use crate::labels;
use crate::lane::{Phase, Stretch};
use crate::view::View;

/// What can be counted on the diagram now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// How many have an item in hand and get on with it: who is blocked does not.
    pub in_progress: usize,
    /// Who is on each thread, in the order of threads. A task without a card does not count.
    pub on_threads: Vec<TaskId>,
}

/// What can be counted on the diagram now.
pub fn now(view: &View) -> Now {
    let View { trace, index, .. } = *view;
    let busy = |task: &TaskId| {
        let works = |s: &Stretch| s.item.is_some() && !matches!(s.phase, Phase::Blocked { .. });
        index.doing(*task, view.events()).is_some_and(works)
    };
    let on = |thread: &crate::lane::Lane| {
        let task = thread.after(view.events())?.task?;
        index.is_shown(task).then_some(task)
    };
    Now {
        in_progress: peers_of(trace, index, view.works).filter(busy).count(),
        on_threads: index.threads.iter().filter_map(on).collect(),
    }
}

/// The tasks of this stem that are shown; all that are shown if there are none of it.
pub(crate) fn peers_of<'a>(
    trace: &'a Trace,
    index: &'a Index,
    peers: &'a str,
) -> impl Iterator<Item = TaskId> + 'a {
    let is_peer = move |task: &TaskId| trace.tasks[*task as usize].name.starts_with(peers);
    let any = !peers.is_empty() && index.shown_tasks().any(|task| is_peer(&task));
    index.shown_tasks().filter(move |task| !any || is_peer(task))
}

/// What the run comes to. `peers` is the stem of the tasks whose occupation counts.
pub fn measured(trace: &Trace, index: &Index, peers: &str) -> Measured {
    let end = trace.end();
    let peers: Vec<TaskId> = peers_of(trace, index, peers).collect();
    let occupied = peers.iter().map(|task| {
        let lane = &index.tasks[*task as usize];
        let held = lane.stretches.iter().enumerate().filter(|(_, stretch)| stretch.item.is_some());
        held.map(|(place, stretch)| lane.end_of(place, end) - stretch.at).sum::<Micros>()
    });
    let running = index.threads.iter().map(|lane| lane.spent_by(end)[0]);
    let served = index.items.values().filter(|path| !path.stood_in);
    let took = served.filter_map(|path| Some(path.delivered? - path.made));
    let mut took: Vec<Micros> = took.collect();
    took.sort_unstable();
    let delivered = trace.events.iter();
    let delivered =
        delivered.filter(|e| matches!(e.kind, EventKind::Sent { to: None, .. })).count();
    let vanished = |place: &&u32| {
        trace.events.get(**place as usize).is_some_and(|event| labels::vanished(&event.kind))
    };
    let lost = index.losses.iter().filter(vanished).count();
    let channels = trace.resources.iter().zip(&index.stores);
    let channels = channels.filter(|(of, _)| matches!(of.kind, ResourceKind::Channel { .. }));
    let decided = decided(trace);
    Measured {
        makespan_us: end,
        throughput: per_1000_s(delivered, end),
        p50_us: nearest_rank(&took, 50),
        p95_us: nearest_rank(&took, 95),
        p99_us: nearest_rank(&took, 99),
        occupied_permille: permille(occupied.sum(), end, peers.len()),
        running_permille: permille(running.sum(), end, index.threads.len()),
        lost,
        given_up: index.losses.len() - lost,
        delivered,
        admitted: decided.map(|[passed, _]| passed),
        refused: decided.map_or_else(|| turned_away(trace), |[_, refused]| refused),
        peak: channels.map(|(_, store)| store.peak).max(),
    }
}

/// How many times gates let an item pass, and how many times they did not; nothing without a gate.
fn decided(trace: &Trace) -> Option<[usize; 2]> {
    let decided = trace.events.iter().filter_map(|event| match event.kind {
        EventKind::Decided { admitted, .. } => Some(admitted),
        _ => None,
    });
    decided.fold(None, |counts, admitted| {
        let mut counts = counts.unwrap_or_default();
        let [passed, refused]: &mut [usize; 2] = &mut counts;
        *(if admitted { passed } else { refused }) += 1;
        Some(counts)
    })
}

/// How many items were turned away.
fn turned_away(trace: &Trace) -> usize {
    let refused = |kind: &EventKind| matches!(kind, EventKind::Lost { why: Loss::Refused, .. });
    trace.events.iter().filter(|event| refused(&event.kind)).count()
}

/// The nearest rank: the ⌈p · n⌉th, `p` in hundredths.
fn nearest_rank(sorted: &[Micros], p: usize) -> Option<Micros> {
    let rank = (p * sorted.len()).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

fn per_1000_s(count: usize, us: Micros) -> u64 {
    (count as u64 * 1_000_000_000).checked_div(us).unwrap_or(0)
}

fn permille(sum: Micros, span: Micros, count: usize) -> u64 {
    let whole = span * count as u64;
    (sum * 1_000 + whole / 2).checked_div(whole).unwrap_or(0)
}
