//! A run as a link, and back: `#/worker-pool?variant=leaks&workers=4&do=cancel@1200&e=137`.

use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;

use lab::{ScheduleKind, ScriptEntry};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::frame::Frame;
use crate::language::Language;
use crate::notice::{Notice, quoted};
use crate::params::Kind;
use crate::registry::{SCENARIOS, find};
use crate::scenario::Scenario;
use crate::setup::Setup;
use crate::traffic::{Fingerprint, Origin, Traffic};

/// The version of the link format.
const VERSION: i64 = 1;
/// A longer link is cut: nothing that the page writes comes near.
const LONGEST: usize = 8_192;
/// More notices than this are counted instead.
const MOST_NOTICES: usize = 4;
/// More entries of a script than this are ignored.
const MOST_ACTIONS: usize = 64;
/// More choices of a schedule than this are ignored.
const MOST_CHOICES: usize = 2_048;
/// The latest instant a link can name, in milliseconds.
const LATEST_MS: i64 = 600_000;

/// Everything a link says: the run, the cursor, and how to look at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The run.
    pub setup: Setup,
    /// Where in it.
    pub cursor: Cursor,
    /// How to look at it.
    pub view: View,
    /// Where the run's traffic comes from.
    pub origin: Origin,
}

/// Where in a run the page stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cursor {
    /// At its beginning.
    #[default]
    Start,
    /// Just after the event of this index.
    Event(u32),
    /// At this instant, in milliseconds.
    At(u32),
}

/// How to look at a run. Every field has a default that links leave out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The language, unless it is the browser's.
    pub language: Option<Language>,
    /// The colours, unless they are the system's.
    pub theme: Option<Theme>,
    /// Without header and catalogue, for a frame.
    pub embed: bool,
    /// How it stands in that frame.
    pub frame: Frame,
    /// On the browser's own executor, in real time.
    pub real: bool,
    /// The timeline's axis, unless it is the scenario's own.
    pub axis: Option<Axis>,
    /// What the run is compared with.
    pub compare: Option<Compare>,
}

/// The colours of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// The timeline's axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// To the scale of time.
    Time,
    /// Events evenly spaced.
    Order,
}

/// The one difference of the run compared with: `compare=leaks` or `compare=work:computing`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// Another variant, by its place.
    Variant(usize),
    /// Another value of a knob: the field's place, and the value.
    Knob(usize, i64),
}

impl Link {
    /// A scenario at its defaults.
    pub fn new(scenario: &'static Scenario) -> Self {
        Link {
            setup: Setup::new(scenario),
            cursor: Cursor::Start,
            view: View::default(),
            origin: Origin::Nowhere,
        }
    }

