//! Circuit breaker: while a dependency is down, fail at once and leave it alone.
//!
//! *Closed*, calls pass and their failures are counted; too many, and it is *open*: nothing
//! passes. After a while it is *half-open*: a few probes pass, and they decide. The shape is
//! Michael Nygard's (*Release It!*); that one number is both how many probes may be out and how
//! many must succeed is gobreaker's.
//!
//! [`Circuit`] is the state machine and nothing else: no lock, no clock, no call. [`Breaker`] is
//! one to be shared, with a listener and [`call`](Breaker::call).
//!
//! A result counts only in the state it was let out in: between a pass and its result the circuit
//! may have opened and closed again, and what was true then says nothing now. Probes are counted
//! the same way: one that is still out when the circuit opens and turns half-open again is no
//! longer among them. To bound how long a call can be out, give it a [`timeout`](crate::timeout()).

mod call;
mod change;
mod circuit;
mod pass;
mod permit;
mod probes;
mod settings;
mod shared;
mod state;
mod tally;

pub use self::call::CallError;
pub use self::change::{Change, Mode, Why};
pub use self::circuit::Circuit;
pub use self::pass::{Pass, Refused, Verdict};
pub use self::permit::Permit;
pub use self::settings::{Settings, Trip};
pub use self::shared::Breaker;
pub use self::state::State;
