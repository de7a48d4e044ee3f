//! Two modules out of one, which share its memory, tables and globals.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::error::Error;
use std::ops::Range;

use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType,
    ExportKind, ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection,
    Instruction, RawSection, TableSection, ValType,
};
use wasmparser::ExternalKind;

use crate::module::Module;
use crate::{LINK, key};

/// Bodies up to this many bytes stay where they are: their stub would be as long.
const SMALL_BYTES: usize = 24;
/// What the second part imports everything from.
const FIRST: &str = "first";
/// The flag that says whether the second part is there; the loader sets it.
const LINKED: &str = "rest_linked";

/// Both modules.
pub(crate) struct Parts {
    pub(crate) first: Vec<u8>,
    pub(crate) second: Vec<u8>,
}

/// What goes where.
struct Plan {
    /// Functions that move, in order.
    moved: Vec<u32>,
    /// Those of them that leave a stub, each with its place in the table.
    stubs: BTreeMap<u32, u32>,
    /// Functions that stay, or are imported, and are called by those that move.
    shared: BTreeSet<u32>,
    /// Bytes of memory that move, by segment.
    texts: Vec<(usize, Range<usize>)>,
    /// The import that links the second part.
    link: u32,
}

/// Cuts `module`: functions whose key is in `cold` move, and so do `blobs` of its data.
///
/// # Errors
/// If the module is not of the shape that wasm-bindgen writes, or imports nothing to link with.
pub(crate) fn cut(
    module: &Module<'_>,
    cold: &BTreeSet<&str>,
    blobs: &[Vec<u8>],
) -> Result<Parts, Box<dyn Error>> {
    let plan = plan(module, cold, blobs)?;
    Ok(Parts { first: first(module, &plan)?, second: second(module, &plan)? })
}

fn plan(
    module: &Module<'_>,
    cold: &BTreeSet<&str>,
    blobs: &[Vec<u8>],
) -> Result<Plan, Box<dyn Error>> {
    let link = module.imports.iter().position(|import| import.name.contains(LINK));
    let link = link.ok_or("the module does not import what links its second part")? as u32;
    let moves = |function: &u32| {
        let name = module.names.get(function);
        name.is_some_and(|name| cold.contains(key::of(name).as_str()))
            && module.body(*function).as_bytes().len() > SMALL_BYTES
    };
    let moved: BTreeSet<u32> = module.defined().filter(moves).collect();
    let mut called = BTreeSet::new();
    let mut shared = BTreeSet::new();
    for function in module.defined() {
        let side = if moved.contains(&function) { &mut shared } else { &mut called };
        side.extend(module.calls(function)?);
    }
    shared.retain(|function| !moved.contains(function));
    let exported = module.exports.iter().filter(|export| export.kind == ExternalKind::Func);
    called.extend(exported.map(|export| export.index));
    called.extend(module.elements.iter().flat_map(|(_, _, functions)| functions.iter().copied()));
    let places = module.tables.first().map_or(0, |table| table.initial as u32)..;
    let stubs = moved.intersection(&called).copied().zip(places).collect();
    Ok(Plan {
        moved: moved.into_iter().collect(),
        stubs,
        shared,
        texts: texts(module, blobs),
        link,
    })
}

/// Where the blobs are in the data, in order and without overlaps.
fn texts(module: &Module<'_>, blobs: &[Vec<u8>]) -> Vec<(usize, Range<usize>)> {
    /// A shorter text is not worth a segment of its own.
    const WORTH_BYTES: usize = 200;
    let mut texts = Vec::new();
    for blob in blobs.iter().filter(|blob| blob.len() >= WORTH_BYTES) {
        for (segment, (_, data)) in module.data.iter().enumerate() {
            if let Some(at) = find(data, blob) {
                texts.push((segment, at..at + blob.len()));
            }
        }
    }
    texts.sort_by_key(|(segment, range)| (*segment, range.start));
    texts.dedup_by(|next, before| next.0 == before.0 && next.1.start < before.1.end);
    texts
}

