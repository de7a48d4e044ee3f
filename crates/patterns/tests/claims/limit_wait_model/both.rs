//! A limiter and its line, both ways: the real one, and a list that the definition judges.

use crate::limit_model::Model;
use crate::support::{Flag, Rng, poll};
use patterns::{Canceller, Context, Limit, NotAdmitted, Reservation, Rule, SharedLimiter, Timer};
use std::pin::Pin;
use std::task::Poll;

type Admission = Pin<Box<dyn Future<Output = Result<(), NotAdmitted>>>>;

/// The first in line, once it waits for its turn.
pub(super) struct Head {
    pub(super) units: u32,
    wait: Admission,
    canceller: Canceller,
}

/// What the first in line finds when it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It has what it waited for.
    Served,
    /// It is not yet time.
    Waits,
    /// It never will be; it has left.
    Never,
}

/// A limiter and its line, both ways.
pub(super) struct Both<R: Rule + Clone, T: Timer> {
    pub(super) shared: SharedLimiter<Limit<R>, T>,
    pub(super) model: Model,
    pub(super) head: Option<Head>,
    pub(super) line: Vec<Reservation<Limit<R>, T>>,
    /// The last instant at which the limiter was asked: to it time never runs backwards.
    pub(super) seen: u128,
}

impl<R: Rule + Clone + 'static, T: Timer + Clone + 'static> Both<R, T> {
    pub(super) fn new(model: Model, limiter: Limit<R>, timer: T) -> Self {
        let shared = SharedLimiter::new(limiter, timer);
        Self { shared, model, head: None, line: Vec::new(), seen: 0 }
    }

    /// What all in line want, in order.
    pub(super) fn wanted(&self) -> Vec<u32> {
        let line = self.line.iter().map(Reservation::units);
        self.head.iter().map(|head| head.units).chain(line).collect()
    }

    /// The one way in: the definition must agree.
    pub(super) fn admit(&mut self, now: u128, units: u32) {
        self.seen = self.seen.max(now);
        assert!(self.model.admits(self.seen, units), "over the limit");
        self.model.admitted.push((self.seen, units.into()));
    }

    /// The first in line, if there is one, looks whether it is its turn.
    pub(super) fn look(&mut self, now: u128) -> Option<Turn> {
        if self.head.is_none() && !self.line.is_empty() {
            let (context, canceller) = Context::root();
            let first = self.line.remove(0);
            let units = first.units();
            let wait = Box::pin(async move { first.admitted(&context).await });
            self.head = Some(Head { units, wait, canceller });
        }
        let mut head = self.head.take()?;
        Some(match poll(&mut head.wait, &Flag::new()) {
            Poll::Ready(Ok(())) => {
                self.admit(now, head.units);
                Turn::Served
            }
            Poll::Ready(Err(why)) => {
                assert_eq!(why, NotAdmitted::TooLate { retry_after: None });
                self.model.check_first(self.seen.max(now), None, head.units);
                Turn::Never
            }
            Poll::Pending => {
                self.head = Some(head);
                Turn::Waits
            }
        })
    }

    /// Somebody in line gives up: cancelled, dropped while it waits, or before.
    pub(super) fn give_up(&mut self, rng: &mut Rng) {
        match self.head.take() {
            Some(mut head) if rng.below(2) == 0 => {
                head.canceller.cancel();
                let cancelled = poll(&mut head.wait, &Flag::new());
                assert!(matches!(cancelled, Poll::Ready(Err(NotAdmitted::Cancelled(_)))));
            }
            None if !self.line.is_empty() => drop(self.line.remove(rng.below(self.line.len()))),
            _ => {}
        }
    }
}
