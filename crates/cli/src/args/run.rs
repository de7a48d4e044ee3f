//! A run, as its arguments say it.

use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt};
use scenarios::traffic::Origin;
use scenarios::{Axis, Cursor, Language, Link, Notice, Theme, find};

use super::bad::{Bad, apply, bad, choice, one_line, slugs};
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

/// What takes one value, once.
const OPTIONS: [&str; 10] =
    ["seed", "variant", "sched", "at", "format", "width", "theme", "axis", "lang", "goal"];

const FORMATS: [(&str, Format); 5] = [
    ("text", Format::Text),
    ("json", Format::Json),
    ("svg", Format::Svg),
    ("perfetto", Format::Perfetto),
    ("test", Format::Test),
];

pub(super) fn parse_run(mut parser: Parser, command: fn(Run) -> Command) -> Result<Command, Bad> {
    let mut run: Option<Run> = None;
    let mut given = Given::default();
    // The slug comes first, but options may stand before it.
    let mut early = Early::default();
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Value(value) => {
                let value = value.string()?;
                match &mut run {
                    None => run = Some(start(&value)?),
                    Some(_) if !value.contains('=') && value.contains('@') => {
                        early.actions.push(value);
                    }
                    Some(run) => knob(run, &value, &mut given)?,
                }
            }
            Arg::Long("traffic") => {
                given.once("--traffic")?;
                early.file = Some(parser.value()?);
            }
            Arg::Long("do") => early.actions.push(parser.value()?.string()?),
            Arg::Long(key) if OPTIONS.contains(&key) => {
                given.once(&format!("--{key}"))?;
                let key = key.to_owned();
                early.options.push((key, parser.value()?.string()?));
            }
            other => {
                let allowed = "--seed, --do, --variant, --sched, --format, --at, --width, --theme, --axis, --lang, --goal, --traffic";
                return unexpected(other, allowed);
            }
        }
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
    fn settle(self, run: &mut Run) -> Result<(), Bad> {
        for (key, value) in self.options {
            option(run, &key, &value)?;
        }
        if !self.actions.is_empty() {
            apply(&mut run.link, "do", &self.actions.join(","))?;
        }
        match (self.file, &run.link.origin) {
            (Some(file), _) => run.notes = traffic::take(&mut run.link, &file)?,
            (None, Origin::File(file)) => {
                let count = file.count;
                return Err(Bad(format!(
                    "this run needs its file of {count} arrivals; --traffic FILE"
                )));
            }
            (None, _) => {}
        }
        Ok(())
    }
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
    Ok(Run { link, format: Format::Text, width: 960, notes: Vec::new() })
}

fn knob(run: &mut Run, text: &str, given: &mut Given) -> Result<(), Bad> {
    let scenario = run.link.setup.scenario;
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    if scenario.field(key).is_none() {
        if OPTIONS.contains(&key) || key == "do" {
            return Err(Bad(format!("{key} is no knob; --{key} takes it")));
        }
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
        "width" => {
            let width = value.parse().ok().filter(|width| (240..=4_000).contains(width));
            let what = "is not a whole number from 240 to 4000";
            run.width =
                width.ok_or_else(|| Bad(format!("--width: “{}” {what}", one_line(value))))?;
        }
        // The rest is of links.
        _ => return apply(&mut run.link, key, value),
    }
    Ok(())
}
