//! Concurrency patterns over `futures`: any executor, any clock, natively and in the browser.
//!
//! A pattern takes streams, sinks and a [`Context`], and returns futures or streams. It never
//! spawns: the caller decides where its futures run. It reads no clock but the [`Timer`] it is
//! given. It returns facts (a [`Report`], a [`Cause`], an error that carries the item back) and
//! traces nothing. A pattern over `Send` parts is `Send`.
//!
//! Two rules break every tie: a cancel beats an item, and work that is ready beats its deadline.
//!
//! | to | use |
//! |---|---|
//! | hand items over | [`channel`] |
//! | stop everything below a point | [`Context`], [`until()`] |
//! | stop reading cleanly | [`or_done()`] |
//! | let two readers see every item | [`tee()`] |
//! | flatten streams of streams | [`bridge()`] |
//! | bound what runs at once | [`worker_pool()`], [`Semaphore`] |
//! | spread work and gather it | [`fan_out()`], [`fan_in()`], [`share()`] |
//! | put stage after stage | [`stage`], [`through`] |
//! | choose what a full queue does | [`Backpressure`], [`Strategy`] |
//! | run as many workers as it takes | [`adaptive_workers()`] |
//! | know how long things take | [`LatencyWindow`] |
//! | limit how much passes in how long | [`TokenBucket`], [`FixedWindow`], [`SlidingLog`], [`SlidingCounter`], [`PerKey`]; shared by threads: [`SharedTokenBucket`], [`SharedPerKey`]; waited for in line: [`SharedLimiter`] |
//! | stop waiting | [`timeout()`] |
//! | fail fast while a dependency is down | [`breaker`] |
//! | stop in order, by a deadline | [`shutdown`] |
//! | survive all of it at once | [`resilient`] |

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod breaker;
pub mod channel;
pub mod resilient;
pub mod shutdown;

mod bridge;
mod context;
mod fan_in;
mod fan_out;
mod limit;
mod line;
mod manual_timer;
mod or_done;
mod overload;
mod pipeline;
mod report;
mod semaphore;
mod share;
mod slab;
mod sync;
mod tee;
mod time;
mod timeout;
mod worker_pool;

pub use self::bridge::{Bridge, bridge};
pub use self::context::{Cancelled, Canceller, Cause, Context, Watch, until};
pub use self::fan_in::{FanIn, fan_in};
pub use self::fan_out::fan_out;
pub use self::limit::{
    BucketRule, BucketState, CounterRule, CounterState, Counts, Decision, Excessive, FixedRule,
    FixedState, FixedWindow, Limit, Limiter, LogRule, LogState, NotAdmitted, PerKey, Rate,
    Reservation, Rule, SharedLimiter, SharedPerKey, SharedTokenBucket, SlidingCounter, SlidingLog,
    TokenBucket,
};
pub use self::manual_timer::ManualTimer;
pub use self::or_done::{OrDone, or_done};
pub use self::overload::{
    Backpressure, Inlet, LatencyWindow, Percentiles, SendCounts, Sent, Strategy, Unsent, adaptive,
    adaptive_workers,
};
pub use self::pipeline::{stage, through};
pub use self::report::{Ending, Report};
pub use self::semaphore::{Acquire, AcquireOwned, OwnedPermit, Permit, Semaphore};
pub use self::share::{Share, share};
pub use self::tee::{Tee, tee};
pub use self::time::{Clock, Timer};
pub use self::timeout::{Elapsed, timeout};
pub use self::worker_pool::{Outcome, Panicked, worker_pool};
