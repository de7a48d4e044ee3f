//! The diagram's boxes: sizes and places for a width and a height. Nothing is ever scaled; where the
//! cards have no room, smaller forms are laid out instead.

use lab::{ResourceId, ResourceKind};

use crate::graph::{Graph, What};
use crate::pen::point;
use crate::scene::{Area, Point};
use crate::view::View;

/// The room at the top, where the figures of now are.
pub(crate) const TOP: f32 = 66.0;
/// The room at the bottom.
const BOTTOM: f32 = 12.0;
/// The room at both sides.
const SIDE: f32 = 20.0;
/// Below this width the flow runs from top to bottom.
const UPRIGHT: f32 = 560.0;
/// The height of a card, and of one that has a single line.
const CARD: f32 = 52.0;
const LINE: f32 = 30.0;
/// From one place of a queue to the next.
pub(crate) const SLOT: f32 = 30.0;
/// A queue of more places than this is a bar.
const MOST_SLOTS: usize = 12;
/// The width of such a bar.
const BAR: f32 = 84.0;
/// The width of a rendezvous.
const GATE: f32 = 18.0;

/// Where everything is.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// By node of the graph.
    pub(crate) boxes: Vec<Boxed>,
    /// Whether the flow runs from top to bottom.
    pub(crate) upright: bool,
    /// How much height is missing.
    missing: f32,
}

/// A node's place.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Boxed {
    pub(crate) area: Area,
    pub(crate) form: Form,
    /// How much room there is for its words, beside or below it.
    pub(crate) words: f32,
}

/// How a node is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Form {
    /// Cards of this size, in so many columns, with so much between them.
    Cards { w: f32, h: f32, columns: usize, gap: f32 },
    /// Small squares of this size, in so many columns, with so much between them, below a line of
    /// words.
    Tiles { side: f32, columns: usize, gap: f32 },
    /// So many places in a row, of which so many are more than it was told to have.
    Places { count: usize, extra: usize },
    /// A bar.
    #[default]
    Bar,
    /// Nothing is kept here: it goes from hand to hand.
    Gate,
}

impl Boxed {
    /// The area of the peer at `place`.
    pub(crate) fn cell(&self, place: usize) -> Area {
        let Area { x, y, .. } = self.area;
        let at = |columns: usize, w: f32, h: f32, gap: f32, gap_y: f32| {
            let (column, row) = ((place % columns) as f32, (place / columns) as f32);
            Area::new(x + column * (w + gap), y + row * (h + gap_y), w, h)
        };
        match self.form {
            Form::Cards { w, h, columns, gap } => {
                at(columns, w, h, if columns > 1 { 16.0 } else { gap }, gap)
            }
            Form::Tiles { side, columns, gap } => {
                let cell = at(columns, side, side, gap, gap);
                Area { y: cell.y + LEGEND, ..cell }
            }
            _ => self.area,
        }
    }

    /// Where pipes come in and go out.
    pub(crate) fn ports(area: Area, upright: bool) -> (Point, Point) {
        let Point { x, y } = area.middle();
        if upright {
            (point(x, area.y), point(x, area.bottom()))
        } else {
            (point(area.x, y), point(area.right(), y))
        }
    }

    /// The middle of the place that is `from_head` from the queue's head.
    pub(crate) fn place(&self, from_head: usize) -> Point {
        let Area { x, y, h, .. } = self.area;
        match self.form {
            Form::Places { count, .. } => {
                let place = count.saturating_sub(1 + from_head.min(count.saturating_sub(1)));
                point(x + place as f32 * SLOT + 14.0, y + h / 2.0)
            }
            _ => self.area.middle(),
        }
    }
}

/// The words above a group of tiles.
const LEGEND: f32 = 22.0;

/// How much room things get.
#[derive(Clone, Copy)]
struct Density {
    card: f32,
    /// A queue of more places than this is a bar, and how wide that is.
    slots: usize,
    bar: f32,
    /// 0: cards; 1: single lines; 2: tiles.
    peers: u8,
}

const DENSITIES: [Density; 6] = [
    Density { card: 150.0, slots: 12, bar: 84.0, peers: 0 },
    Density { card: 124.0, slots: 12, bar: 84.0, peers: 0 },
    Density { card: 124.0, slots: 4, bar: 64.0, peers: 0 },
    Density { card: 104.0, slots: 3, bar: 56.0, peers: 0 },
    Density { card: 88.0, slots: 2, bar: 48.0, peers: 0 },
    Density { card: 78.0, slots: 1, bar: 40.0, peers: 0 },
];

