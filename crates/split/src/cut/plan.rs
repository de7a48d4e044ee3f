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
    /// Those of them that leave a stub, each with its place in the table.
    pub(super) stubs: BTreeMap<u32, u32>,
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
        let places = module.tables.first().map_or(0, |table| table.initial as u32)..;
        let stubs = moved.keys().filter(|moved| called.contains(moved)).copied().zip(places);
        Ok(Plan { parts, stubs: stubs.collect(), texts: data::texts(module, named), moved, link })
    }

    /// What the first part exports to the others.
    pub(super) fn shared(&self) -> BTreeSet<u32> {
        self.parts.iter().flat_map(|part| part.shared.iter().copied()).collect()
    }
}
