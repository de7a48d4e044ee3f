//! A table of numbers. A line that changes flashes; one that is a question has a tick or a cross.

use lab::State;

use super::axis::lines;
use super::parts::{check, flash, more, rows_in};
use super::{Shown, Want};
use crate::card;
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;

/// The height of a line.
const ROW: f32 = 22.0;
/// A further line of a heading.
const LINE: f32 = 14.0;
/// The room of the tick.
const SIGN: f32 = 24.0;
/// The least width of a column of numbers.
const COLUMN: f32 = 62.0;
/// The same where names need the rest.
const NUMBER: f32 = 46.0;

/// A line a row, and one for the headings.
pub(super) fn wants(shown: &Shown, width: f32) -> Want {
    let extent = shown.extent();
    let heading = shown.widest(&extent.headings) + 14.0;
    let name = shown.widest(&extent.names);
    let columns = extent.columns as f32 * heading.max(COLUMN);
    let w = (name + 12.0 + columns + SIGN).max(180.0).min(width);
    let high = |most: usize| (extent.rows.max(1).min(most) + 1) as f32 * ROW;
    // Headings that have no room in one line have two.
    let folded = name + 12.0 + columns + SIGN > width;
    let more = if folded { LINE } else { 0.0 };
    Want { w, least: high(10) + more, best: high(12) + more }
}

/// The table at the cursor.
pub(super) fn draw(scene: &mut Scene, shown: &Shown, area: Area) {
    let Some(State::Table { columns, rows }) = shown.state() else { return };
    let before = match shown.before() {
        Some(State::Table { rows, .. }) => rows.as_slice(),
        _ => rows,
    };
    let sign = if rows.iter().any(|row| row.fine.is_some()) { SIGN } else { 0.0 };
    let room = area.w - sign;
    // A heading may have two lines, but no half words.
    let halves = columns.iter().flat_map(|heading| {
        let called = shown.called(heading).into_owned();
        called.split(' ').map(|word| text::width(word, 12.0, 400) + 8.0).collect::<Vec<_>>()
    });
    let number = halves.fold(NUMBER, f32::max).min(room * 0.75 / columns.len().max(1) as f32);
    let numbers = columns.len() as f32 * number;
    let name = (shown.widest(&shown.extent().names) + 12.0).min((room - numbers).max(room * 0.28));
    let each = (room - name) / columns.len().max(1) as f32;
    let number = Type::new(Role::Ink).anchor(Anchor::End);
    let headings: Vec<Vec<String>> =
        columns.iter().map(|heading| lines(&shown.called(heading), each - 6.0)).collect();
    let deep = headings.iter().map(Vec::len).max().unwrap_or(1).clamp(1, 2);
    for (place, heading) in headings.iter().enumerate() {
        let look = Type::new(Role::Ink2).anchor(Anchor::End);
        let first = deep - heading.len().min(deep);
        for (line, words) in heading.iter().take(deep).enumerate() {
            let y = area.y + 15.0 + (first + line) as f32 * LINE;
            let at = point(area.x + name + (place + 1) as f32 * each, y);
            scene.words(words, at, each - 6.0, look);
        }
    }
    let down = (deep - 1) as f32 * LINE;
    let area = Area { y: area.y + down, h: area.h - down, ..area };
    let line = Paint::line(Role::Line, 1.0);
    scene.segment(point(area.x, area.y + ROW), point(area.right(), area.y + ROW), line);
    let fits = rows_in(area, ROW).saturating_sub(1);
    let listed = if rows.len() > fits { fits.saturating_sub(1) } else { rows.len() };
    for (place, row) in rows.iter().take(listed).enumerate() {
        let y = area.y + (place + 1) as f32 * ROW;
        if !before.contains(row) {
            flash(scene, shown, Area::new(area.x - 4.0, y + 1.0, area.w + 8.0, ROW - 2.0));
        }
        // Without numbers there is room for more of its name.
        let wide = if row.cells.is_empty() { room } else { name };
        scene.words(
            &shown.called(&row.name),
            point(area.x, y + 15.0),
            wide - 8.0,
            Type::new(Role::Ink),
        );
        for (column, cell) in row.cells.iter().take(columns.len()).enumerate() {
            let right = area.x + name + (column + 1) as f32 * each;
            let said = cell.to_string();
            let said = if text::width(&said, 12.0, 400) > each - 6.0 { "…" } else { &said };
            scene.words(said, point(right, y + 15.0), each - 6.0, number);
        }
        let at = point(area.right() - 9.0, y + ROW / 2.0);
        match row.fine {
            Some(true) => check(scene, at, Role::Good),
            Some(false) => card::cross(scene, at, 4.0),
            None => {}
        }
    }
    if rows.len() > listed {
        let at = point(area.x, area.y + (listed + 1) as f32 * ROW + 15.0);
        more(scene, shown, rows.len() - listed, at, area.w);
    }
}
