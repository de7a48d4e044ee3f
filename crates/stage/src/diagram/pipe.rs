//! The pipes between boxes.

use lab::TaskId;

use super::Picture;
use crate::graph::{Edge, What};
use crate::layout::{Boxed, Form};
use crate::pen::point;
use crate::scene::*;

/// Where a pipe ends: at a card's edge, or at its side, through the gutter between two columns.
#[derive(Clone, Copy)]
struct End {
    at: Point,
    gutter: Option<Gutter>,
}

/// Between two columns of cards.
#[derive(Clone, Copy)]
struct Gutter {
    x: f32,
    /// Where the cards end, or begin: up to there a pipe has no room beside it.
    mouth: f32,
}

/// From top to bottom through gutters.
fn along(from: &End, to: &End) -> Vec<[Point; 3]> {
    const TURN: f32 = 8.0;
    const NEAR: f32 = 24.0;
    let straight = |to: Point| [to, to, to];
    let mut pieces = Vec::new();
    let mut at = from.at;
    if let Some(Gutter { x, .. }) = from.gutter {
        let corner = point(x, at.y);
        at = point(x, at.y + TURN);
        pieces.push([corner, corner, at]);
    }
    // Where it enters or leaves a gutter it is upright, and beside it cards are in no way.
    let end = to.gutter.map_or(to.at, |gutter| point(gutter.x, to.at.y - TURN));
    let leaves = from.gutter.map_or(at.y, |gutter| gutter.mouth.max(end.y - NEAR)).min(end.y);
    let enters = match (from.gutter, to.gutter) {
        (_, None) => end.y,
        (None, Some(gutter)) => gutter.mouth.min(leaves + NEAR),
        (Some(_), Some(gutter)) => gutter.mouth,
    };
    let (leaves, enters) = (point(at.x, leaves), point(end.x, within(enters, leaves, end.y)));
    let y = (leaves.y + enters.y) / 2.0;
    if from.gutter.is_some() {
        pieces.push(straight(leaves));
    }
    pieces.push([point(leaves.x, y), point(enters.x, y), enters]);
    if let Some(Gutter { x, .. }) = to.gutter {
        pieces.push(straight(end));
        let corner = point(x, to.at.y);
        pieces.push([corner, corner, to.at]);
    }
    pieces
}

/// How far a pipe to the next row keeps from what it leaves and from what it goes to.
const ASIDE: f32 = 12.0;

/// Straight lines with round corners, from the first point to the last.
fn around_corners(points: &[Point]) -> Vec<[Point; 3]> {
    let straight = |to: Point| [to, to, to];
    // So far from the corner towards its neighbour, but at most to the middle between them.
    let near = |corner: Point, other: Point| {
        let (dx, dy) = (other.x - corner.x, other.y - corner.y);
        let part = (8.0 / dx.abs().max(dy.abs()).max(1.0)).min(0.5);
        point(corner.x + dx * part, corner.y + dy * part)
    };
    let mut pieces = Vec::new();
    for three in points.windows(3) {
        let (before, after) = (near(three[1], three[0]), near(three[1], three[2]));
        pieces.push(straight(before));
        pieces.push([three[1], three[1], after]);
    }
    pieces.extend(points.last().map(|last| straight(*last)));
    pieces
}

impl Picture<'_, '_> {
    /// A pipe from every card that uses it.
    pub(super) fn pipe(&mut self, edge: &Edge) {
        let graph = &self.view.index.graph;
        let (mut from, mut to) =
            (self.ends(edge.from, edge, true), self.ends(edge.to, edge, false));
        let lowest = self.layout.boxes.iter().map(|b| b.area.bottom()).fold(0.0, f32::max);
        let is_slots = matches!(graph.nodes[edge.to].what, What::Slots(_));
        if is_slots {
            self.embrace(edge.from, &mut from, true);
            self.embrace(edge.to, &mut to, false);
        }
        for from in &from {
            for to in &to {
                let mut paint = Paint::line(Role::Pipe, 1.6);
                if is_slots {
                    paint = Paint::default().dashed(Role::Pipe, 1.2);
                }
                let pieces = match (from.gutter, to.gutter, edge.back) {
                    (None, None, _) | (.., true) => self.bend(from.at, to.at, edge.back, lowest),
                    _ => along(from, to),
                };
                self.scene.shapes.push(Shape::Curve { from: from.at, pieces, paint });
            }
        }
    }

    /// Permits belong to nobody: where one pipe is for several, it begins and ends at a line along all
    /// of them.
    fn embrace(&mut self, node: usize, ends: &mut [End], out: bool) {
        const APART: f32 = 7.0;
        let boxed = &self.layout.boxes[node];
        let upright = self.layout.upright;
        let is_group = match boxed.form {
            Form::Cards { columns, .. } => columns > 1 && !upright,
            Form::Tiles { .. } => true,
            _ => upright,
        };
        let ([end], true) = (ends, is_group) else { return };
        let Area { x, y, .. } = boxed.area;
        let (right, bottom) = (boxed.area.right(), boxed.area.bottom());
        let (from, to) = if upright {
            end.at.y += if out { APART } else { -APART };
            (point(x, end.at.y), point(right, end.at.y))
        } else {
            end.at.x += APART;
            (point(end.at.x, y), point(end.at.x, bottom))
        };
        self.scene.segment(from, to, Paint::default().dashed(Role::Pipe, 1.2));
    }

