//! A bucket a key: rows of small buckets. A key that is evicted fades.

use lab::{KeyLevel, State};

use super::level::places;
use super::now::filled;
use super::parts::{columns, more, rows_in};
use super::{Shown, Want};
use crate::pen::{Type, point};
use crate::scene::*;
use crate::text;

/// The height of a row.
const ROW: f32 = 22.0;
/// The widest that a key is.
const KEY: f32 = 110.0;
/// The room of the words behind a bucket.
const WORDS: f32 = 58.0;
/// From one token to the next.
const TOKEN: f32 = 16.0;

/// A row a key, in up to three columns.
#[inline(never)]
pub(super) fn wants(shown: &Shown, width: f32) -> Want {
    let rows = shown.extent().rows.max(1);
    let each = key_width(shown) + (shown.extent().most.min(12) as f32) * TOKEN + WORDS + 16.0;
    let fits = ((width / each) as usize).clamp(1, 3).min(rows.div_ceil(4).max(1));
    let high = |most: usize| rows.div_ceil(fits).min(most) as f32 * ROW;
    Want { w: (each * fits as f32).max(220.0).min(width), least: high(4), best: high(9) }
}

/// The buckets at the cursor.
#[inline(never)]
pub(super) fn draw(scene: &mut Scene, shown: &Shown, area: Area) {
    let Some(State::Levels { rows, .. }) = shown.state() else { return };
    let each = key_width(shown) + (shown.extent().most.min(12) as f32) * TOKEN + WORDS;
    let across = columns(area, each, shown.extent().rows.div_ceil(4).max(1));
    let fits = rows_in(area, ROW) * across.len();
    // Those that come first would push out those that changed; the last line counts the rest.
    let shown_rows = if rows.len() > fits { fits.saturating_sub(1) } else { rows.len() };
    let down = rows.len().min(fits).div_ceil(across.len()).max(1);
    for (place, row) in rows.iter().take(shown_rows).enumerate() {
        let column = across[(place / down).min(across.len() - 1)];
        let line = Area { y: area.y + (place % down) as f32 * ROW, h: ROW, ..column };
        draw_row(scene, shown, row, line);
    }
    if rows.len() > shown_rows {
        let column = across[across.len() - 1];
        let y = area.y + (shown_rows % down) as f32 * ROW;
        more(scene, shown, rows.len() - shown_rows, point(column.x, y + 15.0), column.w);
    }
}

fn draw_row(scene: &mut Scene, shown: &Shown, row: &KeyLevel, line: Area) {
    let level = filled(row.level, shown.view.cursor.at);
    let alpha = if row.evicted { 0.6 } else { 1.0 };
    let key = key_width(shown);
    let baseline = line.y + 15.0;
    let look = Type::new(Role::Ink).faded(alpha);
    let name = shown.called(&row.key);
    scene.words(&name, point(line.x, baseline), key - 6.0, look);
    let bucket = Area::new(line.x + key, line.y, (line.w - key - WORDS).max(0.0), ROW);
    let said = if row.evicted {
        shown.view.labels.states.evicted.to_owned()
    } else {
        let wide = (level.size as f32 * TOKEN).min(bucket.w);
        places(scene, shown, &level, Area { w: wide, ..bucket }, false);
        format!("{}/{}", level.held, level.size)
    };
    let look = Type::new(Role::Ink2).anchor(Anchor::End);
    scene.words(&said, point(line.right(), baseline), WORDS - 6.0, look);
    if row.evicted {
        let y = line.y + 11.0;
        let wide = text::width(&name, 12.0, 400).min(key - 6.0);
        let struck = Paint::line(Role::Bad, 1.4);
        scene.segment(point(line.x, y), point(line.x + wide, y), struck);
    }
}

fn key_width(shown: &Shown) -> f32 {
    shown.extent().key.min(KEY) + 8.0
}
