//! What is seen of a bucket from outside.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use lab::{Lab, Level, Micros, ResourceId, State};

/// What is shown of the bucket: its level, and what the last one to be refused was told.
#[derive(Clone, Debug)]
pub struct Gauge {
    lab: Lab,
    bucket: ResourceId,
    retry_after: ResourceId,
    level: Rc<Cell<Option<Level>>>,
    /// Until when the last one who was refused is to wait.
    until: Rc<Cell<Option<Micros>>>,
}

impl Gauge {
    /// One that has shown nothing yet.
    pub fn new(lab: &Lab) -> Self {
        let (bucket, retry_after) = (lab.shown("bucket"), lab.shown("retry after"));
        let (level, until) = Default::default();
        Gauge { lab: lab.clone(), bucket, retry_after, level, until }
    }

    /// Shows this level, if it is another one.
    pub fn show(&self, level: Level) {
        if self.level.replace(Some(level)) != Some(level) {
            self.lab.show(self.bucket, State::Level(level));
        }
    }

    /// Shows when to come back, if somebody was told so.
    pub fn refused(&self, retry_after: Option<Duration>) {
        let Some(wait) = retry_after else { return };
        let wait = Micros::try_from(wait.as_nanos().div_ceil(1_000)).unwrap_or(Micros::MAX);
        let until = self.lab.now_us().saturating_add(wait);
        if self.until.replace(Some(until)) != Some(until) {
            self.lab.show(self.retry_after, State::Wait { until });
        }
    }
}
