//! What the functions of a part refer to, and what that refers to in turn.

use std::collections::BTreeSet;

use crate::linked::{Linked, References};
use crate::module::Module;

/// What everybody reaches.
pub(super) struct Reach {
    /// The first part, which has whatever nobody is known to refer to, too.
    pub(super) first: References,
    /// The parts beside it, by number.
    pub(super) parts: Vec<References>,
}

impl Reach {
    /// `stays` tells functions of the first part; `parts` are those of the others.
    pub(super) fn of(
        module: &Module<'_>,
        linked: &Linked,
        stays: impl Fn(u32) -> bool,
        parts: &[BTreeSet<u32>],
    ) -> Self {
        let reached = |functions: &mut dyn Iterator<Item = u32>| {
            let mut reached = References::default();
            for refers in functions.filter_map(|function| linked.refers(module, function)) {
                reached.add(refers);
            }
            reached
        };
        let all = followed(reached(&mut module.defined()), linked);
        let mut first = reached(&mut module.defined().filter(|function| stays(*function)));
        let is_kept =
            |number: &usize| !linked.pieces[*number].is_constant || !all.pieces.contains(number);
        first.pieces.extend((0..linked.pieces.len()).filter(is_kept));
        let known = |place: &u32| all.places.contains(place);
        first.places.extend(placed(module).map(|(place, _)| place).filter(|place| !known(place)));
        let part =
            |functions: &BTreeSet<u32>| followed(reached(&mut functions.iter().copied()), linked);
        Reach { first: followed(first, linked), parts: parts.iter().map(part).collect() }
    }

    /// Functions whose address is taken by the first part, or by one of `parts` that has them not.
    pub(super) fn wanted(&self, module: &Module<'_>, parts: &[BTreeSet<u32>]) -> BTreeSet<u32> {
        let is_wanted = |(place, function): &(u32, u32)| {
            let mut others = self.parts.iter().zip(parts);
            self.first.places.contains(place)
                || others.any(|(reached, functions)| {
                    reached.places.contains(place) && !functions.contains(function)
                })
        };
        placed(module).filter(is_wanted).map(|(_, function)| function).collect()
    }
}

/// What is called by address, behind the addresses, which are places of the table.
fn placed(module: &Module<'_>) -> impl Iterator<Item = (u32, u32)> {
    let elements = module.elements.iter();
    elements.flat_map(|(from, functions)| (*from..).zip(functions.iter().copied()))
}

/// With what the pieces refer to, and those in turn.
fn followed(mut reached: References, linked: &Linked) -> References {
    let mut next: Vec<usize> = reached.pieces.iter().copied().collect();
    while let Some(number) = next.pop() {
        let refers = &linked.pieces[number].refers;
        reached.places.extend(&refers.places);
        next.extend(refers.pieces.iter().filter(|piece| reached.pieces.insert(**piece)));
    }
    reached
}
