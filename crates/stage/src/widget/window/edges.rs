//! Where what is counted ends.

use lab::{Counted, Micros, State};

use super::Windows;
use crate::scene::*;
use crate::widget::Shown;
use crate::widget::axis::Frame;
use crate::widget::now::now;

/// Where what is counted ends: at the edges of boxes, and at the end of the bracket.
pub(in crate::widget) struct Edges {
    pub(in crate::widget) from: Micros,
    /// 0 where there are no boxes.
    pub(in crate::widget) span: Micros,
    pub(in crate::widget) bracket: Option<Micros>,
}

impl Edges {
    pub(in crate::widget) fn of(shown: &Shown, frame: &Frame) -> Self {
        let none = Edges { from: 0, span: 0, bracket: None };
        let Some(State::Window { span, limit, .. }) = shown.state() else { return none };
        let Some(state) = shown.state().map(|state| now(state, frame.now)) else { return none };
        let span = (*span).max(1);
        match state {
            State::Window { counted: Counted::Fixed { from, .. }, .. } => {
                let of = Windows { shown, frame, floor: Area::default(), span, limit: *limit };
                let bracket = of.straddled(from).map(|(_, begin)| begin.saturating_add(span));
                Edges { from: from % span, span, bracket }
            }
            State::Window { counted: Counted::Counter { from, .. }, .. } => {
                Edges { from: from % span, span, bracket: None }
            }
            _ => none,
        }
    }

    /// The first edge after an instant.
    pub(in crate::widget) fn after(&self, at: Micros) -> Micros {
        let passed = at.saturating_add(self.span).saturating_sub(self.from).checked_rem(self.span);
        let edge = passed.map_or(Micros::MAX, |passed| at.saturating_add(self.span - passed));
        self.bracket.filter(|bracket| *bracket >= at).map_or(edge, |bracket| bracket.min(edge))
    }
}
