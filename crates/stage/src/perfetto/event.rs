//! One event of Chrome's trace-event format. Each kind of event has fields of its own, see
//! <https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU>.

use std::borrow::Cow;

use lab::Micros;
use serde::{Serialize, Serializer};

/// An event. What its kind does not have stays out of the text.
#[derive(Clone, Default, Serialize)]
pub(super) struct Event<'a> {
    pub(super) name: Cow<'a, str>,
    /// What the event is of: viewers filter by it.
    #[serde(skip_serializing_if = "str::is_empty")]
    cat: &'static str,
    /// Its kind, a letter.
    ph: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ts: Option<Micros>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dur: Option<Micros>,
    pid: u32,
    tid: u32,
    /// What binds the two ends of an arrow.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u32>,
    /// An arrow ends at the slice that encloses it, not at the next one.
    #[serde(skip_serializing_if = "str::is_empty")]
    bp: &'static str,
    /// How much of the picture an instant is about.
    #[serde(skip_serializing_if = "str::is_empty")]
    s: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_map")]
    pub(super) args: Vec<(&'static str, Arg<'a>)>,
}

/// What more is said of an event.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(super) enum Arg<'a> {
    Number(u64),
    Text(Cow<'a, str>),
}

fn as_map<S: Serializer>(
    args: &[(&'static str, Arg<'_>)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(args.iter().map(|(key, arg)| (key, arg)))
}

/// A row of the picture: a thread of a process, in the words of the format.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Track {
    pub(super) pid: u32,
    pub(super) tid: u32,
}

/// Whom an instant is about.
#[derive(Clone, Copy)]
pub(super) enum Scope {
    /// The whole run.
    Global,
    /// Its row.
    Track,
}

impl<'a> Event<'a> {
    fn new(ph: &'static str, Track { pid, tid }: Track, name: Cow<'a, str>) -> Self {
        Event { name, ph, pid, tid, ..Event::default() }
    }

    /// Says something of a process or a row: its name, its place.
    pub(super) fn metadata(
        what: &'static str,
        track: Track,
        key: &'static str,
        arg: Arg<'a>,
    ) -> Self {
        Event { args: vec![(key, arg)], ..Event::new("M", track, what.into()) }
    }

    /// A stretch of a row, complete with its end.
    pub(super) fn slice(track: Track, name: Cow<'a, str>, at: Micros, end: Micros) -> Self {
        let (ts, dur) = (Some(at), Some(end.saturating_sub(at)));
        Event { cat: "state", ts, dur, ..Event::new("X", track, name) }
    }

    /// Something that takes no time.
    pub(super) fn instant(track: Track, scope: Scope, name: String, at: Micros) -> Self {
        let s = match scope {
            Scope::Global => "g",
            Scope::Track => "t",
        };
        Event { cat: "mark", ts: Some(at), s, ..Event::new("i", track, name.into()) }
    }

    /// How much there is of something from now on.
    pub(super) fn counter(track: Track, name: &'a str, at: Micros, count: u64) -> Self {
        let args = vec![("items", Arg::Number(count))];
        Event { cat: "queue", ts: Some(at), args, ..Event::new("C", track, name.into()) }
    }

    /// One end of an arrow.
    pub(super) fn flow(track: Track, ends: bool, name: String, at: Micros, id: u32) -> Self {
        let (ph, bp) = if ends { ("f", "e") } else { ("s", "") };
        let (ts, id) = (Some(at), Some(id));
        Event { cat: "item", ts, id, bp, ..Event::new(ph, track, name.into()) }
    }
}
