//! What a run leaves behind: plain data, versioned, serialisable.

use std::collections::BTreeMap;

use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;
use serde::{Deserialize, Serialize};

use crate::state::State;

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

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: Micros,
    /// To whom; `None` is the world outside.
    pub task: Option<TaskId>,
    /// From where in the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteId>,
    /// What.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// What can happen: a closed, small vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventKind {
    /// The task was spawned.
    Spawned,
    /// The task came to its end.
    Finished,
    /// The task was dropped before its end.
    Dropped,
    /// The task can go on and wants a thread.
    Ready,
    /// The task is on a thread.
    Running {
        /// Which, from 0.
        thread: u32,
    },
    /// The task waits for time; others go on.
    Sleeping {
        /// Until when.
        until: Micros,
    },
    /// The task occupies its thread.
    Computing {
        /// Until when.
        until: Micros,
    },
    /// The task waits for others.
    Blocked {
        /// On what; `None` if the lab was not told.
        on: Option<ResourceId>,
        /// In which way.
        how: Wait,
    },
    /// An item left the task; without a resource it left the run, delivered.
    Sent {
        /// Where to.
        to: Option<ResourceId>,
        /// The item.
        item: Option<ItemId>,
    },
    /// An item came to the task; without a resource it was made there.
    Received {
        /// Where from.
        from: Option<ResourceId>,
        /// The item.
        item: Option<ItemId>,
    },
    /// An item is gone without having been delivered.
    Lost {
        /// Where it was; `None` is in the task's own hands.
        from: Option<ResourceId>,
        /// The item.
        item: Option<ItemId>,
        /// Why.
        why: Loss,
    },
    /// A gate, such as a limiter, decided on an item, which is where it was: others may have their
    /// say as well.
    Decided {
        /// Which gate.
        resource: ResourceId,
        /// The item.
        item: ItemId,
        /// Whether it may pass.
        admitted: bool,
    },
    /// A resource came to be.
    Opened {
        /// Which.
        resource: ResourceId,
    },
    /// A resource closed: nothing more goes in.
    Closed {
        /// Which.
        resource: ResourceId,
    },
    /// A resource showed what it holds now.
    Showed {
        /// Which.
        resource: ResourceId,
        /// What it holds; boxed, because most events are small.
        state: Box<State>,
    },
    /// A claim was found to hold again, or to be broken, by the scenario itself.
    Claimed {
        /// Its slug.
        claim: Box<str>,
        /// Whether it holds.
        holds: bool,
    },
    /// The user acted.
    Acted {
        /// What was done.
        #[serde(flatten)]
        press: Box<Press>,
    },
}

/// An action that the user took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Press {
    /// Its slug.
    pub action: String,
    /// What it acts on, such as `worker-2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub argument: Option<String>,
}

/// In which way a task is blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// It wants to put something in.
    Send,
    /// It wants to take something out.
    Receive,
    /// It wants a permit.
    Acquire,
    /// It waits for something the lab was not told of.
    Other,
}

/// Why an item is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// Its sender gave up while it waited.
    Cancelled,
    /// The other end was closed.
    Closed,
    /// It was turned away.
    Refused,
    /// It was pushed out by a newer one.
    Evicted,
    /// Whoever held it dropped it.
    Dropped,
    /// It was set aside, to be tried again: a dead letter.
    Kept,
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

    /// Reads a trace back.
    ///
    /// # Errors
    /// [`ReadError`] if the text is no trace, is of a newer version, or names a task, resource or
    /// site that it does not list.
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let Versioned { version } = serde_json::from_str(text).map_err(ReadError::Malformed)?;
        if version != VERSION {
            return Err(ReadError::Version(version));
        }
        let trace: Trace = serde_json::from_str(text).map_err(ReadError::Malformed)?;
        trace.check()?;
        Ok(trace)
    }

    /// Sees that everything named is listed and that time never runs backwards.
    fn check(&self) -> Result<(), ReadError> {
        let task = |id: Option<TaskId>| id.is_none_or(|id| (id as usize) < self.tasks.len());
        let site = |id: Option<SiteId>| id.is_none_or(|id| (id as usize) < self.sites.len());
        let mut last = 0;
        for (index, event) in self.events.iter().enumerate() {
            let resource = event.kind.resource();
            let listed = resource.is_none_or(|id| (id as usize) < self.resources.len());
            if !task(event.task) || !site(event.site) || !listed || event.at < last {
                return Err(ReadError::Event(index));
            }
            last = event.at;
        }
        let fine = self.tasks.iter().all(|t| task(t.parent) && site(t.site));
        if fine { Ok(()) } else { Err(ReadError::Task) }
    }
}

impl EventKind {
    /// The resource this event names, if any.
    pub fn resource(&self) -> Option<ResourceId> {
        match self {
            EventKind::Blocked { on, .. } => *on,
            EventKind::Sent { to, .. } => *to,
            EventKind::Received { from, .. } | EventKind::Lost { from, .. } => *from,
            EventKind::Opened { resource }
            | EventKind::Closed { resource }
            | EventKind::Decided { resource, .. }
            | EventKind::Showed { resource, .. } => Some(*resource),
            _ => None,
        }
    }

    /// The item this event moves, if any.
    pub fn item(&self) -> Option<ItemId> {
        match self {
            EventKind::Sent { item, .. }
            | EventKind::Received { item, .. }
            | EventKind::Lost { item, .. } => *item,
            _ => None,
        }
    }
}

/// Why a text is not a trace.
#[derive(Debug)]
pub enum ReadError {
    /// It is not the JSON of a trace.
    Malformed(serde_json::Error),
    /// It is of a version this release does not read.
    Version(u32),
    /// The event at this place names something that is not listed, or is older than the one before.
    Event(usize),
    /// A task names something that is not listed.
    Task,
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReadError::Malformed(error) => write!(f, "not a trace: {error}"),
            ReadError::Version(version) => {
                write!(f, "a trace of version {version}; this release reads {VERSION}")
            }
            ReadError::Event(index) => write!(f, "event {index} does not fit the trace"),
            ReadError::Task => write!(f, "a task names something the trace does not list"),
        }
    }
}

impl std::error::Error for ReadError {}