fn find(data: &[u8], blob: &[u8]) -> Option<usize> {
    let head = blob.get(..8)?;
    let mut from = 0;
    while let Some(at) = data[from..].windows(8).position(|window| window == head) {
        if data[from + at..].starts_with(blob) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

/// The first part: functions keep their numbers, so that most of it is copied as it is.
fn first(module: &Module<'_>, plan: &Plan) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut out = wasm_encoder::Module::new();
    let linked = module.globals.len() as u32;
    for (id, range) in &module.sections {
        let data = module.raw(range);
        match *id {
            4 => {
                let mut tables = TableSection::new();
                for (place, table) in module.tables.iter().enumerate() {
                    let mut table = Same.table_type(*table)?;
                    if place == 0 {
                        table.minimum += plan.stubs.len() as u64;
                        table.maximum = table.maximum.map(|most| most + plan.stubs.len() as u64);
                    }
                    tables.table(table);
                }
                out.section(&tables);
            }
            6 => {
                let mut globals = GlobalSection::new();
                let reader = wasmparser::BinaryReader::new(data, 0);
                let reader = wasmparser::GlobalSectionReader::new(reader)?;
                Same.parse_global_section(&mut globals, reader)?;
                globals.global(FLAG, &ConstExpr::i32_const(0));
                out.section(&globals);
            }
            7 => {
                out.section(&exports(module, plan)?);
            }
            10 => {
                let mut code = CodeSection::new();
                for function in module.defined() {
                    match plan.stubs.get(&function) {
                        Some(place) => {
                            code.function(&stub(module, function, *place, plan.link, linked));
                        }
                        None if plan.moved.binary_search(&function).is_ok() => {
                            let mut nothing = Function::new([]);
                            nothing.instruction(&Instruction::Unreachable);
                            nothing.instruction(&Instruction::End);
                            code.function(&nothing);
                        }
                        None => {
                            code.raw(module.body(function).as_bytes());
                        }
                    }
                }
                out.section(&code);
            }
            11 => {
                out.section(&data_of(module, &plan.texts, false));
            }
            // The number of data segments: only needed to copy from passive ones.
            12 => {}
            id => {
                out.section(&RawSection { id, data });
            }
        }
    }
    Ok(out.finish())
}

const FLAG: GlobalType = GlobalType { val_type: ValType::I32, mutable: true, shared: false };

/// `if not linked { link }; call what was moved`.
fn stub(module: &Module<'_>, function: u32, place: u32, link: u32, linked: u32) -> Function {
    let type_index = module.type_of(function);
    let mut stub = Function::new([]);
    stub.instruction(&Instruction::GlobalGet(linked))
        .instruction(&Instruction::I32Eqz)
        .instruction(&Instruction::If(BlockType::Empty))
        .instruction(&Instruction::Call(link))
        .instruction(&Instruction::End);
    for local in 0..module.types[type_index as usize].params().len() as u32 {
        stub.instruction(&Instruction::LocalGet(local));
    }
    stub.instruction(&Instruction::I32Const(place as i32))
        .instruction(&Instruction::CallIndirect { type_index, table_index: 0 })
        .instruction(&Instruction::End);
    stub
}

/// What was exported, and what the second part imports.
fn exports(module: &Module<'_>, plan: &Plan) -> Result<ExportSection, Box<dyn Error>> {
    let mut exports = ExportSection::new();
    for export in &module.exports {
        exports.export(export.name, Same.export_kind(export.kind)?, export.index);
    }
    for (kind, letter, count) in kinds(module) {
        for index in 0..count {
            exports.export(&name(letter, index), kind, index);
        }
    }
    exports.export(LINKED, ExportKind::Global, module.globals.len() as u32);
    for function in &plan.shared {
        exports.export(&name('f', *function), ExportKind::Func, *function);
    }
    Ok(exports)
}

fn kinds(module: &Module<'_>) -> [(ExportKind, char, u32); 3] {
    [
        (ExportKind::Table, 't', module.tables.len() as u32),
        (ExportKind::Memory, 'm', module.memories.len() as u32),
        (ExportKind::Global, 'g', module.globals.len() as u32),
    ]
}

/// A short name that nothing else has.
fn name(letter: char, index: u32) -> String {
    format!("{letter}{index:x}")
}

/// The second part: everything but its own functions is the first one's.
fn second(module: &Module<'_>, plan: &Plan) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut imports = ImportSection::new();
    for (index, table) in module.tables.iter().enumerate() {
        let mut table = Same.table_type(*table)?;
        if index == 0 {
            table.minimum += plan.stubs.len() as u64;
            table.maximum = table.maximum.map(|most| most + plan.stubs.len() as u64);
        }
        imports.import(FIRST, &name('t', index as u32), EntityType::Table(table));
    }
    for (index, memory) in module.memories.iter().enumerate() {
        let memory = Same.memory_type(*memory)?;
        imports.import(FIRST, &name('m', index as u32), EntityType::Memory(memory));
    }
    for (index, global) in module.globals.iter().enumerate() {
        let global = Same.global_type(*global)?;
        imports.import(FIRST, &name('g', index as u32), EntityType::Global(global));
    }
    for function in &plan.shared {
        let type_index = match module.imports.get(*function as usize).map(|import| import.ty) {
            Some(wasmparser::TypeRef::Func(index)) => index,
            _ => module.type_of(*function),
        };
        imports.import(FIRST, &name('f', *function), EntityType::Function(type_index));
    }
    let mut renamed = Renumbered::default();
    let all = plan.shared.iter().chain(&plan.moved);
    renamed.functions.extend(all.copied().zip(0..));
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for function in &plan.moved {
        functions.function(module.type_of(*function));
        renamed.parse_function_body(&mut code, module.body(*function).clone())?;
    }
    let mut out = wasm_encoder::Module::new();
    if let Some((id, range)) = module.sections.iter().find(|(id, _)| *id == 1) {
        out.section(&RawSection { id: *id, data: module.raw(range) });
    }
    out.section(&imports)
        .section(&functions)
        .section(&elements(module, plan, &renamed))
        .section(&code)
        .section(&data_of(module, &plan.texts, true));
    Ok(out.finish())
}

/// Puts the moved functions where the stubs look for them, and in place of the stubs.
fn elements(module: &Module<'_>, plan: &Plan, renamed: &Renumbered) -> ElementSection {
    let mut places: BTreeMap<u32, u32> =
        plan.stubs.iter().map(|(function, place)| (*place, renamed.functions[function])).collect();
    for (_, from, functions) in module.elements.iter().filter(|(table, ..)| *table == 0) {
        let moved =
            functions.iter().zip(*from..).filter(|(function, _)| plan.stubs.contains_key(function));
        places.extend(moved.map(|(function, place)| (place, renamed.functions[function])));
    }
    let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
    for (place, function) in places {
        match runs.last_mut() {
            Some((from, run)) if *from + run.len() as u32 == place => run.push(function),
            _ => runs.push((place, vec![function])),
        }
    }
    let mut elements = ElementSection::new();
    for (from, run) in runs {
        elements.active(None, &ConstExpr::i32_const(from as i32), Elements::Functions(run.into()));
    }
    elements
}

/// The data of one part: the texts, or all but them.
fn data_of(module: &Module<'_>, texts: &[(usize, Range<usize>)], moved: bool) -> DataSection {
    let mut section = DataSection::new();
    for (segment, (offset, data)) in module.data.iter().enumerate() {
        let mut put = |range: Range<usize>| {
            if !range.is_empty() {
                let place = ConstExpr::i32_const((offset + range.start as u32) as i32);
                section.active(0, &place, data[range].iter().copied());
            }
        };
        let mut at = 0;
        for (_, range) in texts.iter().filter(|(of, _)| *of == segment) {
            if moved {
                put(range.clone());
            } else {
                put(at..range.start);
            }
            at = range.end;
        }
        if !moved {
            put(at..data.len());
        }
    }
    section
}

/// Everything as it is.
struct Same;

impl Reencode for Same {
    type Error = Infallible;
}

/// Functions by the second part's numbers.
#[derive(Default)]
struct Renumbered {
    functions: BTreeMap<u32, u32>,
}

impl Reencode for Renumbered {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, reencode::Error<Infallible>> {
        Ok(self.functions[&function])
    }
}
