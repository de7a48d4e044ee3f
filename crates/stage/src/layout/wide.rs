//! The flow from left to right: a column a layer.

use super::fold::folded;
use super::form::{CARD, Form, LINE, SWITCH, Size, peers_form, queue_form, slots_form};
use super::{Boxed, Layout, SIDE, bottom, has_gauges, top};
use crate::graph::{Graph, What};
use crate::pen::point;
use crate::scene::{Area, within};
use crate::view::View;

/// How much room things get.
#[derive(Clone, Copy)]
pub(super) struct Density {
    pub(super) card: f32,
    /// A queue of more places than this is a bar, and how wide that is.
    pub(super) slots: usize,
    pub(super) bar: f32,
    /// 0: cards; 1: single lines; 2: tiles.
    pub(super) peers: u8,
    /// Whether a long chain goes on in a second row.
    pub(super) folds: bool,
}

/// Between two rows of boxes.
const BETWEEN: f32 = 16.0;
/// What a pipe to the next row, and the words of a queue at the end of a row, need at the side.
const FOLD: f32 = 16.0;

/// What rows have in common that stand one below the other.
#[derive(Clone, Copy)]
struct Across {
    /// The most that is between two columns.
    most: f32,
    /// The width of the widest.
    widest: f32,
}

pub(super) const DENSITIES: [Density; 6] = [
    Density { card: 150.0, slots: 12, bar: 84.0, peers: 0, folds: false },
    Density { card: 124.0, slots: 12, bar: 84.0, peers: 0, folds: false },
    Density { card: 124.0, slots: 4, bar: 64.0, peers: 0, folds: false },
    Density { card: 104.0, slots: 3, bar: 56.0, peers: 0, folds: false },
    Density { card: 88.0, slots: 2, bar: 48.0, peers: 0, folds: false },
    Density { card: 78.0, slots: 1, bar: 40.0, peers: 0, folds: false },
];

/// From this width on the figures of now leave the middle free.
const ROOMY: f32 = 760.0;

/// The flow from left to right.
pub(super) struct Wide<'a, 'v> {
    pub(super) view: &'a View<'v>,
    pub(super) graph: &'a Graph,
    pub(super) density: Density,
    /// The height that is kept free below.
    pub(super) shelf: f32,
    /// Without boxes that nothing links.
    pub(super) bare: bool,
}

impl Wide<'_, '_> {
    /// The layout, and whether its width fits.
    pub(super) fn lay_out(&self) -> (Layout, bool) {
        let whole = self.view.height - top(self.view) - bottom(self.view) - self.shelf;
        if let Some(alone) = self.alone() {
            let layout = Layout { boxes: vec![alone], missing: -whole, ..Layout::default() };
            return (layout, true);
        }
        let rows = self.rows();
        let needs: Vec<f32> = rows.iter().map(|row| self.need(row)).collect();
        let between = rows.len().saturating_sub(1) as f32 * BETWEEN;
        let needed = needs.iter().sum::<f32>() + between;
        let spare = ((whole - needed) / rows.len().max(1) as f32).max(0.0);
        let mut layout = Layout {
            boxes: vec![Boxed::default(); self.graph.nodes.len()],
            missing: needed - whole,
            ..Layout::default()
        };
        let mut top = top(self.view);
        let mut fits = true;
        // What goes on in a second row stands below the first, box by box.
        let gaps = rows.iter().map(|row| self.gap(&self.widths(row)));
        let most = if self.density.folds { gaps.fold(f32::MAX, f32::min) } else { f32::MAX };
        let used = |row: &Vec<Vec<usize>>| {
            let between = row.len().saturating_sub(1) as f32;
            self.widths(row).iter().sum::<f32>() + between * most
        };
        let widest =
            if self.density.folds { rows.iter().map(used).fold(0.0, f32::max) } else { 0.0 };
        for (row, need) in rows.iter().zip(needs) {
            let across = Across { most, widest };
            fits &= self.lay_row(&mut layout, row, (top, need + spare), across);
            top += need + spare + BETWEEN;
            layout.folds.push(top - BETWEEN / 2.0);
        }
        (layout, fits)
    }

    /// What stands side by side, in columns: a part has a row, or two.
    fn rows(&self) -> Vec<Vec<Vec<usize>>> {
        let parts = self.parts().into_iter().map(|part| self.columns(part));
        if !self.density.folds {
            return parts.collect();
        }
        let fold = |columns: Vec<Vec<usize>>| {
            let widths = self.widths(&columns);
            folded(columns, &widths, self.graph)
        };
        parts.flat_map(fold).collect()
    }

