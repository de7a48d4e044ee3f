//! The arguments, and what is said of a bad one.

use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt};
use scenarios::traffic::Origin;
use scenarios::{Cursor, Language, Link, Notice, SCENARIOS, Scenario, find};
use stage::Axis;

use crate::traffic;

/// What `--help` says.
pub(crate) const HELP: &str = "\
Runs concurrency patterns in virtual time.

  interleave list [--json]
  interleave run SLUG [knob=value …] [--variant V] [--seed N] [--do ACTION@MS …]
                 [--sched fifo|seeded|1.0.2] [--at MS] [--goal GOAL]
                 [--format text|json|svg|perfetto|test]
                 [--traffic FILE] [--width PX] [--theme light|dark] [--axis time|order] [--lang en|vi]
  interleave link SLUG [knob=value …] [the same]
  interleave --help | --version

perfetto is Chrome's trace-event format, for ui.perfetto.dev; test is a Rust test that reproduces
the run. A link such as '#/worker-pool?workers=8&at=1240' can stand for the slug. With arrivals=yours a file
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

/// A run, and how it is written.
pub(crate) struct Run {
    pub(crate) link: Link,
    pub(crate) format: Format,
    pub(crate) width: u16,
    pub(crate) dark: bool,
    pub(crate) axis: Option<Axis>,
    pub(crate) language: Language,
    /// What is worth knowing of the traffic that was read.
    pub(crate) notes: Vec<String>,
}

/// How a run is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Svg,
    Perfetto,
    Test,
}

const FORMATS: [(&str, Format); 5] = [
    ("text", Format::Text),
    ("json", Format::Json),
    ("svg", Format::Svg),
    ("perfetto", Format::Perfetto),
    ("test", Format::Test),
];

/// A bad argument: names it, and says what is allowed.
pub(crate) struct Bad(pub(crate) String);

impl From<lexopt::Error> for Bad {
    fn from(error: lexopt::Error) -> Self {
        Bad(one_line(&error.to_string()))
    }
}

pub(crate) fn parse(mut parser: Parser) -> Result<Command, Bad> {
    let command = match parser.next()? {
        None => return Err(Bad("a command is missing; list, run or link".to_owned())),
        Some(Arg::Value(command)) => command.string()?,
        Some(other) => return unexpected(other, "list, run or link"),
    };
    match command.as_str() {
        "help" => Ok(Command::Help),
        "list" => parse_list(parser),
        "run" => parse_run(parser, Command::Run),
        "link" => parse_run(parser, Command::Link),
        other => Err(Bad(format!("there is no command “{}”; list, run or link", one_line(other)))),
    }
}

/// Help and version can be asked for anywhere; nothing else is expected there.
fn unexpected(arg: Arg<'_>, allowed: &str) -> Result<Command, Bad> {
    match arg {
        Arg::Short('h') | Arg::Long("help") => Ok(Command::Help),
        Arg::Short('V') | Arg::Long("version") => Ok(Command::Version),
        other => Err(Bad(format!("{}; {allowed}", other.unexpected()))),
    }
}

fn parse_list(mut parser: Parser) -> Result<Command, Bad> {
    let mut json = false;
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Long("json") => json = true,
            other => return unexpected(other, "list takes --json"),
        }
    }
    Ok(Command::List { json })
}

fn parse_run(mut parser: Parser, command: fn(Run) -> Command) -> Result<Command, Bad> {
    let mut run: Option<Run> = None;
    let mut given = Given::default();
    let mut actions: Vec<String> = Vec::new();
    // The slug comes first, but options may stand before it.
    let mut early: Vec<(String, String)> = Vec::new();
    let mut file: Option<OsString> = None;
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Value(value) => {
                let value = value.string()?;
                match &mut run {
                    None => run = Some(start(&value)?),
                    Some(_) if !value.contains('=') && value.contains('@') => actions.push(value),
                    Some(run) => knob(run, &value, &mut given)?,
                }
            }
            Arg::Long("traffic") => {
                given.once("--traffic")?;
                file = Some(parser.value()?);
            }
            Arg::Long("do") => actions.push(parser.value()?.string()?),
            Arg::Long(
                key @ ("seed" | "variant" | "sched" | "at" | "format" | "width" | "theme" | "axis"
                | "lang" | "goal"),
            ) => {
                given.once(&format!("--{key}"))?;
                let key = key.to_owned();
                early.push((key, parser.value()?.string()?));
            }
            other => {
                let allowed = "--seed, --do, --variant, --sched, --format, --at, --width, --theme, --axis, --lang, --goal, --traffic";
                return unexpected(other, allowed);
            }
        }
    }
    let mut run = run.ok_or_else(|| Bad(format!("a scenario is missing; {}", slugs())))?;
    for (key, value) in early {
        option(&mut run, &key, &value)?;
    }
    if !actions.is_empty() {
        apply(&mut run.link, "do", &actions.join(","))?;
    }
    match (file, &run.link.origin) {
        (Some(file), _) => run.notes = traffic::take(&mut run.link, &file)?,
        (None, Origin::File(file)) => {
            let count = file.count;
            return Err(Bad(format!(
                "this run needs its file of {count} arrivals; --traffic FILE"
            )));
        }
        (None, _) => {}
    }
    Ok(command(run))
}

/// What was given already. Of two seeds one would be ignored in silence; of actions there can be
/// any number.
#[derive(Default)]
struct Given(Vec<String>);

