//! What a link says of a frame: what can be used of it is taken over, the rest is said.

use super::panel::SLUGS;
use super::{Frame, LATEST_MS, ONLY_HIDDEN, OTHERS, Panel};
use crate::notice::{Notice, quoted};
use crate::scenario::Scenario;

impl Frame {
    /// Takes one `key=value` over; says whether the key is one of its own. What was there stays if
    /// nothing of the value can be used.
    pub(crate) fn apply(
        &mut self,
        scenario: &Scenario,
        key: &str,
        value: &str,
        notices: &mut Vec<Notice>,
    ) -> bool {
        match key {
            "panels" => {
                let found = panels(value, notices);
                take(&mut self.panels, found.map(|found| Some(found).filter(|of| !of.is_empty())));
            }
            "autoplay" => take(&mut self.autoplay, flag(key, value, notices)),
            "loop" => take(&mut self.repeats, flag(key, value, notices)),
            "title" => take(&mut self.title, flag(key, value, notices)),
            "lock" => take(&mut self.locked, known(scenario, key, value, notices)),
            "hide" => take(&mut self.hidden, known(scenario, key, value, notices)),
            // Something is to come after it.
            "start" => take(&mut self.start, instant(key, value, LATEST_MS - 1, notices).map(Some)),
            "stop" => take(&mut self.stop, instant(key, value, LATEST_MS, notices).map(Some)),
            _ => return false,
        }
        true
    }

    /// A span that ends before it begins is none.
    pub(crate) fn settle(&mut self, notices: &mut Vec<Notice>) {
        let start = self.start.unwrap_or(0);
        if let Some(stop) = self.stop.filter(|stop| *stop <= start) {
            self.stop = None;
            let (key, given) = ("stop".to_owned(), stop.to_string());
            let (min, max) = (i64::from(start) + 1, i64::from(LATEST_MS));
            notices.push(Notice::BadNumber { key, given, min, max, unit: "ms" });
        }
    }
}

/// Takes over what was found, if anything was.
pub(crate) fn take<T>(place: &mut T, found: Option<T>) {
    if let Some(found) = found {
        *place = found;
    }
}

pub(crate) fn flag(key: &str, value: &str, notices: &mut Vec<Notice>) -> Option<bool> {
    match value {
        "1" | "true" | "" => Some(true),
        "0" | "false" => Some(false),
        _ => {
            refuse(key, value, &["0", "1"], notices);
            None
        }
    }
}

fn instant(key: &str, value: &str, latest: u32, notices: &mut Vec<Notice>) -> Option<u32> {
    let found = value.parse().ok().filter(|ms| *ms <= latest);
    if found.is_none() {
        let (key, given) = (quoted(key), quoted(value));
        let max = i64::from(latest);
        notices.push(Notice::BadNumber { key, given, min: 0, max, unit: "ms" });
    }
    found
}

/// The panels that are named, in the order of the page; the others are said. Nothing, if there are
/// only others.
fn panels(value: &str, notices: &mut Vec<Notice>) -> Option<Vec<Panel>> {
    let mut found = Vec::new();
    for name in names(value) {
        match Panel::ALL.into_iter().find(|panel| panel.slug() == name) {
            Some(panel) => found.push(panel),
            None => refuse("panels", name, &SLUGS, notices),
        }
    }
    found.sort();
    found.dedup();
    usable(value, found)
}

/// What was found of the names in a value, unless that is none of them.
fn usable<T>(value: &str, found: Vec<T>) -> Option<Vec<T>> {
    (!found.is_empty() || names(value).next().is_none()).then_some(found)
}

/// The names that are known, in order; the others are said. Nothing, if there are only others.
fn known(
    scenario: &Scenario,
    key: &str,
    value: &str,
    notices: &mut Vec<Notice>,
) -> Option<Vec<&'static str>> {
    let knobs = scenario.fields.iter().map(|field| field.name);
    let actions = scenario.actions.iter().map(|action| action.slug);
    let others = OTHERS.into_iter().filter(|other| key == "hide" || !ONLY_HIDDEN.contains(other));
    let mut allowed: Vec<_> = knobs.chain(actions).chain(others).collect();
    allowed.dedup();
    let mut found = Vec::new();
    for name in names(value) {
        match allowed.iter().find(|known| **known == name) {
            Some(known) => found.push(*known),
            None => refuse(key, name, &allowed, notices),
        }
    }
    found.sort_unstable();
    found.dedup();
    usable(value, found)
}

fn names(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim).filter(|name| !name.is_empty())
}

fn refuse(key: &str, value: &str, allowed: &[&str], notices: &mut Vec<Notice>) {
    let (key, given, allowed) = (quoted(key), quoted(value), allowed.join(", "));
    notices.push(Notice::BadChoice { key, given, allowed });
}
