//! A trace read back.

use serde::Deserialize;

use super::*;
use crate::state::State;

impl Trace {
    /// Reads a trace back.
    ///
    /// # Errors
    /// [`ReadError`] if the text is no trace, is of a newer version, or names a task, resource or
    /// site that it does not list.
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let Versioned { version } = serde_json::from_str(text).map_err(ReadError::Malformed)?;
        if version != VERSION {
            return Err(ReadError::Version(version));
        }
        let trace: Trace = serde_json::from_str(text).map_err(ReadError::Malformed)?;
        trace.check()?;
        Ok(trace)
    }

    /// Sees that everything named is listed and that time never runs backwards.
    fn check(&self) -> Result<(), ReadError> {
        let mut last = 0;
        for (index, event) in self.events.iter().enumerate() {
            if !self.lists(event) || event.at < last {
                return Err(ReadError::Event(index));
            }
            last = event.at;
        }
        let blamed = self.claims.iter().flat_map(|claim| &claim.tasks);
        if !blamed.copied().all(|id| self.has_task(Some(id))) {
            return Err(ReadError::Claim);
        }
        if !self.tasks.iter().all(|task| self.has_task(task.parent) && self.has_site(task.site)) {
            return Err(ReadError::Task);
        }
        if self.lists_outcome() { Ok(()) } else { Err(ReadError::Outcome) }
    }

    fn lists(&self, event: &Event) -> bool {
        let inside = match &event.kind {
            EventKind::Blocked { how, .. } => self.has_task(awaited(*how)),
            EventKind::Showed { state, .. } => match &**state {
                State::Slots { held, waiting } => {
                    held.iter().chain(waiting).all(|share| self.has_task(Some(share.task)))
                }
                _ => true,
            },
            _ => true,
        };
        inside
            && self.has_task(event.task)
            && self.has_site(event.site)
            && self.has_resource(event.kind.resource())
    }

    fn lists_outcome(&self) -> bool {
        match &self.outcome {
            Outcome::Deadlocked { waits } => waits.iter().all(|waiting| {
                let named = [Some(waiting.task), awaited(waiting.how)].into_iter();
                named.chain(waiting.freed_by.iter().map(|id| Some(*id))).all(|id| self.has_task(id))
                    && self.has_resource(waiting.on)
            }),
            Outcome::Panicked { task, .. } => self.has_task(Some(*task)),
            _ => true,
        }
    }

    fn has_task(&self, id: Option<TaskId>) -> bool {
        id.is_none_or(|id| (id as usize) < self.tasks.len())
    }

    fn has_site(&self, id: Option<SiteId>) -> bool {
        id.is_none_or(|id| (id as usize) < self.sites.len())
    }

    fn has_resource(&self, id: Option<ResourceId>) -> bool {
        id.is_none_or(|id| (id as usize) < self.resources.len())
    }
}

/// The task whose end is waited for.
fn awaited(how: Wait) -> Option<TaskId> {
    match how {
        Wait::Task(id) => Some(id),
        _ => None,
    }
}

/// Why a text is not a trace.
#[derive(Debug)]
pub enum ReadError {
    /// It is not the JSON of a trace.
    Malformed(serde_json::Error),
    /// It is of a version this release does not read.
    Version(u32),
    /// The event at this place names something that is not listed, or is older than the one before.
    Event(usize),
    /// A task names something that is not listed.
    Task,
    /// A claim names a task that is not listed.
    Claim,
    /// The outcome names something that is not listed.
    Outcome,
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReadError::Malformed(error) => write!(f, "not a trace: {error}"),
            ReadError::Version(version) => {
                write!(f, "a trace of version {version}; this release reads {VERSION}")
            }
            ReadError::Event(index) => write!(f, "event {index} does not fit the trace"),
            ReadError::Task => write!(f, "a task names something the trace does not list"),
            ReadError::Claim => write!(f, "a claim names a task the trace does not list"),
            ReadError::Outcome => write!(f, "the outcome names something the trace does not list"),
        }
    }
}

impl std::error::Error for ReadError {}