impl Given {
    fn once(&mut self, key: &str) -> Result<(), Bad> {
        if self.0.iter().any(|given| given == key) {
            return Err(Bad(format!("{key} is given twice")));
        }
        self.0.push(key.to_owned());
        Ok(())
    }
}

/// The scenario of a slug, or everything a link says.
fn start(given: &str) -> Result<Run, Bad> {
    let link = if given.contains('/') || given.starts_with('#') {
        let hash = given.find('#').map_or(given, |place| &given[place..]);
        let (link, notices) = Link::parse(hash);
        // The file may come later.
        let mut notices = notices.iter();
        match notices.find(|notice| !matches!(notice, Notice::NeedsFile { .. })) {
            Some(notice) => return Err(bad(notice)),
            None => link,
        }
    } else {
        let scenario = find(given).ok_or_else(|| {
            Bad(format!("there is no scenario “{}”; {}", one_line(given), slugs()))
        })?;
        Link::new(scenario)
    };
    let (view, format) = (&link.view, Format::Text);
    let axis = view.axis.map(|axis| match axis {
        scenarios::Axis::Time => Axis::Time,
        scenarios::Axis::Order => Axis::Order,
    });
    let dark = view.theme == Some(scenarios::Theme::Dark);
    let language = view.language.unwrap_or_default();
    Ok(Run { link, format, width: 960, dark, axis, language, notes: Vec::new() })
}

fn knob(run: &mut Run, text: &str, given: &mut Given) -> Result<(), Bad> {
    let scenario = run.link.setup.scenario;
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    if scenario.field(key).is_none() {
        let knobs = scenario.fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", ");
        let key = one_line(key);
        return Err(Bad(format!("{} has no knob “{key}”; it has {knobs}", scenario.slug)));
    }
    given.once(key)?;
    apply(&mut run.link, key, value)
}

fn option(run: &mut Run, key: &str, value: &str) -> Result<(), Bad> {
    match key {
        "format" => {
            let names = FORMATS.map(|(name, _)| name);
            run.format = FORMATS[choice("--format", value, &names)?].1;
        }
        "theme" => run.dark = choice("--theme", value, &["light", "dark"])? == 1,
        "axis" => {
            run.axis =
                Some([Axis::Time, Axis::Order][choice("--axis", value, &["time", "order"])?]);
        }
        "lang" => run.language = Language::ALL[choice("--lang", value, &["en", "vi"])?],
        "width" => {
            let width = value.parse().ok().filter(|width| (240..=4_000).contains(width));
            let what = "is not a whole number from 240 to 4000";
            run.width =
                width.ok_or_else(|| Bad(format!("--width: “{}” {what}", one_line(value))))?;
        }
        _ => return apply(&mut run.link, key, value),
    }
    Ok(())
}

fn choice(key: &str, value: &str, allowed: &[&str]) -> Result<usize, Bad> {
    allowed.iter().position(|allowed| *allowed == value).ok_or_else(|| {
        Bad(format!("{key}: “{}” is none of {}", one_line(value), allowed.join(", ")))
    })
}

/// Takes one `key=value` over as a link would, but strictly.
fn apply(link: &mut Link, key: &str, value: &str) -> Result<(), Bad> {
    let mut notices = Vec::new();
    link.apply(key, value, &mut notices);
    notices.first().map_or(Ok(()), |notice| Err(bad(notice)))
}

/// What a link would ignore is an error here.
fn bad(notice: &Notice) -> Bad {
    Bad(match notice {
        Notice::UnknownScenario { given } => format!("there is no scenario “{given}”; {}", slugs()),
        Notice::UnknownKey { given } => format!("“{given}” is not known to links"),
        Notice::UnknownKeys { given } => format!("not known to links: {given}"),
        Notice::BadNumber { key, given, min, max, unit } => {
            let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
            format!("{key}: “{given}” is not a whole number from {min} to {max}{unit}")
        }
        Notice::BadChoice { key, given, allowed } => {
            format!("{key}: “{given}” is none of {allowed}")
        }
        Notice::BadAction { given, latest: Some(latest), .. } => {
            format!(
                "do: “{given}” cannot be taken; behind @ stands a whole number from 0 to {latest} ms"
            )
        }
        Notice::BadAction { given, allowed, .. } if allowed.is_empty() => {
            format!("do: “{given}” cannot be taken; there are no actions here")
        }
        Notice::BadAction { given, allowed, .. } => {
            format!("do: “{given}” cannot be taken; {allowed} can")
        }
        other => one_line(&other.say(Language::En)),
    })
}

fn slugs() -> String {
    let slugs: Vec<&str> = SCENARIOS.iter().map(|scenario: &Scenario| scenario.slug).collect();
    slugs.join(", ")
}

/// What was given, on one line and not endless.
pub(crate) fn one_line(given: &str) -> String {
    let mut seen = given.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut line: String = seen.by_ref().take(200).collect();
    if seen.next().is_some() {
        line.push('…');
    }
    line
}

impl Run {
    /// The cursor the link names, if it names one.
    pub(crate) fn cursor(&self, trace: &lab::Trace) -> stage::Cursor {
        match self.link.cursor {
            Cursor::Start => stage::Cursor::end(trace),
            Cursor::Event(event) => stage::Cursor::after(trace, event as usize + 1),
            Cursor::At(ms) => stage::Cursor::at(trace, u64::from(ms) * 1_000),
        }
    }
}
