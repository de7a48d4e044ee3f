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
    /// Functions that move, each with its part.
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
    /// The functions that move there, in order.
    pub(super) moved: Vec<u32>,
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
        let mut moved = BTreeMap::new();
        for function in module.defined() {
            let part = module.names.get(&function).and_then(|name| list.part(&key::of(name)));
            let Some(part) = part else { continue };
            let place = named.iter().position(|(name, _)| *name == part);
            let place = place.ok_or_else(|| format!("the list has a part '{part}' of no name"))?;
            if module.body(function).as_bytes().len() > SMALL_BYTES {
                moved.insert(function, place);
            }
        }
        let mut parts: Vec<Part> = named.iter().map(|_| Part::default()).collect();
        for (function, part) in &moved {
            parts[*part].moved.push(*function);
        }
        let mut called = BTreeSet::new();
        for function in module.defined() {
            let home = moved.get(&function);
            let elsewhere = module.calls(function)?;
            let elsewhere = elsewhere.into_iter().filter(|callee| moved.get(callee) != home || home.is_none());
            match home {
                Some(part) => parts[*part].shared.extend(elsewhere),
                None => called.extend(elsewhere),
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
