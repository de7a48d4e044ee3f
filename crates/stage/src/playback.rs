//! Playback: how the cursor goes through a trace. Events that share an instant are shown one after
//! the other with the clock held, else half a run would happen between two frames.

use lab::{EventKind, Micros, Trace};

/// How long an event is shown before the next one of the same instant.
const HOLD: Micros = 80_000;
/// How long the clock is held at one instant at most.
const LONGEST: Micros = 400_000;

/// How long the clock is held after each event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Holds {
    /// The sum of all holds before each event, and after the last.
    sums: Vec<Micros>,
}

impl Holds {
    /// Takes in about so many events more, whole instants. Returns whether that was all.
    pub(crate) fn advance(&mut self, trace: &Trace, events: usize) -> bool {
        // The last instant may have grown.
        let known = self.sums.len().saturating_sub(1);
        let mut from = known.min(trace.events.len());
        while from > 0
            && from < trace.events.len()
            && trace.events[from - 1].at == trace.events[from].at
        {
            from -= 1;
        }
        self.sums.truncate(from + 1);
        if self.sums.is_empty() {
            self.sums.push(0);
        }
        let end = from.saturating_add(events).min(trace.events.len());
        while from < end {
            from = self.add_instant(trace, from);
        }
        from == trace.events.len()
    }

    /// Adds the events of the instant that begins at `from`; gives where the next one begins.
    fn add_instant(&mut self, trace: &Trace, from: usize) -> usize {
        let at = trace.events[from].at;
        let mut to = from;
        while trace.events.get(to).is_some_and(|event| event.at == at) {
            to += 1;
        }
        let telling = (from..to).filter(|event| tells(trace, from, *event)).count() as Micros;
        // After the last of them the clock goes on.
        let hold = if telling < 2 { 0 } else { HOLD.min(LONGEST / (telling - 1)) };
        let mut left = telling.saturating_sub(1);
        let mut sum = self.sums.last().copied().unwrap_or(0);
        for event in from..to {
            if left > 0 && tells(trace, from, event) {
                sum += hold;
                left -= 1;
            }
            self.sums.push(sum);
        }
        to
    }

    /// How long the clock is held after the event at `place`.
    pub(crate) fn after(&self, place: usize) -> Micros {
        match (self.sums.get(place), self.sums.get(place + 1)) {
            (Some(before), Some(after)) => after - before,
            _ => 0,
        }
    }

    /// The sum of the holds before the event at `place`.
    pub(crate) fn before(&self, place: usize) -> Micros {
        self.sums.get(place).or(self.sums.last()).copied().unwrap_or(0)
    }
}

/// Whether an event changes the picture so that it is worth a moment of its own. `from` is where its
/// instant begins.
fn tells(trace: &Trace, from: usize, place: usize) -> bool {
    let event = &trace.events[place];
    match event.kind {
        EventKind::Sent { .. }
        | EventKind::Received { .. }
        | EventKind::Lost { .. }
        | EventKind::Closed { .. }
        | EventKind::Claimed { .. }
        | EventKind::Acted { .. } => true,
        EventKind::Running { .. } => {
            let earlier = trace.events[from..place].iter().rev();
            let mut running = earlier.filter(|e| matches!(e.kind, EventKind::Running { .. }));
            running.next().is_none_or(|last| last.task != event.task)
        }
        _ => false,
    }
}
