//! The first part: what stays, and a stub for what is called from here or from anywhere. In front of
//! all is one function more, which sees to it that there is something at a place of the table.
//! Functions stand in the order of their types, and stubs apart: calls that are alike then have
//! numbers that are alike, and all of it is a twentieth shorter.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::error::Error;

use wasm_encoder::reencode::Reencode;
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, ElementSection, Elements, ExportKind, ExportSection,
    Function, FunctionSection, ImportSection, Instruction, RawSection, TableSection,
};
use wasmparser::{ExternalKind, FuncType};

use super::plan::{Plan, place_in_first};
use super::renumbered::Renumbered;
use super::{data, name};
use crate::module::Module;

/// The first part.
pub(super) fn module(module: &Module<'_>, plan: &Plan) -> Result<Vec<u8>, Box<dyn Error>> {
    let ensure = module.imports.len() as u32;
    let order = order(module, plan);
    let mut renamed = Renumbered::default();
    renamed.functions.extend((0..ensure).map(|import| (import, import)));
    renamed.functions.extend(order.iter().copied().zip(ensure + 1..));
    let mut out = wasm_encoder::Module::new();
    for (id, range) in &module.sections {
        match *id {
            2 => {
                out.section(&imports(module)?);
            }
            3 => {
                out.section(&functions(module, &order)?);
            }
            4 => {
                out.section(&tables(module, plan)?);
            }
            7 => {
                out.section(&exports(module, &renamed)?);
            }
            9 => {
                out.section(&elements(module, plan, &renamed));
            }
            10 => {
                out.section(&code(module, plan, &order, &mut renamed)?);
            }
            11 => {
                out.section(&data::section(module, &plan.bytes.first));
            }
            // What runs at once: wasm-bindgen exports it instead.
            8 => return Err("a function that runs at the start".into()),
            // The number of data segments: only needed to copy from passive ones.
            12 => {}
            id => {
                out.section(&RawSection { id, data: module.raw(range) });
            }
        }
    }
    Ok(out.finish())
}

/// The functions that are here, as they stand.
fn order(module: &Module<'_>, plan: &Plan) -> Vec<u32> {
    let mut order: Vec<u32> = module.defined().filter(|function| plan.is_here(function)).collect();
    order.sort_by_key(|function| place_in_first(module, &plan.stubs, *function));
    order
}

/// The tables, the first of them with a place for each stub.
pub(super) fn tables(module: &Module<'_>, plan: &Plan) -> Result<TableSection, Box<dyn Error>> {
    let mut tables = TableSection::new();
    for place in 0..module.tables.len() {
        tables.table(table(module, plan, place)?);
    }
    Ok(tables)
}

pub(super) fn table(
    module: &Module<'_>,
    plan: &Plan,
    place: usize,
) -> Result<wasm_encoder::TableType, Box<dyn Error>> {
    let mut table = Same.table_type(module.tables[place])?;
    if place == 0 {
        table.minimum += plan.places();
        table.maximum = table.maximum.map(|most| most + plan.places());
    }
    Ok(table)
}

/// The imports, by short names.
fn imports(module: &Module<'_>) -> Result<ImportSection, Box<dyn Error>> {
    let mut imports = ImportSection::new();
    for (number, import) in (0..).zip(&module.imports) {
        let kind = Same.entity_type(import.ty)?;
        imports.import(import.module, &short(number), kind);
    }
    Ok(imports)
}

/// What imports, and exports with long names, are called now: pairs of old and new.
pub(super) fn renamed<'a>(module: &Module<'a>) -> Vec<(&'a str, String)> {
    let imports = module.imports.iter().map(|import| import.name);
    imports.chain(long(module)).zip((0..).map(short)).collect()
}

/// The exports whose names are long: they tell types.
fn long<'a>(module: &Module<'a>) -> impl Iterator<Item = &'a str> {
    let names = module.exports.iter().map(|export| export.name);
    names.filter(|name| name.len() > LONG)
}

const LONG: usize = 32;

/// A name that is in nobody's use.
fn short(number: u32) -> String {
    format!("${number:x}")
}

fn functions(module: &Module<'_>, order: &[u32]) -> Result<FunctionSection, Box<dyn Error>> {
    let number = [wasmparser::ValType::I32];
    let ensures = |kind: &FuncType| kind.params() == number && kind.results() == number;
    let ensures = module.types.iter().position(ensures);
    let mut functions = FunctionSection::new();
    functions.function(ensures.ok_or("no function takes a number and gives one")? as u32);
    for function in order {
        functions.function(module.type_of(*function));
    }
    Ok(functions)
}

