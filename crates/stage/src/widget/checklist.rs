//! What is switched on, of a list: a tick or a cross a line. A line that changes flashes.

use lab::State;

use super::parts::{check, columns, flash, more, rows_in};
use super::{Shown, Want};
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;

/// The height of a line.
const ROW: f32 = 22.0;
/// The room of the tick.
const SIGN: f32 = 22.0;

/// Lines in as many columns as have room.
#[inline(never)]
pub(super) fn wants(shown: &Shown, width: f32) -> Want {
    let rows = shown.extent().rows.max(1);
    let each = (widest(shown) + SIGN + 16.0).min(width);
    let fits = ((width / each) as usize).clamp(1, 3).min(rows.div_ceil(3).max(1));
    let high = rows.div_ceil(fits) as f32 * ROW;
    let w = (each * fits as f32).max(160.0).min(width);
    Want { w, least: high.min(4.0 * ROW), best: high }
}

/// The list at the cursor.
#[inline(never)]
pub(super) fn draw(scene: &mut Scene, shown: &Shown, area: Area) {
    let Some(State::Checklist { checks }) = shown.state() else { return };
    let before = match shown.before() {
        Some(State::Checklist { checks }) => checks.as_slice(),
        _ => checks,
    };
    let across = columns(area, widest(shown) + SIGN, checks.len().div_ceil(3).max(1));
    let fits = rows_in(area, ROW) * across.len();
    let listed = if checks.len() > fits { fits.saturating_sub(1) } else { checks.len() };
    let down = checks.len().min(fits).div_ceil(across.len()).max(1);
    for (place, line) in checks.iter().take(listed).enumerate() {
        let column = across[(place / down).min(across.len() - 1)];
        let row = Area { y: area.y + (place % down) as f32 * ROW, h: ROW, ..column };
        let same = before.iter().any(|was| was.key == line.key && was.done == line.done);
        if !same {
            flash(scene, shown, row);
        }
        let sign = point(row.x + 9.0, row.middle().y);
        if line.done {
            check(scene, sign, Role::Good);
        } else {
            cross(scene, sign);
        }
        let look = Type::new(if line.done { Role::Ink } else { Role::Ink2 });
        let at = point(row.x + SIGN, row.middle().y + 4.2);
        scene.words(&shown.view.terms.check(&line.key), at, row.w - SIGN, look);
    }
    if checks.len() > listed {
        let column = across[across.len() - 1];
        let at = point(column.x + SIGN, area.y + (listed % down) as f32 * ROW + 15.0);
        more(scene, shown, checks.len() - listed, at, column.w - SIGN);
    }
}

/// The widest line, in pixels, whichever are shown at the cursor.
fn widest(shown: &Shown) -> f32 {
    let wide = |key: &String| text::width(&shown.view.terms.check(key), 12.0, 400);
    shown.extent().names.iter().map(wide).fold(0.0, f32::max)
}

/// Off: as thin as it is no fault.
fn cross(scene: &mut Scene, at: Point) {
    for (dx, dy) in [(3.5, 3.5), (3.5, -3.5)] {
        let (from, to) = (point(at.x - dx, at.y - dy), point(at.x + dx, at.y + dy));
        scene.segment(from, to, Paint::line(Role::Ink2, 1.4));
    }
}
