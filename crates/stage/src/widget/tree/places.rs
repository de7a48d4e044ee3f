//! Where the card of each scope is: beside the one above it, or in a list.

use lab::Node;

use super::{BETWEEN, CARD, INDENT, LINE, PITCH, edges};
use crate::scene::*;
use crate::widget::Shown;
use crate::widget::extent::depths;

/// Narrower cards stand in a list, indented.
const NARROW: f32 = 128.0;
/// The same in a low frame, where a list has no room.
const LOW_NARROW: f32 = 88.0;
const WIDEST: f32 = 230.0;

fn column_width(shown: &Shown, width: f32, columns: f32) -> f32 {
    (width + edges(shown)) / columns - edges(shown)
}

/// Whether the columns are too narrow to stand beside each other.
pub(super) fn is_list(shown: &Shown, width: f32, columns: f32) -> bool {
    let narrow = if shown.view.is_low() { LOW_NARROW } else { NARROW };
    column_width(shown, width, columns) < narrow
}

/// Which scopes have room: from the first on, never one without those above it.
pub(super) fn kept(nodes: &[Node], area: Area, list: bool) -> Vec<bool> {
    let rows = ((area.h + 1.0) / PITCH).max(1.0) as usize;
    let ends = |node: &usize| list || is_leaf(nodes, *node);
    let mut kept = vec![false; nodes.len()];
    for end in in_order(nodes).into_iter().filter(ends).take(rows) {
        let mut next = Some(end);
        while let Some(node) = next.filter(|node| !kept[*node]) {
            kept[node] = true;
            next = nodes[node].parent.map(|parent| parent as usize).filter(|p| *p < node);
        }
    }
    kept
}

fn is_leaf(nodes: &[Node], node: usize) -> bool {
    nodes.iter().all(|other| other.parent != Some(node as u32))
}

/// Where every card is that is kept.
pub(super) fn place(
    shown: &Shown,
    nodes: &[Node],
    kept: &[bool],
    area: Area,
    columns: usize,
) -> Vec<Area> {
    let depths = depths(nodes);
    let wide = column_width(shown, area.w, columns as f32);
    if is_list(shown, area.w, columns as f32) {
        let rows = kept.iter().filter(|kept| **kept).count().max(1) as f32;
        let pitch = within(area.h / rows, PITCH, LINE + BETWEEN);
        let high = LINE.min(pitch - 2.0);
        let order = in_order(nodes).into_iter().filter(|node| kept[*node]);
        let mut cards = vec![Area::default(); nodes.len()];
        for (row, node) in order.enumerate() {
            let indent = (depths[node] as f32 * INDENT).min(area.w / 2.0);
            let y = area.y + row as f32 * pitch;
            cards[node] = Area::new(area.x + indent, y, area.w - indent, high);
        }
        return cards;
    }
    let is_leaf = |node: usize| is_leaf(nodes, node);
    let leaves = (0..nodes.len()).filter(|node| kept[*node] && is_leaf(*node)).count();
    let pitch = within(area.h / leaves.max(1) as f32, PITCH, CARD + BETWEEN);
    let high = if pitch - BETWEEN >= CARD - 4.0 { pitch - BETWEEN } else { LINE.min(pitch - 2.0) };
    let mut middle = vec![0.0_f32; nodes.len()];
    let mut row = 0.0;
    // Leaves from top to bottom, every other one beside the middle of its children.
    for node in in_order(nodes) {
        if kept[node] && is_leaf(node) {
            middle[node] = area.y + (row + 0.5) * pitch;
            row += 1.0;
        }
    }
    for node in (0..nodes.len()).rev().filter(|node| !is_leaf(*node)) {
        let is_child = |child: &usize| kept[*child] && nodes[*child].parent == Some(node as u32);
        let children = (0..nodes.len()).filter(is_child);
        let (sum, count) = children.fold((0.0, 0.0), |(s, c), child| (s + middle[child], c + 1.0));
        middle[node] = sum / f32::max(count, 1.0);
    }
    let w = wide.min(WIDEST);
    let between = edges(shown);
    let used = columns as f32 * (w + between) - between;
    let left = area.x + (area.w - used) / 2.0;
    let card = |node: usize| {
        let x = left + depths[node] as f32 * (w + between);
        Area::new(x, middle[node] - high / 2.0, w, high)
    };
    (0..nodes.len()).map(card).collect()
}

/// Every node right before what is below it.
fn in_order(nodes: &[Node]) -> Vec<usize> {
    let parent = |node: usize| nodes[node].parent.map(|p| p as usize).filter(|p| *p < node);
    let mut left: Vec<usize> = (0..nodes.len()).rev().filter(|n| parent(*n).is_none()).collect();
    let mut order = Vec::with_capacity(nodes.len());
    while let Some(node) = left.pop() {
        order.push(node);
        left.extend((node + 1..nodes.len()).rev().filter(|child| parent(*child) == Some(node)));
    }
    order
}
