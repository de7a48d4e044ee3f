//! The arguments, and what is said of a bad one.

mod bad;
mod options;
mod refused;
mod run;

use lexopt::{Arg, Parser};

use bad::twice;
pub(crate) use bad::{Bad, one_line};
use options::{Options, text};
use run::parse_run;
pub(crate) use run::{Format, Run};

/// What `--help` says.
pub(crate) const HELP: &str = "\
Runs concurrency patterns in virtual time.

  interleave list [--json]
  interleave run SLUG [knob=value …] [--variant V] [--seed N] [--do ACTION@MS …]
                 [--sched fifo|seeded|1.0.2] [--at MS] [--goal GOAL]
                 [--format text|json|svg|perfetto|test]
                 [--traffic FILE] [--width PX] [--theme light|dark] [--axis time|order] [--lang en|vi]
  interleave link SLUG [knob=value …] [the same, but for --format and --width]
  interleave --help | --version

perfetto is Chrome's trace-event format, for ui.perfetto.dev; test is a Rust test that reproduces
the run. A link such as '#/worker-pool?workers=8&at=1240' can stand for the slug; what follows it is
about that link. Capitals in names do not matter, as in links. With arrivals=yours a file
has one instant a line: epoch seconds or milliseconds, ISO 8601, or an access log. A goal is such as
'p95<200,dropped=0'; a run that does not come to it exits with 1.
";

/// What is asked for.
pub(crate) enum Command {
    Help,
    Version,
    List { json: bool },
    Run(Run),
    Link(Run),
}

const COMMANDS: &str = "list, run or link";

pub(crate) fn parse(mut parser: Parser) -> Result<Command, Bad> {
    let command = match parser.next()? {
        None => return Err(Bad(format!("a command is missing; {COMMANDS}"))),
        Some(Arg::Value(command)) => text(command, COMMANDS)?,
        Some(other) => return unexpected(other, COMMANDS),
    };
    match command.as_str() {
        "help" => match parser.next()? {
            None => Ok(Command::Help),
            Some(other) => unexpected(other, "help takes no more"),
        },
        "list" => parse_list(parser),
        "run" => parse_run(parser, Options::Run, Command::Run),
        "link" => parse_run(parser, Options::Link, Command::Link),
        other => Err(Bad(format!("there is no command “{}”; {COMMANDS}", one_line(other)))),
    }
}

/// Help and version can be asked for anywhere; nothing else is expected there.
fn unexpected(arg: Arg<'_>, allowed: &str) -> Result<Command, Bad> {
    match arg {
        Arg::Short('h') | Arg::Long("help") => Ok(Command::Help),
        Arg::Short('V') | Arg::Long("version") => Ok(Command::Version),
        other => Err(Bad(format!("{}; {allowed}", one_line(&other.unexpected().to_string())))),
    }
}

fn parse_list(mut parser: Parser) -> Result<Command, Bad> {
    let mut json = false;
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Long("json") if json => return Err(twice("--json")),
            Arg::Long("json") => json = true,
            other => return unexpected(other, "list takes --json"),
        }
    }
    Ok(Command::List { json })
}
