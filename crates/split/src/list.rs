//! Which functions are in which part: `web/cold.txt`.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;

use crate::key;
use crate::module::Module;

/// The kind of visit that is no frame, and the part that it alone has.
const VISIT: &str = "visit";
/// The part of what frames have in common, and of what they do when somebody uses them.
const RUN: &str = "run";
const USE: &str = "use";
/// The part of all that is in none of those.
const REST: &str = "rest";

/// The part of what links can ask of a frame.
const ASK: &str = "ask";

/// What stands before the name of a frame that was used, and not only seen.
const USED: &str = "used ";
/// What stands before the name of a frame whose link asked for what most do not.
const ASKED: &str = "asked ";
/// What links can ask for is asked of few patterns: what so many of them call is common to all.
const ASKED_OFTEN: usize = 2;

/// What one frame in so many calls when it is used is common to frames.
const COMMON: usize = 4;

const SAYS: &str =
    "# What is not run by everybody, and by whom it is: `cargo xtask first-visit`.\n";

/// Keys of functions, by part.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct List {
    parts: Vec<(String, BTreeSet<String>)>,
}

impl List {
    /// Sorts the functions of a module by which visits have called them: a first visit, and frames
    /// that were seen, then used.
    ///
    /// What both the first visit and every frame call is everybody's, and not listed. What else it
    /// calls is its own part, what else every frame calls is another, and what else many frames call
    /// when they are used is a third. What frames call beyond that because their links ask for it, is
    /// a fourth. A frame's own parts are what it calls beyond that, seen and used. The rest is the
    /// rest, frames' own parts and the fourth included: who has it needs none of those.
    /// Functions that share a key are one. What is called by chance is everybody's, called or
    /// not; what is called by chance where a run was stopped is every frame's.
    ///
    /// # Errors
    /// If there was no first visit, or no frame.
    pub(crate) fn of(
        module: &Module<'_>,
        visits: &[(&str, BTreeSet<u32>)],
    ) -> Result<Self, Box<dyn Error>> {
        let key = |function| {
            let name = module.names.get(&function).filter(|name| !by_chance(name));
            name.map(|name| key::of(name))
        };
        let (mut visited, mut seen, mut used) = (BTreeSet::new(), Vec::new(), BTreeMap::new());
        let mut asked = Vec::new();
        for (name, called) in visits {
            let keys: BTreeSet<String> = called.iter().copied().filter_map(key).collect();
            match (name.strip_prefix(USED), name.strip_prefix(ASKED)) {
                (Some(name), _) => drop(used.insert(name, keys)),
                (_, Some(name)) => asked.push((name, keys)),
                _ if *name == VISIT => visited = keys,
                _ => seen.push((*name, keys)),
            }
        }
        if visited.is_empty()
            || seen.is_empty()
            || seen.iter().any(|(name, _)| !used.contains_key(name))
        {
            return Err("there is no first visit, no frame, or one that was not used".into());
        }
        let names = module.defined().filter_map(|function| module.names.get(&function));
        let stopped: BTreeSet<String> =
            names.filter(|name| by_chance_in_frames(name)).map(|name| key::of(name)).collect();
        let runs = |key: &String| {
            stopped.contains(key) || seen.iter().all(|(_, called)| called.contains(key))
        };
        let users = |key: &String| used.values().filter(|called| called.contains(key)).count();
        let seers = |key: &String| seen.iter().filter(|(_, called)| called.contains(key)).count();
        // What many frames do as soon as they are seen is in their own parts alone.
        let uses = |key: &String| {
            !runs(key) && seers(key) * COMMON < seen.len() && users(key) * COMMON >= used.len()
        };
        let is_own = |name: &str, key: &String| {
            used.get(name).is_some_and(|called| called.contains(key))
                || seen.iter().any(|(own, called)| *own == name && called.contains(key))
        };
        let asks = |key: &String| {
            let asked = || asked.iter().filter(|(_, called)| called.contains(key));
            let is_common = asked().count() >= ASKED_OFTEN;
            !runs(key) && !uses(key) && is_common && asked().any(|(name, _)| !is_own(name, key))
        };
        let all: BTreeSet<String> = module.defined().filter_map(key).collect();
        let part = |name: &str, holds: &dyn Fn(&String) -> bool| {
            let keys = all.iter().filter(|key| holds(key)).cloned();
            (name.to_owned(), keys.collect::<BTreeSet<String>>())
        };
        // A part that is before another is linked for what both have.
        let mut parts = vec![
            part(RUN, &|key| runs(key) && !visited.contains(key)),
            part(USE, &uses),
            part(ASK, &asks),
            part(REST, &|key| !runs(key) && !visited.contains(key) && !uses(key)),
            part(VISIT, &|key| visited.contains(key) && !runs(key)),
        ];
        for (name, called) in &seen {
            let own = |key: &String| !runs(key) && called.contains(key);
            parts.push(part(name, &own));
            let is_asked = |key: &String| {
                !asks(key) && asked.iter().any(|(of, called)| of == name && called.contains(key))
            };
            let also = |key: &String| {
                !runs(key) && !uses(key) && !own(key) && (used[name].contains(key) || is_asked(key))
            };
            parts.push(part(&format!("{name}-{USE}"), &also));
        }
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

/// Whether it is chance that a function of this name is called: it makes room in a list, or in a table,
/// is of the timers' tree, which every run has, or takes away a view that was asked for twice before
/// it was drawn.
fn by_chance(name: &str) -> bool {
    name.contains("RawVec") && (name.contains("grow") || name.contains("reserve"))
        || name.contains("RawTable") && name.contains("reserve")
        || name.contains("::btree::") && name.contains("]::timers::Queue")
        || name.contains("]::scheduler::Runnable") && !name.contains("::CreateRunner<")
}

/// Whether it is chance that a frame calls it: it is of the words for whatever event a run was stopped
/// at, or of the pill of a thread, which is drawn where somebody was on it when a frame was painted.
fn by_chance_in_frames(name: &str) -> bool {
    ["]::describe::", "]::labels::", "]::why::say::items_in", "]::pill::"]
        .iter()
        .any(|part| name.contains(part))
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
    fn what_is_called_by_chance_is_told_by_its_name() {
        assert!(by_chance("<alloc[1f]::raw_vec::RawVec<u8>>::grow_one"));
        assert!(by_chance("<alloc::raw_vec::RawVecInner<_>>::reserve::do_reserve_and_handle"));
        assert!(!by_chance("<alloc::raw_vec::RawVec<u8> as core::ops::drop::Drop>::drop"));
        assert!(by_chance("<hashbrown[5e]::raw::RawTable<(u32, u8)>>::reserve_rehash::<_>"));
        assert!(!by_chance("<hashbrown[5e]::raw::RawTable<(u32, u8)>>::find::<_>"));
        assert!(!by_chance("web::grow"));
        let tree =
            "alloc[3c]::collections::btree::node::BalancingContext<u64, lab[19]::timers::Queue>";
        assert!(by_chance(&format!("<{tree}>::merge_tracking_child_edge")));
        assert!(by_chance_in_frames("stage[48200cd44020ed45]::describe::step_words::{closure#2}"));
        assert!(by_chance_in_frames("stage[48200cd44020ed45]::pill::words"));
        assert!(by_chance_in_frames("<stage[48200cd44020ed45]::labels::Labels>::loss"));
        let asked = "alloc[3ca5]::boxed::Box<dyn yew[73f6]::scheduler::Runnable>";
        assert!(by_chance(&format!("core[c593]::ptr::drop_in_place::<{asked}>")));
        let creates = "yew[73f6]::html::component::lifecycle::CreateRunner<web::app::App>";
        assert!(!by_chance(&format!("<{creates} as yew[73f6]::scheduler::Runnable>::run")));
    }

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
