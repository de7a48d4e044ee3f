//! How what is shown is put into rows.

use super::GAP;
use super::boxes::{Column, PAD, around, height};
use super::row::Row;
use crate::view::View;
use crate::widget::extent::Kind;
use crate::widget::{Shown, Want, axis, wants};

/// Everything that is shown, in the order in which it was listed.
pub(super) fn everything<'a, 'v>(view: &'a View<'v>) -> Vec<Shown<'a, 'v>> {
    let listed = view.index.graph.gauges.iter();
    listed.filter_map(|resource| Shown::of(view, *resource)).collect()
}

/// How everything is put into rows.
#[derive(Clone, Copy)]
pub(super) struct Shelf<'a, 'v> {
    pub(super) view: &'a View<'v>,
    pub(super) width: f32,
    /// So many boxes have no more than a line, if that says all.
    pub(super) lines: usize,
    /// Whether what sums up has no height for a table.
    pub(super) is_tight: bool,
}

impl<'a, 'v> Shelf<'a, 'v> {
    /// Boxes, then tracks, then what sums them up.
    pub(super) fn rows(self) -> Vec<Row<'a, 'v>> {
        let Shelf { view, width, lines, is_tight } = self;
        let all = everything(view);
        let axis = all.iter().filter(|shown| shown.kind.has_past()).count();
        // Beside windows a bucket is one of several limiters: its past is compared with theirs.
        let is_track = |shown: &Shown| {
            let is_level = matches!(shown.kind, Kind::Level | Kind::Levels);
            shown.kind.has_past() || axis > 0 && all.len() > 1 && is_level
        };
        // A table sums up what tracks show.
        let sums_up = |shown: &Shown| axis > 0 && shown.kind == Kind::Table;
        let (tracks, boxes): (Vec<Shown>, Vec<Shown>) =
            all.iter().partition(|shown| is_track(shown));
        let (tables, mut boxes): (Vec<Shown>, Vec<Shown>) =
            boxes.iter().partition(|shown| sums_up(shown));
        let mut in_lines = Vec::new();
        for _ in 0..lines.min(boxes.len()) {
            let Some(last) = boxes.iter().rposition(says_all) else { break };
            in_lines.insert(0, boxes.remove(last));
        }
        let boxes = side_by_side(boxes, width);
        let tables = tables.into_iter().map(|table| Shown { is_tight, ..table }).collect();
        let mut rows: Vec<Row> = boxes.into_iter().map(Row::Boxes).collect();
        if !in_lines.is_empty() {
            rows.push(Row::Lines(in_lines));
        }
        if !tracks.is_empty() {
            let alone = tracks.len() == 1;
            let sized = tracks.into_iter().map(|shown| (shown, axis::wants(&shown, width, alone)));
            rows.push(Row::Tracks(sized.collect()));
        }
        rows.extend(side_by_side(tables, width).into_iter().map(Row::Extra));
        rows
    }
}

/// As many boxes in a row as have room, or below each other where the row is high anyway.
fn side_by_side<'a, 'v>(boxes: Vec<Shown<'a, 'v>>, width: f32) -> Vec<Vec<Column<'a, 'v>>> {
    let mut rows: Vec<Vec<Column>> = Vec::new();
    let mut left: Vec<f32> = Vec::new();
    for shown in boxes {
        let want = wants(&shown, width - 2.0 * PAD);
        let w = (want.w + 2.0 * PAD).min(width);
        // Beside others of an earlier row too, where that makes the row no higher.
        let last = rows.len().saturating_sub(1);
        let has_room = |place: &usize| {
            let high = want.best + around(shown.view);
            left[*place] >= w + GAP && (*place == last || high <= height(&rows[*place]))
        };
        if let Some(place) = (0..rows.len()).find(has_room) {
            rows[place].push(Column { w, boxes: vec![(shown, want)] });
            left[place] -= w + GAP;
            continue;
        }
        if rows.last_mut().is_some_and(|row| stack(row, shown, want, w)) {
            continue;
        }
        rows.push(vec![Column { w, boxes: vec![(shown, want)] }]);
        left.push(width - w);
    }
    rows
}

/// Whether a line says all that matters of it.
pub(super) fn says_all(shown: &Shown) -> bool {
    match shown.kind {
        Kind::Tree | Kind::Levels => false,
        Kind::Table => shown.extent().rows <= 1,
        _ => true,
    }
}

/// Puts a box below others where that makes the row no higher; tells whether it did.
fn stack<'a, 'v>(row: &mut [Column<'a, 'v>], shown: Shown<'a, 'v>, want: Want, w: f32) -> bool {
    let highest = height(row);
    let high = want.best + around(shown.view) + GAP;
    let room =
        |column: &&mut Column| column.w >= w && column.height(|want| want.best) + high <= highest;
    let place = row.iter_mut().find(room);
    place.map(|column| column.boxes.push((shown, want))).is_some()
}
