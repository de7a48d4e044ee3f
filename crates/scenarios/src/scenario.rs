//! What a scenario is made of.

use futures::future::LocalBoxFuture;
use lab::invariant::Checked;
use lab::{Lab, Trace};

use crate::challenge::Challenge;
use crate::params::{Field, Kind};

/// A demonstration: everything the page, the command line and the tests know of it.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// Its name in links, in kebab case; its words are in files of this name.
    pub slug: &'static str,
    /// The part of the catalogue it stands in.
    pub group: Group,
    /// Its knobs; the first carries the lesson.
    pub fields: &'static [Field],
    /// `correct`, then each trap.
    pub variants: &'static [Variant],
    /// What the user can do while it runs.
    pub actions: &'static [Action],
    /// What must hold.
    pub claims: &'static [Claim],
    /// Things to try, one click each.
    pub experiments: &'static [Experiment],
    /// Things to reach and to foresee.
    pub challenges: &'static [Challenge],
    /// Whether its timeline opens with events evenly spaced.
    pub opens_in_order: bool,
    /// The stem of the tasks whose occupation is measured, such as `worker`.
    pub peers: &'static str,
    /// The stem of the tasks whose items are in progress, where it bounds how many those are; whoever
    /// has an item in hand if this is empty.
    pub works: &'static str,
    /// A chart of the makespan against a knob.
    pub chart: Option<Chart>,
    /// Its own source, then the pattern's.
    pub code: &'static [Source],
    /// Starts it: gets its variant's place in `variants` and a value a field.
    pub start: fn(Lab, usize, &[i64]) -> LocalBoxFuture<'static, ()>,
}

/// A part of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The opening lesson.
    Start,
    /// Items that move through tasks.
    Flow,
    /// How much may happen in how much time.
    Limits,
    /// More work than can be done.
    Overload,
    /// Something breaks, or has to stop.
    Failure,
}

impl Group {
    /// Its slug.
    pub fn slug(self) -> &'static str {
        match self {
            Group::Start => "start",
            Group::Flow => "flow",
            Group::Limits => "limits",
            Group::Overload => "overload",
            Group::Failure => "failure",
        }
    }
}

/// A way to write the pattern: the right one, or a trap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its name in links.
    pub slug: &'static str,
    /// The claim that it breaks at the default knobs and seed; `None` for `correct`.
    pub breaks: Option<&'static str>,
}

/// Something the user can do while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its name in links and scripts.
    pub slug: &'static str,
    /// What it acts on.
    pub argument: Argument,
}

/// What an action acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Nothing in particular.
    None,
    /// All of it and for good: a second time changes nothing.
    Once,
    /// A task whose name begins so: `worker` means `worker-1`, `worker-2` and so on, as in
    /// `stall:worker-2@2000`.
    Task(&'static str),
    /// A task whose name begins in one of these ways.
    Tasks(&'static [&'static str]),
}

impl Argument {
    /// The ways in which the names of the tasks begin that it can name; none if it names nothing.
    pub fn stems(&'static self) -> &'static [&'static str] {
        match self {
            Argument::None | Argument::Once => &[],
            Argument::Task(stem) => std::slice::from_ref(stem),
            Argument::Tasks(stems) => stems,
        }
    }
}

/// What must hold.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// Its slug; the words files say it in full.
    pub slug: &'static str,
    /// Looks for the event at which it broke. Gets a value a field.
    pub check: fn(&Trace, &[i64]) -> Checked,
}

/// A thing to try: its words are in the words files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Experiment {
    /// Its slug.
    pub slug: &'static str,
    /// What it sets, as a link has it: `workers=8&work=computing`. The rest is as by default.
    pub sets: &'static str,
}

/// A chart of the makespan against a knob, a line for each value of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The knob along the bottom.
    pub along: &'static str,
    /// The choice that gives the lines.
    pub lines: &'static str,
}

/// A source file shown in the Code panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name, as call sites have it: `scenarios/catalogue/worker_pool.rs`.
    pub file: &'static str,
    /// Its text.
    pub text: &'static str,
    /// Its colours: spans of three bytes, a class (0 is plain, then as [`CLASSES`](Self::CLASSES))
    /// and a length in bytes, low byte first.
    pub spans: &'static [u8],
}

impl Source {
    /// The names of the classes of spans, from 1.
    pub const CLASSES: [&'static str; 8] =
        ["comment", "string", "constant", "function", "function", "macro", "type", "keyword"];

    /// The text in pieces, each with its class's number.
    pub fn pieces(&self) -> impl Iterator<Item = (u8, &'static str)> + use<> {
        let text = self.text;
        let mut at = 0;
        self.spans.chunks_exact(3).filter_map(move |span| {
            let from = at;
            at += usize::from(u16::from_le_bytes([span[1], span[2]]));
            text.get(from..at).map(|piece| (span[0], piece))
        })
    }
}

/// The source of a scenario (`catalogue "worker_pool.rs"`) or of a pattern (`patterns "tee.rs"`).
#[macro_export]
#[doc(hidden)]
macro_rules! source {
    (catalogue $file:literal) => {
        $crate::Source {
            file: concat!("scenarios/catalogue/", $file),
            text: include_str!($file),
            spans: include_bytes!(concat!(env!("OUT_DIR"), "/spans/catalogue/", $file)),
        }
    };
    (patterns $file:literal) => {
        $crate::Source {
            file: concat!("patterns/", $file),
            text: include_str!(concat!("../../../patterns/src/", $file)),
            spans: include_bytes!(concat!(env!("OUT_DIR"), "/spans/patterns/", $file)),
        }
    };
}

impl Scenario {
    /// The field of this key.
    pub fn field(&self, name: &str) -> Option<(usize, &'static Field)> {
        self.fields.iter().enumerate().find(|(_, field)| field.name == name)
    }

    /// The knob that can take the reader's own traffic: its place, and the value that does.
    pub fn takes_traffic(&self) -> Option<(usize, i64)> {
        let (place, field) = self.field("arrivals")?;
        let Kind::Choice(slugs) = field.kind else { return None };
        slugs.iter().position(|slug| *slug == "yours").map(|yours| (place, yours as i64))
    }

    /// The default of every field.
    pub fn defaults(&self) -> Vec<i64> {
        self.fields.iter().map(|field| field.default).collect()
    }
}