fn code(
    module: &Module<'_>,
    plan: &Plan,
    order: &[u32],
    renamed: &mut Renumbered,
) -> Result<CodeSection, Box<dyn Error>> {
    let mut code = CodeSection::new();
    code.function(&ensuring(plan));
    for function in order {
        match plan.stubs.get(function) {
            Some(place) => {
                code.function(&stub(module, *function, *place));
            }
            None => renamed.parse_function_body(&mut code, module.body(*function).clone())?,
        }
    }
    Ok(code)
}

/// `call what is at the place, having ensured that something is`.
fn stub(module: &Module<'_>, function: u32, place: u32) -> Function {
    let ensure = module.imports.len() as u32;
    let type_index = module.type_of(function);
    let mut stub = Function::new([]);
    for local in 0..module.types[type_index as usize].params().len() as u32 {
        stub.instruction(&Instruction::LocalGet(local));
    }
    stub.instruction(&Instruction::I32Const(place as i32))
        .instruction(&Instruction::Call(ensure))
        .instruction(&Instruction::CallIndirect { type_index, table_index: 0 })
        .instruction(&Instruction::End);
    stub
}

/// `if nothing is at the place { link the part whose places these are }; the place`.
fn ensuring(plan: &Plan) -> Function {
    let mut ensuring = Function::new([]);
    ensuring
        .instruction(&Instruction::LocalGet(0))
        .instruction(&Instruction::TableGet(0))
        .instruction(&Instruction::RefIsNull)
        .instruction(&Instruction::If(BlockType::Empty))
        .instruction(&Instruction::I32Const(0));
    // As many parts are before this one as begin at the place or before it, but for the first.
    for begin in plan.begins.iter().skip(1) {
        ensuring
            .instruction(&Instruction::LocalGet(0))
            .instruction(&Instruction::I32Const(*begin as i32))
            .instruction(&Instruction::I32GeU)
            .instruction(&Instruction::I32Add);
    }
    ensuring
        .instruction(&Instruction::LocalGet(0))
        .instruction(&Instruction::Call(plan.link))
        .instruction(&Instruction::End)
        .instruction(&Instruction::LocalGet(0))
        .instruction(&Instruction::End);
    ensuring
}

/// What was exported, and what the other parts import by name.
fn exports(module: &Module<'_>, numbers: &Renumbered) -> Result<ExportSection, Box<dyn Error>> {
    let mut exports = ExportSection::new();
    let renamed: BTreeMap<_, _> = renamed(module).into_iter().collect();
    for export in &module.exports {
        let name = renamed.get(export.name).map_or(export.name, String::as_str);
        let index = match export.kind {
            ExternalKind::Func => numbers.functions[&export.index],
            _ => export.index,
        };
        exports.export(name, Same.export_kind(export.kind)?, index);
    }
    let kinds = [
        (ExportKind::Table, 't', module.tables.len()),
        (ExportKind::Memory, 'm', module.memories.len()),
        (ExportKind::Global, 'g', module.globals.len()),
    ];
    for (kind, letter, count) in kinds {
        for index in 0..count as u32 {
            exports.export(&name(letter, index), kind, index);
        }
    }
    Ok(exports)
}

/// What is called by address, but for what only those call who have it; and what the other parts call.
fn elements(module: &Module<'_>, plan: &Plan, renamed: &Renumbered) -> ElementSection {
    let mut elements = ElementSection::new();
    let mut put = |from: u32, functions: &mut dyn Iterator<Item = &u32>| {
        let functions: Vec<u32> = functions.map(|function| renamed.functions[function]).collect();
        elements.active(
            None,
            &ConstExpr::i32_const(from as i32),
            Elements::Functions(functions.into()),
        );
    };
    for (from, functions) in &module.elements {
        let mut from = *from;
        for run in functions.chunk_by(|one, next| plan.is_here(one) == plan.is_here(next)) {
            if plan.is_here(&run[0]) {
                put(from, &mut run.iter());
            }
            from += run.len() as u32;
        }
    }
    let mut shared: Vec<_> = plan.shared.iter().collect();
    shared.sort_by_key(|(_, place)| **place);
    if let Some((_, from)) = shared.first() {
        put(**from, &mut shared.iter().map(|(function, _)| *function));
    }
    elements
}

/// Everything as it is.
pub(super) struct Same;

impl Reencode for Same {
    type Error = Infallible;
}
