//! `interleave`: runs scenarios on the command line, for slides, tests and CI.
//!
//! ```text
//! interleave list [--json]
//! interleave run SLUG [knob=value …] [--seed N] [--do action@ms …] [--variant v]
//!            [--format text|json|svg] [--at MS] [--traffic FILE]
//! interleave link SLUG [the same]
//! ```
//! A link stands for a slug and everything that follows it. JSON and pictures are the same bytes on
//! every machine. A bad argument is one line on standard error and exit code 2.

mod args;
mod list;
mod run;
mod traffic;

use std::io::Write;
use std::process::ExitCode;

use args::{Bad, Command};

fn main() -> ExitCode {
    let written = args::parse(lexopt::Parser::from_env()).and_then(|command| match command {
        Command::Help => Ok(args::HELP.to_owned()),
        Command::List { json } => list::list(json),
        Command::Run(run) => {
            note(&run);
            run::run(&run)
        }
        Command::Link(run) => {
            note(&run);
            Ok(format!("#{}\n", run.link))
        }
    });
    match written {
        Ok(text) => {
            // Whoever reads may have left: that is no failure of ours.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(Bad(line)) => {
            let _ = writeln!(std::io::stderr(), "interleave: {line}");
            ExitCode::from(2)
        }
    }
}

/// Tells what became of the traffic, beside the output.
fn note(run: &args::Run) {
    for note in &run.notes {
        let _ = writeln!(std::io::stderr(), "interleave: {note}");
    }
}
