//! What is seen of a bucket from outside.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use lab::{Lab, Level, ResourceId, State};

/// What is shown of the bucket: its level, and what the last one to be refused was told.
#[derive(Clone, Debug)]
pub struct Gauge {
    lab: Lab,
    bucket: ResourceId,
    retry_after: ResourceId,
    last: Rc<Cell<(Option<Level>, Option<i64>)>>,
}

impl Gauge {
    /// One that has shown nothing yet.
    pub fn new(lab: &Lab) -> Self {
        let (bucket, retry_after) = (lab.shown("bucket"), lab.shown("retry after, ms"));
        Gauge { lab: lab.clone(), bucket, retry_after, last: Rc::default() }
    }

    /// Shows this level, if it is another one.
    pub fn show(&self, level: Level) {
        let retry_after = self.last.get().1;
        if self.last.replace((Some(level), retry_after)).0 != Some(level) {
            self.lab.show(self.bucket, State::Level(level));
        }
    }

    /// Shows when to come back, if somebody was told so.
    pub fn refused(&self, retry_after: Option<Duration>) {
        let Some(wait) = retry_after else { return };
        let (level, value) = (self.last.get().0, wait.as_micros().div_ceil(1_000) as i64);
        if self.last.replace((level, Some(value))).1 != Some(value) {
            self.lab.show(self.retry_after, State::Number { value, limit: None });
        }
    }
}
