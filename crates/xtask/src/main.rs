//! Every chore of the project: `cargo xtask` serves, builds, checks, tests and benches.
//!
//! It has no dependencies on purpose: it must start, and explain itself, on a
//! machine that has nothing but Rust and perhaps no network.
//!
//! - `args` reads the command line, one module a command does it;
//! - `build`, `parts` and `pack` make the page, `size` weighs it;
//! - `tools`, `chromium`, `firefox`, `npm`, `python` and `apt` install what a command needs;
//! - `go` tries out the programs in Go;
//! - `process` runs other programs, `failure` is how anything here fails.

mod apt;
mod args;
mod bench;
mod build;
mod check;
mod chromium;
mod failure;
mod firefox;
mod go;
mod npm;
mod pack;
mod parts;
mod place;
mod process;
mod python;
mod serve;
mod site;
mod size;
mod test;
mod tools;
mod wasm;

use std::process::ExitCode;

use args::{Asked, Command};
use failure::Result;

fn main() -> ExitCode {
    match args::parse(std::env::args().skip(1)) {
        Ok(Asked::Help) => {
            process::say(args::USAGE);
            ExitCode::SUCCESS
        }
        Ok(Asked::Run(command)) => match run(command) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                process::complain(&failure.to_string());
                ExitCode::from(1)
            }
        },
        Err(wrong) => {
            process::complain(&format!("{wrong}\n\n{}", args::USAGE));
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result {
    match command {
        Command::Serve { port, dev: false } => serve::release(port),
        Command::Serve { port, dev: true } => serve::dev(port),
        Command::Build { single } => {
            build::page()?;
            if single {
                pack::single()?;
            }
            size::report()
        }
        Command::Size => size::enforce(),
        Command::FirstVisit => parts::learn(),
        Command::Check => check::all(),
        Command::Test { part, pattern } => test::run(part, pattern.as_deref()),
        Command::Bench => bench::all(),
    }
}
