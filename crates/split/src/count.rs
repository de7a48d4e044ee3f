//! A module that notes which of its functions were called: a global each, exported by its number.

use std::error::Error;

use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, GlobalSection, GlobalType, Instruction,
    RawSection, ValType,
    reencode::{Reencode, RoundtripReencoder},
};

use crate::module::Module;

/// The module, counting.
pub(crate) fn counting(module: &Module<'_>) -> Result<Vec<u8>, Box<dyn Error>> {
    let first = module.globals.len() as u32;
    let mut out = wasm_encoder::Module::new();
    for (id, range) in &module.sections {
        match *id {
            6 => {
                let mut globals = GlobalSection::new();
                let reader = wasmparser::BinaryReader::new(module.raw(range), 0);
                RoundtripReencoder.parse_global_section(
                    &mut globals,
                    wasmparser::GlobalSectionReader::new(reader)?,
                )?;
                let flag = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
                for _ in module.defined() {
                    globals.global(flag, &ConstExpr::i32_const(0));
                }
                out.section(&globals);
            }
            7 => {
                let mut exports = ExportSection::new();
                for export in &module.exports {
                    let kind = RoundtripReencoder.export_kind(export.kind)?;
                    exports.export(export.name, kind, export.index);
                }
                for (function, global) in module.defined().zip(first..) {
                    exports.export(&format!("called {function}"), ExportKind::Global, global);
                }
                out.section(&exports);
            }
            10 => {
                let mut code = CodeSection::new();
                for (body, global) in module.bodies.iter().zip(first..) {
                    code.raw(&noting(body, global)?);
                }
                out.section(&code);
            }
            id => {
                out.section(&RawSection { id, data: module.raw(range) });
            }
        }
    }
    Ok(out.finish())
}

/// The body, which sets its global first.
fn noting(
    body: &wasmparser::FunctionBody<'_>,
    global: u32,
) -> Result<Vec<u8>, wasmparser::BinaryReaderError> {
    let bytes = body.as_bytes();
    let code = (body.get_operators_reader()?.original_position() - body.range().start) as usize;
    let mut noting = bytes[..code].to_vec();
    wasm_encoder::Encode::encode(&Instruction::I32Const(1), &mut noting);
    wasm_encoder::Encode::encode(&Instruction::GlobalSet(global), &mut noting);
    noting.extend_from_slice(&bytes[code..]);
    Ok(noting)
}
