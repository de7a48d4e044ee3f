//! The first part: functions keep their numbers, so that most of it is copied as it is.

use std::convert::Infallible;
use std::error::Error;

use wasm_encoder::reencode::Reencode;
use wasm_encoder::{
    BlockType, CodeSection, ExportKind, ExportSection, Function, Instruction, RawSection,
    TableSection,
};

use super::plan::Plan;
use super::{data, name};
use crate::module::Module;

/// The first part.
pub(super) fn module(module: &Module<'_>, plan: &Plan) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut out = wasm_encoder::Module::new();
    for (id, range) in &module.sections {
        let data = module.raw(range);
        match *id {
            4 => {
                out.section(&tables(module, plan)?);
            }
            7 => {
                out.section(&exports(module, plan)?);
            }
            10 => {
                out.section(&code(module, plan));
            }
            11 => {
                out.section(&data::section(module, &plan.texts, None));
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
        table.minimum += plan.stubs.len() as u64;
        table.maximum = table.maximum.map(|most| most + plan.stubs.len() as u64);
    }
    Ok(table)
}

fn code(module: &Module<'_>, plan: &Plan) -> CodeSection {
    let mut code = CodeSection::new();
    for function in module.defined() {
        match (plan.stubs.get(&function), plan.moved.get(&function)) {
            (Some(place), Some(part)) => {
                code.function(&stub(module, plan, function, *place, *part));
            }
            (_, Some(_)) => {
                let mut nothing = Function::new([]);
                nothing.instruction(&Instruction::Unreachable);
                nothing.instruction(&Instruction::End);
                code.function(&nothing);
            }
            (_, None) => {
                code.raw(module.body(function).as_bytes());
            }
        }
    }
    code
}

/// `if nothing is there { link }; call what is there`.
fn stub(module: &Module<'_>, plan: &Plan, function: u32, place: u32, part: usize) -> Function {
    let type_index = module.type_of(function);
    let mut stub = Function::new([]);
    stub.instruction(&Instruction::I32Const(place as i32))
        .instruction(&Instruction::TableGet(0))
        .instruction(&Instruction::RefIsNull)
        .instruction(&Instruction::If(BlockType::Empty))
        .instruction(&Instruction::I32Const(part as i32))
        .instruction(&Instruction::I32Const(place as i32))
        .instruction(&Instruction::Call(plan.link))
        .instruction(&Instruction::End);
    for local in 0..module.types[type_index as usize].params().len() as u32 {
        stub.instruction(&Instruction::LocalGet(local));
    }
    stub.instruction(&Instruction::I32Const(place as i32))
        .instruction(&Instruction::CallIndirect { type_index, table_index: 0 })
        .instruction(&Instruction::End);
    stub
}

/// What was exported, and what the other parts import.
fn exports(module: &Module<'_>, plan: &Plan) -> Result<ExportSection, Box<dyn Error>> {
    let mut exports = ExportSection::new();
    for export in &module.exports {
        exports.export(export.name, Same.export_kind(export.kind)?, export.index);
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
    for function in plan.shared() {
        exports.export(&name('f', function), ExportKind::Func, function);
    }
    Ok(exports)
}

/// Everything as it is.
pub(super) struct Same;

impl Reencode for Same {
    type Error = Infallible;
}
