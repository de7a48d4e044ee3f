//! Several modules out of one, which share its memory, tables and globals.

mod data;
mod first;
mod moves;
mod other;
mod plan;
mod ranges;
mod reach;
mod renumbered;
#[cfg(test)]
mod tests;

use std::error::Error;

use crate::linked::Linked;
use crate::list::List;
use crate::module::Module;
use plan::Plan;

/// What the other parts import everything from.
const FIRST: &str = "first";

/// The modules.
pub(crate) struct Parts {
    pub(crate) first: Vec<u8>,
    pub(crate) others: Vec<Vec<u8>>,
    /// What the code around it has to call by another name: the old one, the new one.
    pub(crate) renamed: Vec<(String, String)>,
}

/// Cuts `module` into a first part and those that are named: functions move as `list` says, and
/// with each name are the texts that move there out of the data.
///
/// # Errors
/// If the module is not of the shape that wasm-bindgen writes, imports nothing to link with, or the
/// list has a part that is not named.
pub(crate) fn cut(
    module: &Module<'_>,
    linked: &Module<'_>,
    list: &List,
    parts: &[(&str, Vec<Vec<u8>>)],
) -> Result<Parts, Box<dyn Error>> {
    if linked.data != module.data {
        return Err("the module was not made of what was linked".into());
    }
    let linked = Linked::of(linked)?;
    let plan = Plan::of(module, &linked, list, parts)?;
    let others = (0..parts.len()).map(|part| other::module(module, &plan, part));
    Ok(Parts {
        first: first::module(module, &plan)?,
        others: others.collect::<Result<_, Box<dyn Error>>>()?,
        renamed: first::renamed(module)
            .into_iter()
            .map(|(old, new)| (old.to_owned(), new))
            .collect(),
    })
}

/// A short name that nothing else has.
fn name(letter: char, index: u32) -> String {
    format!("{letter}{index:x}")
}
