//! What goes where.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use wasmparser::ExternalKind;

use super::data::{self, Text};
use crate::list::List;
use crate::module::Module;
use crate::{LINK, key};

/// Bodies up to this many bytes stay where they are: their stub would be as long.
const SMALL_BYTES: usize = 24;

/// What goes where.
pub(super) struct Plan {
    /// The parts beside the first, by number.
    pub(super) parts: Vec<Part>,
    /// Functions that leave the first part, each with the part that is linked for it.
    pub(super) moved: BTreeMap<u32, usize>,
    /// Those of them that leave a stub, each with its place in the table: part by part.
    pub(super) stubs: BTreeMap<u32, u32>,
    /// By part, where its places begin.
    pub(super) begins: Vec<u32>,
    /// Functions of the first part that others call, each with its place in the table: what is
    /// called by its place needs no name.
    pub(super) shared: BTreeMap<u32, u32>,
    /// Bytes of memory that move, in order.
    pub(super) texts: Vec<Text>,
    /// The import that links a part.
    pub(super) link: u32,
}

/// A part beside the first.
#[derive(Default)]
pub(super) struct Part {
    /// The functions that it has.
    pub(super) functions: BTreeSet<u32>,
    /// What they call elsewhere: functions of the first part, imports, and stubs.
    pub(super) shared: BTreeSet<u32>,
}

impl Plan {
    pub(super) fn of(
        module: &Module<'_>,
        list: &List,
        named: &[(&str, Vec<Vec<u8>>)],
    ) -> Result<Self, Box<dyn Error>> {
        let link = module.imports.iter().position(|import| import.name.contains(LINK));
        let link = link.ok_or("the module does not import what links a part")? as u32;
        if let Some(part) = list.names().find(|part| named.iter().all(|(name, _)| name != part)) {
            return Err(format!("the list has a part '{part}' that goes nowhere").into());
        }
        let mut parts: Vec<Part> = named.iter().map(|_| Part::default()).collect();
        let mut moved = BTreeMap::new();
        for function in module.defined() {
            let Some(key) = module.names.get(&function).map(|name| key::of(name)) else { continue };
            if module.body(function).as_bytes().len() <= SMALL_BYTES {
                continue;
            }
            for (place, (name, _)) in named.iter().enumerate() {
                if list.has(name, &key) {
                    parts[place].functions.insert(function);
                    moved.entry(function).or_insert(place);
                }
            }
        }
        let mut called = BTreeSet::new();
        for function in module.defined() {
            let calls = module.calls(function)?;
            if !moved.contains_key(&function) {
                called.extend(calls.iter().copied());
            }
            for part in parts.iter_mut().filter(|part| part.functions.contains(&function)) {
                let elsewhere = calls.iter().filter(|callee| !part.functions.contains(callee));
                part.shared.extend(elsewhere);
            }
        }
        called.extend(parts.iter().flat_map(|part| part.shared.iter().copied()));
        let exported = module.exports.iter().filter(|export| export.kind == ExternalKind::Func);
        called.extend(exported.map(|export| export.index));
        called.extend(module.elements.iter().flat_map(|(_, _, placed)| placed.iter().copied()));
        let mut places = module.tables.first().map_or(0, |table| table.initial as u32)..;
        let (mut stubs, mut begins) = (BTreeMap::new(), Vec::new());
        for part in 0..parts.len() {
            begins.push(places.start);
            let of_part = moved.iter().filter(|(_, place)| **place == part);
            let left = of_part.map(|(function, _)| *function).filter(|left| called.contains(left));
            stubs.extend(left.zip(&mut places));
        }
        let mut shared: Vec<u32> =
            parts.iter().flat_map(|part| part.shared.iter().copied()).collect();
        shared.sort_by_key(|function| place_in_first(module, &stubs, *function));
        shared.dedup();
        let shared = shared.into_iter().zip(places).collect();
        Ok(Plan { parts, stubs, begins, shared, texts: data::texts(module, named), moved, link })
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
