//! Cuts the page's wasm in two: what a first visit runs, and the rest, which follows when it is
//! wanted.
//!
//! ```text
//! split count IN OUT                      a module that notes which of its functions were called
//! split cold  IN CALLED                   the keys of the functions that were not called
//! split cut   IN COLD PART1 PART2 [BLOB …]
//! ```
//! `COLD` lists the keys of the functions that a first visit does not call. Whatever is not listed
//! stays in the first part: a function that is new costs bytes, never a wait. A `BLOB` is a file
//! that the module holds in its data as it is, such as a text: it moves to the second part too.
//!
//! A function that was moved leaves a stub behind, which has the second part linked (by the import
//! [`LINK`]) if it is not there yet, then calls through the table. So the page is right whenever
//! the second part comes; the loader sees to it that it comes in time.

mod count;
mod cut;
mod key;
mod module;

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use crate::module::Module;

/// The import, in part, that links the second part; no arguments, no result.
const LINK: &str = "link_rest";

/// The first line of a list.
const COLD_SAYS: &str = "# What a first visit does not call, by `cargo xtask first-visit`.\n";

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
        ["cold", input, called] => {
            let (bytes, called) = (std::fs::read(input)?, std::fs::read_to_string(called)?);
            let called = called.lines().map(str::parse).collect::<Result<BTreeSet<u32>, _>>()?;
            if called.is_empty() {
                return Err("no function was called: was the page visited?".into());
            }
            let cold = count::cold(&Module::parse(&bytes)?, &called);
            let mut lines = String::from(COLD_SAYS);
            for key in cold {
                lines.push_str(&key);
                lines.push('\n');
            }
            std::io::stdout().write_all(lines.as_bytes())?;
        }
        ["cut", input, cold, first, second, blobs @ ..] => {
            let bytes = std::fs::read(input)?;
            let cold = std::fs::read_to_string(cold)?;
            let cold: BTreeSet<&str> = cold.lines().filter(|line| !line.starts_with('#')).collect();
            let blobs = blobs.iter().map(std::fs::read).collect::<Result<Vec<_>, _>>()?;
            let parts = cut::cut(&Module::parse(&bytes)?, &cold, &blobs)?;
            std::fs::write(first, parts.first)?;
            std::fs::write(second, parts.second)?;
        }
        _ => {
            return Err(
                "split count IN OUT | cold IN CALLED | cut IN COLD PART1 PART2 [BLOB …]".into()
            );
        }
    }
    Ok(())
}
