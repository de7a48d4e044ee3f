//! A circuit breaker that is shown.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use lab::{Among, ItemId, Lab, Machine, Position, ResourceId, State};
use patterns::Clock;
use patterns::breaker::{self, Breaker, Change, Mode, Settings, Trip, Why};

use super::micros;

crate::choices! {
    /// Which failures open a circuit.
    pub enum Policy {
        /// So many one after another.
        InARow = "in-a-row",
        /// So many of the last twice as many calls.
        Rate = "rate",
    }
}

impl Policy {
    /// As a breaker is told.
    pub fn trip(self, failures: u32) -> Trip {
        let window = 2 * failures;
        match self {
            Policy::InARow => Trip::InARow { failures },
            Policy::Rate => Trip::Rate { percent: 50, window, at_least: window },
        }
    }

    /// Whether a circuit opens after these calls, each of which may have failed, the last one last.
    pub fn opens(self, failures: u32, failed: &[bool]) -> bool {
        let failures = failures as usize;
        let last = |calls| failed.len().checked_sub(calls).map(|first| &failed[first..]);
        let looked_at = last(if self == Policy::InARow { failures } else { 2 * failures });
        looked_at.is_some_and(|calls| calls.iter().filter(|failed| **failed).count() >= failures)
    }
}

/// A breaker whose changes are noted.
pub type Noted = Breaker<Box<dyn Fn(&Change)>>;

/// A circuit breaker, and the picture of it.
#[derive(Clone, Debug)]
pub struct Circuit(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    lab: Lab,
    id: ResourceId,
    breaker: Arc<Noted>,
    notes: Rc<Notes>,
    shown: RefCell<Option<Machine>>,
}

/// What the breaker's listener has been told.
#[derive(Debug, Default)]
struct Notes {
    /// When it changed last.
    at: Cell<Duration>,
    /// The failures that opened it.
    failures: Cell<u32>,
    /// Calls let through since it is half-open that are under way.
    probes: RefCell<Vec<ItemId>>,
}

impl Circuit {
    /// A closed one, shown as `breaker`.
    #[expect(clippy::arc_with_non_send_sync, reason = "the pattern takes it so, for other hosts")]
    pub fn new(lab: &Lab, settings: Settings) -> Self {
        let notes = Rc::new(Notes::default());
        let noted = notes.clone();
        let listener = move |change: &Change| noted.note(change);
        let breaker = Arc::new(Noted::with_listener(settings, Box::new(listener)));
        let (lab, id) = (lab.clone(), lab.shown("breaker"));
        let circuit =
            Circuit(Rc::new(Inner { lab, id, breaker, notes, shown: RefCell::default() }));
        circuit.show();
        circuit
    }

    /// The breaker.
    pub fn breaker(&self) -> &Arc<Noted> {
        &self.0.breaker
    }

    /// A call is about to be made: while half-open it is a probe, until what this gives is dropped.
    pub fn begins(&self, item: ItemId) -> Probing<'_> {
        let Inner { lab, breaker, notes, .. } = &*self.0;
        if breaker.state(lab.now()).mode() == Mode::HalfOpen {
            notes.probes.borrow_mut().push(item);
        }
        self.show();
        Probing { notes, item }
    }

    /// Shows what it holds, if that is not what was shown last.
    pub fn show(&self) {
        let Inner { lab, id, shown, .. } = &*self.0;
        let now = self.0.holds();
        if shown.borrow().as_ref() != Some(&now) {
            lab.show(*id, State::Machine(now.clone()));
            *shown.borrow_mut() = Some(now);
        }
    }
}

impl Inner {
    fn holds(&self) -> Machine {
        let Inner { lab, breaker, notes, .. } = self;
        let settings = breaker.settings();
        let threshold = match settings.trip {
            Trip::InARow { failures } => failures,
            Trip::Rate { percent, window, .. } => (window * percent).div_ceil(100),
        };
        let (at, failures, open, successes) = match breaker.state(lab.now()) {
            breaker::State::Closed { failures, .. } => (Position::Closed, failures, None, 0),
            breaker::State::Open { until } => {
                let open = Some((micros(notes.at.get()), micros(until)));
                (Position::Open, notes.failures.get(), open, 0)
            }
            breaker::State::HalfOpen { successes, .. } => (Position::HalfOpen, 0, None, successes),
        };
        let among = match settings.trip {
            Trip::InARow { .. } => None,
            // What opened it counts no more, and what probes does not count among these.
            Trip::Rate { window, .. } if at == Position::HalfOpen => {
                Some(Among { failed: Vec::new(), window })
            }
            Trip::Rate { window, .. } => Some(Among { failed: breaker.outcomes(), window }),
        };
        let probes = notes.probes.borrow().clone();
        let quota = settings.probes;
        Machine { at, failures, threshold, among, open, successes, quota, probes }
    }
}

impl Notes {
    fn note(&self, change: &Change) {
        self.at.set(change.at);
        self.failures.set(match change.why {
            Why::InARow { failures } | Why::Rate { failures, .. } => failures,
            Why::Waited | Why::ProbeFailed | Why::Recovered { .. } => 0,
        });
        self.probes.borrow_mut().clear();
    }
}

/// See [`Circuit::begins`].
#[derive(Debug)]
pub struct Probing<'a> {
    notes: &'a Notes,
    item: ItemId,
}

impl Drop for Probing<'_> {
    fn drop(&mut self) {
        self.notes.probes.borrow_mut().retain(|probe| *probe != self.item);
    }
}
