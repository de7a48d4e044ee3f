//! Which functions move where, and which of them somebody wants who has them not.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use wasmparser::ExternalKind;

use super::reach::Reach;
use crate::key;
use crate::linked::Linked;
use crate::list::List;
use crate::module::Module;

/// Bodies up to this many bytes stay where somebody wants them there: their stub would be as long.
const SMALL_BYTES: usize = 16;

/// What moves.
pub(super) struct Moves {
    /// The parts beside the first, by number.
    pub(super) parts: Vec<Part>,
    /// Functions that leave the first part, each with the part that is linked for it.
    pub(super) moved: BTreeMap<u32, usize>,
    /// Functions that are called, or may be by their address, where they are not.
    pub(super) wanted: BTreeSet<u32>,
    /// What the parts refer to.
    pub(super) reach: Reach,
}

/// A part beside the first.
pub(super) struct Part {
    /// The functions that it has.
    pub(super) functions: BTreeSet<u32>,
    /// What they call elsewhere: functions of the first part, imports, and stubs.
    pub(super) shared: BTreeSet<u32>,
}

impl Moves {
    /// As the list says, but for what is too small to leave a stub.
    pub(super) fn of(
        module: &Module<'_>,
        linked: &Linked,
        list: &List,
        names: &[&str],
    ) -> Result<Self, Box<dyn Error>> {
        let calls = module.defined().map(|function| Ok((function, module.calls(function)?)));
        let calls: Calls = calls.collect::<Result<_, Box<dyn Error>>>()?;
        let mut parts = listed(module, list, names);
        loop {
            let moves = Moves::with(module, linked, &calls, parts);
            let is_small = |function: &&u32| {
                let refers = linked.refers(module, **function);
                module.body(**function).as_bytes().len() <= SMALL_BYTES
                    && refers.is_none_or(|refers| refers.pieces.is_empty())
            };
            let wanted = moves.moved.keys().filter(|function| moves.wanted.contains(function));
            let stay: BTreeSet<u32> = wanted.filter(is_small).copied().collect();
            if stay.is_empty() {
                return Ok(moves);
            }
            // What they call and refer to is wanted then, too.
            parts = moves.parts.iter().map(|part| &part.functions - &stay).collect();
        }
    }

    fn with(
        module: &Module<'_>,
        linked: &Linked,
        calls: &Calls,
        functions: Vec<BTreeSet<u32>>,
    ) -> Self {
        let mut moved = BTreeMap::new();
        for (number, functions) in functions.iter().enumerate() {
            for function in functions {
                moved.entry(*function).or_insert(number);
            }
        }
        let reach =
            Reach::of(module, linked, |function| !moved.contains_key(&function), &functions);
        let mut wanted: BTreeSet<u32> = reach.wanted(module, &functions);
        let here = calls.iter().filter(|(function, _)| !moved.contains_key(function));
        wanted.extend(here.flat_map(|(_, calls)| calls));
        let exported = module.exports.iter().filter(|export| export.kind == ExternalKind::Func);
        wanted.extend(exported.map(|export| export.index));
        let part = |functions: BTreeSet<u32>| {
            let called = functions.iter().flat_map(|function| &calls[function]);
            let shared = called.filter(|called| !functions.contains(called)).copied().collect();
            Part { functions, shared }
        };
        let parts: Vec<Part> = functions.into_iter().map(part).collect();
        wanted.extend(parts.iter().flat_map(|part| &part.shared));
        Moves { parts, moved, wanted, reach }
    }
}

/// The functions that each function calls by name.
type Calls = BTreeMap<u32, Vec<u32>>;

/// By part, the functions that are listed.
fn listed(module: &Module<'_>, list: &List, names: &[&str]) -> Vec<BTreeSet<u32>> {
    let keys: Vec<(u32, String)> = module
        .defined()
        .filter_map(|function| Some((function, key::of(module.names.get(&function)?))))
        .collect();
    let of = |name: &&str| {
        let listed = keys.iter().filter(|(_, key)| list.has(name, key));
        listed.map(|(function, _)| *function).collect()
    };
    names.iter().map(of).collect()
}