    fn bend(&self, from: Point, to: Point, back: bool, lowest: f32) -> Vec<[Point; 3]> {
        if back {
            // Around everything, below or at the right.
            if self.layout.upright {
                // Close to the rows, so that it passes between them.
                let (x, above, below) = (self.view.width - 8.0, to.y - 7.0, from.y + 7.0);
                return around_corners(&[
                    from,
                    point(from.x, below),
                    point(x, below),
                    point(x, above),
                    point(to.x, above),
                    to,
                ]);
            }
            let y = (lowest + 26.0).min(self.view.height - 6.0);
            let middle = point((from.x + to.x) / 2.0, y);
            let [out, back] = [from.x + 36.0, to.x - 36.0];
            return vec![
                [point(out, from.y), point(out, y), middle],
                [point(back, y), point(back, to.y), to],
            ];
        }
        if self.layout.upright {
            self.down(from, to)
        } else if let Some(fold) = self.fold(from, to) {
            around_corners(&[
                from,
                point(from.x + ASIDE, from.y),
                point(from.x + ASIDE, fold),
                point(to.x - ASIDE, fold),
                point(to.x - ASIDE, to.y),
                to,
            ])
        } else {
            let x = (from.x + to.x) / 2.0;
            vec![[point(x, from.y), point(x, to.y), to]]
        }
    }

    /// Where a pipe to the next row goes back to the left.
    fn fold(&self, from: Point, to: Point) -> Option<f32> {
        let is_between = |fold: &f32| *fold > from.y && *fold < to.y;
        let mut folds = self.layout.folds.iter().copied();
        folds.find(is_between).filter(|_| to.x < from.x)
    }

    /// From top to bottom, through the nearest gap beside boxes that are in the way, and their words.
    fn down(&self, from: Point, to: Point) -> Vec<[Point; 3]> {
        let bend = |from: Point, to: Point| {
            let y = (from.y + to.y) / 2.0;
            [point(from.x, y), point(to.x, y), to]
        };
        let is_between = |area: &Area| area.y > from.y + 1.0 && area.bottom() < to.y - 1.0;
        let is_over = |area: &Area, x: f32| x > area.x - 6.0 && x < area.right() + 6.0;
        let meets = |area: &Area| {
            [area.y, area.middle().y, area.bottom()].into_iter().any(|y| {
                let part = (y - from.y) / (to.y - from.y);
                is_over(area, from.x + (to.x - from.x) * part * part * (3.0 - 2.0 * part))
            })
        };
        let with_words = |boxed: &Boxed| Area { w: boxed.area.w + boxed.words, ..boxed.area };
        let boxes = self.layout.boxes.iter().map(with_words);
        let between: Vec<Area> = boxes.filter(is_between).collect();
        let in_the_way = || between.iter().filter(|area| meets(area));
        let Some(first) = in_the_way().next() else { return vec![bend(from, to)] };
        let way = |x: &f32| (x - from.x).abs() + (x - to.x).abs();
        let gaps = between.iter().map(|area| area.x - 10.0);
        let gaps = gaps.filter(|x| *x > 0.0 && !between.iter().any(|area| is_over(area, *x)));
        let x = gaps.min_by(|one, other| way(one).total_cmp(&way(other)));
        let x = x.unwrap_or(first.x - 10.0);
        let top = in_the_way().map(|area| area.y).fold(first.y, f32::min) - 2.0;
        let bottom = in_the_way().map(|area| area.bottom()).fold(0.0, f32::max) + 2.0;
        let (above, below) = (point(x, top), point(x, bottom));
        vec![bend(from, above), [below, below, below], bend(below, to)]
    }

    /// The ports of a node that an edge uses: one a card, one for all tiles.
    fn ends(&self, node: usize, edge: &Edge, out: bool) -> Vec<End> {
        let graph = &self.view.index.graph;
        let boxed = &self.layout.boxes[node];
        let port = |area: Area| {
            let (into, from) = Boxed::ports(area, self.layout.upright);
            End { at: if out { from } else { into }, gutter: None }
        };
        // Peers in several columns would have their pipes behind each other.
        let upright = self.layout.upright;
        let (What::Peers(tasks), Form::Cards { columns, .. }) =
            (&graph.nodes[node].what, boxed.form)
        else {
            return vec![port(boxed.area)];
        };
        if columns > 1 && !upright {
            return vec![port(boxed.area)];
        }
        let links = &self.view.index.links;
        let uses = |task: &TaskId| match graph.nodes[if out { edge.to } else { edge.from }].what {
            What::Queue(queue) if out => links.senders[queue as usize].contains(task),
            What::Queue(queue) => links.receivers[queue as usize].contains(task),
            What::Slots(slots) => links.holders[slots as usize].contains(task),
            What::Peers(_) | What::Switch(_) => true,
        };
        let used = tasks.iter().enumerate().filter(|(_, task)| uses(task));
        let rows = tasks.len().div_ceil(columns);
        let end = |place: usize| {
            let cell = boxed.cell(place);
            let row = place / columns;
            if columns < 2 || row == if out { rows - 1 } else { 0 } {
                return port(cell);
            }
            // Other cards are in the way: between the columns there is room.
            let middle = boxed.area.middle().x;
            let x = if cell.x < middle { cell.right() } else { cell.x };
            let (aside, down) = if out { (3.0, 0.7) } else { (-3.0, 0.3) };
            let mouth = if out { boxed.area.bottom() } else { boxed.area.y };
            let gutter = Some(Gutter { x: middle + aside, mouth });
            End { at: point(x, cell.y + cell.h * down), gutter }
        };
        used.map(|(place, _)| end(place)).collect()
    }
}
