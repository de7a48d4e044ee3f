//! A part beside the first: everything but its own functions and texts is the first one's.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::error::Error;

use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, FunctionSection, ImportSection,
    RawSection,
};

use super::first::{Same, table};
use super::plan::{Part, Plan};
use super::{FIRST, data, name};
use crate::module::Module;

/// The part of this number.
pub(super) fn module(
    module: &Module<'_>,
    plan: &Plan,
    number: usize,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let part = &plan.parts[number];
    let mut out = wasm_encoder::Module::new();
    let texts = data::section(module, &plan.texts, Some(number));
    if part.functions.is_empty() {
        out.section(&memories(module, ImportSection::new())?).section(&texts);
        return Ok(out.finish());
    }
    let mut renamed = Renumbered::default();
    renamed.functions.extend(part.shared.iter().chain(&part.functions).copied().zip(0..));
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for function in &part.functions {
        functions.function(module.type_of(*function));
        renamed.parse_function_body(&mut code, module.body(*function).clone())?;
    }
    if let Some((id, range)) = module.sections.iter().find(|(id, _)| *id == 1) {
        out.section(&RawSection { id: *id, data: module.raw(range) });
    }
    out.section(&imports(module, plan, part)?)
        .section(&functions)
        .section(&elements(module, plan, part, &renamed))
        .section(&code)
        .section(&texts);
    Ok(out.finish())
}

fn memories(
    module: &Module<'_>,
    mut imports: ImportSection,
) -> Result<ImportSection, Box<dyn Error>> {
    for (index, memory) in module.memories.iter().enumerate() {
        let memory = Same.memory_type(*memory)?;
        imports.import(FIRST, &name('m', index as u32), EntityType::Memory(memory));
    }
    Ok(imports)
}

fn imports(module: &Module<'_>, plan: &Plan, part: &Part) -> Result<ImportSection, Box<dyn Error>> {
    let mut imports = memories(module, ImportSection::new())?;
    for index in 0..module.tables.len() {
        let table = table(module, plan, index)?;
        imports.import(FIRST, &name('t', index as u32), EntityType::Table(table));
    }
    for (index, global) in module.globals.iter().enumerate() {
        let global = Same.global_type(*global)?;
        imports.import(FIRST, &name('g', index as u32), EntityType::Global(global));
    }
    for function in &part.shared {
        let type_index = match module.imports.get(*function as usize).map(|import| import.ty) {
            Some(wasmparser::TypeRef::Func(index)) => index,
            _ => module.type_of(*function),
        };
        imports.import(FIRST, &name('f', *function), EntityType::Function(type_index));
    }
    Ok(imports)
}

/// Puts the functions of the part where the stubs look for them, and in place of the stubs.
fn elements(module: &Module<'_>, plan: &Plan, part: &Part, renamed: &Renumbered) -> ElementSection {
    let is_ours = |function: &u32| part.functions.contains(function);
    let stubs = plan.stubs.iter().filter(|(function, _)| is_ours(function));
    let mut places: BTreeMap<u32, u32> =
        stubs.map(|(function, place)| (*place, renamed.functions[function])).collect();
    for (_, from, functions) in module.elements.iter().filter(|(table, ..)| *table == 0) {
        let moved = functions.iter().zip(*from..).filter(|(function, _)| is_ours(function));
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

/// Functions by the part's own numbers.
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
