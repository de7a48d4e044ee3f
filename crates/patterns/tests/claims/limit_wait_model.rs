//! Waiting for a limiter against a slow and obvious one: a list of all it has admitted, and a list
//! of those who wait. Of each instant that is foretold the definition says whether it is the first.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::limit_model::{Kind, Model, bucket, duration, histories, settings, step, units};
use crate::support::{Flag, Rng, pause, poll};
use patterns::{
    Canceller, Clock, Context, Decision, FixedWindow, Limit, ManualTimer, NotAdmitted, Reservation,
    Rule, SharedLimiter, SlidingCounter, SlidingLog, Timer,
};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

type Admission = Pin<Box<dyn Future<Output = Result<(), NotAdmitted>>>>;

/// The first in line, once it waits for its turn.
struct Head {
    units: u32,
    wait: Admission,
    canceller: Canceller,
}

/// What the first in line finds when it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// It has what it waited for.
    Served,
    /// It is not yet time.
    Waits,
    /// It never will be; it has left.
    Never,
}

/// A limiter and its line, both ways.
struct Both<R: Rule + Clone, T: Timer> {
    shared: SharedLimiter<Limit<R>, T>,
    model: Model,
    head: Option<Head>,
    line: Vec<Reservation<Limit<R>, T>>,
    /// The last instant at which the limiter was asked: to it time never runs backwards.
    seen: u128,
}

impl<R: Rule + Clone + 'static, T: Timer + Clone + 'static> Both<R, T> {
    fn new(model: Model, limiter: Limit<R>, timer: T) -> Self {
        let shared = SharedLimiter::new(limiter, timer);
        Self { shared, model, head: None, line: Vec::new(), seen: 0 }
    }

    /// What all in line want, in order.
    fn wanted(&self) -> Vec<u32> {
        let line = self.line.iter().map(Reservation::units);
        self.head.iter().map(|head| head.units).chain(line).collect()
    }

    /// The one way in: the definition must agree.
    fn admit(&mut self, now: u128, units: u32) {
        self.seen = self.seen.max(now);
        assert!(self.model.admits(self.seen, units), "over the limit");
        self.model.admitted.push((self.seen, units.into()));
    }

