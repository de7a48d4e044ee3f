//! The shelf: which picture stands where.

mod boxes;
mod lines;
mod places;
mod row;

use super::extent::Kind;
use crate::layout::UPRIGHT;
use crate::scene::*;
use crate::view::View;
use boxes::TITLE;
use places::{Shelf, everything, says_all};
use row::Row;

/// Between two boxes.
const GAP: f32 = 10.0;

/// So much less than the least is not seen: it may be missing before anything stays away.
const SLACK: f32 = 8.0;

/// The height of the shelf; nothing if it is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Wish {
    /// The least.
    pub(crate) least: f32,
    /// That at which all of everything is seen.
    pub(crate) best: f32,
    /// Whether a tree is among what is shown.
    pub(crate) has_tree: bool,
}

impl Wish {
    pub(crate) fn of(view: &View) -> Self {
        let whole = Shelf { view, width: view.width - 40.0, lines: 0, is_tight: false };
        let rows = whole.rows();
        if rows.is_empty() {
            return Wish::default();
        }
        // A phone's page is as long as it has to be; a frame has the height that it has.
        let is_tight = view.width >= UPRIGHT;
        let needed = Shelf { is_tight, ..whole }.rows();
        let has_room = !(is_tight && view.is_low());
        let needed = needed.iter().filter(|row| has_room || !matches!(row, Row::Extra(_)));
        let gaps = |rows: usize| GAP * rows as f32 + 4.0;
        let least = needed.clone().map(Row::least).sum::<f32>() + gaps(needed.count());
        let has_tree = everything(view).iter().any(|shown| shown.kind == Kind::Tree);
        let best = rows.iter().map(Row::best).sum::<f32>() + gaps(rows.len());
        Wish { least, best, has_tree }
    }
}

/// Draws everything on the shelf.
pub(crate) fn draw(scene: &mut Scene, view: &View, shelf: Area) {
    let whole = Shelf { view, width: view.width - 40.0, lines: 0, is_tight: false };
    let mut rows = whole.rows();
    if rows.is_empty() || shelf.h < TITLE {
        return;
    }
    // In a small frame what only sums up has a line, or stays away, then some things have to do with
    // a line, and if that is not enough, the last rows stay away: the first are legible instead.
    let is_small = |rows: &[Row]| least_of(rows) > shelf.h + SLACK;
    if is_small(&rows) && view.width >= UPRIGHT && !view.is_low() {
        rows = Shelf { is_tight: true, ..whole }.rows();
    }
    while is_small(&rows) && matches!(rows.last(), Some(Row::Extra(_))) {
        rows.pop();
    }
    for lines in 1..=everything(view).iter().filter(|shown| says_all(shown)).count() {
        if !is_small(&rows) {
            break;
        }
        rows = Shelf { lines, ..whole }.rows();
        rows.retain(|row| !matches!(row, Row::Extra(_)));
    }
    while rows.len() > 1 && is_small(&rows) {
        rows.pop();
    }
    let gaps = GAP * (rows.len() - 1) as f32;
    let least: f32 = rows.iter().map(Row::least).sum();
    let best: f32 = rows.iter().map(Row::best).sum();
    let free = shelf.h - gaps - least;
    // Between least and best each gets the same part of what it lacks; below that of what it has.
    let lack = if best > least { within(free / (best - least), 0.0, 1.0) } else { 0.0 };
    let squeeze = if free < 0.0 { ((shelf.h - gaps) / least).max(0.0) } else { 1.0 };
    let mut y = shelf.y;
    for row in &rows {
        let high = (row.least() + (row.best() - row.least()) * lack) * squeeze;
        row.draw(scene, view, Area::new(shelf.x, y, shelf.w, high));
        y += high + GAP;
    }
}

/// The least height of these rows, with what is between them. What only sums up the rest takes
/// nothing from it.
fn least_of(rows: &[Row]) -> f32 {
    let sums_up = |row: &Row| matches!(row, Row::Extra(_));
    let extra = rows.iter().any(|row| sums_up(row) && !row.is_tight());
    let least = |row: &Row| if extra && !sums_up(row) { row.best() } else { row.least() };
    rows.iter().map(least).sum::<f32>() + GAP * (rows.len() - 1) as f32
}
