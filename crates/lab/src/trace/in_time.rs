//! A trace of a host that was late, as if it had not been.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{EventKind, Micros, Trace};

/// An instant that a host in real time has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    /// The first event that was due at that instant, if it has one: its place.
    pub event: u32,
    /// The instant.
    pub due: Micros,
}

impl Trace {
    /// The run as if everything had happened when it was due: what a host in real time was asked
    /// to carry. On the others, the trace itself.
    pub fn in_time(&self) -> Cow<'_, Trace> {
        if self.passed.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut trace = self.clone();
        let mut passed = std::mem::take(&mut trace.passed).into_iter().peekable();
        let mut due = 0;
        for (place, event) in (0..).zip(&mut trace.events) {
            while let Some(next) = passed.next_if(|next| next.event <= place) {
                due = next.due;
            }
            if let EventKind::Computing { until } = &mut event.kind {
                *until = due + until.saturating_sub(event.at);
            }
            event.at = due;
        }
        Cow::Owned(trace)
    }
}
