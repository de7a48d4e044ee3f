//! The shelf: which picture stands where.

use super::axis::Frame;
use super::extent::Kind;
use super::{Shown, Want, axis, paint, parts, wants};
use crate::layout::UPRIGHT;
use crate::scene::*;
use crate::view::View;

/// Between two boxes, and inside of one.
const GAP: f32 = 10.0;
const PAD: f32 = 10.0;
/// The line with the name.
const TITLE: f32 = 24.0;
/// What is lower than this, and than it wants to be, is not drawn.
const AT_LEAST: f32 = 48.0;
/// So much less than the least is not seen.
const SLACK: f32 = 8.0;
/// A box is at most so many times as wide as it wants to be.
const STRETCH: f32 = 1.5;

/// The height of the shelf; nothing if it is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Wish {
    /// The least.
    pub(crate) least: f32,
    /// That at which all of everything is seen.
    pub(crate) best: f32,
}

impl Wish {
    pub(crate) fn of(view: &View) -> Self {
        let rows = rows(view, view.width - 40.0);
        if rows.is_empty() {
            return Wish::default();
        }
        // A phone's page is as long as it has to be.
        let phone = view.width < UPRIGHT;
        let needed = rows.iter().filter(|row| phone || !matches!(row, Row::Extra(_)));
        let gaps = |rows: usize| GAP * rows as f32 + 4.0;
        let least = needed.clone().map(Row::least).sum::<f32>() + gaps(needed.count());
        Wish { least, best: rows.iter().map(Row::best).sum::<f32>() + gaps(rows.len()) }
    }
}

/// Draws everything on the shelf.
pub(crate) fn draw(scene: &mut Scene, view: &View, shelf: Area) {
    let mut rows = rows(view, view.width - 40.0);
    if rows.is_empty() || shelf.h < TITLE {
        return;
    }
    // In a small frame the last rows stay away: the first are legible instead.
    while rows.len() > 1 && least_of(&rows) > shelf.h + SLACK {
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
    let extra = rows.iter().any(sums_up);
    let least = |row: &Row| if extra && !sums_up(row) { row.best() } else { row.least() };
    rows.iter().map(least).sum::<f32>() + GAP * (rows.len() - 1) as f32
}

/// Boxes side by side, or all tracks of the one axis.
enum Row<'a, 'v> {
    Boxes(Vec<(Shown<'a, 'v>, Want)>),
    /// The same, where there is room for them.
    Extra(Vec<(Shown<'a, 'v>, Want)>),
    Tracks(Vec<(Shown<'a, 'v>, Want)>),
}

/// Everything that is shown, in the order in which it was listed; then tracks, then what sums them up.
fn rows<'a, 'v>(view: &'a View<'v>, width: f32) -> Vec<Row<'a, 'v>> {
    let listed = view.index.graph.gauges.iter();
    let all: Vec<Shown> = listed.filter_map(|resource| Shown::of(view, *resource)).collect();
    let axis = all.iter().filter(|shown| shown.kind.has_past()).count();
    // Beside windows a bucket is one of several limiters: its past is compared with theirs.
    let is_track = |shown: &Shown| {
        let is_level = matches!(shown.kind, Kind::Level | Kind::Levels);
        shown.kind.has_past() || axis > 0 && all.len() > 1 && is_level
    };
    // A table sums up what tracks show.
    let sums_up = |shown: &Shown| axis > 0 && shown.kind == Kind::Table;
    let (tracks, boxes): (Vec<Shown>, Vec<Shown>) = all.iter().partition(|shown| is_track(shown));
    let (tables, boxes): (Vec<Shown>, Vec<Shown>) = boxes.iter().partition(|shown| sums_up(shown));
    let mut rows = side_by_side(boxes, width, Row::Boxes);
    if !tracks.is_empty() {
        let alone = tracks.len() == 1;
        let sized = tracks.into_iter().map(|shown| (shown, axis::wants(&shown, width, alone)));
        rows.push(Row::Tracks(sized.collect()));
    }
    rows.extend(side_by_side(tables, width, Row::Extra));
    rows
}

/// As many boxes in a row as have room.
fn side_by_side<'a, 'v>(
    boxes: Vec<Shown<'a, 'v>>,
    width: f32,
    row: fn(Vec<(Shown<'a, 'v>, Want)>) -> Row<'a, 'v>,
) -> Vec<Row<'a, 'v>> {
    let mut rows: Vec<Vec<(Shown, Want)>> = Vec::new();
    let mut left = 0.0;
    for shown in boxes {
        let want = wants(&shown, width - 2.0 * PAD);
        let w = (want.w + 2.0 * PAD).min(width);
        match rows.last_mut() {
            Some(row) if left >= w + GAP => row.push((shown, want)),
            _ => {
                rows.push(vec![(shown, want)]);
                left = width + GAP;
            }
        }
        left -= w + GAP;
    }
    rows.into_iter().map(row).collect()
}

impl Row<'_, '_> {
    fn least(&self) -> f32 {
        self.height(|want| want.least)
    }

    fn best(&self) -> f32 {
        self.height(|want| want.best)
    }

    fn height(&self, of: impl Fn(&Want) -> f32) -> f32 {
        match self {
            Row::Boxes(row) | Row::Extra(row) => {
                row.iter().map(|(_, want)| of(want)).fold(0.0, f32::max) + TITLE + PAD
            }
            Row::Tracks(tracks) => {
                tracks.iter().map(|(_, want)| of(want)).sum::<f32>() + axis::LEGEND + PAD
            }
        }
    }

    fn draw(&self, scene: &mut Scene, view: &View, area: Area) {
        match self {
            Row::Boxes(row) | Row::Extra(row) => boxes(scene, row, area),
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

fn boxes(scene: &mut Scene, row: &[(Shown, Want)], area: Area) {
    let gaps = GAP * (row.len() - 1) as f32;
    let wanted: f32 = row.iter().map(|(_, want)| want.w + 2.0 * PAD).sum();
    let most = if area.w < UPRIGHT { f32::MAX } else { STRETCH };
    let stretch = within((area.w - gaps) / wanted.max(1.0), 0.0, most);
    let mut x = area.x + (area.w - gaps - wanted * stretch) / 2.0;
    for (shown, want) in row {
        let w = (want.w + 2.0 * PAD) * stretch;
        let card = Area::new(x, area.y, w, area.h);
        parts::ground(scene, card);
        scene.target(card, Subject::Resource(shown.resource));
        let inner = Area::new(x + PAD, area.y, w - 2.0 * PAD, area.h);
        parts::title(scene, shown, inner);
        let body = Area::new(inner.x, area.y + TITLE, inner.w, (area.h - TITLE - PAD).max(0.0));
        // Where it would be illegible the title has to do: it says the same in short.
        if body.h + SLACK >= want.least.min(AT_LEAST) {
            paint(scene, shown, body);
        }
        x += w + GAP;
    }
}
