//! One row of the shelf.

use super::boxes::{Column, PAD, boxes};
use super::lines::{LINE, lines, lines_of};
use crate::scene::*;
use crate::view::View;
use crate::widget::axis::Frame;
use crate::widget::{Shown, Want, axis, parts};

/// Columns of boxes side by side, a line each, or all tracks of the one axis.
pub(super) enum Row<'a, 'v> {
    Boxes(Vec<Column<'a, 'v>>),
    /// The same, where there is room for them.
    Extra(Vec<Column<'a, 'v>>),
    Lines(Vec<Shown<'a, 'v>>),
    Tracks(Vec<(Shown<'a, 'v>, Want)>),
}

impl Row<'_, '_> {
    /// Whether it has hardly any height anyway.
    pub(super) fn is_tight(&self) -> bool {
        let Row::Extra(row) = self else { return false };
        row.iter().flat_map(|column| &column.boxes).all(|(shown, _)| shown.is_tight)
    }

    pub(super) fn least(&self) -> f32 {
        self.height(|want| want.least)
    }

    pub(super) fn best(&self) -> f32 {
        self.height(|want| want.best)
    }

    fn height(&self, of: impl Fn(&Want) -> f32) -> f32 {
        match self {
            Row::Boxes(row) | Row::Extra(row) => {
                row.iter().map(|column| column.height(&of)).fold(0.0, f32::max)
            }
            Row::Lines(lines) => lines_of(lines).0 as f32 * (LINE + 4.0) - 4.0,
            Row::Tracks(tracks) => {
                tracks.iter().map(|(_, want)| of(want)).sum::<f32>() + axis::LEGEND + PAD
            }
        }
    }

    pub(super) fn draw(&self, scene: &mut Scene, view: &View, area: Area) {
        match self {
            Row::Boxes(row) | Row::Extra(row) => boxes(scene, row, area),
            Row::Lines(shown) => lines(scene, shown, area),
            Row::Tracks(tracks) => {
                parts::ground(scene, area);
                let inner = Area::new(area.x + PAD, area.y + 4.0, area.w - 2.0 * PAD, area.h - 8.0);
                let each = (inner.h - axis::LEGEND) / tracks.len() as f32;
                let frame = Frame::of(view, tracks.iter().map(|(shown, _)| shown), inner, each);
                axis::draw(scene, tracks, &frame, inner);
            }
        }
    }
}