impl Layout {
    pub(crate) fn of(view: &View) -> Self {
        let graph = &view.index.graph;
        if view.width >= UPRIGHT {
            // Rather narrow cards than single lines, rather those than tiles.
            let wide = (0..3).flat_map(|peers| {
                DENSITIES.iter().map(move |density| Density { peers, ..*density })
            });
            let mut best: Option<Layout> = None;
            for density in wide {
                let (layout, fits) = Wide { view, graph, density }.lay_out();
                if fits && layout.missing <= 0.0 {
                    return layout;
                }
                let better = best.as_ref().is_none_or(|best| layout.missing < best.missing);
                if fits && better {
                    best = Some(layout);
                }
            }
            if let Some(best) = best {
                return best;
            }
        }
        let mut layout = upright(view, graph, 0);
        for peers in 1..3 {
            if layout.missing > 0.0 {
                layout = upright(view, graph, peers);
            }
        }
        layout
    }

    /// The height at which every card has room.
    pub(crate) fn comfortable_height(view: &View) -> f32 {
        let graph = &view.index.graph;
        let none = View { height: 0.0, ..*view };
        if view.width >= UPRIGHT {
            for density in DENSITIES {
                let (layout, fits) = Wide { view: &none, graph, density }.lay_out();
                if fits {
                    return layout.missing + 24.0;
                }
            }
        }
        upright(&none, graph, 0).missing
    }
}

/// The form of so many peers.
fn peers_form(count: usize, card: f32, level: u8, room: f32) -> (Form, f32, f32) {
    let (form, columns) = match (count, level) {
        (0..=6, 0) => return cards(count, card, CARD, room),
        (0..=6, 1) => return cards(count, card, LINE, room),
        (7..=16, 0) => return lines(count, card),
        (0..=2, _) => return cards(count, card, LINE, room),
        (0..=24, _) => (28.0, if count <= 8 { 2 } else { 4 }),
        (25..=240, _) => (14.0, columns_of(count, 18.0, room)),
        _ => (6.0, columns_of(count, 8.0, room)),
    };
    let gap = if form > 20.0 { 6.0 } else { form / 3.0 };
    let columns = if form > 20.0 { columns.max(columns_of(count, 34.0, room)) } else { columns };
    let columns = columns.min(count);
    let rows = count.div_ceil(columns);
    let size = |n: usize| n as f32 * (form + gap) - gap;
    (Form::Tiles { side: form, columns, gap }, size(columns), size(rows) + LEGEND)
}

/// So many columns that the rows have room, and about three wide for two high.
fn columns_of(count: usize, pitch: f32, room: f32) -> usize {
    let rows = (((room - LEGEND) / pitch) as usize).max(1);
    let mut columns = count.div_ceil(rows).max(1);
    while columns * columns * 2 < count * 3 {
        columns += 1;
    }
    columns
}

fn cards(count: usize, w: f32, h: f32, room: f32) -> (Form, f32, f32) {
    let between = count.saturating_sub(1).max(1) as f32;
    let gap = ((room - count as f32 * h) / between).clamp(6.0, 14.0);
    let high = count as f32 * (h + gap) - gap;
    (Form::Cards { w, h, columns: 1, gap }, w, high)
}

/// Cards of one line, in two columns.
fn lines(count: usize, card: f32) -> (Form, f32, f32) {
    let (w, h, gap) = (card.min(112.0), 28.0, 6.0);
    let rows = count.div_ceil(2) as f32;
    (Form::Cards { w, h, columns: 2, gap }, 2.0 * w + 16.0, rows * (h + gap) - gap)
}

/// The form of a queue, and its width.
fn queue_form(view: &View, queue: ResourceId, most: usize, bar: f32) -> (Form, f32) {
    let peak = view.index.stores[queue as usize].peak;
    let told = match view.trace.resources[queue as usize].kind {
        ResourceKind::Channel { capacity: Some(0) } if peak <= 1 => return (Form::Gate, GATE),
        ResourceKind::Channel { capacity } => capacity.map(|capacity| capacity as usize),
        _ => None,
    };
    let count = told.unwrap_or(peak.max(3)).max(peak);
    if count > most.min(MOST_SLOTS) {
        return (Form::Bar, bar);
    }
    let extra = told.map_or(0, |told| count - told);
    (Form::Places { count, extra }, count as f32 * SLOT - 2.0)
}

