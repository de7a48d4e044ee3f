//! What a resource can show: plain data, one kind a picture. A scenario shows what its pattern
//! really holds; the stage draws it, and knows no pattern.

use serde::{Deserialize, Serialize};

use crate::trace::{ItemId, Micros, TaskId};

/// What a resource holds now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum State {
    /// Who holds permits and who waits for them, in order.
    Slots {
        /// Holders: a task and how many permits.
        held: Vec<Share>,
        /// Waiters, the next one first.
        waiting: Vec<Share>,
    },
    /// A number, such as the connections in use.
    Number {
        /// The number.
        value: i64,
        /// Its limit, if it has one.
        limit: Option<i64>,
    },
    /// A wait that goes by, such as that of who was refused until trying again makes sense.
    Wait {
        /// Until when.
        until: Micros,
    },
    /// A bucket of tokens.
    Level(Level),
    /// A bucket a key.
    Levels {
        /// The buckets, in the order in which they are shown.
        rows: Vec<KeyLevel>,
        /// How many there may be at once.
        most: Option<u32>,
    },
    /// What was counted over a span of time, against a limit.
    Window {
        /// How long the span is, in microseconds.
        span: Micros,
        /// How many it may hold.
        limit: u32,
        /// How it is counted.
        #[serde(flatten)]
        counted: Counted,
    },
    /// A state machine.
    Machine(Machine),
    /// A tree of scopes. Parents come before their children.
    Tree {
        /// The scopes.
        nodes: Vec<Node>,
    },
    /// A sample of a figure that is steered. What was shown before is drawn as its past.
    Sample(Sample),
    /// What is switched on, of a list.
    Checklist {
        /// The list.
        checks: Vec<Check>,
    },
    /// A table of numbers.
    Table {
        /// The headings of the columns after the first.
        columns: Vec<String>,
        /// The rows.
        rows: Vec<Row>,
    },
}

/// A task's share of something counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Whose.
    pub task: TaskId,
    /// How many.
    pub count: u32,
}

/// A bucket: how many tokens it holds, and when the next one comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// How many it holds.
    pub held: u32,
    /// How many it can hold.
    pub size: u32,
    /// When the one that is coming began to fill, and when it will be there; none if it is full or
    /// nothing comes.
    pub next: Option<(Micros, Micros)>,
}

/// A key's bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLevel {
    /// The key.
    pub key: String,
    /// Its bucket.
    #[serde(flatten)]
    pub level: Level,
    /// It has been evicted since the state was shown last.
    pub evicted: bool,
}

/// How a window counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "counted", rename_all = "snake_case")]
pub enum Counted {
    /// In aligned boxes.
    Fixed {
        /// When the box of now began.
        from: Micros,
        /// How many are in it.
        count: u32,
    },
    /// In a frame that moves.
    Log {
        /// What is in it, oldest first; empty if that is too many to show.
        ticks: Vec<Micros>,
        /// How many are in it.
        count: u32,
    },
    /// In two aligned boxes, the earlier of which counts less and less.
    Counter {
        /// When the box of now began.
        from: Micros,
        /// How many are in the box before it.
        previous: u32,
        /// How many are in it.
        count: u32,
    },
}

/// A state machine that opens on failures and closes on successes, such as a circuit breaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// The state it is in.
    pub at: Position,
    /// Failures that count towards opening.
    pub failures: u32,
    /// How many of them open it.
    pub threshold: u32,
    /// Among which calls they count; none where failures in a row do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub among: Option<Among>,
    /// When it opened, and when it lets a probe through; while it is open.
    pub open: Option<(Micros, Micros)>,
    /// Successes of probes, while it is half open.
    pub successes: u32,
    /// How many of them close it, and how many probes may be under way.
    pub quota: u32,
    /// The items that probe now.
    pub probes: Vec<ItemId>,
}

/// The last calls, among which failures count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Among {
    /// Whether each failed, the oldest first; while it is open, those that opened it.
    pub failed: Vec<bool>,
    /// How many are looked back on. With fewer nothing opens.
    pub window: u32,
}

/// Where a breaker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// Calls go through.
    Closed,
    /// Nothing goes through.
    Open,
    /// Some go through, to see.
    HalfOpen,
}

/// A scope of a tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// The scope above it: its place in the list.
    pub parent: Option<u32>,
    /// When it was made.
    pub from: Micros,
    /// When it ends by itself.
    pub deadline: Option<Micros>,
    /// How it ended, if it did.
    pub ended: Option<Ended>,
}

/// How a scope ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// When.
    pub at: Micros,
    /// Its deadline passed; else it was cancelled.
    pub by_deadline: bool,
    /// It ended because the one above it did.
    pub from_above: bool,
    /// What was said of the cause; nothing of a deadline, nor of one that was only let go.
    pub words: Option<String>,
}

/// A sample of a figure that is steered towards a target by a number, such as latency by workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// The figure, in microseconds; none without enough samples.
    pub value: Option<Micros>,
    /// What it should be at most.
    pub target: Micros,
    /// The number that steers it.
    pub level: u32,
    /// The least of that number.
    pub least: u32,
    /// The most of it.
    pub most: u32,
    /// Until when nothing is changed.
    pub quiet_until: Option<Micros>,
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The key of the knob that switches it on, or a slug: its words are the scenario's.
    pub key: String,
    /// Whether it is.
    pub done: bool,
}

/// A line of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What the line is about.
    pub name: String,
    /// The numbers, a column each.
    pub cells: Vec<i64>,
    /// Whether that is as it should be, if that is a question.
    pub fine: Option<bool>,
}
