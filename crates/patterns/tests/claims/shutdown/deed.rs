//! What a program did while it was shut down.

use patterns::shutdown::*;

/// What a program did, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Accepted(&'static str),
    Stop(&'static str),
    Over(&'static str),
    Close(&'static str),
}

impl From<Step<'_>> for Deed {
    fn from(step: Step<'_>) -> Self {
        match step {
            Step::Stop { phase } => Self::Stop(phase),
            Step::Drained(phase) | Step::Abandoned(phase) => Self::Over(phase.name),
            Step::Close { phase } => Self::Close(phase),
        }
    }
}
