//! Pictures in boxes of their own, side by side and below each other.

use super::GAP;
use crate::layout::UPRIGHT;
use crate::scene::*;
use crate::view::View;
use crate::widget::extent::Kind;
use crate::widget::{Shown, Want, paint, parts, tally};

/// Inside of a box.
pub(super) const PAD: f32 = 10.0;

/// The line with the name.
pub(super) const TITLE: f32 = 24.0;

/// The same, and below a picture, in a low frame.
const LOW_TITLE: f32 = 20.0;
const LOW_PAD: f32 = 4.0;

/// What is lower than this, and than it wants to be, is not drawn.
const AT_LEAST: f32 = 48.0;

/// A box is at most so many times as wide as it wants to be.
const STRETCH: f32 = 1.5;

/// Boxes one below the other.
pub(super) struct Column<'a, 'v> {
    pub(super) w: f32,
    pub(super) boxes: Vec<(Shown<'a, 'v>, Want)>,
}

impl Column<'_, '_> {
    pub(super) fn height(&self, of: impl Fn(&Want) -> f32) -> f32 {
        let gaps = GAP * (self.boxes.len() - 1) as f32;
        self.boxes.iter().map(|(shown, want)| of(want) + around(shown.view)).sum::<f32>() + gaps
    }
}

/// What is above and below a picture in its box.
pub(super) fn around(view: &View) -> f32 {
    title(view) + if view.is_low() { LOW_PAD } else { PAD }
}

/// The line with the name.
pub(super) fn title(view: &View) -> f32 {
    if view.is_low() { LOW_TITLE } else { TITLE }
}

/// The height at which all of a row is seen.
pub(super) fn height(row: &[Column]) -> f32 {
    row.iter().map(|column| column.height(|want| want.best)).fold(0.0, f32::max)
}

#[inline(never)]
pub(super) fn boxes(scene: &mut Scene, row: &[Column], area: Area) {
    let gaps = GAP * (row.len() - 1) as f32;
    let wanted: f32 = row.iter().map(|column| column.w).sum();
    let most = if area.w < UPRIGHT { f32::MAX } else { STRETCH };
    let stretch = within((area.w - gaps) / wanted.max(1.0), 0.0, most);
    let mut x = area.x + (area.w - gaps - wanted * stretch) / 2.0;
    for column in row {
        let w = column.w * stretch;
        column_of_boxes(scene, column, Area { x, w, ..area });
        x += w + GAP;
    }
}

/// Boxes as high as they want to be, if there is that much room.
fn column_of_boxes(scene: &mut Scene, column: &Column, area: Area) {
    let (least, best) = (column.height(|want| want.least), column.height(|want| want.best));
    let lack = if best > least { within((area.h - least) / (best - least), 0.0, 1.0) } else { 1.0 };
    let squeeze = (area.h / least.max(1.0)).min(1.0);
    let mut y = area.y;
    for (shown, want) in &column.boxes {
        let high = want.least + (want.best - want.least) * lack + around(shown.view);
        let card = Area { y, h: high * squeeze, ..area };
        one_box(scene, shown, want, card);
        y += card.h + GAP;
    }
}

fn one_box(scene: &mut Scene, shown: &Shown, want: &Want, card: Area) {
    parts::ground(scene, card);
    scene.target(card, Subject::Resource(shown.resource));
    let inner = Area::new(card.x + PAD, card.y, card.w - 2.0 * PAD, card.h);
    parts::title(scene, shown, inner);
    let high = (card.h - around(shown.view)).max(0.0);
    let body = Area::new(inner.x, card.y + title(shown.view), inner.w, high);
    // Where it would be illegible the title has to do: it says the same in short.
    let is_tally = shown.kind == Kind::Table && tally::is_so(shown);
    let least = if is_tally { tally::LINE } else { want.least.min(AT_LEAST) };
    if body.h >= least - 0.5 {
        paint(scene, shown, body);
    }
}
