//! A run in Chrome's trace-event format, which Perfetto and others show: a row a thread, a row a
//! task, arrows along which items went, how much was in each queue.
//!
//! Names are English and the same in every language of the page: queries are written against them.

mod event;
mod flow;
mod marks;
mod slices;

use std::borrow::Cow;

use lab::{Micros, Outcome, TaskId, Trace};
use serde::Serialize;

use self::event::{Arg, Event, Track};
use self::flow::flows;
use crate::index::Index;

/// The threads are a process of their own, over that of the tasks.
const THREADS: u32 = 1;
const TASKS: u32 = 2;

/// The run as a document for Perfetto, chrome://tracing and others.
///
/// Instants are whole microseconds, as the format has them; events are in order.
///
/// # Errors
/// None in practice: every key is a string.
pub fn perfetto(trace: &Trace, index: &Index) -> Result<String, serde_json::Error> {
    let writer = Writer { trace, index };
    let mut events = writer.names();
    events.extend(writer.events());
    serde_json::to_string(&Document {
        display_time_unit: "ms",
        other_data: Header {
            written_by: concat!("Interleave ", env!("CARGO_PKG_VERSION")),
            scenario: &trace.run.scenario,
            variant: &trace.run.variant,
            seed: trace.run.seed,
            outcome: &trace.outcome,
        },
        trace_events: events,
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    display_time_unit: &'static str,
    other_data: Header<'a>,
    trace_events: Vec<Event<'a>>,
}

#[derive(Serialize)]
struct Header<'a> {
    written_by: &'static str,
    scenario: &'a str,
    variant: &'a str,
    seed: u64,
    outcome: &'a Outcome,
}

struct Writer<'a> {
    trace: &'a Trace,
    index: &'a Index,
}

/// Where an event stands among those of its instant: by what happened, then slices before what is
/// bound to them.
type Order = (Micros, u32, u8);

impl<'a> Writer<'a> {
    fn thread(&self, thread: usize) -> Track {
        Track { pid: THREADS, tid: 1 + thread as u32 }
    }

    /// Rows have numbers of their own across processes: some viewers tell threads by that alone.
    fn task(&self, task: TaskId) -> Track {
        Track { pid: TASKS, tid: 1 + self.index.threads.len() as u32 + task }
    }

    fn task_name(&self, task: TaskId) -> &'a str {
        self.trace.tasks.get(task as usize).map_or("", |task| &task.name)
    }

    /// What processes and rows are called, and their order.
    fn names(&self) -> Vec<Event<'a>> {
        let mut names = Vec::new();
        let scenario = &self.trace.run.scenario;
        for (pid, what) in [(THREADS, "threads"), (TASKS, "tasks")] {
            let first = if pid == THREADS { self.thread(0) } else { self.task(0) };
            let name = Arg::Text(format!("{what} of {scenario}").into());
            names.push(Event::metadata("process_name", first, "name", name));
            let place = Arg::Number(pid.into());
            names.push(Event::metadata("process_sort_index", first, "sort_index", place));
        }
        let mut row = |track: Track, name: Cow<'a, str>| {
            names.push(Event::metadata("thread_name", track, "name", Arg::Text(name)));
            let place = Arg::Number(track.tid.into());
            names.push(Event::metadata("thread_sort_index", track, "sort_index", place));
        };
        for thread in 0..self.index.threads.len() {
            let name = match self.index.threads.len() {
                1 => "the one thread".into(),
                _ => format!("thread {}", thread + 1).into(),
            };
            row(self.thread(thread), name);
        }
        for task in 0..self.index.tasks.len() as TaskId {
            row(self.task(task), self.task_name(task).into());
        }
        names
    }

    /// Everything that happens, in order.
    fn events(&self) -> impl Iterator<Item = Event<'a>> + use<'a> {
        let mut events: Vec<(Order, Event<'a>)> = Vec::new();
        for (thread, lane) in self.index.threads.iter().enumerate() {
            self.slices(&mut events, self.thread(thread), lane, |writer, stretch| {
                let name = stretch.task.map(|task| writer.task_name(task).into());
                name.filter(|_| stretch.phase.is_on_thread())
            });
        }
        for (task, lane) in (0..).zip(&self.index.tasks) {
            self.slices(&mut events, self.task(task), lane, Writer::state);
        }
        self.counters(&mut events);
        for (id, flow) in (1..).zip(flows(self.trace)) {
            events.extend(self.arrow(id, &flow));
        }
        events.extend(self.marks());
        events.sort_by_key(|(order, _)| *order);
        events.into_iter().map(|(_, event)| event)
    }
}
