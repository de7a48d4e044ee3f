//! A module, read: what wasm-bindgen writes, and nothing more general than that.

use std::collections::BTreeMap;
use std::error::Error;
use std::ops::Range;

use wasmparser::{
    Data, DataKind, Element, ElementItems, ElementKind, Export, FuncType, FunctionBody, GlobalType,
    Import, MemoryType, Name, NameSectionReader, Operator, Parser, Payload, TableType, TypeRef,
};

/// Functions in the first table: from which place on, the functions.
type Placed = (u32, Vec<u32>);

/// A module.
#[derive(Default)]
pub(crate) struct Module<'a> {
    /// All of it.
    pub(crate) bytes: &'a [u8],
    /// Its sections but the custom ones, in order: number and contents.
    pub(crate) sections: Vec<(u8, Range<u64>)>,
    /// Function types.
    pub(crate) types: Vec<FuncType>,
    /// Imports, functions all.
    pub(crate) imports: Vec<Import<'a>>,
    /// The type of each function defined here.
    pub(crate) functions: Vec<u32>,
    /// What each of them does.
    pub(crate) bodies: Vec<FunctionBody<'a>>,
    /// Tables, memories, globals: all defined here.
    pub(crate) tables: Vec<TableType>,
    pub(crate) memories: Vec<MemoryType>,
    pub(crate) globals: Vec<GlobalType>,
    /// What is visible outside.
    pub(crate) exports: Vec<Export<'a>>,
    /// What is called by address: place in the first table, functions.
    pub(crate) elements: Vec<Placed>,
    /// Bytes of memory: place, contents.
    pub(crate) data: Vec<(u32, &'a [u8])>,
    /// Functions by name.
    pub(crate) names: BTreeMap<u32, String>,
}

impl<'a> Module<'a> {
    /// Reads a module.
    ///
    /// # Errors
    /// If it is none, or has what the page's module does not have.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, Box<dyn Error>> {
        let mut module = Module { bytes, ..Module::default() };
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            if let Some((id, range)) = payload.as_section().filter(|(id, _)| *id != 0) {
                module.sections.push((id, range));
            }
            module.read(payload)?;
        }
        Ok(module)
    }

    fn read(&mut self, payload: Payload<'a>) -> Result<(), Box<dyn Error>> {
        match payload {
            Payload::TypeSection(types) => {
                let types = types.into_iter_err_on_gc_types().collect::<Result<Vec<_>, _>>()?;
                self.types = types;
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    if !matches!(import.ty, TypeRef::Func(_)) {
                        return Err("an import that is no function".into());
                    }
                    self.imports.push(import);
                }
            }
            Payload::FunctionSection(functions) => {
                self.functions = functions.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(memories) => {
                self.memories = memories.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::GlobalSection(globals) => {
                for global in globals {
                    self.globals.push(global?.ty);
                }
            }
            Payload::ExportSection(exports) => {
                self.exports = exports.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::ElementSection(elements) => {
                for element in elements {
                    self.elements.push(placed(element?)?);
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataSection(data) => {
                for data in data {
                    self.data.push(contents(data?)?);
                }
            }
            Payload::CustomSection(custom) if custom.name() == "name" => {
                let reader = wasmparser::BinaryReader::new(custom.data(), custom.data_offset());
                for name in NameSectionReader::new(reader) {
                    if let Name::Function(names) = name? {
                        for naming in names {
                            let naming = naming?;
                            self.names.insert(naming.index, naming.name.to_owned());
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The numbers of the functions defined here.
    pub(crate) fn defined(&self) -> Range<u32> {
        let first = self.imports.len() as u32;
        first..first + self.functions.len() as u32
    }

    /// What a function defined here does.
    pub(crate) fn body(&self, function: u32) -> &FunctionBody<'a> {
        &self.bodies[function as usize - self.imports.len()]
    }

    /// The type of a function defined here.
    pub(crate) fn type_of(&self, function: u32) -> u32 {
        self.functions[function as usize - self.imports.len()]
    }

    /// The functions that a function defined here calls by name.
    ///
    /// # Errors
    /// If its code cannot be read, or takes the address of a function.
    pub(crate) fn calls(&self, function: u32) -> Result<Vec<u32>, Box<dyn Error>> {
        let mut calls = Vec::new();
        for operator in self.body(function).get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } | Operator::ReturnCall { function_index } => {
                    calls.push(function_index);
                }
                Operator::RefFunc { .. } => return Err("a function's address in code".into()),
                _ => {}
            }
        }
        Ok(calls)
    }

    /// The place in memory of the data at a place in the file.
    pub(crate) fn address(&self, at: usize) -> Option<u32> {
        let begin = |data: &[u8]| data.as_ptr() as usize - self.bytes.as_ptr() as usize;
        let inside =
            |data: &[u8]| at.checked_sub(begin(data)).filter(|inside| *inside < data.len());
        self.data.iter().find_map(|(from, data)| Some(from + inside(data)? as u32))
    }

    /// The contents of a section.
    pub(crate) fn raw(&self, range: &Range<u64>) -> &'a [u8] {
        &self.bytes[range.start as usize..range.end as usize]
    }
}

/// A segment of a table.
fn placed(element: Element<'_>) -> Result<Placed, Box<dyn Error>> {
    let ElementKind::Active { table_index, offset_expr } = element.kind else {
        return Err("a table segment that is not in place".into());
    };
    if table_index.is_some_and(|table| table != 0) {
        return Err("a segment of another table".into());
    }
    let ElementItems::Functions(functions) = element.items else {
        return Err("a table segment of something else than functions".into());
    };
    let functions = functions.into_iter().collect::<Result<_, _>>()?;
    Ok((constant(&offset_expr)?, functions))
}

fn contents(data: Data<'_>) -> Result<(u32, &[u8]), Box<dyn Error>> {
    let DataKind::Active { memory_index: 0, offset_expr } = data.kind else {
        return Err("a data segment that is not in place".into());
    };
    Ok((constant(&offset_expr)?, data.data))
}

pub(crate) fn constant(expression: &wasmparser::ConstExpr<'_>) -> Result<u32, Box<dyn Error>> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value as u32),
        _ => Err("a place that is not constant".into()),
    }
}
