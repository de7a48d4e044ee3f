//! The timeline's axis: from instants and events to places, and back.

use crate::scene::within;
use lab::{Micros, Trace};

use crate::cursor::Cursor;
use crate::text;
use crate::view::{Axis, View};

/// The room for the lanes' labels.
const LEFT: f32 = 126.0;
/// The room at the right of the lanes.
const RIGHT: f32 = 14.0;
/// Two ticks are at least so far from each other.
const APART: f32 = 64.0;

/// Where instants are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    /// Where the axis begins: the lanes' labels are at its left.
    pub(crate) left: f32,
    /// Where it ends.
    pub(crate) right: f32,
    /// How much it holds: microseconds, or events.
    span: f32,
    kind: Axis,
}

impl Scale {
    pub(crate) fn of(view: &View) -> Self {
        let left = LEFT;
        let right = (view.width - RIGHT).max(left + 40.0);
        let span = match view.axis {
            Axis::Time => length(view) as f32,
            Axis::Order => (view.trace.events.len().max(1) as f32) * 1.03,
        };
        Scale { left, right, span, kind: view.axis }
    }

    fn place(&self, amount: f32) -> f32 {
        self.left + within(amount / self.span, 0.0, 1.0) * (self.right - self.left)
    }

    /// Where what begins with the event at this place and instant begins.
    pub(crate) fn begin(&self, event: u32, at: Micros) -> f32 {
        match self.kind {
            Axis::Time => self.place(at as f32),
            Axis::Order => self.place(event as f32 + 1.0),
        }
    }

    /// Where a cursor is.
    pub(crate) fn cursor(&self, cursor: Cursor) -> f32 {
        match self.kind {
            Axis::Time => self.place(cursor.at as f32),
            Axis::Order => self.place(cursor.events as f32),
        }
    }

    /// The cursor at a place.
    pub(crate) fn at(&self, trace: &Trace, x: f32) -> Cursor {
        let part = within((x - self.left) / (self.right - self.left), 0.0, 1.0);
        match self.kind {
            Axis::Time => Cursor::at(trace, (part * self.span) as Micros),
            Axis::Order => Cursor::after(trace, (part * self.span + 0.5) as usize),
        }
    }

    /// The instant at a place; on an even axis, that of the event there.
    pub(crate) fn instant(&self, trace: &Trace, x: f32) -> Micros {
        match self.kind {
            Axis::Time => {
                let part = within((x - self.left) / (self.right - self.left), 0.0, 1.0);
                ((part * self.span) as Micros).min(trace.end())
            }
            Axis::Order => self.at(trace, x).at,
        }
    }

    /// The ticks: where, and what they say.
    pub(crate) fn ticks(&self) -> Vec<(f32, String)> {
        let least = self.span * APART / (self.right - self.left);
        let step = round_up(least.max(1.0) as u64, if self.kind == Axis::Time { 1_000 } else { 1 });
        let count = (self.span / step as f32) as u64;
        let name = |at| match self.kind {
            Axis::Time => text::tick(at, step),
            Axis::Order => at.to_string(),
        };
        (0..=count).map(|n| (self.place((n * step) as f32), name(n * step))).collect()
    }
}

/// How much time the axis holds: the run and 3 % more.
fn length(view: &View) -> Micros {
    let end = view.until.unwrap_or(0).max(view.trace.end()).max(1);
    let whole = end + end * 3 / 100;
    if !view.live {
        return whole.max(1);
    }
    // While it grows, in steps: else every lane would move on every frame.
    let mut held = 2_000_000;
    while held < whole {
        held += held / 4;
    }
    held
}

/// The next of 1, 2, 5, 10 … times `unit`.
fn round_up(least: u64, unit: u64) -> u64 {
    let mut step = unit;
    loop {
        for times in [1, 2, 5] {
            if step * times >= least {
                return step * times;
            }
        }
        step *= 10;
    }
}
