//! What a run leaves behind: plain data, versioned, serialisable.

mod event;
mod fingerprint;
mod in_time;
mod read;

use std::collections::BTreeMap;

use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;
use serde::{Deserialize, Serialize};

pub use self::event::*;
pub use self::in_time::Passed;
pub use self::read::ReadError;

/// The version of the trace format; older readers refuse newer traces.
pub const VERSION: u32 = 1;

/// A task's place in [`Trace::tasks`].
pub type TaskId = u32;
/// A resource's place in [`Trace::resources`].
pub type ResourceId = u32;
/// A call site's place in [`Trace::sites`].
pub type SiteId = u32;
/// The number of an item that travels through a pattern; items keep it from end to end.
pub type ItemId = u32;
/// An instant: microseconds since the run began.
pub type Micros = u64;

/// A whole run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// The format, see [`VERSION`].
    pub version: u32,
    /// The arguments that give this run, and no other.
    pub run: Run,
    /// How the run ended.
    pub outcome: Outcome,
    /// The scenario's invariants, each with what became of it.
    pub claims: Vec<Claim>,
    /// Every task, in the order they were spawned. The first is the scenario itself.
    pub tasks: Vec<Task>,
    /// Everything tasks wait for or look at: channels, semaphores.
    pub resources: Vec<Resource>,
    /// Where in the source the tasks called the lab from.
    pub sites: Vec<Site>,
    /// What happened, in order. Many events share an instant.
    pub events: Vec<Event>,
    /// On a host in real time: when it was due, in order. Empty where everything happens when it
    /// is due.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<Passed>,
}

/// The arguments of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The scenario's slug.
    pub scenario: String,
    /// Every knob by name.
    pub knobs: BTreeMap<String, Setting>,
    /// The variant's slug: `correct`, or a trap by name.
    pub variant: String,
    /// What `random` is made from.
    pub seed: u64,
    /// The actions taken, in order of time.
    pub script: Vec<ScriptEntry>,
    /// Who went next when several were ready.
    pub schedule: ScheduleKind,
    /// Arrivals that came from outside, in order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub traffic: Vec<Arrival>,
}

/// Something that arrives from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// When, in microseconds.
    pub at: Micros,
    /// Whose it is, where that matters: a number a key, from 0.
    pub key: u32,
}

/// A knob's value: a whole number in the knob's unit, or the slug of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Setting {
    /// A number; durations are milliseconds.
    Number(i64),
    /// The slug of a choice.
    Choice(String),
}

/// An action of the script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptEntry {
    /// When, in microseconds.
    pub at: Micros,
    /// Which: a slug.
    pub action: String,
    /// What it acts on, such as `worker-2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub argument: Option<String>,
}

/// How the next task is chosen among those that are ready.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScheduleKind {
    /// First come, first served.
    #[default]
    Fifo,
    /// At random, from a stream of its own made from the run's seed.
    Seeded,
    /// Choice by choice: the place in the queue of ready tasks, then first come, first served.
    Replay(Vec<u32>),
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// It goes on: only while it is computed or live.
    Running,
    /// Every task ended.
    Finished,
    /// Nobody can go on, and nothing will change that.
    Deadlocked {
        /// Who waits, for what, and who could free them.
        waits: Vec<Waiting>,
    },
    /// The bound on time was reached.
    OutOfTime,
    /// The bound on events was reached.
    OutOfEvents,
    /// A task panicked.
    Panicked {
        /// The task.
        task: TaskId,
        /// What it said.
        message: String,
    },
}

/// One line of a deadlock report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Who waits.
    pub task: TaskId,
    /// What for; `None` if the lab was not told.
    pub on: Option<ResourceId>,
    /// In which way.
    pub how: Wait,
    /// The tasks at the other end, that could free it. Empty: nobody can.
    pub freed_by: Vec<TaskId>,
}

/// An invariant of the scenario and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Its slug; the words are the scenario's.
    pub claim: String,
    /// Whether it held for the whole run.
    pub holds: bool,
    /// When it broke.
    pub broken_at_us: Option<Micros>,
    /// The event at which it broke.
    pub event: Option<u32>,
    /// The tasks that broke it.
    pub tasks: Vec<TaskId>,
    /// The items concerned.
    pub items: Vec<ItemId>,
}

/// A task: one future that the host polls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its name, such as `worker 2`.
    pub name: String,
    /// Who spawned it.
    pub parent: Option<TaskId>,
    /// Where it was spawned.
    pub site: Option<SiteId>,
}

/// Something tasks wait for or look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// Its name, such as `jobs`.
    pub name: String,
    /// What it is.
    pub kind: ResourceKind,
}

/// What a resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ResourceKind {
    /// A queue of items.
    Channel {
        /// How many wait in it at most; `None` is unbounded, 0 a rendezvous.
        capacity: Option<u32>,
    },
    /// Permits that are held and waited for.
    Slots {
        /// How many there are.
        size: u32,
    },
    /// Something a scenario shows.
    Shown,
}

/// A place in the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// The file, from its crate's folder on, without `src`: `scenarios/catalogue/tee.rs`.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

impl Run {
    /// A number of the seed that belongs to `key`, below `bound` (0 if `bound` is).
    pub fn random_for(&self, key: u64, bound: u64) -> u64 {
        let mut random = Pcg32::seed_from_u64(self.seed ^ key.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        ((u128::from(random.next_u64()) * u128::from(bound)) >> 64) as u64
    }
}

impl Trace {
    /// An empty trace of a run that has yet to begin.
    pub fn new(run: Run) -> Self {
        Trace {
            version: VERSION,
            run,
            outcome: Outcome::Running,
            claims: Vec::new(),
            tasks: Vec::new(),
            resources: Vec::new(),
            sites: Vec::new(),
            events: Vec::new(),
            passed: Vec::new(),
        }
    }

    /// The instant of the last event.
    pub fn end(&self) -> Micros {
        self.events.last().map_or(0, |event| event.at)
    }

    /// The trace as one line of JSON; the same bytes for the same run on every machine.
    ///
    /// # Errors
    /// None in practice: every key is a string.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}
