//! `interleave`: runs scenarios on the command line, for slides, tests and CI.
//!
//! ```text
//! interleave list [--json]
//! interleave run SLUG [knob=value …] [--seed N] [--do action@ms …] [--variant v]
//!            [--format text|json|svg|perfetto|test] [--at MS] [--traffic FILE] [--goal GOAL]
//! interleave link SLUG [the same, but for --format and --width]
//! ```
//! A link stands for a slug and everything that follows it; what follows the link is about that link.
//! What the page would ignore is an error. JSON and pictures are the same bytes on
//! every machine. A bad argument is one line on standard error and exit code 2; output that cannot be
//! written, one line and exit code 1. A run that does not come to its `--goal` has exit code 1, too.

mod args;
mod link;
mod list;
mod run;
mod said;
mod there;
mod traffic;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use args::{Bad, Command};
use run::Ran;

fn main() -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    let written = args::parse(lexopt::Parser::from_env()).and_then(|command| match command {
        Command::Help => Ok(args::HELP.to_owned()),
        Command::Version => Ok(format!("interleave {}\n", env!("CARGO_PKG_VERSION"))),
        Command::List { json } => list::list(json),
        Command::Run(run) => {
            let Ran { text, met } = run::run(&run)?;
            note(&run);
            code = if met { ExitCode::SUCCESS } else { ExitCode::FAILURE };
            Ok(text)
        }
        Command::Link(run) => {
            let text = link::link(&run)?;
            note(&run);
            Ok(text)
        }
    });
    match written {
        Ok(text) => match write(&text) {
            // Whoever reads may have left: that is no failure of ours.
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                complain(&format!("the output could not be written: {error}"));
                ExitCode::FAILURE
            }
            _ => code,
        },
        Err(Bad(line)) => {
            complain(&line);
            ExitCode::from(2)
        }
    }
}

fn write(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "interleave: {line}");
}

/// Tells what became of the traffic, beside the output.
fn note(run: &args::Run) {
    for note in &run.notes {
        complain(note);
    }
}
