//! Functions and types by the numbers that they have in a part.

use std::collections::BTreeMap;
use std::convert::Infallible;

use wasm_encoder::TypeSection;
use wasm_encoder::reencode::{Error, Reencode};

use super::first::Same;
use crate::module::Module;

/// The numbers of a part.
#[derive(Default)]
pub(super) struct Renumbered {
    /// Those of its functions, by what they were.
    pub(super) functions: BTreeMap<u32, u32>,
    /// The types it has use for, by what they were, in the order of their first use; without it all
    /// types keep their numbers.
    pub(super) types: Option<Vec<u32>>,
}

impl Renumbered {
    /// The types that were used.
    pub(super) fn types(&self, module: &Module<'_>) -> Result<TypeSection, Error<Infallible>> {
        let mut types = TypeSection::new();
        for kind in self.types.iter().flatten() {
            let kind = Same.func_type(module.types[*kind as usize].clone())?;
            types.ty().func_type(&kind);
        }
        Ok(types)
    }
}

impl Reencode for Renumbered {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        Ok(self.functions[&function])
    }

    fn type_index(&mut self, kind: u32) -> Result<u32, Error<Infallible>> {
        let Some(types) = &mut self.types else { return Ok(kind) };
        let place = types.iter().position(|used| *used == kind).unwrap_or_else(|| {
            types.push(kind);
            types.len() - 1
        });
        Ok(place as u32)
    }
}
