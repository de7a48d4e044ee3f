//! A table where there is no height for one, or one of a single column that would be long: its rows beside each other, their numbers in the order
//! of the headings, which are in the title.

use lab::{Row, State};

use super::extent::Extent;
use super::parts::{check, more, rows_in};
use super::{Shown, Want};
use crate::card;
use crate::layout::UPRIGHT;
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;

/// The height of a line.
pub(super) const LINE: f32 = 17.0;
/// The room of a column of numbers, and that of the tick.
const NUMBER: f32 = 18.0;
const SIGN: f32 = 18.0;

/// A table of one column with more rows than this is so high that it takes the place of others.
const LONG: usize = 8;

/// Whether a table is drawn so in a picture of this size. A phone's is as high as it has to be.
pub(super) fn is_so(shown: &Shown) -> bool {
    let Extent { rows, columns, .. } = *shown.extent();
    let is_long = columns == 1 && rows > LONG && shown.view.width >= UPRIGHT;
    is_long || (shown.is_tight || shown.view.is_low()) && columns > 0
}

/// As many lines as the rows need.
#[inline(never)]
pub(super) fn wants(shown: &Shown, width: f32) -> Want {
    let lines = shown.extent().rows.max(1).div_ceil(across(shown, width)) as f32;
    let least = if shown.view.is_low() { lines.min(2.0) } else { lines };
    Want { w: width, least: least * LINE, best: lines * LINE }
}

/// The headings, in the order of the numbers.
pub(super) fn headings(shown: &Shown) -> String {
    let Some(State::Table { columns, .. }) = shown.state() else {
        return shown.view.labels.states.nothing.to_owned();
    };
    let called: Vec<_> = columns.iter().map(|heading| shown.called(heading)).collect();
    called.join(" / ")
}

/// A row's numbers.
pub(super) fn numbers(shown: &Shown, row: &Row) -> String {
    let cells: Vec<String> = row.cells.iter().map(|cell| shown.count(cell)).collect();
    cells.join(" / ")
}

/// The table at the cursor.
#[inline(never)]
pub(super) fn draw(scene: &mut Scene, shown: &Shown, area: Area) {
    let Some(State::Table { rows, .. }) = shown.state() else { return };
    let across = across(shown, area.w);
    let each = area.w / across as f32;
    let fits = across * rows_in(area, LINE);
    // The place of the last one says how many have none.
    let listed = if rows.len() > fits { fits.saturating_sub(1) } else { rows.len() };
    let place_of = |place: usize| {
        let (column, line) = ((place % across) as f32, (place / across) as f32);
        point(area.x + column * each, area.y + line * LINE + 13.0)
    };
    if rows.len() > listed && fits > 0 {
        more(scene, shown, rows.len() - listed, place_of(listed), each);
    }
    for (place, row) in rows.iter().take(listed).enumerate() {
        let Point { x, y } = place_of(place);
        let called = shown.called(&row.name);
        let room = each;
        let name = text::width(&called, 12.0, 400).min(room);
        scene.words(&called, point(x, y), name + 1.0, Type::new(Role::Ink2));
        let said = numbers(shown, row);
        let look = Type::new(Role::Ink).weight(650);
        scene.words(&said, point(x + name + 8.0, y), room - name - 8.0, look);
        let sign = point(x + name + 18.0 + text::width(&said, 12.0, 650), y - 4.0);
        match row.fine {
            Some(true) => check(scene, sign, Role::Good),
            Some(false) => card::cross(scene, sign, 4.0),
            None => {}
        }
    }
}

/// So many rows stand beside each other.
fn across(shown: &Shown, width: f32) -> usize {
    let extent = shown.extent();
    let number = if shown.view.is_low() { NUMBER } else { 2.0 * NUMBER };
    let numbers = extent.columns as f32 * number + if extent.columns > 1 { SIGN } else { 0.0 };
    let each = shown.widest(&extent.names) + 8.0 + numbers;
    ((width / each) as usize).clamp(1, extent.rows.max(1))
}
