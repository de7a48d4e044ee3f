//! What a limiter says of each item, as the trace tells it.

use super::{Broken, Checked, is, name};
use crate::trace::*;

/// Where it is seen what a limiter says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate<'a> {
    /// The limiter is the task of this name: what it hands on was admitted, what it gives up as
    /// refused was not.
    Task(&'a str),
    /// The limiter stands before the channel of this name: what goes in was admitted, whoever sent
    /// it; what anyone gives up as refused was not.
    Channel(&'a str),
    /// The limiter is shown by this name, and is asked about items that stay where they are: it says
    /// what it decides.
    Shown(&'a str),
}

/// All these limiters decide on the same items in the same order; one may be ahead of
/// another.
///
/// # Errors
/// [`Broken`] at the first item that is not the one that others decided on.
pub fn decide_on_the_same(trace: &Trace, limiters: &[Gate<'_>]) -> Checked {
    let mut first: Vec<ItemId> = Vec::new();
    let mut places = vec![0; limiters.len()];
    for (index, event) in trace.events.iter().enumerate() {
        let mut all = limiters.iter().enumerate();
        let decided = all.find_map(|(n, limiter)| Some((n, limiter.decision(trace, event)?)));
        let Some((limiter, (item, _))) = decided else { continue };
        let place = &mut places[limiter];
        if *place == first.len() {
            first.push(item);
        } else if first[*place] != item {
            let tasks = event.task.into_iter().collect();
            return Err(Broken { event: index, tasks, items: vec![item, first[*place]] });
        }
        *place += 1;
    }
    Ok(())
}

impl Gate<'_> {
    /// Everything that was decided here, in order.
    pub(super) fn decisions(self, trace: &Trace) -> impl Iterator<Item = Decision> {
        trace.events.iter().enumerate().filter_map(move |(index, event)| {
            let (item, admitted) = self.decision(trace, event)?;
            Some(Decision { event: index, at: event.at, task: event.task, item, admitted })
        })
    }

    /// Every item that was admitted here, in order.
    pub(super) fn admissions(self, trace: &Trace) -> impl Iterator<Item = Decision> {
        self.decisions(trace).filter(|decision| decision.admitted)
    }

    /// The item that the event decides on, and whether it is admitted.
    fn decision(self, trace: &Trace, event: &Event) -> Option<(ItemId, bool)> {
        let here = |to: Option<ResourceId>| match self {
            Gate::Task(task) => is(trace, event, task),
            Gate::Channel(channel) => to.is_some_and(|to| name(trace, to) == channel),
            Gate::Shown(_) => false,
        };
        let gives_up = || match self {
            Gate::Task(task) => is(trace, event, task),
            Gate::Channel(_) => true,
            Gate::Shown(_) => false,
        };
        let says = |resource| matches!(self, Gate::Shown(shown) if name(trace, resource) == shown);
        match event.kind {
            EventKind::Decided { resource, item, admitted } if says(resource) => {
                Some((item, admitted))
            }
            EventKind::Sent { to, item } if here(to) => Some((item?, true)),
            EventKind::Lost { from: None, item, why: Loss::Refused } if gives_up() => {
                Some((item?, false))
            }
            _ => None,
        }
    }
}

/// What a limiter said of an item.
pub(super) struct Decision {
    pub(super) event: usize,
    pub(super) at: Micros,
    pub(super) task: Option<TaskId>,
    pub(super) item: ItemId,
    pub(super) admitted: bool,
}

impl Decision {
    pub(super) fn broken(&self, items: impl IntoIterator<Item = ItemId>) -> Broken {
        let (tasks, items) = (self.task.into_iter().collect(), items.into_iter().collect());
        Broken { event: self.event, tasks, items }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{broken, said};
    use super::*;

    #[test]
    fn one_limiter_may_be_ahead_but_not_elsewhere() {
        let mut trace = said(&[(0, true), (0, true), (1, false), (1, true)]);
        trace.tasks.push(Task { name: "other".to_owned(), parent: None, site: None });
        let mut decided = |items: [ItemId; 4]| {
            for (place, (event, new)) in trace.events.iter_mut().zip(items).enumerate() {
                event.task = Some(TaskId::from(place % 2 == 1));
                let (EventKind::Sent { item, .. } | EventKind::Lost { item, .. }) = &mut event.kind
                else {
                    continue;
                };
                *item = Some(new);
            }
            broken(decide_on_the_same(&trace, &["limiter", "other"].map(Gate::Task)))
        };
        assert_eq!(decided([1, 1, 2, 2]), None);
        assert_eq!(decided([1, 1, 2, 3]), Some(vec![3, 2]));
    }

    #[test]
    fn a_gate_says_what_it_decides_whoever_asks_it() {
        let mut trace = said(&[(0, true), (10, false), (20, true)]);
        let gates = ["one", "other"];
        for name in gates.map(str::to_owned) {
            trace.resources.push(Resource { name, kind: ResourceKind::Shown });
        }
        for (place, event) in trace.events.iter_mut().enumerate() {
            // The channel is the first resource.
            let resource = 1 + ResourceId::from(place == 1);
            let decided = EventKind::Decided { resource, item: place as ItemId, admitted: true };
            event.kind = decided;
        }
        let decided = |gate: Gate<'_>| {
            let all = gate.decisions(&trace).map(|decision| (decision.item, decision.admitted));
            all.collect::<Vec<_>>()
        };
        assert_eq!(decided(Gate::Shown("one")), [(0, true), (2, true)]);
        assert_eq!(decided(Gate::Shown("other")), [(1, true)]);
        assert_eq!(decided(Gate::Task("limiter")), []);
        assert_eq!(decided(Gate::Channel("calls")), []);
        let same = decide_on_the_same(&trace, &gates.map(Gate::Shown));
        assert_eq!(broken(same), Some(vec![1, 0]));
    }

    #[test]
    fn who_gives_up_was_neither_admitted_nor_refused() {
        let mut trace = said(&[(0, true), (0, false), (0, false)]);
        let EventKind::Lost { why, .. } = &mut trace.events[1].kind else { unreachable!() };
        *why = Loss::Cancelled;
        for gate in [Gate::Task("limiter"), Gate::Channel("calls")] {
            let decided = gate.decisions(&trace).map(|decision| (decision.item, decision.admitted));
            assert_eq!(decided.collect::<Vec<_>>(), [(1, true), (3, false)]);
        }
    }
}
