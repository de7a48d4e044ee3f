//! The flow from top to bottom, for phones: a row a layer, peers in two columns.

use super::form::{
    BAR, CARD, Form, LEGEND, LINE, MOST_SLOTS, Size, UPRIGHT_SWITCH, queue_form, slots_form,
};
use super::{BOTTOM, Boxed, GAUGE, Layout, SIDE, SLOT, gauges, top};
use crate::graph::{Graph, Node, What};
use crate::scene::Area;
use crate::scene::within;
use crate::view::View;

/// The words of what stands alone.
const WORDS: f32 = 118.0;

/// The flow from top to bottom, peers in two columns, with so much height kept free below.
pub(super) fn upright(view: &View, graph: &Graph, level: u8, shelf: f32) -> Layout {
    let card = ((view.width - 2.0 * SIDE - 16.0) / 2.0).min(136.0);
    let mut rows: Vec<Vec<(usize, Form, f32, f32)>> = Vec::new();
    for part in 0..graph.parts {
        let layers = graph.nodes.iter().filter(|node| node.part == part).map(|node| node.layer);
        for layer in 0..=layers.max().unwrap_or(0) {
            let of = |(_, node): &(usize, &Node)| node.part == part && node.layer == layer;
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
    // Numbers that are only shown stand below the figures of now.
    let top = top(view) + gauges(view).count().div_ceil(2) as f32 * GAUGE;
    let high = view.height - shelf;
    let free = high - top - BOTTOM - needed;
    let gap = within(free / between, 12.0, 30.0);
    let mut layout = Layout {
        boxes: vec![Boxed::default(); graph.nodes.len()],
        upright: true,
        missing: 14.0 * between - free,
        ..Layout::default()
    };
    let used = needed + gap * (rows.len().saturating_sub(1)) as f32;
    let mut y = top + ((high - top - BOTTOM - used) / 2.0).max(0.0);
    for row in &rows {
        let high = height(row);
        // Side by side each has its share of the width, its words included.
        let share = (view.width - SIDE) / row.len() as f32;
        for (place, (node, form, w, h)) in row.iter().enumerate() {
            let is_cards = matches!(form, Form::Cards { .. } | Form::Tiles { .. });
            let words = if is_cards { 0.0 } else { within(share - w - 12.0, 0.0, 96.0) };
            let beside = if row.len() > 1 { words + 8.0 } else { 0.0 };
            let x = SIDE / 2.0 + (place as f32 + 0.5) * share - (w + beside) / 2.0;
            // Its words need some room at its right, even where that puts it beside the middle.
            let most = (view.width - 14.0 - w - WORDS).max(SIDE / 2.0);
            let x = if row.len() > 1 || is_cards { x } else { x.min(most) };
            let words = if row.len() > 1 { words } else { (view.width - x - w - 14.0).min(130.0) };
            let whole = is_cards || *form == Form::Switch;
            let area = Area::new(x, y + (high - h) / 2.0, *w, if whole { *h } else { 28.0 });
            layout.boxes[*node] = Boxed { area, form: *form, words, roomy: true };
        }
        y += high + gap;
    }
    layout
}

fn upright_size(view: &View, graph: &Graph, node: usize, card: f32, level: u8) -> Size {
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
        What::Switch(_) => (Form::Switch, UPRIGHT_SWITCH.0, UPRIGHT_SWITCH.1),
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
