//! A table of numbers. A line that changes flashes; one that is a question has a tick or a cross.

use std::borrow::Cow;

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
const SIGN: f32 = 20.0;
/// Between two columns, at least.
const GAP: f32 = 3.0;
/// The least width of a column of numbers.
const COLUMN: f32 = 62.0;

/// A line a row, and one for the headings.
#[inline(never)]
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
#[inline(never)]
pub(super) fn draw(scene: &mut Scene, shown: &Shown, area: Area) {
    let Some(State::Table { columns, rows }) = shown.state() else { return };
    let before = match shown.before() {
        Some(State::Table { rows, .. }) => rows.as_slice(),
        _ => rows,
    };
    let sign = if rows.iter().any(|row| row.fine.is_some()) { SIGN } else { 0.0 };
    let room = area.w - sign;
    let called = columns.iter().map(|heading| shown.called(heading));
    let columns: Vec<Cow<str>> = called.collect();
    let needs = needs(shown, &columns, rows);
    let numbers: f32 = needs.iter().sum();
    // A name may be cut, and numbers have less than they need, where there is too little for both.
    let name = shown.widest(&shown.extent().names) + GAP;
    let name = name.min((room - numbers).max(room * 0.28));
    let ends = ends(&needs, name, room);
    let number = Type::new(Role::Ink).anchor(Anchor::End);
    let headings = columns.iter().zip(&ends).map(|(heading, (_, wide))| lines(heading, *wide));
    let headings: Vec<Vec<String>> = headings.collect();
    let deep = headings.iter().map(Vec::len).max().unwrap_or(1).clamp(1, 2);
    for ((right, wide), heading) in ends.iter().zip(&headings) {
        let look = Type::new(Role::Ink2).anchor(Anchor::End);
        let first = deep - heading.len().min(deep);
        for (line, words) in heading.iter().take(deep).enumerate() {
            let y = area.y + 15.0 + (first + line) as f32 * LINE;
            scene.words(words, point(area.x + right, y), *wide, look);
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
        let wide = if row.cells.is_empty() { room } else { name - GAP + 1.0 };
        let called = shown.called(&row.name);
        scene.words(&called, point(area.x, y + 15.0), wide, Type::new(Role::Ink));
        for (cell, (right, wide)) in row.cells.iter().zip(&ends) {
            let said = shown.count(cell);
            let said = if text::width(&said, 12.0, 400) > *wide { "…" } else { &said };
            scene.words(said, point(area.x + right, y + 15.0), *wide, number);
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

/// The room of each column: its longest word, as a heading may have two lines, but no half words, and
/// its widest number.
fn needs(shown: &Shown, columns: &[Cow<str>], rows: &[lab::Row]) -> Vec<f32> {
    let wide = |words: &str| text::width(words, 12.0, 400) + 1.0;
    let need = |(place, heading): (usize, &Cow<str>)| {
        let words = heading.split(' ').map(wide);
        let numbers = rows.iter().filter_map(|row| row.cells.get(place));
        words.chain(numbers.map(|number| wide(&shown.count(number)))).fold(0.0, f32::max) + GAP
    };
    columns.iter().enumerate().map(need).collect()
}

/// Where each column of numbers ends, and how wide its words may be. Each has what it needs; what is
/// left is shared, and so is what is missing.
fn ends(needs: &[f32], name: f32, room: f32) -> Vec<(f32, f32)> {
    let (all, count) = (needs.iter().sum::<f32>().max(1.0), needs.len().max(1) as f32);
    let spare = room - name - all;
    let mut right = name;
    let end = |need: &f32| {
        let each = if spare >= 0.0 { need + spare / count } else { need * (room - name) / all };
        right += each;
        (right, each - GAP)
    };
    needs.iter().map(end).collect()
}
