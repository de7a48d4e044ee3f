//! Which challenges were done, kept in this browser and nowhere else.

use std::collections::BTreeSet;

use web_sys::Storage;

use crate::dom;

/// What it is kept under.
const KEY: &str = "interleave.challenges";
/// What it begins with: a later release may write it in another way.
const VERSION: &str = "1";
/// More than this were not written by this page.
const MOST: usize = 1_000;

/// Which challenges were done, as `pattern/challenge`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress(BTreeSet<String>);

impl Progress {
    /// What was kept. Nothing where nothing may be kept: in a frame without an origin, say.
    pub(crate) fn kept() -> Self {
        let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        text.map_or_else(Progress::default, |text| Progress::read(&text))
    }

    /// Keeps it, with what other pages have kept meanwhile.
    pub(crate) fn keep(&self) {
        let Some(storage) = storage() else { return };
        let all = Progress(self.0.union(&Progress::kept().0).cloned().collect());
        let words = std::iter::once(VERSION).chain(all.0.iter().map(String::as_str));
        // There may be no room; then it lasts as long as the page.
        let _ = storage.set_item(KEY, &words.collect::<Vec<_>>().join(" "));
    }

    /// Forgets it.
    pub(crate) fn forget() {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(KEY);
        }
    }

    /// This one was done.
    pub(crate) fn add(&mut self, scenario: &str, challenge: &str) {
        self.0.insert(format!("{scenario}/{challenge}"));
    }

    /// Whether this one was done.
    pub(crate) fn has(&self, scenario: &str, challenge: &str) -> bool {
        self.0.contains(&format!("{scenario}/{challenge}"))
    }

    /// Whether nothing was done.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn read(text: &str) -> Self {
        let mut words = text.split_ascii_whitespace();
        if words.next() != Some(VERSION) {
            return Progress::default();
        }
        let plain =
            |word: &&str| word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-/".contains(&b));
        Progress(words.filter(plain).take(MOST).map(str::to_owned).collect())
    }
}

/// Where a page may keep things, if it may.
fn storage() -> Option<Storage> {
    dom::window().local_storage().ok().flatten()
}
