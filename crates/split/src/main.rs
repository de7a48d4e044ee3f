//! Cuts the page's wasm into parts, by who runs what: the first is everybody's, the others follow
//! when they are wanted.
//!
//! ```text
//! split count IN OUT                a module that notes which of its functions were called
//! split sort  IN CALLED             the list: which functions are in which part
//! split cut   IN LINKED LIST FIRST NAME=OUT … [NAME:BLOB …]
//! ```
//! `CALLED` has a line for each kind of visit: its name, a colon, and the numbers of the functions
//! that were called. `LIST` names, under a heading for each part, the keys of the functions that are in it; a
//! function may be in several. Whatever is not listed stays in the first part: a function that is
//! new costs bytes, never a wait. `LINKED` is what `IN` was made of, with the linker's notes of what
//! refers to what: data is where functions are that reach it. A `BLOB` is a file that the module holds in its data as it is,
//! such as a text: it moves to the part that is named before it. A part may have nothing but data.
//!
//! Imports and long exports get short names: a cut prints a line for each, the old name and the new,
//! and whoever uses them has to use the new ones.
//!
//! A function that was moved leaves a stub behind, which calls through a place in the table. While
//! nothing is there, it first has a part linked that has the function, by the import [`LINK`]: the
//! first that is named. So the page is right whenever a part comes; the loader sees to it that it
//! comes in time.

mod count;
mod cut;
mod key;
mod linked;
mod list;
mod module;

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use crate::list::List;
use crate::module::Module;

/// The import, in part, that links a part: its number, and the place in the table for whose sake; no
/// result.
const LINK: &str = "link_part";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(1)
        }
    }
}

fn run(args: &[&str]) -> Result<(), Box<dyn Error>> {
    match args {
        ["count", input, output] => {
            let bytes = std::fs::read(input)?;
            std::fs::write(output, count::counting(&Module::parse(&bytes)?)?)?;
        }
        ["sort", input, called] => {
            let bytes = std::fs::read(input)?;
            let text = std::fs::read_to_string(called)?;
            let visits = text.lines().map(called_in).collect::<Result<Vec<_>, _>>()?;
            let list = List::of(&Module::parse(&bytes)?, &visits)?;
            std::io::stdout().write_all(list.to_string().as_bytes())?;
        }
        ["cut", input, linked, list, first, rest @ ..] => {
            let bytes = std::fs::read(input)?;
            let linked = std::fs::read(linked)?;
            let text = std::fs::read_to_string(list)?;
            let outputs: Vec<_> = rest.iter().filter_map(|word| word.split_once('=')).collect();
            let mut parts = Vec::new();
            for (name, _) in &outputs {
                let mine = rest.iter().filter_map(|word| word.split_once(':'));
                let mine = mine.filter(|(of, _)| of == name).map(|(_, path)| std::fs::read(path));
                parts.push((*name, mine.collect::<Result<Vec<_>, _>>()?));
            }
            let cut = cut::cut(
                &Module::parse(&bytes)?,
                &Module::parse(&linked)?,
                &List::parse(&text)?,
                &parts,
            )?;
            std::fs::write(first, cut.first)?;
            for ((_, output), bytes) in outputs.iter().zip(cut.others) {
                std::fs::write(output, bytes)?;
            }
            for (old, new) in cut.renamed {
                writeln!(std::io::stdout(), "{old} {new}")?;
            }
        }
        _ => {
            return Err(
                "split count IN OUT | sort IN CALLED | cut IN LINKED LIST FIRST NAME=OUT … [NAME:BLOB …]"
                    .into(),
            );
        }
    }
    Ok(())
}

/// The name of a kind of visit, and the functions that were called by it.
fn called_in(line: &str) -> Result<(&str, BTreeSet<u32>), Box<dyn Error>> {
    let (name, numbers) = line.split_once(": ").unwrap_or((line, ""));
    let called =
        numbers.split_whitespace().map(str::parse).collect::<Result<BTreeSet<u32>, _>>()?;
    if called.is_empty() {
        return Err(format!("{name}: no function was called: was the page visited?").into());
    }
    Ok((name, called))
}
