//! How a request ended, and how a worker did.

use super::Trouble;
use crate::Report;
use std::time::Duration;

/// How a request that was accepted ended.
///
/// ```
/// use patterns::resilient::{Answer, End};
/// use std::time::Duration;
///
/// let (latency, end) = (Duration::from_millis(3), End::<_, ()>::Ok("found"));
/// let answer = Answer { number: 0, request: "where is it?", latency, end };
/// assert_eq!(answer.end, End::Ok("found"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<Q, R, E> {
    /// Which request it was.
    pub number: u64,
    /// What was asked for.
    pub request: Q,
    /// How long it took, from when it was due.
    pub latency: Duration,
    /// How it ended.
    pub end: End<R, E>,
}

/// The ways in which a request ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End<R, E> {
    /// With the answer.
    Ok(R),
    /// With what the fallback gave.
    Fallback(R),
    /// Kept, to be looked at and tried again.
    DeadLetter,
    /// With nothing; this stood in the way.
    Refused(Trouble<E>),
}

/// What a worker leaves behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift<Q, A, E> {
    /// How many it took and handed on, and why it ended.
    pub report: Report<A, E>,
    /// What it was serving when the context was cancelled: ended as refused.
    pub cut_off: Option<Q>,
}