    /// Reads what stands behind the `#`. Whatever cannot be used is ignored and said.
    pub fn parse(hash: &str) -> (Self, Vec<Notice>) {
        let mut notices = Vec::new();
        let hash = cut(hash, &mut notices);
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let slug = decode(path.trim_matches('/')).to_lowercase();
        let scenario = find(&slug).unwrap_or_else(|| {
            if !slug.is_empty() {
                notices.push(Notice::UnknownScenario { given: quoted(&slug) });
            }
            &SCENARIOS[0]
        });
        let mut link = Link::new(scenario);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            link.apply(&decode(key), &decode(value), &mut notices);
        }
        link.settle(&mut notices);
        if notices.len() > MOST_NOTICES {
            let count = notices.len() - MOST_NOTICES;
            notices.truncate(MOST_NOTICES);
            notices.push(Notice::More { count });
        }
        (link, notices)
    }

    /// Takes one `key=value` over. None of our names has capitals: theirs do not matter.
    pub fn apply(&mut self, key: &str, value: &str, notices: &mut Vec<Notice>) {
        let scenario = self.setup.scenario;
        let (key, encoded) = (&key.to_lowercase(), value);
        let value = &value.to_lowercase();
        if let Some((place, field)) = scenario.field(key) {
            match field.parse(value) {
                Ok(number) => self.setup.values[place] = number,
                Err(_) => notices.push(refused(key, value, field)),
            }
            return;
        }
        match key.as_str() {
            "v" => {
                if number(key, value, 1, i64::MAX, notices).is_some_and(|v| v > VERSION) {
                    notices.push(Notice::Newer);
                }
            }
            "variant" => {
                let slugs: Vec<_> = scenario.variants.iter().map(|variant| variant.slug).collect();
                if let Some(place) = choice(key, value, &slugs, notices) {
                    self.setup.variant = place;
                }
            }
            "seed" => {
                if let Some(seed) = number(key, value, 0, i64::MAX, notices) {
                    self.setup.seed = seed as u64;
                }
            }
            "do" => self.setup.script = script(scenario, value, notices),
            "sched" => {
                if let Some(schedule) = schedule(value, notices) {
                    self.setup.schedule = schedule;
                }
            }
            "e" => {
                if let Some(event) = number(key, value, 0, i64::from(u32::MAX), notices) {
                    self.cursor = Cursor::Event(event as u32);
                }
            }
            "at" => {
                if let Some(at) = number(key, value, 0, LATEST_MS, notices) {
                    self.cursor = Cursor::At(at as u32);
                }
            }
            "traffic" => self.apply_traffic(encoded, notices),
            _ => self.view.apply(scenario, key, value, notices),
        }
    }

    /// Whether the run, or the one it is compared with, takes the reader's own traffic.
    pub fn uses_traffic(&self) -> bool {
        let compared = self.view.compare.map(|compare| compare.of(&self.setup).uses_traffic());
        self.setup.uses_traffic() || compared == Some(true)
    }

    /// The traffic of the run.
    pub fn traffic(&self) -> Option<Traffic> {
        let Origin::Here { pace, .. } = self.origin else { return None };
        Some(Traffic { arrivals: Rc::clone(&self.setup.traffic), pace })
    }

    /// Other traffic, or none.
    pub fn set_traffic(&mut self, traffic: Option<&Traffic>) {
        self.origin = traffic.map_or(Origin::Nowhere, |of| Origin::Here {
            pace: of.pace,
            link: of.encoded().unwrap_or_else(|| of.fingerprint().to_string()).into(),
        });
        self.setup.traffic = traffic.map(|of| Rc::clone(&of.arrivals)).unwrap_or_default();
    }

    fn apply_traffic(&mut self, value: &str, notices: &mut Vec<Notice>) {
        self.set_traffic(None);
        if let Some(traffic) = Traffic::decoded(value) {
            self.set_traffic(Some(&traffic));
        } else if let Some(file) = Fingerprint::parse(value) {
            self.origin = Origin::File(file);
        } else {
            notices.push(Notice::BadTraffic);
        }
    }

    /// Traffic that nothing uses is left out, and what is missing is said.
    fn settle(&mut self, notices: &mut Vec<Notice>) {
        if self.view.embed {
            self.view.frame.settle(notices);
        } else {
            self.view.frame = Frame::default();
        }
        if self.origin != Origin::Nowhere && !self.uses_traffic() {
            self.set_traffic(None);
            notices.push(Notice::IdleTraffic);
        }
        if let Origin::File(file) = self.origin {
            // Before all others: there is only so much room.
            notices.insert(0, Notice::NeedsFile { count: file.count });
        }
    }

    /// As a link has the traffic.
    fn written_traffic(&self) -> Option<String> {
        match &self.origin {
            _ if !self.uses_traffic() => None,
            Origin::Nowhere => None,
            Origin::Here { link, .. } => Some(link.to_string()),
            Origin::File(file) => Some(file.to_string()),
        }
    }
}

impl View {
    fn apply(&mut self, scenario: &Scenario, key: &str, value: &str, notices: &mut Vec<Notice>) {
        match key {
            "lang" => match Language::of_code(value) {
                Some(language) => self.language = Some(language),
                None => {
                    let _ = choice(key, value, &["en", "vi"], notices);
                }
            },
            "theme" => {
                let theme = choice(key, value, &["auto", "light", "dark"], notices);
                self.theme = [None, Some(Theme::Light), Some(Theme::Dark)][theme.unwrap_or(0)];
            }
            "embed" => self.embed = choice(key, value, &["0", "1"], notices) == Some(1),
            "time" => self.real = choice(key, value, &["virtual", "real"], notices) == Some(1),
            "axis" => {
                let axis = choice(key, value, &["time", "order"], notices);
                self.axis = axis.map(|axis| [Axis::Time, Axis::Order][axis]);
            }
            "compare" => self.compare = compare(scenario, value, notices),
            _ if self.frame.apply(scenario, key, value, notices) => {}
            _ => notices.push(Notice::UnknownKey { given: quoted(key) }),
        }
    }
}

