//! A run as a link, and back: `#/worker-pool?variant=leaks&workers=4&do=cancel@1200&e=137`.

mod read;
mod view;
mod write;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::rc::Rc;

use percent_encoding::percent_decode_str;

use self::read::{LATEST_MS, choice, number, refused, schedule, script};
pub use self::view::{Axis, Side, Theme, View};
use crate::frame::Frame;
use crate::notice::{Notice, quoted};
use crate::registry::{find, first};
use crate::scenario::Scenario;
use crate::setup::Setup;
use crate::traffic::{Fingerprint, Origin, Traffic};

/// The version of the link format.
const VERSION: i64 = 1;
/// A longer link is cut: nothing that the page writes comes near.
const LONGEST: usize = 8_192;
/// More notices than this are counted instead.
const MOST_NOTICES: usize = 4;

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
        let slug = decode(path.trim_matches('/')).to_ascii_lowercase();
        let scenario = find(&slug).unwrap_or_else(|| {
            if !slug.is_empty() {
                notices.push(Notice::UnknownScenario { given: quoted(&slug) });
            }
            first()
        });
        let mut link = Link::new(scenario);
        let mut said = BTreeSet::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let key = decode(key);
            if key.is_empty() && value.is_empty() {
                continue;
            }
            link.apply(&key, &decode(value), &mut notices);
            if matches!(notices.last(), Some(Notice::UnknownKey { .. })) {
                continue;
            }
            let key = key.to_lowercase();
            let twice = Notice::Twice { key: quoted(&key) };
            if !said.insert(key) && !notices.contains(&twice) {
                notices.push(twice);
            }
        }
        link.settle(&mut notices);
        (link, notices)
    }

    /// A scenario with these settings: `workers=8&work=computing`. The rest is as by default.
    pub fn set_to(scenario: &'static Scenario, sets: &str) -> Self {
        let mut link = Link::new(scenario);
        for pair in sets.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            link.apply(key, value, &mut Vec::new());
        }
        link
    }

    /// Takes one `key=value` over. None of our names has capitals: theirs do not matter. What was
    /// there stays if nothing of the value can be used.
    pub fn apply(&mut self, key: &str, value: &str, notices: &mut Vec<Notice>) {
        let mut own = Vec::new();
        self.take(key, value, &mut own);
        // One value may be a list of thousands.
        Notice::cut(&mut own, MOST_NOTICES);
        notices.append(&mut own);
    }

    fn take(&mut self, key: &str, value: &str, notices: &mut Vec<Notice>) {
        let scenario = self.setup.scenario;
        let (key, encoded) = (&key.to_ascii_lowercase(), value);
        let value = &value.to_ascii_lowercase();
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
            "do" => {
                let said = notices.len();
                let script = script(scenario, value, notices);
                if !script.is_empty() || notices.len() == said {
                    self.setup.script = script;
                }
            }
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

    /// Whether both runs of a comparison are the same one.
    pub fn compares_nothing(&self) -> bool {
        self.view.compare.is_some_and(|compare| compare.of(&self.setup) == self.setup)
    }

    fn apply_traffic(&mut self, value: &str, notices: &mut Vec<Notice>) {
        if let Some(traffic) = Traffic::decoded(value) {
            self.set_traffic(Some(&traffic));
        } else if let Some(file) = Fingerprint::parse(value) {
            self.set_traffic(None);
            self.origin = Origin::File(file);
        } else {
            notices.push(Notice::BadTraffic);
        }
    }

    /// What makes no sense together is left out, and what is missing is said. Keys taken over one
    /// by one end with this.
    pub fn settle(&mut self, notices: &mut Vec<Notice>) {
        Notice::join_unknown(notices);
        if self.view.embed {
            // A frame has panels of its own.
            self.view.side = None;
            self.view.frame.settle(notices);
        } else {
            self.view.frame = Frame::default();
        }
        if self.compares_nothing() {
            self.view.compare = None;
            notices.push(Notice::ComparesNothing);
        }
        if self.origin != Origin::Nowhere && !self.uses_traffic() {
            self.set_traffic(None);
            notices.push(Notice::IdleTraffic);
        }
        if let Origin::File(file) = self.origin {
            // Before all others: there is only so much room.
            notices.insert(0, Notice::NeedsFile { count: file.count });
        }
        Notice::cut(notices, MOST_NOTICES);
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
