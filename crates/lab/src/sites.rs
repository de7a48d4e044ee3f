//! Which call sites are listed already.

use std::cell::{Cell, RefCell};
use std::panic::Location;

use crate::trace::{Site, SiteId};

/// So many call sites are found at once.
const NEAR: usize = 16;

/// Call sites and their places in the list, found by the addresses of their `Location`s: comparing
/// an address is cheaper than comparing a path.
#[derive(Debug, Default)]
pub(crate) struct Sites {
    all: RefCell<Vec<Known>>,
    /// Some of them, by a part of the address: most calls come from few lines, whose `Location`s
    /// lie side by side.
    near: [Cell<Option<Known>>; NEAR],
}

type Known = (&'static Location<'static>, SiteId);

impl Sites {
    /// The place of a call site; `list` puts it in the list if it is not there yet.
    pub(crate) fn place(
        &self,
        location: &'static Location<'static>,
        list: impl FnOnce(Site) -> SiteId,
    ) -> SiteId {
        let near = &self.near[std::ptr::from_ref(location).addr() / size_of::<usize>() % NEAR];
        match near.get() {
            Some((known, id)) if std::ptr::eq(known, location) => id,
            _ => {
                let id = self.find(location, list);
                near.set(Some((location, id)));
                id
            }
        }
    }

    #[cold]
    fn find(
        &self,
        location: &'static Location<'static>,
        list: impl FnOnce(Site) -> SiteId,
    ) -> SiteId {
        let mut all = self.all.borrow_mut();
        if let Some((_, id)) = all.iter().find(|(known, _)| std::ptr::eq(*known, location)) {
            return *id;
        }
        let id = list(Site { file: short(location.file()), line: location.line() });
        all.push((location, id));
        id
    }
}

/// A source file's name as every machine has it: `scenarios/catalogue/tee.rs`.
fn short(path: &str) -> String {
    let path = path.replace('\\', "/");
    let inside = path.rsplit_once("crates/").map_or(path.as_str(), |(_, inside)| inside);
    inside.replacen("/src/", "/", 1)
}
