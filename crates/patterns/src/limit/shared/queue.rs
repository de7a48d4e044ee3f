//! A limiter and those who wait for it, in order; no clock, no lock.

use super::NotAdmitted;
use crate::{Counts, Decision, Excessive, Limiter};
use std::collections::VecDeque;
use std::task::Waker;
use std::time::Duration;

/// A limiter and its line. Only the first in line takes, and takes when it looks: what nobody has
/// taken yet needs no giving back, and what is admitted is admitted when it happens.
#[derive(Debug)]
pub(super) struct Queue<L> {
    pub(super) limiter: L,
    /// In the order in which they came, so by ticket.
    line: VecDeque<Waiter>,
    /// Tickets given out; the first is 1.
    tickets: u64,
    /// What will have happened once everybody in line has been served; none if it has to be
    /// worked out again.
    plan: Option<Plan<L>>,
    /// Units refused here, not by the limiter: because of the line, or a deadline.
    refused: u64,
}

#[derive(Debug)]
struct Waiter {
    ticket: u64,
    units: u32,
    /// When it will be served if all goes by the plan; `None`: never.
    due: Option<Duration>,
    /// How to tell it that it is first.
    waker: Option<Waker>,
}

/// The limiter as it will be.
#[derive(Debug)]
struct Plan<L> {
    limiter: L,
    /// When the last in line is served; `None`: never.
    last: Option<Duration>,
}

/// What the first in line is told.
pub(super) enum Turn {
    /// It has what it waited for, and has left the line; the next is to be woken.
    Taken(Option<Waker>),
    /// It is not yet time.
    After(Duration),
}

impl<L: Limiter> Plan<L> {
    /// When `units` can be had behind everybody in line.
    fn due(&self, now: Duration, units: u32) -> Result<Option<Duration>, Excessive> {
        Excessive::check(units, self.limiter.limit())?;
        let Some(from) = self.last.map(|last| last.max(now)) else {
            return Ok(None);
        };
        Ok(self.limiter.delay(from, units)?.and_then(|delay| from.checked_add(delay)))
    }

    /// Serves the next at the instant that was found for it.
    fn serve(&mut self, due: Option<Duration>, units: u32) {
        self.last = due;
        if let Some(at) = due {
            let served = self.limiter.ask(at, units);
            debug_assert_eq!(served, Ok(Decision::Admitted), "the limiter said so itself");
        }
    }
}

impl<L> Queue<L> {
    pub(super) fn new(limiter: L) -> Self {
        Self { limiter, line: VecDeque::new(), tickets: 0, plan: None, refused: 0 }
    }

    pub(super) fn waiting(&self) -> usize {
        self.line.len()
    }

    fn position(&self, ticket: u64) -> Option<usize> {
        self.line.binary_search_by_key(&ticket, |waiter| waiter.ticket).ok()
    }

    /// Gives up, if it is still in line; hands back its own waker and that of whoever is now
    /// first, both to be used without the lock.
    pub(super) fn leave(&mut self, ticket: u64) -> (Option<Waker>, Option<Waker>) {
        let Some(waiter) = self.position(ticket).and_then(|at| self.line.remove(at)) else {
            return (None, None);
        };
        // Everybody behind moves up.
        self.plan = None;
        let was_first = self.line.front().is_some_and(|first| first.ticket > ticket);
        (waiter.waker, if was_first { self.call() } else { None })
    }

    /// Whether it is first in line; if not, `waker` will be woken when it is. Hands back the waker
    /// that this one replaces.
    pub(super) fn is_first(&mut self, ticket: u64, waker: &Waker) -> (bool, Option<Waker>) {
        match self.position(ticket) {
            Some(0) | None => (true, None),
            Some(at) => match &mut self.line[at].waker {
                Some(known) if known.will_wake(waker) => (false, None),
                known => (false, known.replace(waker.clone())),
            },
        }
    }

    fn call(&mut self) -> Option<Waker> {
        self.line.front_mut()?.waker.take()
    }
}

impl<L: Limiter + Clone> Queue<L> {
    /// Asks without waiting: nobody in line is overtaken.
    #[inline]
    pub(super) fn ask(&mut self, now: Duration, units: u32) -> Result<Decision, Excessive> {
        if self.line.is_empty() || units == 0 {
            return self.limiter.ask(now, units);
        }
        self.ask_behind(now, units)
    }