impl Compare {
    /// The arguments of the run compared with.
    pub fn of(self, setup: &Setup) -> Setup {
        let mut other = setup.clone();
        match self {
            Compare::Variant(variant) => other.variant = variant,
            Compare::Knob(place, value) => other.values[place] = value,
        }
        other
    }
}

impl fmt::Display for Link {
    /// What stands behind the `#`, defaults left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Setup { scenario, variant, values, seed, script, schedule, traffic: _ } = &self.setup;
        let mut pairs: Vec<(&str, String)> = Vec::new();
        if *variant != 0 {
            pairs.push(("variant", scenario.variants[*variant].slug.to_owned()));
        }
        for (field, value) in scenario.fields.iter().zip(values) {
            if *value != field.default {
                pairs.push((field.name, field.format(*value)));
            }
        }
        if *seed != 0 {
            pairs.push(("seed", seed.to_string()));
        }
        if !script.is_empty() {
            pairs.push(("do", script.iter().map(written).collect::<Vec<_>>().join(",")));
        }
        match schedule {
            ScheduleKind::Fifo => {}
            ScheduleKind::Seeded => pairs.push(("sched", "seeded".to_owned())),
            ScheduleKind::Replay(choices) => {
                let choices: Vec<_> = choices.iter().map(u32::to_string).collect();
                pairs.push(("sched", choices.join(".")));
            }
        }
        self.view.write(scenario, &mut pairs);
        if let Some(traffic) = self.written_traffic() {
            pairs.push(("traffic", traffic));
        }
        match self.cursor {
            Cursor::Start => {}
            Cursor::Event(event) => pairs.push(("e", event.to_string())),
            Cursor::At(at) => pairs.push(("at", at.to_string())),
        }
        write!(f, "/{}", scenario.slug)?;
        for (place, (key, value)) in pairs.iter().enumerate() {
            let value = utf8_percent_encode(value, KEPT);
            write!(f, "{}{key}={value}", if place == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

impl View {
    fn write(&self, scenario: &Scenario, pairs: &mut Vec<(&str, String)>) {
        if self.real {
            pairs.push(("time", "real".to_owned()));
        }
        if let Some(axis) = self.axis {
            pairs.push(("axis", if axis == Axis::Time { "time" } else { "order" }.to_owned()));
        }
        match self.compare {
            None => {}
            Some(Compare::Variant(place)) => {
                pairs.push(("compare", scenario.variants[place].slug.to_owned()));
            }
            Some(Compare::Knob(place, value)) => {
                let field = &scenario.fields[place];
                pairs.push(("compare", format!("{}:{}", field.name, field.format(value))));
            }
        }
        if self.embed {
            pairs.push(("embed", "1".to_owned()));
            self.frame.write(pairs);
        }
        if let Some(theme) = self.theme {
            pairs.push(("theme", if theme == Theme::Light { "light" } else { "dark" }.to_owned()));
        }
        if let Some(language) = self.language {
            pairs.push(("lang", language.code().to_owned()));
        }
    }
}

/// What a link may hold as it is.
const KEPT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b',').remove(b':').remove(b'@').remove(b'_');

fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// The link, or as much of it as is read.
fn cut<'a>(hash: &'a str, notices: &mut Vec<Notice>) -> &'a str {
    if hash.len() <= LONGEST {
        return hash;
    }
    notices.push(Notice::TooLong { limit: LONGEST });
    &hash[..hash.floor_char_boundary(LONGEST)]
}

fn refused(key: &str, value: &str, field: &crate::params::Field) -> Notice {
    let (key, given) = (quoted(key), quoted(value));
    match field.kind {
        Kind::Choice(slugs) => Notice::BadChoice { key, given, allowed: slugs.join(", ") },
        Kind::Count | Kind::Millis => {
            Notice::BadNumber { key, given, min: field.min, max: field.max, unit: field.unit() }
        }
    }
}

fn number(key: &str, value: &str, min: i64, max: i64, notices: &mut Vec<Notice>) -> Option<i64> {
    let number = value.parse().ok().filter(|number| (min..=max).contains(number));
    if number.is_none() {
        let (key, given) = (quoted(key), quoted(value));
        notices.push(Notice::BadNumber { key, given, min, max, unit: "" });
    }
    number
}