    /// The first in line, if there is one, looks whether it is its turn.
    fn look(&mut self, now: u128) -> Option<Turn> {
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
    fn give_up(&mut self, rng: &mut Rng) {
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

/// That each is foretold the first instant at which it can be had behind those before; what is had
/// by then, and when the last of them is served.
fn walk(model: &Model, now: u128, line: &[(u32, Option<Duration>)]) -> (Model, Option<u128>) {
    let (mut model, mut from) = (model.clone(), Some(now));
    for (units, due) in line {
        let Some(after) = from else {
            assert_eq!(*due, None, "behind one who is never served");
            continue;
        };
        assert!(due.is_none_or(|due| due.as_nanos() >= after), "before those ahead");
        model.check_first(after, *due, *units);
        from = due.map(|due| due.as_nanos());
        if let Some(at) = from {
            model.admitted.push((at, (*units).into()));
        }
    }
    (model, from)
}

/// Reserve, ask, wait, be served, cancel and give up in any order, by a clock that stands, creeps and
/// jumps years.
fn foretold<R: Rule + Clone + 'static>(seed: u64, kind: Kind, make: impl Fn(&Model) -> Limit<R>) {
    let mut rng = Rng(seed);
    let model = settings(&mut rng, kind);
    let timer = ManualTimer::new();
    let limiter = make(&model);
    let mut both = Both::new(model, limiter, timer.clone());
    let (mut now, mut hint, mut head_due) = (0, None, None);
    for _ in 0..4 + rng.below(12) {
        let units = units(&mut rng, both.model.limit);
        let line: Vec<_> = (both.head.iter().map(|head| (head.units, head_due)))
            .chain(both.line.iter().map(|place| (place.units(), place.due())))
            .collect();
        let (after, last) = walk(&both.model, now, &line);
        // When it would be the turn of one who comes now: checked, not computed.
        let check = |due: Option<Duration>| match last {
            Some(last) => after.check_first(last, due, units),
            None => assert_eq!(due, None),
        };
        let fits = units <= both.model.limit;
        match rng.below(8) {
            0..=2 => {
                let by = duration(step(&mut rng, now, both.model.span, hint));
                let by = (rng.below(2) == 0).then_some(by);
                match both.shared.reserve(units, by) {
                    Ok(place) => {
                        assert!(
                            fits && by.is_none_or(|by| place.due().is_some_and(|due| due <= by))
                        );
                        check(place.due());
                        both.line.push(place);
                    }
                    Err(NotAdmitted::TooLate { retry_after }) => {
                        let due = retry_after.map(|span| duration(now) + span);
                        check(due);
                        assert!(due.is_none_or(|due| by.is_some_and(|by| due > by)));
                        hint = retry_after;
                    }
                    Err(_) => assert!(!fits),
                }
            }
            3..=4 => match both.shared.ask(units) {
                Ok(Decision::Admitted) if units == 0 => {}
                Ok(Decision::Admitted) => {
                    check(Some(duration(now)));
                    both.admit(now, units);
                }
                Ok(Decision::Refused { retry_after }) => {
                    let due = retry_after.map(|span| duration(now) + span);
                    assert!(due.is_none_or(|due| due > duration(now)));
                    check(due);
                    hint = retry_after;
                }
                Err(_) => assert!(!fits),
            },
            5..=6 => {
                let first = line.first().copied();
                let due = first.and_then(|(_, due)| due);
                let turn = first.map(|(_, due)| match due {
                    Some(due) if due <= duration(now) => Turn::Served,
                    Some(_) => Turn::Waits,
                    None => Turn::Never,
                });
                assert_eq!(both.look(now), turn);
                head_due = due;
                hint = due.map(|due| due - duration(now)).or(hint);
            }
            _ => both.give_up(&mut rng),
        }
        let waiting = both.wanted().len();
        assert_eq!(both.shared.waiting(), waiting);
        assert_eq!(u128::from(both.shared.counts().admitted), both.model.sum(|_| true));
        let next = step(&mut rng, now, both.model.span, hint).max(now);
        timer.advance(duration(next - now));
        now = next;
        // Whoever is late has it from now on.
        head_due = head_due.map(|due| due.max(duration(now)));
    }
}

/// A clock that shows anything, and wakes whenever it likes.
#[derive(Clone, Default)]
struct Wild(Arc<Mutex<Duration>>);

impl Clock for Wild {
    fn now(&self) -> Duration {
        *self.0.lock().unwrap()
    }
}

impl Timer for Wild {
    fn sleep(&self, _span: Duration) -> impl Future<Output = ()> {
        pause()
    }
}

/// By a clock that also runs backwards nobody gets more than there is, nobody is overtaken, and the
/// books are right.
fn wild<R: Rule + Clone + 'static>(seed: u64, kind: Kind, make: impl Fn(&Model) -> Limit<R>) {
    let mut rng = Rng(seed);
    let model = settings(&mut rng, kind);
    let clock = Wild::default();
    let limiter = make(&model);
    let mut both = Both::new(model, limiter, clock.clone());
    let (mut now, mut hint) = (0, None);
    for _ in 0..4 + rng.below(12) {
        let units = units(&mut rng, both.model.limit);
        match rng.below(8) {
            0..=2 => {
                let by = duration(step(&mut rng, now, both.model.span, hint));
                match both.shared.reserve(units, (rng.below(2) == 0).then_some(by)) {
                    Ok(place) => both.line.push(place),
                    Err(NotAdmitted::TooLate { retry_after }) => hint = retry_after,
                    Err(_) => assert!(units > both.model.limit),
                }
            }
            3..=4 => {
                // Nobody comes before: the limiter itself is asked, and has seen this instant.
                if both.wanted().is_empty() {
                    both.seen = both.seen.max(now);
                }
                let decision = both.shared.ask(units);
                match decision {
                    Ok(Decision::Admitted) => {
                        // There is enough for all who are before as well.
                        let seen = both.seen.max(now);
                        let all = both.wanted().into_iter().fold(units, u32::saturating_add);
                        assert!(
                            units == 0 || both.model.admits(seen, all),
                            "somebody is overtaken"
                        );
                        both.admit(now, units);
                    }
                    Ok(Decision::Refused { retry_after }) => {
                        hint = retry_after;
                    }
                    Err(_) => assert!(units > both.model.limit),
                }
            }
            5..=6 => _ = both.look(now),
            _ => both.give_up(&mut rng),
        }
        assert_eq!(both.shared.waiting(), both.wanted().len());
        assert_eq!(u128::from(both.shared.counts().admitted), both.model.sum(|_| true));
        now = step(&mut rng, now, both.model.span, hint);
        *clock.0.lock().unwrap() = duration(now);
    }
}

fn fixed(model: &Model) -> FixedWindow {
    FixedWindow::new(model.limit, duration(model.span))
}

fn log(model: &Model) -> SlidingLog {
    SlidingLog::new(model.limit, duration(model.span))
}

fn counter(model: &Model) -> SlidingCounter {
    SlidingCounter::new(model.limit, duration(model.span))
}

/// Each kind has a quarter of the histories.
#[test]
fn what_is_foretold_is_the_first_instant_at_which_it_can_be() {
    histories(|seed| match seed % 4 {
        0 => foretold(seed, Kind::Bucket(0), bucket),
        1 => foretold(seed, Kind::Fixed, fixed),
        2 => foretold(seed, Kind::Log, log),
        _ => foretold(seed, Kind::Counter, counter),
    });
}

#[test]
fn a_clock_that_runs_backwards_gives_nobody_more_and_nobody_sooner() {
    histories(|seed| match seed % 4 {
        0 => wild(seed, Kind::Bucket(0), bucket),
        1 => wild(seed, Kind::Fixed, fixed),
        2 => wild(seed, Kind::Log, log),
        _ => wild(seed, Kind::Counter, counter),
    });
}
