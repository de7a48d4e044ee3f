//! What is seen of a bucket from outside.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use lab::{Lab, Level, ResourceId, State};
use patterns::Clock;

/// What is shown of the bucket: its level, and what the last one to be refused was told.
#[derive(Clone, Debug)]
pub struct Gauge {
    lab: Lab,
    bucket: ResourceId,
    retry_after: ResourceId,
    level: Rc<Cell<Option<Level>>>,
    /// When somebody was refused, and for how long.
    told: Rc<Cell<Option<(Duration, i64)>>>,
}

impl Gauge {
    /// One that has shown nothing yet.
    pub fn new(lab: &Lab) -> Self {
        let (bucket, retry_after) = (lab.shown("bucket"), lab.shown("retry after, ms"));
        let (level, told) = Default::default();
        Gauge { lab: lab.clone(), bucket, retry_after, level, told }
    }

    /// Shows this level, if it is another one.
    pub fn show(&self, level: Level) {
        if self.level.replace(Some(level)) != Some(level) {
            self.lab.show(self.bucket, State::Level(level));
        }
    }

    /// Shows when to come back, if somebody was told so. The same wait told later is another one.
    pub fn refused(&self, retry_after: Option<Duration>) {
        let Some(wait) = retry_after else { return };
        let value = wait.as_micros().div_ceil(1_000) as i64;
        let told = Some((self.lab.now(), value));
        if self.told.replace(told) != told {
            self.lab.show(self.retry_after, State::Number { value, limit: None });
        }
    }
}
