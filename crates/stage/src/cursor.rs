//! The cursor: where in a run a picture is taken.

use lab::{Micros, Trace};

use crate::index::Index;

/// How long an item takes from place to place, in playback.
pub(crate) const MOVE: Micros = 140_000;

/// Where in a run: after so many events, at an instant that is not before the last of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// How many events have happened.
    pub events: usize,
    /// The instant.
    pub at: Micros,
    /// For how long, in microseconds of playback, the last event has been shown with the clock held;
    /// [`Cursor::SETTLED`] if everything has come to rest.
    pub held: Micros,
}

impl Cursor {
    /// [`held`](Cursor::held) of a cursor at which nothing moves any more.
    pub const SETTLED: Micros = 1 << 40;

    /// Before the first event.
    pub fn start() -> Self {
        Cursor { events: 0, at: 0, held: Self::SETTLED }
    }

    /// After the last event.
    pub fn end(trace: &Trace) -> Self {
        Cursor { events: trace.events.len(), at: trace.end(), held: Self::SETTLED }
    }

    /// After so many events, or as many as there are.
    pub fn after(trace: &Trace, events: usize) -> Self {
        let events = events.min(trace.events.len());
        let at = events.checked_sub(1).map_or(0, |last| trace.events[last].at);
        Cursor { events, at, held: Self::SETTLED }
    }

    /// At an instant, after everything that happens in it; at most at the trace's end.
    pub fn at(trace: &Trace, at: Micros) -> Self {
        let at = at.min(trace.end());
        let events = trace.events.partition_point(|event| event.at <= at);
        Cursor { events, at, held: Self::SETTLED }
    }

    /// The same place in a trace that may be shorter or longer.
    pub fn clamped(self, trace: &Trace) -> Self {
        let fits = self.events <= trace.events.len() && self.at <= trace.end();
        if fits && self.at >= Cursor::after(trace, self.events).at {
            return self;
        }
        Cursor::at(trace, self.at)
    }

    /// One event on.
    pub fn forward(self, trace: &Trace) -> Self {
        Cursor::after(trace, self.events + 1)
    }

    /// One event back.
    pub fn back(self, trace: &Trace) -> Self {
        Cursor::after(trace, self.events.saturating_sub(1))
    }

    /// Whether there is nothing after it.
    pub fn is_at_end(self, trace: &Trace) -> bool {
        self.events >= trace.events.len()
    }

    /// So many microseconds of playback on. `speed` is in thousandths. Events of one instant are
    /// shown one after the other for about 80 ms each, at most 400 ms in all, with the clock held.
    pub fn advance(self, trace: &Trace, index: &Index, playback_us: Micros, speed: u32) -> Self {
        let (speed, mut left, mut now) = (Micros::from(speed.max(1)), playback_us, self);
        let hurry = speed.max(1_000);
        loop {
            let hold = now.events.checked_sub(1).map_or(0, |last| index.holds.after(last));
            if now.held < hold {
                let wanted = (hold - now.held) * 1_000 / hurry;
                if left < wanted {
                    now.held += left * hurry / 1_000;
                    return now;
                }
                left -= wanted;
            }
            now.held = hold;
            let Some(next) = trace.events.get(now.events) else {
                now.held += left;
                return now;
            };
            let wanted = next.at.saturating_sub(now.at) * 1_000 / speed;
            if left < wanted {
                now.at += left * speed / 1_000;
                return now;
            }
            left -= wanted;
            now = Cursor { events: now.events + 1, at: next.at, held: 0 };
        }
    }

    /// How long ago, in microseconds of playback, the event at `place` was.
    pub(crate) fn since(self, trace: &Trace, index: &Index, place: usize, speed: u32) -> Micros {
        let Some(last) = self.events.checked_sub(1) else { return Self::SETTLED };
        let (speed, hurry) = (Micros::from(speed.max(1)), Micros::from(speed.max(1_000)));
        let clock = (self.at - trace.events[place].at.min(self.at)) * 1_000 / speed;
        let held = self.held + index.holds.before(last) - index.holds.before(place.min(last));
        clock + held * 1_000 / hurry
    }
}
