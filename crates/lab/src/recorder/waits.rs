//! What a task waits for.

use super::{Hands, Recorder};
use crate::trace::*;

/// What a poll that came back empty-handed waits for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pending {
    /// What for.
    what: Waits,
    /// From where in the source.
    site: Option<SiteId>,
}

/// The ways of not going on, the most telling last: a task that waits in several ways at once (a
/// receive raced against a time-out) shows the most telling one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waits {
    /// For time.
    Sleeping(Micros),
    /// For others.
    Blocked(Option<ResourceId>, Wait),
    /// It occupies its thread.
    Computing(Micros),
}

impl Waits {
    /// Whether `other` says more: what ends a wait for two instants is the earlier one.
    fn yields_to(self, other: Waits) -> bool {
        match (self, other) {
            (Waits::Sleeping(until), Waits::Sleeping(sooner)) => sooner < until,
            _ => self.rank() < other.rank(),
        }
    }

    fn rank(self) -> u8 {
        match self {
            Waits::Blocked(None, _) => 0,
            // Who waits for something else as well does not wait to be cancelled.
            Waits::Blocked(Some(_), Wait::Cancel | Wait::Other) => 1,
            Waits::Sleeping(_) => 2,
            Waits::Blocked(Some(_), _) => 3,
            Waits::Computing(_) => 4,
        }
    }
}

impl Recorder {
    /// Notes what the poll that goes on now waits for.
    pub(crate) fn wait(&self, what: Waits, site: Option<SiteId>) {
        // Most polls wait for one thing only: look at what was noted before in place.
        let mut pending = self.pending.borrow_mut();
        if pending.as_ref().is_none_or(|before| before.what.yields_to(what)) {
            *pending = Some(Pending { what, site });
        }
    }

    /// Writes what the poll of `task` that is just over waits for.
    pub(crate) fn came_back(&self, task: TaskId, at: Micros) {
        let mut pending = self.pending.borrow_mut();
        let waited = &mut self.hands.borrow_mut()[task as usize].waited;
        match *pending {
            // A merge polls only the inputs that were woken: it still waits for the others.
            None => *pending = waited.iter().rev().find(|waited| self.is_open(waited)).copied(),
            Some(now @ Pending { what: Waits::Blocked(Some(_), how), .. }) => {
                let by_others = matches!(how, Wait::Send | Wait::Receive | Wait::Acquire);
                if by_others && !waited.iter().any(|before| before.what == now.what) {
                    waited.push(now);
                }
            }
            Some(_) => {}
        }
        let site = pending.as_ref().and_then(|pending| pending.site);
        self.record(Some(task), at, site, || match &*pending {
            Some(Pending { what: Waits::Sleeping(until), .. }) => {
                EventKind::Sleeping { until: *until }
            }
            Some(Pending { what: Waits::Computing(until), .. }) => {
                EventKind::Computing { until: *until }
            }
            Some(Pending { what: Waits::Blocked(on, how), .. }) => {
                EventKind::Blocked { on: *on, how: *how }
            }
            None => EventKind::Blocked { on: None, how: Wait::Other },
        });
        *pending = None;
    }

    /// The task that is polled now ends: what it had begun to wait for is nobody's wait.
    pub(crate) fn waits_for_nothing(&self) {
        self.pending.take();
    }

    /// The task that is polled now got what it waited for, or gave up.
    pub(crate) fn waits_no_more(&self, on: ResourceId, how: Wait) {
        let mut hands = self.hands.borrow_mut();
        if let Some(task) = self.current()
            && let Some(Hands { waited, .. }) = hands.get_mut(task as usize)
        {
            waited.retain(|waited| waited.what != Waits::Blocked(Some(on), how));
        }
    }

    /// Whether what a task waited for can still come.
    fn is_open(&self, waited: &Pending) -> bool {
        let Waits::Blocked(Some(on), _) = waited.what else { return false };
        !self.closed.borrow()[on as usize]
    }
}