fn choice(key: &str, value: &str, allowed: &[&str], notices: &mut Vec<Notice>) -> Option<usize> {
    let place = allowed.iter().position(|allowed| *allowed == value);
    if place.is_none() {
        let (key, given, allowed) = (quoted(key), quoted(value), allowed.join(", "));
        notices.push(Notice::BadChoice { key, given, allowed });
    }
    place
}

/// An entry as links write it: `stall:worker-2@2000`.
fn written(entry: &ScriptEntry) -> String {
    let argument = entry.argument.iter().map(|argument| format!(":{argument}"));
    let argument: String = argument.collect();
    format!("{}{argument}@{}", entry.action, entry.at / 1_000)
}

fn script(scenario: &Scenario, value: &str, notices: &mut Vec<Notice>) -> Vec<ScriptEntry> {
    let mut script = Vec::new();
    for given in value.split(',').filter(|given| !given.is_empty()) {
        match entry(scenario, given) {
            Some(entry) if script.len() < MOST_ACTIONS => script.push(entry),
            _ => {
                notices.push(Notice::BadAction { given: quoted(given), allowed: allowed(scenario) })
            }
        }
    }
    script.sort_by_key(|entry| entry.at);
    script
}

fn entry(scenario: &Scenario, given: &str) -> Option<ScriptEntry> {
    let (what, at) = given.rsplit_once('@')?;
    let at: i64 = at.parse().ok().filter(|at| (0..=LATEST_MS).contains(at))?;
    let (slug, argument) = match what.split_once(':') {
        Some((slug, argument)) => (slug, Some(argument)),
        None => (what, None),
    };
    let action = scenario.actions.iter().find(|action| action.slug == slug)?;
    let stems = action.argument.stems();
    let fits = match argument {
        None => stems.is_empty(),
        Some(argument) => stems.iter().any(|stem| is_task(argument, stem)),
    };
    let argument = argument.map(str::to_owned);
    fits.then(|| ScriptEntry { at: at as u64 * 1_000, action: slug.to_owned(), argument })
}

/// Whether `argument` names a task of this stem: the stem itself, or the stem and a number.
fn is_task(argument: &str, stem: &str) -> bool {
    let Some(rest) = argument.strip_prefix(stem) else { return false };
    let number = rest.strip_prefix('-').and_then(|number| number.parse::<u16>().ok());
    rest.is_empty() || number.is_some_and(|number| rest[1..] == number.to_string())
}

fn allowed(scenario: &Scenario) -> String {
    let actions = scenario.actions.iter().map(|action| match action.argument.stems().first() {
        None => format!("{}@ms", action.slug),
        Some(stem) => format!("{}:{stem}-1@ms", action.slug),
    });
    actions.collect::<Vec<_>>().join(", ")
}

fn schedule(value: &str, notices: &mut Vec<Notice>) -> Option<ScheduleKind> {
    match value {
        "fifo" => return Some(ScheduleKind::Fifo),
        "seeded" => return Some(ScheduleKind::Seeded),
        _ => {}
    }
    let choices: Option<Vec<u32>> = value.split('.').map(|choice| choice.parse().ok()).collect();
    let choices = choices.filter(|choices| choices.len() <= MOST_CHOICES);
    if choices.is_none() {
        let allowed = "fifo, seeded, 1.0.2".to_owned();
        notices.push(Notice::BadChoice { key: "sched".to_owned(), given: quoted(value), allowed });
    }
    choices.map(ScheduleKind::Replay)
}

fn compare(scenario: &Scenario, value: &str, notices: &mut Vec<Notice>) -> Option<Compare> {
    let found = match value.split_once(':') {
        None => {
            let place = scenario.variants.iter().position(|variant| variant.slug == value);
            place.map(Compare::Variant)
        }
        Some((name, value)) => scenario.field(name).and_then(|(place, field)| {
            field.parse(value).ok().map(|value| Compare::Knob(place, value))
        }),
    };
    if found.is_none() {
        let slugs: Vec<_> = scenario.variants.iter().map(|variant| variant.slug).collect();
        let allowed = format!("{}, knob:value", slugs.join(", "));
        let given = quoted(value);
        notices.push(Notice::BadChoice { key: "compare".to_owned(), given, allowed });
    }
    found
}
