//! The command line, read by hand: there is little of it.

use std::fmt;

/// What `--help`, and every mistake, prints.
pub(crate) const USAGE: &str = "\
Usage: cargo xtask COMMAND

  serve [--port N] [--dev]      build the page and serve it on http://127.0.0.1:8080/
                                (--dev: rebuild and reload on every change)
  build [--single]              write the page to dist/
                                (--single: and all of it in one file, dist/interleave.html)
  size                          the transfer size of the first visit, against its budget
  first-visit                   take down what a first visit runs, and what a frame runs: the
                                page is cut in parts by that
  check                         format, lints for the host and for wasm, documentation
  test [rust|go|wasm|browser] [PATTERN]
                                everything, or one part, or the tests whose name has PATTERN
  bench                         benchmarks against named peers, in one table";

const DEFAULT_PORT: u16 = 8080;

/// What the user wants.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Help,
    Run(Command),
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Serve { port: u16, dev: bool },
    Build { single: bool },
    Size,
    FirstVisit,
    Check,
    Test { part: Option<Part>, pattern: Option<String> },
    Bench,
}

/// A part of the tests, for the inner loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Rust,
    Go,
    Wasm,
    Browser,
}

/// Why a command line was not understood.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Misread {
    NoCommand,
    UnknownCommand(String),
    UnknownPart(String),
    NotAPort(String),
    MissingPort,
    Surplus { command: &'static str, argument: String },
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCommand => write!(f, "Say which command to run."),
            Self::UnknownCommand(name) => write!(f, "There is no command '{name}'."),
            Self::UnknownPart(name) => {
                write!(f, "'{name}' is not a part of the tests: choose rust, go, wasm or browser.")
            }
            Self::NotAPort(text) => write!(f, "'{text}' is not a port: choose one of 1 to 65535."),
            Self::MissingPort => write!(f, "Say which port after --port, for example --port 8081."),
            Self::Surplus { command, argument } => {
                write!(f, "'{command}' does not know what to do with '{argument}'.")
            }
        }
    }
}

/// Reads the words after `cargo xtask`.
pub(crate) fn parse(words: impl IntoIterator<Item = String>) -> Result<Asked, Misread> {
    let words: Vec<String> = words.into_iter().collect();
    if words.iter().any(|word| word == "--help" || word == "-h") {
        return Ok(Asked::Help);
    }
    let mut words = words.into_iter();
    let command = words.next().ok_or(Misread::NoCommand)?;
    let command = match command.as_str() {
        "help" => return Ok(Asked::Help),
        "serve" => serve(&mut words)?,
        "build" => build(&mut words)?,
        "size" => alone("size", Command::Size, &mut words)?,
        "first-visit" => alone("first-visit", Command::FirstVisit, &mut words)?,
        "check" => alone("check", Command::Check, &mut words)?,
        "bench" => alone("bench", Command::Bench, &mut words)?,
        "test" => test(&mut words)?,
        _ => return Err(Misread::UnknownCommand(command)),
    };
    Ok(Asked::Run(command))
}

fn alone(
    name: &'static str,
    command: Command,
    words: &mut impl Iterator<Item = String>,
) -> Result<Command, Misread> {
    match words.next() {
        None => Ok(command),
        Some(argument) => Err(Misread::Surplus { command: name, argument }),
    }
}

fn build(words: &mut impl Iterator<Item = String>) -> Result<Command, Misread> {
    match words.next() {
        Some(word) if word == "--single" => alone("build", Command::Build { single: true }, words),
        Some(argument) => Err(Misread::Surplus { command: "build", argument }),
        None => Ok(Command::Build { single: false }),
    }
}

fn serve(words: &mut impl Iterator<Item = String>) -> Result<Command, Misread> {
    let (mut port, mut dev) = (DEFAULT_PORT, false);
    while let Some(word) = words.next() {
        if word == "--dev" {
            dev = true;
        } else if word == "--port" {
            port = read_port(&words.next().ok_or(Misread::MissingPort)?)?;
        } else if let Some(number) = word.strip_prefix("--port=") {
            port = read_port(number)?;
        } else {
            return Err(Misread::Surplus { command: "serve", argument: word });
        }
    }
    Ok(Command::Serve { port, dev })
}

fn read_port(text: &str) -> Result<u16, Misread> {
    match text.parse() {
        Ok(port) if port > 0 => Ok(port),
        _ => Err(Misread::NotAPort(text.to_owned())),
    }
}

fn test(words: &mut impl Iterator<Item = String>) -> Result<Command, Misread> {
    let part = match words.next() {
        None => None,
        Some(word) => Some(match word.as_str() {
            "rust" => Part::Rust,
            "go" => Part::Go,
            "wasm" => Part::Wasm,
            "browser" => Part::Browser,
            _ => return Err(Misread::UnknownPart(word)),
        }),
    };
    let pattern = words.next();
    alone("test", Command::Test { part, pattern }, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Result<Asked, Misread>) {
        assert_eq!(parse(line.split_whitespace().map(str::to_owned)), expected, "{line}");
    }

    fn runs(line: &str, command: Command) {
        check(line, Ok(Asked::Run(command)));
    }

    #[test]
    fn serve_has_a_port_and_a_way_to_change_it() {
        runs("serve", Command::Serve { port: 8080, dev: false });
        runs("serve --port 9000 --dev", Command::Serve { port: 9000, dev: true });
        runs("serve --dev --port=9000", Command::Serve { port: 9000, dev: true });
    }

    #[test]
    fn the_page_is_built_as_a_folder_and_as_one_file_too() {
        runs("build", Command::Build { single: false });
        runs("build --single", Command::Build { single: true });
        let twice = Misread::Surplus { command: "build", argument: "--single".into() };
        check("build --single --single", Err(twice));
    }

    #[test]
    fn a_port_is_a_number_that_can_be_served_on() {
        for bad in ["0", "65536", "-1", "http"] {
            check(&format!("serve --port {bad}"), Err(Misread::NotAPort(bad.into())));
        }
        check("serve --port", Err(Misread::MissingPort));
    }

    #[test]
    fn a_part_of_the_tests_can_be_chosen_and_filtered() {
        runs("test", Command::Test { part: None, pattern: None });
        runs("test browser", Command::Test { part: Some(Part::Browser), pattern: None });
        runs(
            "test rust links",
            Command::Test { part: Some(Part::Rust), pattern: Some("links".into()) },
        );
        check("test everything", Err(Misread::UnknownPart("everything".into())));
    }

    #[test]
    fn a_word_too_many_is_named() {
        check("build fast", Err(Misread::Surplus { command: "build", argument: "fast".into() }));
        check("test wasm a b", Err(Misread::Surplus { command: "test", argument: "b".into() }));
        check("serve 80", Err(Misread::Surplus { command: "serve", argument: "80".into() }));
    }

    #[test]
    fn no_command_and_an_unknown_one_are_mistakes_but_help_is_not() {
        check("", Err(Misread::NoCommand));
        check("sevre", Err(Misread::UnknownCommand("sevre".into())));
        check("help", Ok(Asked::Help));
        check("serve --help", Ok(Asked::Help));
    }
}
