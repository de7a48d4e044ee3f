//! Of each instant that is foretold the definition says whether it is the first.

use super::both::{Both, Turn};
use crate::limit_model::{Kind, Model, duration, settings, step, units};
use crate::support::Rng;
use patterns::{Decision, Limit, ManualTimer, NotAdmitted, Rule};
use std::time::Duration;

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
pub(super) fn foretold<R: Rule + Clone + 'static>(
    seed: u64,
    kind: Kind,
    make: impl Fn(&Model) -> Limit<R>,
) {
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
