//! A part beside the first: everything but its own functions and texts is the first one's. It
//! imports tables, memory and globals by their names there, and functions as `f` and their place in
//! the first table, in hexadecimal digits.

use std::collections::BTreeMap;
use std::error::Error;

use wasm_encoder::reencode::Reencode;
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, FunctionSection, ImportSection,
};

use super::first::{Same, table};
use super::moves::Part;
use super::plan::Plan;
use super::renumbered::Renumbered;
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
    let bytes = data::section(module, &plan.bytes.parts[number]);
    if part.functions.is_empty() {
        out.section(&memories(module, ImportSection::new())?).section(&bytes);
        return Ok(out.finish());
    }
    let mut renamed = Renumbered { types: Some(Vec::new()), ..Renumbered::default() };
    // In an order like that of the first part.
    let mut shared: Vec<u32> = part.shared.iter().copied().collect();
    shared.sort_by_key(|function| plan.shared[function]);
    let mut ours: Vec<u32> = part.functions.iter().copied().collect();
    ours.sort_by_key(|function| module.type_of(*function));
    renamed.functions.extend(shared.iter().chain(&ours).copied().zip(0..));
    let imports = imports(module, plan, &shared, &mut renamed)?;
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for function in &ours {
        functions.function(renamed.type_index(module.type_of(*function))?);
        renamed.parse_function_body(&mut code, module.body(*function).clone())?;
    }
    out.section(&renamed.types(module)?)
        .section(&imports)
        .section(&functions)
        .section(&elements(module, plan, part, &renamed))
        .section(&code)
        .section(&bytes);
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

fn imports(
    module: &Module<'_>,
    plan: &Plan,
    shared: &[u32],
    renamed: &mut Renumbered,
) -> Result<ImportSection, Box<dyn Error>> {
    let mut imports = memories(module, ImportSection::new())?;
    for index in 0..module.tables.len() {
        let table = table(module, plan, index)?;
        imports.import(FIRST, &name('t', index as u32), EntityType::Table(table));
    }
    for (index, global) in module.globals.iter().enumerate() {
        let global = Same.global_type(*global)?;
        imports.import(FIRST, &name('g', index as u32), EntityType::Global(global));
    }
    for function in shared {
        let type_index = match module.imports.get(*function as usize).map(|import| import.ty) {
            Some(wasmparser::TypeRef::Func(index)) => index,
            _ => module.type_of(*function),
        };
        let type_index = renamed.type_index(type_index)?;
        let place = plan.shared[function];
        imports.import(FIRST, &name('f', place), EntityType::Function(type_index));
    }
    Ok(imports)
}

/// Puts the functions of the part where the stubs look for them, and in place of the stubs.
fn elements(module: &Module<'_>, plan: &Plan, part: &Part, renamed: &Renumbered) -> ElementSection {
    let is_ours = |function: &u32| part.functions.contains(function);
    let stubs = plan.stubs.iter().filter(|(function, _)| is_ours(function));
    let mut places: BTreeMap<u32, u32> =
        stubs.map(|(function, place)| (*place, renamed.functions[function])).collect();
    for (from, functions) in &module.elements {
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
