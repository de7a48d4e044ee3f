//! What goes where.

use std::collections::BTreeMap;
use std::error::Error;

use super::data::Bytes;
use super::moves::{Moves, Part};
use crate::LINK;
use crate::linked::Linked;
use crate::list::List;
use crate::module::Module;

/// What goes where.
pub(super) struct Plan {
    /// The parts beside the first, by number.
    pub(super) parts: Vec<Part>,
    /// Functions that leave the first part, each with the part that is linked for it.
    moved: BTreeMap<u32, usize>,
    /// Those of them that leave a stub, each with its place in the table: part by part.
    pub(super) stubs: BTreeMap<u32, u32>,
    /// By part, where its places begin.
    pub(super) begins: Vec<u32>,
    /// Functions of the first part that others call, each with its place in the table: what is
    /// called by its place needs no name.
    pub(super) shared: BTreeMap<u32, u32>,
    /// Which bytes of memory are where.
    pub(super) bytes: Bytes,
    /// The import that links a part.
    pub(super) link: u32,
}

impl Plan {
    pub(super) fn of(
        module: &Module<'_>,
        linked: &Linked,
        list: &List,
        named: &[(&str, Vec<Vec<u8>>)],
    ) -> Result<Self, Box<dyn Error>> {
        let link = module.imports.iter().position(|import| import.name.contains(LINK));
        let link = link.ok_or("the module does not import what links a part")? as u32;
        if let Some(part) = list.names().find(|part| named.iter().all(|(name, _)| name != part)) {
            return Err(format!("the list has a part '{part}' that goes nowhere").into());
        }
        let names: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
        let Moves { parts, moved, wanted, reach } = Moves::of(module, linked, list, &names)?;
        let mut places = module.tables.first().map_or(0, |table| table.initial as u32)..;
        let (mut stubs, mut begins) = (BTreeMap::new(), Vec::new());
        for part in 0..parts.len() {
            begins.push(places.start);
            let of_part = moved.iter().filter(|(_, place)| **place == part);
            let left = of_part.map(|(function, _)| *function).filter(|left| wanted.contains(left));
            stubs.extend(left.zip(&mut places));
        }
        let mut shared: Vec<u32> =
            parts.iter().flat_map(|part| part.shared.iter().copied()).collect();
        shared.sort_by_key(|function| place_in_first(module, &stubs, *function));
        shared.dedup();
        let shared = shared.into_iter().zip(places).collect();
        let bytes = Bytes::of(module, linked, &reach, named);
        Ok(Plan { parts, moved, stubs, begins, shared, bytes, link })
    }

    /// Whether the first part has the function, or a stub.
    pub(super) fn is_here(&self, function: &u32) -> bool {
        !self.moved.contains_key(function) || self.stubs.contains_key(function)
    }

    /// How many places the table has beside those that were there.
    pub(super) fn places(&self) -> u64 {
        (self.stubs.len() + self.shared.len()) as u64
    }
}

/// What functions are in order of in the first part: imports, what stays by its type, stubs by theirs.
pub(super) fn place_in_first(
    module: &Module<'_>,
    stubs: &BTreeMap<u32, u32>,
    function: u32,
) -> (bool, Option<u32>, u32) {
    let is_ours = module.defined().contains(&function);
    (stubs.contains_key(&function), is_ours.then(|| module.type_of(function)), function)
}