    /// A task that nothing is linked to stands beside the figures of now: the height is for what is
    /// below.
    fn alone(&self) -> Option<Boxed> {
        let [node] = self.graph.nodes.as_slice() else { return None };
        let What::Peers(tasks) = &node.what else { return None };
        if tasks.len() != 1 || self.shelf <= 0.0 || has_gauges(self.view) {
            return None;
        }
        let top = top(self.view);
        let (w, h) = (150.0, if top < CARD + 12.0 { LINE } else { CARD });
        let form = Form::Cards { w, h, columns: 1, gap: 0.0 };
        // Where there is room, in the middle: what two runs are called stands at the right.
        let right = self.view.width - SIDE - w;
        let x = if self.view.width < ROOMY { right } else { (self.view.width - w) / 2.0 };
        // The thread's pill stands out above it.
        let area = Area::new(x, top - h - 2.0, w, h);
        Some(Boxed { area, form, words: 0.0, roomy: true })
    }

    /// The parts that are laid out. Where nothing is linked at all, that is everything.
    fn parts(&self) -> Vec<usize> {
        let Graph { nodes, edges, parts, .. } = self.graph;
        let is_linked = |part: &usize| edges.iter().any(|edge| nodes[edge.from].part == *part);
        let all = 0..(*parts).max(1);
        if self.bare && !edges.is_empty() {
            return all.filter(is_linked).collect();
        }
        all.collect()
    }

    /// Between two boxes of one column.
    fn between(&self) -> f32 {
        if self.density.peers < 2 { 14.0 } else { 6.0 }
    }

    /// The height of boxes one under the other.
    fn stacked(&self, heights: &[f32]) -> f32 {
        heights.iter().sum::<f32>() + heights.len().saturating_sub(1) as f32 * self.between()
    }

    /// Form, width and height of a node in so much room.
    fn size(&self, node: usize, room: f32) -> Size {
        let Density { card, slots, bar, peers, .. } = self.density;
        match &self.graph.nodes[node].what {
            What::Peers(tasks) => peers_form(tasks.len(), card, peers, room),
            What::Queue(queue) => {
                let (form, w) = queue_form(self.view, *queue, slots, bar);
                // In a low frame what follows is so near that the words need room of their own.
                let line = if self.view.is_low() { 16.0 } else { 12.0 };
                (form, w, 28.0 + 2.0 * [22.0, line, 2.0][usize::from(peers.min(2))])
            }
            What::Switch(_) => (Form::Switch, SWITCH.0, SWITCH.1[usize::from(peers.min(2))]),
            What::Slots(resource) => {
                let (form, w) = slots_form(self.view, *resource, slots);
                (form, w, 28.0 + 2.0 * [44.0, 40.0, 38.0][usize::from(peers.min(2))])
            }
        }
    }

    /// The boxes of a part by layer, each layer in the order of what feeds it.
    fn columns(&self, part: usize) -> Vec<Vec<usize>> {
        let nodes = self.graph.nodes.iter().enumerate().filter(|(_, node)| node.part == part);
        let mut columns: Vec<Vec<usize>> = Vec::new();
        for (place, node) in nodes {
            columns.resize(columns.len().max(node.layer + 1), Vec::new());
            columns[node.layer].push(place);
        }
        columns.retain(|column| !column.is_empty());
        // How far down its column each box is, from 0 to 1.
        let mut down = vec![0.5_f32; self.graph.nodes.len()];
        for column in &mut columns {
            let fed = |node: &usize| {
                let feeds = self.graph.edges.iter().filter(|edge| edge.to == *node && !edge.back);
                let (sum, count) =
                    feeds.fold((0.0, 0), |(sum, count), edge| (sum + down[edge.from], count + 1));
                if count == 0 { 0.5 } else { sum / count as f32 }
            };
            column.sort_by(|one, other| fed(one).total_cmp(&fed(other)));
            let count = column.len() as f32;
            for (place, node) in column.iter().enumerate() {
                down[*node] = (place as f32 + 0.5) / count;
            }
        }
        columns
    }

    fn sizes(&self, columns: &[Vec<usize>], room: impl Fn(&Vec<usize>) -> f32) -> Vec<Vec<Size>> {
        let of = |column: &Vec<usize>| {
            let room = room(column);
            column.iter().map(|node| self.size(*node, room)).collect()
        };
        columns.iter().map(of).collect()
    }