    fn ask_behind(&mut self, now: Duration, units: u32) -> Result<Decision, Excessive> {
        let due = self.due(now, units)?;
        if due.is_some_and(|due| due <= now) {
            // There is enough for everybody in line, and for this one too.
            self.serve_in_plan(due, units);
            return self.limiter.ask(now, units);
        }
        self.refused = self.refused.saturating_add(units.into());
        Ok(Decision::Refused { retry_after: due.map(|due| due - now) })
    }

    /// Stands in line, unless the wait cannot end by `by`.
    pub(super) fn join(
        &mut self,
        now: Duration,
        by: Option<Duration>,
        units: u32,
    ) -> Result<u64, NotAdmitted> {
        let due = self.due(now, units)?;
        self.in_time(now, due, by, units)?;
        self.serve_in_plan(due, units);
        self.tickets += 1;
        self.line.push_back(Waiter { ticket: self.tickets, units, due, waker: None });
        Ok(self.tickets)
    }

    /// Takes what the first in line waits for, if it is time.
    pub(super) fn take(
        &mut self,
        now: Duration,
        by: Option<Duration>,
        ticket: u64,
    ) -> Result<Turn, NotAdmitted> {
        let Some(first) = self.line.front().filter(|first| first.ticket == ticket) else {
            return Ok(Turn::Taken(None));
        };
        let (units, planned) = (first.units, first.due);
        let delay = self.limiter.delay(now, units)?;
        if delay.is_some_and(|delay| delay.is_zero()) && self.limiter.ask(now, units)?.is_admitted()
        {
            self.line.pop_front();
            if planned != Some(now) || self.line.is_empty() {
                self.plan = None;
            }
            return Ok(Turn::Taken(self.call()));
        }
        let due = delay.and_then(|delay| now.checked_add(delay));
        Ok(Turn::After(self.in_time(now, due, by, units)?))
    }

    /// When who holds this ticket will be served if nobody gives up; `None` if never, or if it has
    /// left the line.
    pub(super) fn due_of(&mut self, now: Duration, ticket: u64) -> Option<Duration> {
        self.look_ahead(now);
        self.line[self.position(ticket)?].due
    }

    pub(super) fn counts(&self) -> Counts {
        let Counts { admitted, refused } = self.limiter.counts();
        Counts { admitted, refused: refused.saturating_add(self.refused) }
    }

    /// How long the wait is, if it ends by `by`.
    fn in_time(
        &mut self,
        now: Duration,
        due: Option<Duration>,
        by: Option<Duration>,
        units: u32,
    ) -> Result<Duration, NotAdmitted> {
        match due {
            Some(due) if by.is_none_or(|by| due <= by) => Ok(due - now),
            _ => {
                self.refused = self.refused.saturating_add(units.into());
                Err(NotAdmitted::TooLate { retry_after: due.map(|due| due - now) })
            }
        }
    }

    /// When `units` can be had behind everybody in line.
    fn due(&mut self, now: Duration, units: u32) -> Result<Option<Duration>, Excessive> {
        self.look_ahead(now);
        match &self.plan {
            Some(plan) => plan.due(now, units),
            None => Ok(self.limiter.delay(now, units)?.and_then(|delay| now.checked_add(delay))),
        }
    }

    /// Makes the plan, if somebody is in line and the one there is does not hold any more.
    fn look_ahead(&mut self, now: Duration) {
        let is_late = self.line.front().is_some_and(|first| first.due.is_some_and(|due| due < now));
        if self.line.is_empty() || (self.plan.is_some() && !is_late) {
            return;
        }
        let mut plan = Plan { limiter: self.limiter.clone(), last: Some(now) };
        for waiter in &mut self.line {
            // Nobody stands in line who asks for too much.
            waiter.due = plan.due(now, waiter.units).ok().flatten();
            plan.serve(waiter.due, waiter.units);
        }
        self.plan = Some(plan);
    }

    fn serve_in_plan(&mut self, due: Option<Duration>, units: u32) {
        if let Some(plan) = &mut self.plan {
            plan.serve(due, units);
        }
    }
}
