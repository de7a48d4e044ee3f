//! A trace read back.

use serde::Deserialize;

use super::{SiteId, TaskId, Trace, VERSION};

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
        let task = |id: Option<TaskId>| id.is_none_or(|id| (id as usize) < self.tasks.len());
        let site = |id: Option<SiteId>| id.is_none_or(|id| (id as usize) < self.sites.len());
        let mut last = 0;
        for (index, event) in self.events.iter().enumerate() {
            let resource = event.kind.resource();
            let listed = resource.is_none_or(|id| (id as usize) < self.resources.len());
            if !task(event.task) || !site(event.site) || !listed || event.at < last {
                return Err(ReadError::Event(index));
            }
            last = event.at;
        }
        let fine = self.tasks.iter().all(|t| task(t.parent) && site(t.site));
        if fine { Ok(()) } else { Err(ReadError::Task) }
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
        }
    }
}

impl std::error::Error for ReadError {}
