//! A link as text.

use std::fmt;

use lab::{ScheduleKind, ScriptEntry};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Axis, Compare, Cursor, Link, Theme, View};
use crate::frame::{SPEED_NAMES, USUAL_SPEED};
use crate::scenario::Scenario;
use crate::setup::Setup;
use crate::traffic::Origin;

/// What a link may hold as it is.
const KEPT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b',').remove(b':').remove(b'@').remove(b'_');

impl fmt::Display for Link {
    /// What stands behind the `#`, defaults left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written(&self.pairs()))
    }
}

impl Link {
    /// What the link says beside its slug, key by key, defaults left out.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        self.said(false)
    }

    /// The link with every knob and the variant, for what is kept: a later release may have other
    /// defaults.
    pub fn state(&self) -> String {
        self.written(&self.said(true))
    }

    fn written(&self, pairs: &[(&str, String)]) -> String {
        written(self.setup.scenario.slug, pairs)
    }

    fn said(&self, whole: bool) -> Vec<(&'static str, String)> {
        let Setup { scenario, variant, values, seed, script, schedule, traffic: _ } = &self.setup;
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        if whole || *variant != 0 {
            pairs.push(("variant", scenario.variants[*variant].slug.to_owned()));
        }
        for (field, value) in scenario.fields.iter().zip(values) {
            if whole || *value != field.default {
                pairs.push((field.name, field.format(*value)));
            }
        }
        if *seed != 0 {
            pairs.push(("seed", seed.to_string()));
        }
        if !script.is_empty() {
            pairs.push(("do", script.iter().map(entry).collect::<Vec<_>>().join(",")));
        }
        match schedule {
            ScheduleKind::Fifo => {}
            ScheduleKind::Seeded => pairs.push(("sched", "seeded".to_owned())),
            ScheduleKind::Replay(choices) => {
                let choices: Vec<_> = choices.iter().map(u32::to_string).collect();
                pairs.push(("sched", choices.join(".")));
            }
        }
        self.view.write(Some(scenario), whole, &mut pairs);
        if let Some(traffic) = self.written_traffic() {
            pairs.push(("traffic", traffic));
        }
        match self.cursor {
            Cursor::Start => {}
            Cursor::Event(event) => pairs.push(("e", event.to_string())),
            Cursor::At(at) => pairs.push(("at", at.to_string())),
        }
        pairs
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

fn written(slug: &str, pairs: &[(&str, String)]) -> String {
    let pairs = pairs.iter().enumerate().map(|(place, (key, value))| {
        let value = utf8_percent_encode(value, KEPT);
        format!("{}{key}={value}", if place == 0 { '?' } else { '&' })
    });
    format!("/{slug}{}", pairs.collect::<String>())
}

impl View {
    /// What stands behind the `#` of a link to another scenario at its defaults.
    pub fn leads_to(&self, slug: &str) -> String {
        let mut pairs = Vec::new();
        self.elsewhere().write(None, false, &mut pairs);
        written(slug, &pairs)
    }

    /// What is of a scenario, a comparison or a goal, is written for that only. The scenario's own
    /// axis is written for what is kept, if a link has said it.
    fn write(
        &self,
        scenario: Option<&Scenario>,
        whole: bool,
        pairs: &mut Vec<(&'static str, String)>,
    ) {
        if self.real {
            pairs.push(("time", "real".to_owned()));
        }
        if self.speed != USUAL_SPEED {
            pairs.push(("speed", SPEED_NAMES[self.speed.min(SPEED_NAMES.len() - 1)].to_owned()));
        }
        let usual = scenario.filter(|_| !whole).map(Axis::of);
        if let Some(axis) = self.axis.filter(|axis| Some(*axis) != usual) {
            pairs.push(("axis", if axis == Axis::Time { "time" } else { "order" }.to_owned()));
        }
        match self.compare.zip(scenario) {
            None => {}
            Some((Compare::Variant(place), scenario)) => {
                pairs.push(("compare", scenario.variants[place].slug.to_owned()));
            }
            Some((Compare::Knob(place, value), scenario)) => {
                let field = &scenario.fields[place];
                pairs.push(("compare", format!("{}:{}", field.name, field.format(value))));
            }
        }
        // A frame has panels of its own.
        if let Some(side) = self.side.filter(|_| !self.embed) {
            pairs.push(("side", side.slug().to_owned()));
        }
        if let Some(item) = self.follow {
            pairs.push(("follow", item.to_string()));
        }
        if let Some((goal, scenario)) = self.goal.as_ref().zip(scenario) {
            pairs.push(("goal", goal.written(scenario)));
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

/// An entry as links write it: `stall:worker-2@2000`.
fn entry(entry: &ScriptEntry) -> String {
    let argument = entry.argument.iter().map(|argument| format!(":{argument}"));
    let argument: String = argument.collect();
    format!("{}{argument}@{}", entry.action, entry.at / 1_000)
}