    /// The widths of columns.
    fn widths(&self, columns: &[Vec<usize>]) -> Vec<f32> {
        self.sizes(columns, |_| 0.0).iter().map(|column| widest(column)).collect()
    }

    /// The width that is left for gaps; pipes to the next row go down and up at its ends.
    fn free(&self, widths: &[f32]) -> f32 {
        let side = if self.density.folds { SIDE + FOLD } else { SIDE };
        self.view.width - 2.0 * side - widths.iter().sum::<f32>()
    }

    /// Between two columns of these widths.
    fn gap(&self, widths: &[f32]) -> f32 {
        let between = widths.len().saturating_sub(1) as f32;
        if between == 0.0 { 0.0 } else { (self.free(widths) / between).min(160.0) }
    }

    /// The least height of a row.
    fn need(&self, columns: &[Vec<usize>]) -> f32 {
        let sizes = self.sizes(columns, |_| 0.0);
        bands(&sizes).iter().map(|band| self.stacked(band)).fold(0.0, f32::max)
    }

    fn lay_row(
        &self,
        layout: &mut Layout,
        columns: &[Vec<usize>],
        (top, high): (f32, f32),
        across: Across,
    ) -> bool {
        // Peers may use all the height that nobody else in their column needs.
        let least = self.sizes(columns, |_| 0.0);
        let room = |column: &Vec<usize>| {
            let place = columns.iter().position(|c| c == column).unwrap_or(0);
            let all: Vec<f32> = least[place].iter().map(|size| size.2).collect();
            high - self.stacked(&all) + all.iter().copied().fold(0.0, f32::max)
        };
        let sizes = self.sizes(columns, room);
        let widths: Vec<f32> = sizes.iter().map(|column| widest(column)).collect();
        let between = columns.len().saturating_sub(1) as f32;
        let free = self.free(&widths);
        let gap = self.gap(&widths).min(across.most);
        let least_gap = match self.density.card {
            130.0.. => 34.0,
            80.0.. => 22.0,
            _ => 6.0,
        };
        let fits = free >= 0.0 && (between == 0.0 || gap >= least_gap);
        let used = widths.iter().sum::<f32>() + gap.max(4.0) * between;
        let mut x = ((self.view.width - used.max(across.widest)) / 2.0).max(4.0);
        let bands = bands(&sizes);
        for (column, band) in columns.iter().zip(&bands) {
            let place = columns.iter().position(|c| c == column).unwrap_or(0);
            let mut y = top + (high - self.stacked(band)) / 2.0;
            for ((node, (form, w, h)), row) in column.iter().zip(&sizes[place]).zip(band) {
                let at = point(x + (widths[place] - w) / 2.0, y + (row - h) / 2.0);
                // What is above and below a queue belongs to its words.
                let area = match form {
                    Form::Cards { .. } | Form::Tiles { .. } => Area::new(at.x, at.y, *w, *h),
                    _ => Area::new(at.x, at.y + h / 2.0 - 14.0, *w, 28.0),
                };
                // Where there is no height either, words go beside their queue, or first.
                let words = match form {
                    _ if self.density.peers < 2 => w + 2.0 * gap.min(34.0) - 2.0,
                    Form::Places { .. } | Form::Bar => {
                        within(gap.min(self.view.width - at.x - w) - 24.0, 0.0, 96.0)
                    }
                    _ => 0.0,
                };
                let roomy = self.density.peers < 2;
                layout.boxes[*node] = Boxed { area, form: *form, words, roomy };
                y += row + self.between();
            }
            x += widths[place] + gap.max(4.0);
        }
        fits
    }
}

/// The width of a column.
fn widest(column: &[Size]) -> f32 {
    column.iter().map(|size| size.1).fold(0.0, f32::max)
}

/// The heights of the rows of every column: columns with as many boxes share their rows, so that what
/// belongs together stands on one line.
fn bands(sizes: &[Vec<Size>]) -> Vec<Vec<f32>> {
    let row = |count: usize, place: usize| {
        let alike = sizes.iter().filter(|column| column.len() == count);
        alike.map(|column| column[place].2).fold(0.0, f32::max)
    };
    let of = |column: &Vec<Size>| (0..column.len()).map(|place| row(column.len(), place)).collect();
    sizes.iter().map(of).collect()
}
