//! A run, as its arguments say it.

use std::ffi::OsString;

use lexopt::{Arg, Parser};
use scenarios::{Axis, Cursor, Language, Link, Notice, Theme, find};

use super::bad::{Bad, choice, one_line, slugs, twice};
use super::options::{Options, text, value};
use super::refused::{apply, refuse, settle};
use super::{Command, unexpected};
use crate::traffic;

/// A run, and how it is written.
pub(crate) struct Run {
    pub(crate) link: Link,
    pub(crate) format: Format,
    pub(crate) width: u16,
    /// What is worth knowing of the traffic that was read.
    pub(crate) notes: Vec<String>,
}

impl Run {
    /// The language of what is written.
    pub(crate) fn language(&self) -> Language {
        self.link.view.language.unwrap_or_default()
    }

    /// Whether a picture is dark.
    pub(crate) fn dark(&self) -> bool {
        self.link.view.theme == Some(Theme::Dark)
    }

    /// The axis of a picture.
    pub(crate) fn axis(&self) -> stage::Axis {
        match self.link.view.axis.unwrap_or(Axis::of(self.link.setup.scenario)) {
            Axis::Time => stage::Axis::Time,
            Axis::Order => stage::Axis::Order,
        }
    }

    /// The cursor the link names, if it names one.
    pub(crate) fn cursor(&self, trace: &lab::Trace) -> stage::Cursor {
        match self.link.cursor {
            Cursor::Start => stage::Cursor::end(trace),
            Cursor::Event(event) => stage::Cursor::after(trace, event as usize + 1),
            Cursor::At(ms) => stage::Cursor::at(trace, u64::from(ms) * 1_000),
        }
    }
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

/// What stands there without an option.
const PLAIN: &str = "SLUG, knob=value and ACTION@MS";

pub(super) fn parse_run(
    mut parser: Parser,
    options: Options,
    command: fn(Run) -> Command,
) -> Result<Command, Bad> {
    let mut run: Option<Run> = None;
    let mut given = Given::default();
    // The slug comes first, but options may stand before it.
    let mut early = Early::default();
    while let Some(arg) = parser.next()? {
        let option = match arg {
            Arg::Value(plain) => {
                let plain = text(plain, PLAIN)?;
                match &mut run {
                    None => run = Some(start(&plain)?),
                    Some(_) if !plain.contains('=') && plain.contains('@') => {
                        early.actions.push(plain);
                    }
                    Some(run) => knob(run, &plain, &mut given)?,
                }
                continue;
            }
            Arg::Long(name) => format!("--{name}"),
            other => return unexpected(other, &options.allowed()),
        };
        let Some(takes) = options.takes(&option) else {
            return unexpected(Arg::Long(&option[2..]), &options.allowed());
        };
        // Of actions there can be any number.
        if option != "--do" {
            given.once(&option)?;
        }
        let value = value(&mut parser, &option)?;
        early.take(option, value, takes)?;
    }
    let mut run = run.ok_or_else(|| Bad(format!("a scenario is missing; {}", slugs())))?;
    early.settle(&mut run)?;
    Ok(command(run))
}

/// What applies once it is known which scenario it is for.
#[derive(Default)]
struct Early {
    options: Vec<(String, String)>,
    actions: Vec<String>,
    /// Where the traffic is.
    file: Option<OsString>,
}

impl Early {
    fn take(&mut self, option: String, value: OsString, takes: &str) -> Result<(), Bad> {
        if option == "--traffic" {
            self.file = Some(value);
            return Ok(());
        }
        let value = text(value, &format!("{option} takes {takes}"))?;
        let is_list = matches!(&*option, "--do" | "--goal");
        // A link takes an empty list for none.
        if is_list && value.split(',').all(|part| part.trim().is_empty()) {
            let value = one_line(&value);
            return Err(Bad(format!("{option}: “{value}” is nothing; it takes {takes}")));
        }
        match &*option {
            "--do" => self.actions.push(value),
            _ => self.options.push((option, value)),
        }
        Ok(())
    }

    fn settle(self, run: &mut Run) -> Result<(), Bad> {
        for (option, value) in self.options {
            set(run, &option, &value)?;
        }
        if !self.actions.is_empty() {
            apply(&mut run.link, "do", &self.actions.join(","))?;
        }
        if let Some(file) = self.file {
            run.notes = traffic::take(&mut run.link, &file)?;
        }
        settle(&mut run.link)
    }
}

/// What was given already.
#[derive(Default)]
struct Given(Vec<String>);

impl Given {
    fn once(&mut self, key: &str) -> Result<(), Bad> {
        if self.0.iter().any(|given| given == key) {
            return Err(twice(key));
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
        let is_missing = |notice: &&Notice| matches!(notice, Notice::NeedsFile { .. });
        refuse(notices.iter().filter(|notice| !is_missing(notice)), link.setup.scenario)?;
        link
    } else {
        let scenario = find(&given.to_ascii_lowercase()).ok_or_else(|| {
            Bad(format!("there is no scenario “{}”; {}", one_line(given), slugs()))
        })?;
        Link::new(scenario)
    };
    Ok(Run { link, format: Format::Text, width: 960, notes: Vec::new() })
}

fn knob(run: &mut Run, text: &str, given: &mut Given) -> Result<(), Bad> {
    let scenario = run.link.setup.scenario;
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    let key = &key.to_ascii_lowercase();
    if scenario.field(key).is_none() {
        if Options::Run.takes(&format!("--{key}")).is_some() {
            return Err(Bad(format!("{key} is no knob; --{key} takes it")));
        }
        let knobs = scenario.fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", ");
        let key = one_line(key);
        return Err(Bad(format!("{} has no knob “{key}”; it has {knobs}", scenario.slug)));
    }
    given.once(key)?;
    apply(&mut run.link, key, value)
}

fn set(run: &mut Run, option: &str, value: &str) -> Result<(), Bad> {
    match option {
        "--format" => {
            let names = FORMATS.map(|(name, _)| name);
            run.format = FORMATS[choice(option, value, &names)?].1;
        }
        "--width" => {
            let width = value.parse().ok().filter(|width| (240..=4_000).contains(width));
            let what = "is not a whole number from 240 to 4000";
            run.width =
                width.ok_or_else(|| Bad(format!("{option}: “{}” {what}", one_line(value))))?;
        }
        // The rest is of links.
        _ => return apply(&mut run.link, option.trim_start_matches('-'), value),
    }
    Ok(())
}
