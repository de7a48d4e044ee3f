//! The real limiters, with the settings of a model.

use super::model::{Kind, Model, duration};
use patterns::{FixedWindow, Rate, SlidingCounter, SlidingLog, TokenBucket};

pub(crate) fn bucket(model: &Model) -> TokenBucket {
    let Kind::Bucket(rate) = model.kind else { panic!("not a bucket: {:?}", model.kind) };
    TokenBucket::new(Rate::new(rate, duration(model.span)), model.limit)
}

pub(crate) fn fixed(model: &Model) -> FixedWindow {
    FixedWindow::new(model.limit, duration(model.span))
}

pub(crate) fn log(model: &Model) -> SlidingLog {
    SlidingLog::new(model.limit, duration(model.span))
}

pub(crate) fn counter(model: &Model) -> SlidingCounter {
    SlidingCounter::new(model.limit, duration(model.span))
}
