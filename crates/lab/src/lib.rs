//! The bench where patterns are run and watched.
//!
//! A scenario holds a [`Lab`]: it spawns tasks, sleeps, computes, opens traced channels and listens
//! to actions. A [`Host`] carries the tasks; the [`VirtualHost`] of this crate is the default: one
//! deterministic executor, a clock that jumps, simulated threads and a pluggable [`Schedule`].
//! Whatever happens is recorded in a [`Trace`], plain data that the page and the command line draw.
//!
//! | module | holds |
//! |---|---|
//! | `trace` | the trace: tasks, resources, sites, events, outcome |
//! | `lab` | the handle a scenario holds |
//! | `host` | the seam between the handle and what carries the tasks |
//! | `virtual_host` | the deterministic executor |
//! | `turns` | the same order for hosts in real time |
//! | `schedule` | who goes next: first in first out, seeded, replayed |
//! | `channel`, `stream`, `semaphore`, `scopes` | traced ends over `patterns` and `futures` |
//! | `state` | what a resource can show |
//! | `invariant` | what must hold, as functions over a trace |
//!
//! # The format of a trace
//! [`Trace::to_json`] writes an object with the keys, in this order: `version` (this crate's
//! [`VERSION`]), `run` (the arguments: `scenario`, `knobs`, `variant`, `seed`, `script`,
//! `schedule`, and `traffic` if arrivals came from outside), `outcome`, `claims`, `tasks`,
//! `resources`, `sites`, `events`, and `passed` (when those were due) if the host was late.
//! Instants are integer microseconds since the run began; tasks, resources and sites are named by
//! their place in those lists; an event names its `kind` by a past participle. The same arguments
//! give the same bytes on every machine.

mod channel;
mod host;
pub mod invariant;
mod item;
mod lab;
mod links;
mod measured;
mod order;
mod recorder;
mod schedule;
mod scopes;
mod semaphore;
mod sites;
mod state;
mod stream;
mod task;
mod timers;
mod trace;
mod turns;
mod virtual_host;
mod woken;

pub use channel::{Receiver, Recv, Send, Sender};
pub use host::{Host, Wakeup};
pub use invariant::Broken;
pub use item::Carries;
pub use lab::{Actions, Cancelled, Compute, Lab, Sleep};
pub use links::Links;
pub use measured::Measured;
pub use order::{CausalOrder, Moved};
pub use schedule::{Fifo, Replay, Schedule, Seeded};
pub use scopes::{Scope, Scopes};
pub use semaphore::{Acquire, Permit, Semaphore};
pub use state::*;
pub use stream::{TracedSink, TracedStream};
pub use task::{Join, Recorded};
pub use trace::*;
pub use turns::{Due, Turns};
pub use virtual_host::{Bounds, Progress, VirtualHost};
