//! A scenario's own words, in the reader's language: a trace says everything in one.

use std::borrow::Cow;

use lab::{Setting, Trace};

/// What is said for what a trace names, as pairs of both. What is not listed speaks for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Lines of a checklist, by key.
    pub checks: Vec<(&'static str, &'static str)>,
    /// Everything else that is shown: names of resources, rows, headings, causes. `{0}`, `{1}` …
    /// stand for whole numbers, so that `part {0}` says all parts.
    pub shown: Vec<(&'static str, &'static str)>,
    /// Actions by slug.
    pub actions: Vec<(&'static str, &'static str)>,
    /// Claims by slug; `{workers}` stands for a knob's value.
    pub claims: Vec<(&'static str, &'static str)>,
}

/// For those who have none.
pub(crate) static NONE: Terms =
    Terms { checks: Vec::new(), shown: Vec::new(), actions: Vec::new(), claims: Vec::new() };

impl Terms {
    /// A line of a checklist.
    pub(crate) fn check<'t>(&self, key: &'t str) -> Cow<'t, str> {
        match find(&self.checks, key) {
            Some(words) => words.into(),
            None => key.replace(['-', '_'], " ").into(),
        }
    }

    /// Anything else that a trace shows.
    pub fn shown<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if let Some(words) = find(&self.shown, text) {
            return words.into();
        }
        if self.shown.is_empty() || !text.contains(|c: char| c.is_ascii_digit()) {
            return text.into();
        }
        let (pattern, numbers) = numbered(text);
        match find(&self.shown, &pattern) {
            Some(words) => crate::labels::fill(words, &numbers).into(),
            None => text.into(),
        }
    }

    /// What the user did.
    pub(crate) fn action<'t>(&self, slug: &'t str) -> &'t str {
        find(&self.actions, slug).unwrap_or(slug)
    }

    /// What was claimed of a run.
    pub(crate) fn claim(&self, slug: &str, trace: &Trace) -> String {
        let knobs = &trace.run.knobs;
        // Said only where something is chosen: `opens-at?policy=rate`.
        let chosen = |(key, _): &&(&str, &str)| {
            let key = key.split_once('?').filter(|(of, _)| *of == slug);
            let (name, choice) = key.and_then(|(_, choice)| choice.split_once('=')).unzip();
            let value = name.and_then(|name| knobs.get(name));
            matches!(value, Some(Setting::Choice(value)) if Some(&**value) == choice)
        };
        let said = self.claims.iter().find(chosen).map(|(_, said)| *said);
        let said = said.or(find(&self.claims, slug)).unwrap_or(slug).to_owned();
        knobs.iter().fold(said, |said, (name, value)| match value {
            Setting::Number(number) => {
                let said = said.replace(&format!("{{{name}}}"), &number.to_string());
                said.replace(&format!("{{2*{name}}}"), &(2 * number).to_string())
            }
            Setting::Choice(slug) => said.replace(&format!("{{{name}}}"), slug),
        })
    }
}

fn find(list: &[(&'static str, &'static str)], key: &str) -> Option<&'static str> {
    list.iter().find(|(known, _)| *known == key).map(|(_, words)| *words)
}

/// The text with `{0}`, `{1}` … for its whole numbers, and those.
fn numbered(text: &str) -> (String, Vec<&str>) {
    let (mut pattern, mut numbers, mut rest) = (String::new(), Vec::new(), text);
    while let Some(begin) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(begin);
        let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        pattern.push_str(before);
        pattern.push_str(&format!("{{{}}}", numbers.len()));
        numbers.push(&from[..end]);
        rest = &from[end..];
    }
    (pattern + rest, numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_for_one_number_is_one_for_all() {
        let shown = vec![("part {0}", "phần {0}"), ("{0} of {1}", "{0}/{1}"), ("part 3", "cuối")];
        let terms = Terms { shown, ..Terms::default() };
        let said = |text| terms.shown(text).into_owned();
        assert_eq!(["part 12", "2 of 40", "part 3"].map(said), ["phần 12", "2/40", "cuối"]);
        assert_eq!(["part x", "parts 1", "1", ""].map(said), ["part x", "parts 1", "1", ""]);
    }

    #[test]
    fn what_has_no_word_speaks_for_itself() {
        assert_eq!(NONE.shown("half-open"), "half-open");
        assert_eq!(NONE.check("queue-depth"), "queue depth");
        assert_eq!(NONE.action("break"), "break");
    }
}
