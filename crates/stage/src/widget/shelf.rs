//! The shelf: which picture stands where.

use super::axis::Frame;
use super::extent::Kind;
use super::{Shown, Want, axis, paint, parts, tally, wants};
use crate::layout::UPRIGHT;
use crate::scene::*;
use crate::view::View;

/// Between two boxes, and inside of one.
const GAP: f32 = 10.0;
const PAD: f32 = 10.0;
/// The line with the name.
const TITLE: f32 = 24.0;
/// The same, and below a picture, in a low frame.
const LOW_TITLE: f32 = 20.0;
const LOW_PAD: f32 = 4.0;
/// What has one line only: its height, and its least width.
const LINE: f32 = 24.0;
const LEAST_LINE: f32 = 140.0;
/// What is lower than this, and than it wants to be, is not drawn.
const AT_LEAST: f32 = 48.0;
/// So much less than the least is not seen: it may be missing before anything stays away.
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

/// Columns of boxes side by side, a line each, or all tracks of the one axis.
enum Row<'a, 'v> {
    Boxes(Vec<Column<'a, 'v>>),
    /// The same, where there is room for them.
    Extra(Vec<Column<'a, 'v>>),
    Lines(Vec<Shown<'a, 'v>>),
    Tracks(Vec<(Shown<'a, 'v>, Want)>),
}

/// Boxes one below the other.
struct Column<'a, 'v> {
    w: f32,
    boxes: Vec<(Shown<'a, 'v>, Want)>,
}

impl Column<'_, '_> {
    fn height(&self, of: impl Fn(&Want) -> f32) -> f32 {
        let gaps = GAP * (self.boxes.len() - 1) as f32;
        self.boxes.iter().map(|(shown, want)| of(want) + around(shown.view)).sum::<f32>() + gaps
    }
}

/// What is above and below a picture in its box.
fn around(view: &View) -> f32 {
    title(view) + if view.is_low() { LOW_PAD } else { PAD }
}

/// The line with the name.
fn title(view: &View) -> f32 {
    if view.is_low() { LOW_TITLE } else { TITLE }
}

/// Everything that is shown, in the order in which it was listed.
fn everything<'a, 'v>(view: &'a View<'v>) -> Vec<Shown<'a, 'v>> {
    let listed = view.index.graph.gauges.iter();
    listed.filter_map(|resource| Shown::of(view, *resource)).collect()
}

/// How everything is put into rows.
#[derive(Clone, Copy)]
struct Shelf<'a, 'v> {
    view: &'a View<'v>,
    width: f32,
    /// So many boxes have no more than a line, if that says all.
    lines: usize,
    /// Whether what sums up has no height for a table.
    is_tight: bool,
}

impl<'a, 'v> Shelf<'a, 'v> {
    /// Boxes, then tracks, then what sums them up.
    fn rows(self) -> Vec<Row<'a, 'v>> {
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
fn says_all(shown: &Shown) -> bool {
    match shown.kind {
        Kind::Tree | Kind::Levels => false,
        Kind::Table => shown.extent().rows <= 1,
        _ => true,
    }
}

/// The height at which all of a row is seen.
fn height(row: &[Column]) -> f32 {
    row.iter().map(|column| column.height(|want| want.best)).fold(0.0, f32::max)
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

impl Row<'_, '_> {
    /// Whether it has hardly any height anyway.
    fn is_tight(&self) -> bool {
        let Row::Extra(row) = self else { return false };
        row.iter().flat_map(|column| &column.boxes).all(|(shown, _)| shown.is_tight)
    }

    fn least(&self) -> f32 {
        self.height(|want| want.least)
    }

    fn best(&self) -> f32 {
        self.height(|want| want.best)
    }

    fn height(&self, of: impl Fn(&Want) -> f32) -> f32 {
        match self {
            Row::Boxes(row) | Row::Extra(row) => {
                row.iter().map(|column| column.height(&of)).fold(0.0, f32::max)
            }
            Row::Lines(lines) => lines_of(lines).0 as f32 * (LINE + 4.0) - 4.0,
            Row::Tracks(tracks) => {
                tracks.iter().map(|(_, want)| of(want)).sum::<f32>() + axis::LEGEND + PAD
            }
        }
    }

    fn draw(&self, scene: &mut Scene, view: &View, area: Area) {
        match self {
            Row::Boxes(row) | Row::Extra(row) => boxes(scene, row, area),
            Row::Lines(shown) => lines(scene, shown, area),
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

#[inline(never)]
fn boxes(scene: &mut Scene, row: &[Column], area: Area) {
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

/// How many lines there are, and how many things stand in each.
fn lines_of(shown: &[Shown]) -> (usize, usize) {
    let width = shown.first().map_or(0.0, |shown| shown.view.width - 40.0);
    let across = ((width / LEAST_LINE) as usize).clamp(1, shown.len().max(1));
    (shown.len().div_ceil(across), across)
}

/// A line each: the name, and what it says in short.
#[inline(never)]
fn lines(scene: &mut Scene, all: &[Shown], area: Area) {
    let (_, across) = lines_of(all);
    let w = (area.w - 4.0 * (across - 1) as f32) / across as f32;
    for (place, shown) in all.iter().enumerate() {
        let x = area.x + (place % across) as f32 * (w + 4.0);
        let y = area.y + (place / across) as f32 * (LINE + 4.0);
        let card = Area::new(x, y, w, LINE);
        parts::ground(scene, card);
        scene.target(card, Subject::Resource(shown.resource));
        parts::line(scene, shown, Area::new(x + 8.0, y, w - 12.0, LINE));
    }
}
