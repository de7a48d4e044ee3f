//! How much passes in how long.

use std::collections::BTreeMap;

use super::{Checked, first, name};
use crate::trace::*;

/// What a bucket allows: so many units at once, and so many more in each second; an item costs so
/// many of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Units a second.
    pub per_second: u32,
    /// The most units at once.
    pub burst: u32,
    /// What an item costs.
    pub units: u32,
}

/// A millionth of a unit comes a microsecond for each unit a second.
const A_UNIT: u128 = 1_000_000;

impl Allowance {
    /// What an item costs, in millionths of a unit.
    fn cost(self) -> u128 {
        u128::from(self.units) * A_UNIT
    }

    /// What an item costs that waits for it, at the most. Clocks tick: whoever needs all that fits in
    /// gets it up to a microsecond late, and what comes meanwhile does not fit in.
    fn cost_of_waiting(self) -> u128 {
        let missed = if self.units == self.burst { self.per_second } else { 0 };
        self.cost() + u128::from(missed)
    }

    /// What fits in at once, in millionths of a unit.
    fn room(self) -> u128 {
        u128::from(self.burst) * A_UNIT
    }
}

/// A bucket that goes by the trace: what has been taken of it and has not come back yet.
#[derive(Clone, Copy, Debug, Default)]
struct Debt {
    at: Micros,
    owed: u128,
}

impl Debt {
    fn take(&mut self, at: Micros, of: Allowance, cost: u128) {
        *self = Debt { at, owed: self.at(at, of) + cost };
    }

    fn give_back(&mut self, at: Micros, of: Allowance, cost: u128) {
        *self = Debt { at, owed: self.at(at, of).saturating_sub(cost) };
    }

    fn at(&self, at: Micros, of: Allowance) -> u128 {
        let come = u128::from(at.saturating_sub(self.at)) * u128::from(of.per_second);
        self.owed.saturating_sub(come)
    }
}

/// Over any span of time, however it is chosen, what goes into the channel of this name is no more
/// than the burst and what the rate gives in that span: for each of those to whom `whose` says that
/// the items belong. Items of nobody are left out.
///
/// # Errors
/// [`Broken`](super::Broken) at the first item too many.
pub fn passes_within(
    trace: &Trace,
    channel: &str,
    of: Allowance,
    whose: impl Fn(ItemId) -> Option<u32>,
) -> Checked {
    let mut debts: BTreeMap<u32, Debt> = BTreeMap::new();
    first(trace, |event| match event.kind {
        EventKind::Sent { to: Some(to), item: Some(item) } if name(trace, to) == channel => {
            let Some(whose) = whose(item) else { return false };
            let debt = debts.entry(whose).or_default();
            debt.take(event.at, of, of.cost());
            debt.owed > of.room()
        }
        _ => false,
    })
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
                    let debt = debts.entry(whose).or_default();
                    debt.take(next.at, of, of.cost_of_waiting());
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
            debt.give_back(event.at, of, of.cost_of_waiting());
        }
        let by = event.at.max(came + patience);
        of.units <= of.burst && debt.at(by, of) + of.cost() <= of.room()
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
