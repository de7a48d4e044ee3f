//! Which functions are in which part: `web/cold.txt`.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;

use crate::key;
use crate::module::Module;

/// The part of what no visit has called.
const REST: &str = "rest";

const SAYS: &str = "# What is not run by everybody, and by whom it is: `cargo xtask first-visit`.\n";

/// Keys of functions, by the name of their part.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct List {
    parts: BTreeMap<String, BTreeSet<String>>,
}

impl List {
    /// Sorts the functions of a module by what kinds of visit have called them: those of every kind
    /// are not listed, those of one kind are under its name, and those of none are the rest. (With
    /// more than two kinds, those of several would stay with those of every kind.) Functions that
    /// share a key are one.
    pub(crate) fn of(module: &Module<'_>, visits: &[(&str, BTreeSet<u32>)]) -> Self {
        let mut by: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for function in module.defined() {
            let Some(name) = module.names.get(&function) else { continue };
            let callers = visits.iter().filter(|(_, called)| called.contains(&function));
            by.entry(key::of(name)).or_default().extend(callers.map(|(name, _)| *name));
        }
        let mut list = List::default();
        for (key, callers) in by {
            let part = match callers.len() {
                0 => REST,
                1 => callers.first().copied().unwrap_or(REST),
                _ => continue,
            };
            list.parts.entry(part.to_owned()).or_default().insert(key);
        }
        list
    }

    /// Reads what [`Display`](fmt::Display) wrote.
    ///
    /// # Errors
    /// If a key stands before the first heading.
    pub(crate) fn parse(text: &str) -> Result<Self, Box<dyn Error>> {
        let mut list = List::default();
        let mut part = None;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                part = Some(list.parts.entry(name.to_owned()).or_default());
            } else {
                let part = part.as_mut().ok_or("a key that is in no part")?;
                part.insert(line.to_owned());
            }
        }
        Ok(list)
    }

    /// The part that a function is in, if it is listed.
    pub(crate) fn part(&self, key: &str) -> Option<&str> {
        let found = self.parts.iter().find(|(_, keys)| keys.contains(key));
        found.map(|(part, _)| part.as_str())
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
        let text = format!("{SAYS}[rest]\n00\n01\n[run]\n02\n");
        let list = List::parse(&text).expect("it has headings");
        assert_eq!(list.to_string(), text);
        assert_eq!((list.part("01"), list.part("02")), (Some("rest"), Some("run")));
        assert_eq!(list.part("03"), None);
        assert!(List::parse("00\n").is_err());
    }
}
