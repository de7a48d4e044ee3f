//! Resilient pipeline: every request ends once, whatever breaks.
//!
//! A request waits in a bounded queue until a worker takes it. Then, in this order: the breaker
//! is asked, so that an open circuit costs nothing; the limiter is asked; the call is made, for
//! so long and no longer; the breaker is told what came of it; if there is no answer, the fallback
//! is asked; if there is none, what failed is kept as a dead letter. Only then, with nothing held
//! any more, is the outcome handed on: a slow reader slows the workers and nobody else.
//!
//! Each request that was handed in ends exactly once, as one of four: *ok*, *fallback*, *dead
//! letter* or *refused*. The count hangs on the request itself, so even one that is dropped
//! somewhere ends, as refused. [`Metrics`] add up at every instant.

mod answer;
mod books;
mod intake;
mod letters;
mod metrics;
mod request;
mod run;
mod stages;
mod trouble;

pub use self::answer::{Answer, End, Shift};
pub use self::intake::{Intake, Rejected, Submitted};
pub use self::letters::{DeadLetters, Letter};
pub use self::metrics::{Gauges, Metrics, Refusal, Refusals};
pub use self::request::Request;
pub use self::run::{Resilient, pipeline};
pub use self::stages::Stages;
pub use self::trouble::Trouble;
