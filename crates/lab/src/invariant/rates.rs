//! How much is admitted in how long.

use std::collections::BTreeMap;

use patterns::Rate;

use super::{Checked, Gate, first, micros};
use crate::trace::*;

/// What a bucket allows: so many units at once, and so many more as time goes by; an item costs so
/// many of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// How many units come in how long.
    pub rate: Rate,
    /// The most units at once.
    pub burst: u32,
    /// What an item costs.
    pub units: u32,
}

/// Over any stretch of time, however it is chosen, what is admitted is no more than the burst and
/// what the rate gives in that time: for each of those to whom `whose` says that the items belong,
/// whatever the others have. Items of nobody are left out.
///
/// # Errors
/// [`Broken`](super::Broken) at the first item too many.
pub fn admitted_at_rate(
    trace: &Trace,
    gate: Gate<'_>,
    of: Allowance,
    whose: impl Fn(ItemId) -> Option<u32>,
) -> Checked {
    let mut debts: BTreeMap<u32, Debt> = BTreeMap::new();
    for decision in gate.admissions(trace) {
        let Some(whose) = whose(decision.item) else { continue };
        let debt = debts.entry(whose).or_default();
        debt.take(decision.at, of);
        if debt.owed > of.room() {
            return Err(decision.broken([decision.item]));
        }
    }
    Ok(())
}

/// Nobody is refused for whom there would have been enough `patience` microseconds after it came,
/// behind all of the same `whose` who came before, or at the same instant, and were not refused.
/// Items of nobody are left out.
///
/// # Errors
/// [`Broken`](super::Broken) at the first item that was refused without need.
pub fn refuses_only_what_is_too_much(
    trace: &Trace,
    of: Allowance,
    patience: Micros,
    whose: impl Fn(ItemId) -> Option<u32>,
) -> Checked {
    let turned_away = turned_away(trace);
    let mut debts: BTreeMap<u32, Debt> = BTreeMap::new();
    let mut came = BTreeMap::new();
    let mut looked_at = 0;
    first(trace, |event| {
        // Who was first at one instant is not in the trace: all count as being ahead.
        while let Some(next) = trace.events.get(looked_at).filter(|next| next.at <= event.at) {
            if let EventKind::Received { from: None, item: Some(item) } = next.kind
                && let Some(whose) = whose(item)
            {
                came.insert(item, next.at);
                if turned_away.get(&item) != Some(&next.at) {
                    debts.entry(whose).or_default().take_in_line(next.at, of);
                }
            }
            looked_at += 1;
        }
        let EventKind::Lost { item: Some(item), why: Loss::Refused, .. } = event.kind else {
            return false;
        };
        let Some(whose) = whose(item) else { return false };
        let debt = debts.entry(whose).or_default();
        let came = came.remove(&item).unwrap_or(event.at);
        if came < event.at {
            debt.give_back(event.at, of);
        }
        let by = event.at.max(came + patience);
        debt.at(by, of) + of.cost() <= of.room()
    })
}

/// When each item was refused that was.
fn turned_away(trace: &Trace) -> BTreeMap<ItemId, Micros> {
    let refused = trace.events.iter().filter_map(|event| match event.kind {
        EventKind::Lost { item: Some(item), why: Loss::Refused, .. } => Some((item, event.at)),
        _ => None,
    });
    refused.collect()
}

/// Exact: a unit has as many parts as the rate's span has microseconds, so in each of them as many
/// parts come as the rate has units.
impl Allowance {
    /// What an item costs, in parts.
    fn cost(self) -> u128 {
        u128::from(self.units) * self.unit()
    }

    /// What fits in at once, in parts.
    fn room(self) -> u128 {
        u128::from(self.burst) * self.unit()
    }

    fn unit(self) -> u128 {
        micros(self.rate.span()).into()
    }
}

/// A bucket that goes by the trace: what has been taken of it and has not come back yet.
#[derive(Clone, Copy, Debug, Default)]
struct Debt {
    at: Micros,
    owed: u128,
}

impl Debt {
    fn take(&mut self, at: Micros, of: Allowance) {
        *self = Debt { at, owed: self.at(at, of) + of.cost() };
    }

    /// Takes when it is there. Clocks tick: whoever waits for all that fits in gets it up to a
    /// microsecond late, and what comes meanwhile does not fit in.
    fn take_in_line(&mut self, at: Micros, of: Allowance) {
        self.take(at, of);
        let a_tick = u128::from(of.rate.units());
        if of.units == of.burst && a_tick > 0 {
            let lacking = self.owed.saturating_sub(of.room());
            self.owed += lacking.next_multiple_of(a_tick) - lacking;
        }
    }

    fn give_back(&mut self, at: Micros, of: Allowance) {
        *self = Debt { at, owed: self.at(at, of).saturating_sub(of.cost()) };
    }

