//! Which functions are in which part: `web/cold.txt`.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;

use crate::key;
use crate::module::Module;

/// The kind of visit that is no frame, and the part that it alone has.
const VISIT: &str = "visit";
/// The part of what frames have in common.
const RUN: &str = "run";
/// The part of all that is in none of the two.
const REST: &str = "rest";

/// What one frame in so many calls is common to frames.
const COMMON: usize = 4;

const SAYS: &str =
    "# What is not run by everybody, and by whom it is: `cargo xtask first-visit`.\n";

/// Keys of functions, by part.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct List {
    parts: Vec<(String, BTreeSet<String>)>,
}

impl List {
    /// Sorts the functions of a module by which visits have called them: a first visit, and frames.
    ///
    /// What both it and many frames call is everybody's, and not listed. What else it calls is its
    /// own part, what else many frames call is another. A frame's own part is what it calls beyond
    /// that. The rest is the rest, frames' own parts included: who has it needs none of those.
    /// Functions that share a key are one.
    ///
    /// # Errors
    /// If there was no first visit, or no frame.
    pub(crate) fn of(
        module: &Module<'_>,
        visits: &[(&str, BTreeSet<u32>)],
    ) -> Result<Self, Box<dyn Error>> {
        let key = |function| module.names.get(&function).map(|name| key::of(name));
        let keys: Vec<(&str, BTreeSet<String>)> = visits
            .iter()
            .map(|(name, called)| (*name, called.iter().copied().filter_map(key).collect()))
            .collect();
        let (first, frames): (Vec<_>, Vec<_>) = keys.iter().partition(|(name, _)| *name == VISIT);
        let ([(_, visited)], [_, ..]) = (&first[..], &frames[..]) else {
            return Err("there is no first visit, or no frame".into());
        };
        let mut callers: BTreeMap<&String, usize> = BTreeMap::new();
        for key in frames.iter().flat_map(|(_, called)| called) {
            *callers.entry(key).or_default() += 1;
        }
        let is_common =
            |key: &String| callers.get(key).is_some_and(|count| count * COMMON >= frames.len());
        let all: BTreeSet<String> = module.defined().filter_map(key).collect();
        let part = |name: &str, holds: &dyn Fn(&String) -> bool| {
            let keys = all.iter().filter(|key| holds(key)).cloned();
            (name.to_owned(), keys.collect::<BTreeSet<String>>())
        };
        let mut parts = vec![
            part(VISIT, &|key| visited.contains(key) && !is_common(key)),
            part(RUN, &|key| is_common(key) && !visited.contains(key)),
            part(REST, &|key| !is_common(key) && !visited.contains(key)),
        ];
        parts.extend(
            frames
                .iter()
                .map(|(name, called)| part(name, &|key| called.contains(key) && !is_common(key))),
        );
        Ok(List { parts })
    }

    /// Reads what [`Display`](fmt::Display) wrote.
    ///
    /// # Errors
    /// If a key stands before the first heading.
    pub(crate) fn parse(text: &str) -> Result<Self, Box<dyn Error>> {
        let mut list = List::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                list.parts.push((name.to_owned(), BTreeSet::new()));
            } else {
                let (_, keys) = list.parts.last_mut().ok_or("a key that is in no part")?;
                keys.insert(line.to_owned());
            }
        }
        Ok(list)
    }

    /// Whether a function of this key is in a part.
    pub(crate) fn has(&self, part: &str, key: &str) -> bool {
        self.parts.iter().any(|(name, keys)| name == part && keys.contains(key))
    }

    /// The names of the parts.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|(name, _)| name.as_str())
    }
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(SAYS)?;
        for (part, keys) in &self.parts {
            writeln!(f, "[{part}]")?;
            for key in keys {
                writeln!(f, "{key}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let text = format!("{SAYS}[rest]\n00\n01\n[run]\n02\n[tee]\n01\n");
        let list = List::parse(&text).expect("it has headings");
        assert_eq!(list.to_string(), text);
        assert!(list.has("rest", "01") && list.has("tee", "01") && !list.has("run", "01"));
        assert_eq!(list.names().collect::<Vec<_>>(), ["rest", "run", "tee"]);
        assert!(List::parse("00\n").is_err());
    }
}
