//! Why something is as it is: for every task, at every instant.

use lab::{ItemId, Micros, ResourceId, Site, TaskId, Trace};

use crate::index::Index;
use crate::labels::Labels;
use crate::lane::Phase;
use crate::scene::Subject;
use crate::view::View;

/// Why something is as it is, as plain data.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// What was asked about.
    pub about: Subject,
    /// The task concerned, if there is one.
    pub task: Option<TaskId>,
    /// What it does; `None` before it is spawned.
    pub phase: Option<Phase>,
    /// What it waits on, or what was asked about.
    pub on: Option<Contents>,
    /// What it holds, or what was asked about.
    pub item: Option<ItemId>,
    /// Since when it is so.
    pub since: Micros,
    /// Who could free it, if it waits for others.
    pub freed_by: Vec<TaskId>,
    /// The event that made it so.
    pub event: Option<usize>,
    /// The line of code it is at.
    pub site: Option<Site>,
    /// The task's event before that one.
    pub previous: Option<usize>,
    /// The task's next event.
    pub next: Option<usize>,
    said: String,
}

/// How full a resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The resource.
    pub resource: ResourceId,
    /// How much is in it, or held.
    pub len: usize,
    /// How much goes in, if there is a limit.
    pub capacity: Option<usize>,
}

/// Why `subject` is as it is at the cursor. `None` for what needs no reason.
pub fn why(view: &View, subject: Subject) -> Option<Why> {
    let _ = (view, subject);
    None
}

impl Why {
    /// One or two sentences.
    pub fn say(&self) -> &str {
        &self.said
    }
}
