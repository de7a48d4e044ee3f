//! How a box is drawn, and how large that is.

use crate::scene::within;
use lab::{ResourceId, ResourceKind};

use super::SLOT;
use crate::view::View;

/// The height of a card, and of one that has a single line.
pub(super) const CARD: f32 = 52.0;
pub(super) const LINE: f32 = 30.0;
/// A queue of more places than this is a bar.
pub(super) const MOST_SLOTS: usize = 12;
/// The width of such a bar.
pub(super) const BAR: f32 = 84.0;
/// The width of a rendezvous.
const GATE: f32 = 18.0;
/// The words above a group of tiles.
pub(super) const LEGEND: f32 = 22.0;

/// How a node is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Form {
    /// Cards of this size, in so many columns, with so much between them.
    Cards { w: f32, h: f32, columns: usize, gap: f32 },
    /// Small squares of this size, in so many columns, with so much between them, below a line of
    /// words.
    Tiles { side: f32, columns: usize, gap: f32 },
    /// So many places in a row, of which so many are more than it was told to have.
    Places { count: usize, extra: usize },
    /// A bar.
    #[default]
    Bar,
    /// Nothing is kept here: it goes from hand to hand.
    Gate,
    /// A switch that lets through or turns back.
    Switch,
}

/// A form, its width and its height.
pub(super) type Size = (Form, f32, f32);

/// The form of so many peers.
pub(super) fn peers_form(count: usize, card: f32, level: u8, room: f32) -> Size {
    let (form, columns) = match (count, level) {
        (0..=6, 0) => return cards(count, card, CARD, room),
        (0..=6, 1) => return cards(count, card, LINE, room),
        (7..=16, 0) => return lines(count, card),
        (0..=2, _) => return cards(count, card, LINE, room),
        (0..=24, _) => (28.0, if count <= 8 { 2 } else { 4 }),
        (25..=240, _) => (14.0, columns_of(count, 18.0, room)),
        _ => (6.0, columns_of(count, 8.0, room)),
    };
    let gap = if form > 20.0 { 6.0 } else { form / 3.0 };
    let columns = if form > 20.0 { columns.max(columns_of(count, 34.0, room)) } else { columns };
    // In rows as long as each other.
    let rows = count.div_ceil(columns.min(count));
    let columns = count.div_ceil(rows);
    let size = |n: usize| n as f32 * (form + gap) - gap;
    (Form::Tiles { side: form, columns, gap }, size(columns), size(rows) + LEGEND)
}

/// So many columns that the rows have room, and about three wide for two high.
fn columns_of(count: usize, pitch: f32, room: f32) -> usize {
    let rows = (((room - LEGEND) / pitch) as usize).max(1);
    let mut columns = count.div_ceil(rows).max(1);
    while columns * columns * 2 < count * 3 {
        columns += 1;
    }
    columns
}

fn cards(count: usize, w: f32, h: f32, room: f32) -> Size {
    let between = count.saturating_sub(1).max(1) as f32;
    let gap = within((room - count as f32 * h) / between, 6.0, 14.0);
    let high = count as f32 * (h + gap) - gap;
    (Form::Cards { w, h, columns: 1, gap }, w, high)
}

/// Cards of one line, in two columns.
fn lines(count: usize, card: f32) -> Size {
    let (w, h, gap) = (card.min(112.0), 28.0, 6.0);
    let rows = count.div_ceil(2) as f32;
    (Form::Cards { w, h, columns: 2, gap }, 2.0 * w + 16.0, rows * (h + gap) - gap)
}

/// The form of a queue, and its width.
pub(super) fn queue_form(view: &View, queue: ResourceId, most: usize, bar: f32) -> (Form, f32) {
    let peak = view.index.stores[queue as usize].peak;
    let told = match view.trace.resources[queue as usize].kind {
        ResourceKind::Channel { capacity: Some(0) } if peak <= 1 => return (Form::Gate, GATE),
        ResourceKind::Channel { capacity } => capacity.map(|capacity| capacity as usize),
        _ => None,
    };
    let count = told.unwrap_or(peak.max(3)).max(peak);
    if count > most.min(MOST_SLOTS) {
        return (Form::Bar, bar);
    }
    let extra = told.map_or(0, |told| count - told);
    (Form::Places { count, extra }, count as f32 * SLOT - 2.0)
}

/// The width of a switch, and its height with what is above and below it; upright.
pub(super) const SWITCH: (f32, [f32; 3]) = (96.0, [112.0, 112.0, 78.0]);
pub(super) const UPRIGHT_SWITCH: (f32, f32) = (60.0, 66.0);

/// The form of permits, and its width.
pub(super) fn slots_form(view: &View, slots: ResourceId, most: usize) -> (Form, f32) {
    let size = match view.trace.resources[slots as usize].kind {
        ResourceKind::Slots { size } => size as usize,
        _ => 1,
    };
    if size > most.clamp(3, MOST_SLOTS) {
        return (Form::Bar, BAR + 34.0);
    }
    (Form::Places { count: size, extra: 0 }, (size as f32 * SLOT - 2.0).max(118.0))
}
