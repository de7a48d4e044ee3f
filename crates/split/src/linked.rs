//! What the linker knew: which pieces the data is made of, and what functions and pieces refer to.

mod notes;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::ops::Range;

use rustc_demangle::demangle;
use wasmparser::{BinaryReader, RelocationType};

use crate::module::Module;
use notes::{Note, Notes};

/// What was linked.
pub(crate) struct Linked {
    /// The pieces of the data, in order; strings may be the end of others.
    pub(crate) pieces: Vec<Piece>,
    /// What functions refer to, by their names; those of one name are one.
    functions: BTreeMap<String, References>,
}

/// Bytes of the data that belong together.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where they are in memory.
    pub(crate) range: Range<u32>,
    /// Whether nobody writes to them.
    pub(crate) is_constant: bool,
    pub(crate) refers: References,
}

/// What is referred to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct References {
    /// Pieces of the data, by number.
    pub(crate) pieces: BTreeSet<usize>,
    /// Functions whose address is taken, by their places in the table.
    pub(crate) places: BTreeSet<u32>,
}

impl Linked {
    /// Reads what the linker noted in what it wrote.
    ///
    /// # Errors
    /// If it was not told to `--emit-relocs`, or noted what this does not know.
    pub(crate) fn of(module: &Module<'_>) -> Result<Self, Box<dyn Error>> {
        let notes = Notes::read(module)?;
        let ranges: BTreeSet<_> = notes.symbols.iter().flatten().copied().collect();
        let numbers: BTreeMap<_, _> = ranges.iter().copied().zip(0..).collect();
        let refers = |noted: &[(u32, Note)]| {
            let mut refers = References::default();
            for (_, note) in noted {
                refers.take(note, &notes, &numbers, module)?;
            }
            Ok::<_, Box<dyn Error>>(refers)
        };
        let mut functions = BTreeMap::new();
        for function in module.defined() {
            let body = module.body(function).range();
            let name = module.names.get(&function).ok_or("a function without a name")?;
            let noted = within(&notes.code, body.start as u32..body.end as u32);
            let known: &mut References = functions.entry(demangle(name).to_string()).or_default();
            known.add(&refers(noted)?);
        }
        let mut pieces = Vec::new();
        let mut end = 0;
        for (from, to) in ranges {
            let range = from..to;
            let is_constant = notes.constant.iter().any(|constant| constant.contains(&from));
            if !within(&notes.data, end..from).is_empty() {
                return Err("an address that is in no piece of the data".into());
            }
            end = end.max(to);
            let refers = refers(within(&notes.data, range.clone()))?;
            pieces.push(Piece { range, is_constant, refers });
        }
        Ok(Linked { pieces, functions })
    }

    /// What a function of a module that was made of this refers to; those that wasm-bindgen has made
    /// itself refer to nothing.
    pub(crate) fn refers(&self, module: &Module<'_>, function: u32) -> Option<&References> {
        self.functions.get(unnumbered(module.names.get(&function)?))
    }
}

/// The notes of places within a range, out of notes in order.
fn within(noted: &[(u32, Note)], range: Range<u32>) -> &[(u32, Note)] {
    let from = noted.partition_point(|(place, _)| *place < range.start);
    let to = noted.partition_point(|(place, _)| *place < range.end);
    noted.get(from..to).unwrap_or_default()
}

impl References {
    fn take(
        &mut self,
        note: &Note,
        notes: &Notes,
        numbers: &BTreeMap<(u32, u32), usize>,
        module: &Module<'_>,
    ) -> Result<(), Box<dyn Error>> {
        use RelocationType as Kind;
        let mut reader = BinaryReader::new(&module.bytes[note.at..], 0);
        match note.kind {
            Kind::MemoryAddrLeb | Kind::MemoryAddrSleb | Kind::MemoryAddrI32 => {
                // What the linker itself has placed, such as the end of the data, is no piece of it.
                let range = notes.symbols.get(note.symbol).copied().flatten();
                self.pieces.extend(range.and_then(|range| numbers.get(&range)));
            }
            Kind::TableIndexSleb => drop(self.places.insert(reader.read_var_i32()? as u32)),
            Kind::TableIndexI32 => drop(self.places.insert(reader.read_u32()?)),
            Kind::FunctionIndexLeb | Kind::TypeIndexLeb | Kind::GlobalIndexLeb => {}
            Kind::TableNumberLeb => {}
            other => return Err(format!("an address of an unknown kind: {other:?}").into()),
        }
        Ok(())
    }

    /// Both.
    pub(crate) fn add(&mut self, more: &References) {
        self.pieces.extend(&more.pieces);
        self.places.extend(&more.places);
    }
}

/// A name without the number, such as `[1]`, by which wasm-bindgen tells functions of one name apart.
fn unnumbered(name: &str) -> &str {
    let number = name.strip_suffix(']').and_then(|name| name.rsplit_once('['));
    let is_number = |number: &str| number.bytes().all(|digit| digit.is_ascii_digit());
    number.filter(|(_, number)| is_number(number)).map_or(name, |(name, _)| name)
}