/// The form of permits, and its width.
fn slots_form(view: &View, slots: ResourceId, most: usize) -> (Form, f32) {
    let size = match view.trace.resources[slots as usize].kind {
        ResourceKind::Slots { size } => size as usize,
        _ => 1,
    };
    if size > most.clamp(3, MOST_SLOTS) {
        return (Form::Bar, BAR + 34.0);
    }
    (Form::Places { count: size, extra: 0 }, (size as f32 * SLOT - 2.0).max(118.0))
}

/// The flow from left to right.
struct Wide<'a, 'v> {
    view: &'a View<'v>,
    graph: &'a Graph,
    density: Density,
}

impl Wide<'_, '_> {
    /// The layout, and whether its width fits.
    fn lay_out(&self) -> (Layout, bool) {
        let whole = self.view.height - TOP - BOTTOM;
        let parts = self.graph.parts.max(1);
        let needs: Vec<f32> = (0..parts).map(|part| self.need(part)).collect();
        let needed = needs.iter().sum::<f32>() + (parts - 1) as f32 * 16.0;
        let spare = ((whole - needed) / parts as f32).max(0.0);
        let boxes = vec![Boxed::default(); self.graph.nodes.len()];
        let mut layout = Layout { boxes, upright: false, missing: needed - whole };
        let mut top = TOP;
        let mut fits = true;
        for (part, need) in needs.iter().enumerate() {
            fits &= self.lay_part(&mut layout, part, top, need + spare);
            top += need + spare + 16.0;
        }
        (layout, fits)
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
    fn size(&self, node: usize, room: f32) -> (Form, f32, f32) {
        let Density { card, slots, bar, peers } = self.density;
        match &self.graph.nodes[node].what {
            What::Peers(tasks) => peers_form(tasks.len(), card, peers, room),
            What::Queue(queue) => {
                let (form, w) = queue_form(self.view, *queue, slots, bar);
                (form, w, 28.0 + 2.0 * [22.0, 12.0, 2.0][usize::from(peers.min(2))])
            }
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

    /// The least height of a part.
    fn need(&self, part: usize) -> f32 {
        let sizes = self.sizes(&self.columns(part), |_| 0.0);
        bands(&sizes).iter().map(|band| self.stacked(band)).fold(0.0, f32::max)
    }

    fn lay_part(&self, layout: &mut Layout, part: usize, top: f32, high: f32) -> bool {
        let columns = self.columns(part);
        // Peers may use all the height that nobody else in their column needs.
        let least = self.sizes(&columns, |_| 0.0);
        let room = |column: &Vec<usize>| {
            let place = columns.iter().position(|c| c == column).unwrap_or(0);
            let all: Vec<f32> = least[place].iter().map(|size| size.2).collect();
            high - self.stacked(&all) + all.iter().copied().fold(0.0, f32::max)
        };
        let sizes = self.sizes(&columns, room);
        let widest = |column: &Vec<Size>| column.iter().map(|size| size.1).fold(0.0, f32::max);
        let widths: Vec<f32> = sizes.iter().map(widest).collect();
        let between = columns.len().saturating_sub(1) as f32;
        let free = self.view.width - 2.0 * SIDE - widths.iter().sum::<f32>();
        let gap = if between == 0.0 { 0.0 } else { (free / between).min(120.0) };
        let least_gap = match self.density.card {
            130.0.. => 34.0,
            80.0.. => 22.0,
            _ => 6.0,
        };
        let fits = free >= 0.0 && (between == 0.0 || gap >= least_gap);
        let used = widths.iter().sum::<f32>() + gap.max(4.0) * between;
        let mut x = ((self.view.width - used) / 2.0).max(4.0);
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
                // Where there is no height either, the words go first.
                let words =
                    if self.density.peers < 2 { w + 2.0 * gap.min(34.0) - 2.0 } else { 0.0 };
                layout.boxes[*node] = Boxed { area, form: *form, words };
                y += row + self.between();
            }
            x += widths[place] + gap.max(4.0);
        }
        fits
    }
}

/// A form, its width and its height.
type Size = (Form, f32, f32);

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

/// The flow from top to bottom, peers in two columns.
fn upright(view: &View, graph: &Graph, level: u8) -> Layout {
    let card = ((view.width - 2.0 * SIDE - 16.0) / 2.0).min(136.0);
    let mut rows: Vec<Vec<(usize, Form, f32, f32)>> = Vec::new();
    for part in 0..graph.parts {
        let layers = graph.nodes.iter().filter(|node| node.part == part).map(|node| node.layer);
        for layer in 0..=layers.max().unwrap_or(0) {
            let of =
                |(_, node): &(usize, &crate::graph::Node)| node.part == part && node.layer == layer;
            let nodes: Vec<usize> =
                graph.nodes.iter().enumerate().filter(of).map(|(n, _)| n).collect();
            let sized = nodes.into_iter().map(|node| {
                let (form, w, h) = upright_size(view, graph, node, card, level);
                (node, form, w, h)
            });
            pack(&mut rows, sized.collect(), view.width - 2.0 * SIDE);
        }
    }
    let height = |row: &Vec<(usize, Form, f32, f32)>| row.iter().map(|r| r.3).fold(0.0, f32::max);
    let needed: f32 = rows.iter().map(height).sum();
    let between = rows.len().saturating_sub(1).max(1) as f32;
    let free = view.height - TOP - BOTTOM - needed;
    let gap = (free / between).clamp(12.0, 30.0);
    let mut layout = Layout {
        boxes: vec![Boxed::default(); graph.nodes.len()],
        upright: true,
        missing: 14.0 * between - free,
    };
    let used = needed + gap * (rows.len().saturating_sub(1)) as f32;
    let mut y = TOP + ((view.height - TOP - BOTTOM - used) / 2.0).max(0.0);
    for row in &rows {
        let high = height(row);
        // Side by side each has its share of the width, its words included.
        let share = (view.width - SIDE) / row.len() as f32;
        for (place, (node, form, w, h)) in row.iter().enumerate() {
            let is_cards = matches!(form, Form::Cards { .. } | Form::Tiles { .. });
            let words = if is_cards { 0.0 } else { (share - w - 12.0).clamp(0.0, 96.0) };
            let beside = if row.len() > 1 { words + 8.0 } else { 0.0 };
            let x = SIDE / 2.0 + (place as f32 + 0.5) * share - (w + beside) / 2.0;
            let words = if row.len() > 1 { words } else { (view.width - x - w - 14.0).min(130.0) };
            let area = Area::new(x, y + (high - h) / 2.0, *w, if is_cards { *h } else { 28.0 });
            layout.boxes[*node] = Boxed { area, form: *form, words };
        }
        y += high + gap;
    }
    layout
}

fn upright_size(view: &View, graph: &Graph, node: usize, card: f32, level: u8) -> (Form, f32, f32) {
    match &graph.nodes[node].what {
        What::Peers(tasks) if tasks.len() <= 2 || tasks.len() <= 6 && level < 2 => {
            let h = if level == 0 { CARD } else { LINE };
            let columns = tasks.len().min(2);
            let rows = tasks.len().div_ceil(columns) as f32;
            let gap = 8.0;
            let w = columns as f32 * (card + 16.0) - 16.0;
            (Form::Cards { w: card, h, columns, gap }, w, rows * (h + gap) - gap)
        }
        What::Peers(tasks) => {
            let wide = (view.width - 2.0 * SIDE).max(60.0);
            let side = match tasks.len() {
                0..=24 => 28.0,
                25..=240 => 14.0,
                _ => 6.0,
            };
            let gap = if side > 20.0 { 6.0 } else { side / 3.0 };
            let columns = ((wide / (side + gap)) as usize).clamp(1, tasks.len());
            let rows = tasks.len().div_ceil(columns);
            let size = |n: usize| n as f32 * (side + gap) - gap;
            (Form::Tiles { side, columns, gap }, size(columns), size(rows) + LEGEND)
        }
        What::Queue(queue) => {
            let most = ((view.width - 2.0 * SIDE) / SLOT) as usize;
            let (form, w) = queue_form(view, *queue, most, BAR);
            (form, w, 28.0)
        }
        What::Slots(resource) => {
            // Below them those in line.
            let (form, w) = slots_form(view, *resource, MOST_SLOTS);
            (form, w, 28.0 + 38.0)
        }
    }
}

/// Adds rows with what fits side by side.
fn pack<T: Copy>(
    rows: &mut Vec<Vec<(T, Form, f32, f32)>>,
    nodes: Vec<(T, Form, f32, f32)>,
    room: f32,
) {
    let mut left = 0.0;
    for node in nodes {
        // The words of a queue stand at its right.
        let w = node.2
            + if matches!(node.1, Form::Cards { .. } | Form::Tiles { .. }) { 8.0 } else { 90.0 };
        match rows.last_mut() {
            Some(row) if left >= w => row.push(node),
            _ => {
                rows.push(vec![node]);
                left = room;
            }
        }
        left -= w;
    }
}