    fn at(&self, at: Micros, of: Allowance) -> u128 {
        let come = u128::from(at.saturating_sub(self.at)) * u128::from(of.rate.units());
        self.owed.saturating_sub(come)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::tests::{broken, said, told};
    use super::*;

    const TASK: Gate<'_> = Gate::Task("limiter");
    const CHANNEL: Gate<'_> = Gate::Channel("calls");

    /// So many units at once, and so many more in each 100 µs; an item costs one.
    fn allows(burst: u32, units: u32) -> Allowance {
        let rate = Rate::new(units, Duration::from_micros(100));
        Allowance { rate, burst, units: 1 }
    }

    fn everyones(_: ItemId) -> Option<u32> {
        Some(0)
    }

    #[test]
    fn a_run_in_which_nothing_comes_keeps_every_rate() {
        let nothing = allows(0, 0);
        for gate in [TASK, CHANNEL] {
            assert_eq!(admitted_at_rate(&said(&[]), gate, nothing, everyones), Ok(()));
        }
        assert_eq!(refuses_only_what_is_too_much(&said(&[]), nothing, 0, everyones), Ok(()));
    }

    #[test]
    fn a_rate_gives_a_burst_and_what_has_come_since() {
        for gate in [TASK, CHANNEL] {
            let check = |last| {
                let trace = said(&[(0, true), (0, true), (33, false), (last, true)]);
                broken(admitted_at_rate(&trace, gate, allows(2, 3), everyones))
            };
            assert_eq!(check(33), Some(vec![4]));
            assert_eq!(check(34), None);
        }
    }

    #[test]
    fn a_burst_at_one_instant_is_the_burst_and_not_one_more() {
        let check = |count| {
            let trace = said(&vec![(70, true); count]);
            broken(admitted_at_rate(&trace, CHANNEL, allows(3, 9), everyones))
        };
        assert_eq!(check(3), None);
        assert_eq!(check(4), Some(vec![4]));
    }

    #[test]
    fn a_pause_saves_up_no_more_than_the_burst() {
        let trace = said(&[(0, true), (9_000, true), (9_000, true), (9_000, true)]);
        let checked = admitted_at_rate(&trace, CHANNEL, allows(2, 1), everyones);
        assert_eq!(broken(checked), Some(vec![4]));
    }

    #[test]
    fn an_item_may_cost_several_units_at_once() {
        let check = |last| {
            let trace = said(&[(0, true), (last, true)]);
            let of = Allowance { units: 3, ..allows(4, 10) };
            broken(admitted_at_rate(&trace, CHANNEL, of, everyones))
        };
        // One is left of four, so two more have to come.
        assert_eq!(check(19), Some(vec![2]));
        assert_eq!(check(20), None);
        let never = Allowance { units: 5, ..allows(4, 10) };
        let checked = admitted_at_rate(&said(&[(500, true)]), CHANNEL, never, everyones);
        assert_eq!(broken(checked), Some(vec![1]));
    }

    #[test]
    fn each_has_a_rate_of_its_own_and_nobodys_items_are_left_out() {
        let trace = said(&[(0, true), (0, true), (10, true)]);
        let of = |whose: fn(ItemId) -> Option<u32>| {
            broken(admitted_at_rate(&trace, TASK, allows(1, 0), whose))
        };
        assert_eq!(of(Some), None);
        assert_eq!(of(|item| Some(item % 2)), Some(vec![3]));
        assert_eq!(of(|_| None), None);
    }

    #[test]
    fn who_is_refused_at_once_would_not_have_had_enough_in_time() {
        // The bucket is empty; one unit comes in 100 µs.
        let check = |patience| {
            let trace = told(&[(0, 0, true), (30, 30, false)]);
            broken(refuses_only_what_is_too_much(&trace, allows(1, 1), patience, everyones))
        };
        assert_eq!(check(69), None);
        assert_eq!(check(70), Some(vec![2]));
    }

    #[test]
    fn who_waited_is_refused_only_if_there_is_not_enough_at_the_end() {
        let check = |refused| {
            let trace = told(&[(0, 0, true), (30, refused, false)]);
            broken(refuses_only_what_is_too_much(&trace, allows(1, 1), 0, everyones))
        };
        assert_eq!(check(99), None);
        assert_eq!(check(100), Some(vec![2]));
    }

    #[test]
    fn those_who_wait_are_ahead_of_whoever_comes_later_or_at_the_same_instant() {
        let check = |came, patience| {
            let trace = told(&[(0, 0, true), (came, came, false), (30, 100, true)]);
            broken(refuses_only_what_is_too_much(&trace, allows(1, 1), patience, everyones))
        };
        // The unit that comes at 100 is the third item's, so the next is there at 200.
        assert_eq!(check(30, 169), None);
        assert_eq!(check(30, 170), Some(vec![2]));
        // Before that one came, the unit was free.
        assert_eq!(check(29, 71), Some(vec![2]));
    }

    #[test]
    fn whoever_is_refused_spends_nothing() {
        let trace = told(&[(0, 0, true), (10, 10, false), (20, 20, false), (100, 100, false)]);
        let checked = refuses_only_what_is_too_much(&trace, allows(1, 1), 0, everyones);
        assert_eq!(broken(checked), Some(vec![4]));
    }

    #[test]
    fn what_costs_more_than_fits_in_may_always_be_refused() {
        let trace = told(&[(0, 0, false)]);
        let of = |units| Allowance { units, ..allows(4, 10) };
        let check =
            |units| broken(refuses_only_what_is_too_much(&trace, of(units), 900, everyones));
        assert_eq!(check(5), None);
        assert_eq!(check(4), Some(vec![1]));
    }

    #[test]
    fn nobody_is_refused_for_what_others_took() {
        let trace = told(&[(0, 0, true), (0, 0, false)]);
        let of = |whose: fn(ItemId) -> Option<u32>| {
            broken(refuses_only_what_is_too_much(&trace, allows(1, 0), 0, whose))
        };
        assert_eq!(of(everyones), None);
        assert_eq!(of(Some), Some(vec![2]));
        assert_eq!(of(|_| None), None);
    }
}
